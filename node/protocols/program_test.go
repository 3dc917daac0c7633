package protocols

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"synod/node"
	"synod/node/host/hosttest"
)

// named is a protocol that was made from its name.
type named struct {
	hosttest.Protocol
	name string
}

// Name implements node.Protocol.
func (p *named) Name() string { return p.name }

// loading lets programs be names for the time of a test, and counts how often one
// was loaded.
func loading(t *testing.T) *int {
	count, before := 0, load
	load = func(program []byte) (node.Protocol, error) {
		count++
		if len(program) == 0 {
			return nil, errors.New("empty")
		}
		return &named{name: string(program)}, nil
	}
	t.Cleanup(func() {
		load = before
		made = memory{protocols: map[string]node.Protocol{}}
	})
	return &count
}

func TestMake(t *testing.T) {
	count := loading(t)
	first, err := Make("counter", []byte("counter"))
	if err != nil || first.Name() != "counter" {
		t.Fatalf("got %v, %v, want the protocol of the program", first, err)
	}
	if again, err := Make("counter", []byte("counter")); err != nil || again != first || *count != 1 {
		t.Errorf("got %v, %v after %d loads, want the same protocol after one", again, err, *count)
	}
	if other, err := Make("ring", []byte("ring")); err != nil || other == first {
		t.Errorf("got %v, %v, want another protocol", other, err)
	}
	if p, err := Make("paxos", nil); err != nil || p.Name() != "paxos" {
		t.Errorf("got %v, %v, want the protocol that is built in", p, err)
	}
}

func TestMakeRefuses(t *testing.T) {
	loading(t)
	for want, program := range map[string][]byte{
		`got "counter", want one of: paxos`:         nil,
		"protocol counter: empty":                   {},
		"protocol counter: got the program of ring": []byte("ring"),
	} {
		if p, err := Make("counter", program); p != nil || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, %v, want an error with %q", program, p, err, want)
		}
	}
}

// What was not asked for longest is forgotten first, so that nothing grows.
func TestMakeForgets(t *testing.T) {
	count := loading(t)
	get := func(name string) {
		t.Helper()
		if _, err := Make(name, []byte(name)); err != nil {
			t.Fatal(err)
		}
	}
	get("first")
	for i := range maxMade - 1 {
		get(fmt.Sprint("p", i))
	}
	get("first")
	get("one more")
	if *count != maxMade+1 || len(made.protocols) != maxMade || len(made.programs) != maxMade {
		t.Fatalf("got %d loads and %d protocols, want %d and %d", *count, len(made.protocols), maxMade+1, maxMade)
	}
	get("first")
	if *count != maxMade+1 {
		t.Error("the protocol that was in use was forgotten")
	}
	get("p0")
	if *count != maxMade+2 {
		t.Error("the protocol that was not in use is still there")
	}
}
