package process

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/child"
	"synod/node/host/hosttest"
	"synod/node/protocols"
)

// roleVariable tells the test binary what to be in place of a test.
const roleVariable = "SYNOD_TEST_ROLE"

// roles are what the test binary can be.
var roles = map[string]func() int{
	"controller": controller,
	"abandoned":  abandoned,
	"echo":       echo,
	"dumb":       func() int { time.Sleep(time.Hour); return 0 },
	"starter":    starter,
	"failing":    func() int { fmt.Fprintln(os.Stderr, "one\ntwo"); return 3 },
}

// TestMain is one of the roles, or a node, or runs the tests and expects no
// goroutine to be left.
func TestMain(m *testing.M) {
	if role := roles[os.Getenv(roleVariable)]; role != nil {
		os.Exit(role())
	}
	child.RunIfNodeWith(makeProtocol)
	goleak.VerifyTestMain(m)
}

// as is an environment for a role. The race detector would hold each process
// back for a second at its end.
func as(role string) []string {
	return []string{roleVariable + "=" + role, "GORACE=atexit_sleep_ms=0"}
}

// troubled is the protocol of scripts with some words more: "stuck" never
// ends, "slow" takes more than a second, "panic" panics, "exit" exits with
// status 3, and "mark" panics if what the node starts would be a node.
type troubled struct{ hosttest.Protocol }

// Name implements node.Protocol.
func (troubled) Name() string { return "troubled" }

// New implements node.Protocol.
func (p troubled) New(cfg node.Config) (node.Machine, error) {
	m, err := p.Protocol.New(cfg)
	return troubledMachine{m.(node.Snapshotter)}, err
}

type troubledMachine struct{ node.Snapshotter }

// Step implements node.Machine.
func (m troubledMachine) Step(ev *node.Event, out *node.Effects) {
	if ev.Kind == node.EventDeliver {
		switch text := string(ev.Message.Append(nil)); text {
		case "script stuck":
			select {}
		case "script slow":
			time.Sleep(1100 * time.Millisecond)
		case "script mark":
			for _, v := range os.Environ() {
				if strings.HasPrefix(v, child.Variable) {
					panic(v)
				}
			}
		case "script panic":
			panic("boom")
		case "script exit":
			fmt.Fprintln(os.Stderr, "farewell")
			os.Exit(3)
		}
	}
	m.Snapshotter.Step(ev, out)
}

// programmed is the protocol of scripts that was made from a program, which is in
// front of the state of its machines.
type programmed struct {
	hosttest.Protocol
	program string
}

// Name implements node.Protocol.
func (programmed) Name() string { return "programmed" }

// New implements node.Protocol.
func (p programmed) New(cfg node.Config) (node.Machine, error) {
	m, err := p.Protocol.New(cfg)
	return programmedMachine{m.(node.Snapshotter), p.program}, err
}

type programmedMachine struct {
	node.Snapshotter
	program string
}

// AppendState implements node.Snapshotter.
func (m programmedMachine) AppendState(dst []byte) []byte {
	return m.Snapshotter.AppendState(append(dst, m.program+": "...))
}

// makeProtocol makes the protocols there are, and troubled and programmed.
func makeProtocol(name string, program []byte) (node.Protocol, error) {
	switch name {
	case troubled{}.Name():
		return troubled{}, nil
	case programmed{}.Name():
		return programmed{program: string(program)}, nil
	}
	return protocols.Make(name, program)
}

// diary is a Logf that remembers.
type diary struct {
	t     testing.TB
	mu    sync.Mutex
	lines []string
}

// printf notes a line.
func (d *diary) printf(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.lines = append(d.lines, fmt.Sprintf(format, args...))
}

// expect waits for a line that contains text.
func (d *diary) expect(text string) {
	d.t.Helper()
	eventually(d.t, "a line with "+text, func() bool {
		d.mu.Lock()
		defer d.mu.Unlock()
		return strings.Contains(strings.Join(d.lines, "\n"), text)
	})
}

// eventually waits, for a bounded time, until what holds.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("got no %s within 20s", what)
}

// configs returns those of n nodes.
func configs(n int) []node.Config {
	c := make([]node.Config, n)
	for i := range c {
		c[i] = node.Config{Self: node.ID(i + 1), Nodes: n}
	}
	return c
}

// setup returns the setup of n troubled nodes.
func setup(n int) fleet.Setup { return fleet.Setup{Protocol: "troubled", Configs: configs(n)} }

// newFleet returns a fleet of test nodes that is closed with the test.
func newFleet(t testing.TB, o Options) *Fleet {
	t.Helper()
	if o.Env == nil {
		o.Env = as("node")
	}
	o.Make = makeProtocol
	f := New(o)
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return f
}

// startFleet returns a fleet with n troubled nodes up.
func startFleet(t testing.TB, n int, o Options) *Fleet {
	t.Helper()
	f := newFleet(t, o)
	if _, err := f.Reset(setup(n)); err != nil {
		t.Fatal(err)
	}
	return f
}

// deliver returns the event that delivers a script.
func deliver(script string) *node.Event {
	return &node.Event{Kind: node.EventDeliver, From: 1, Message: hosttest.New(script)}
}

// do lets a node take a script, and expects its effects, one letter each.
func do(t testing.TB, f *Fleet, id node.ID, script, want string) {
	t.Helper()
	effects, err := f.Step(id, deliver(script))
	if err != nil {
		t.Fatal(err)
	}
	if got := kinds(effects); got != want {
		t.Fatalf("%v: %s: got effects %q, want %q", id, script, got, want)
	}
}

// kinds names the effects, one letter each.
func kinds(effects []node.Effect) string {
	var out strings.Builder
	for _, e := range effects {
		out.WriteByte("wysTtrpon"[e.Kind])
	}
	return out.String()
}

// expectState fails unless the state of a node is want.
func expectState(t testing.TB, f *Fleet, id node.ID, want string) {
	t.Helper()
	got, err := f.State(id)
	if err != nil || string(got) != want {
		t.Fatalf("%v: got state %q, %v, want %q", id, got, err, want)
	}
}

// expectError fails unless err is of node id and contains every text.
func expectError(t testing.TB, err error, id node.ID, texts ...string) {
	t.Helper()
	var lab *fleet.Error
	if !errors.As(err, &lab) {
		t.Fatalf("got error %v, want a fleet.Error", err)
	}
	if lab.Node != id {
		t.Errorf("got error %v of node %v, want one of %v", err, lab.Node, id)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("got error %q, want %q in it", err, text)
		}
	}
}

// pid returns the process of a node that is up.
func pid(f *Fleet, id node.ID) int { return f.members[id-1].proc.cmd.Process.Pid }
