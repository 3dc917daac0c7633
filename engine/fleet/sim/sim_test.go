package sim

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/host/hosttest"
)

// makeProtocol knows the protocol of scripts, and no other.
func makeProtocol(name string, _ []byte) (node.Protocol, error) {
	if name != "scripts" {
		return nil, fmt.Errorf("protocol: got %q, want scripts", name)
	}
	return hosttest.Protocol{}, nil
}

// setup describes n nodes that run scripts.
func setup(n int) fleet.Setup {
	s := fleet.Setup{Protocol: "scripts"}
	for i := range n {
		s.Configs = append(s.Configs, node.Config{Self: node.ID(i + 1), Nodes: n})
	}
	return s
}

// started returns a fleet of n nodes that are up.
func started(t testing.TB, n int) *Fleet {
	t.Helper()
	f := NewWith(makeProtocol)
	effects, err := f.Reset(setup(n))
	if err != nil {
		t.Fatal(err)
	}
	if len(effects) != n {
		t.Fatalf("reset: got the effects of %d nodes, want %d", len(effects), n)
	}
	for i, e := range effects {
		if len(e) != 1 || e[0].Kind != node.EffectOutcome || e[0].Note.Count != 0 {
			t.Fatalf("reset: got effects %v of n%d, want one outcome, of no records", e, i+1)
		}
	}
	return f
}

// deliver lets a node take a script.
func deliver(t testing.TB, f *Fleet, id node.ID, script string) []node.Effect {
	t.Helper()
	effects, err := f.Step(id, delivery(script))
	if err != nil {
		t.Fatal(err)
	}
	return effects
}

func delivery(script string) *node.Event {
	return &node.Event{Kind: node.EventDeliver, From: 1, Message: hosttest.New(script)}
}

// state returns the words that a node remembers.
func state(t testing.TB, f *Fleet, id node.ID) string {
	t.Helper()
	b, err := f.State(id)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// records returns the record file of a node.
func records(t testing.TB, f *Fleet, id node.ID) string {
	t.Helper()
	b, err := f.Records(id)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// file returns what a node published, or "-".
func file(t testing.TB, f *Fleet, id node.ID) string {
	t.Helper()
	b, exists, err := f.File(id, node.PublishedFile(hosttest.Protocol{}))
	if err != nil {
		t.Fatal(err)
	}
	if !exists {
		return "-"
	}
	return string(b)
}

func TestStepReturnsTheEffects(t *testing.T) {
	f := started(t, 3)
	var got strings.Builder
	for _, e := range deliver(t, f, 2, "write a; sync; note; send n3 write b") {
		fmt.Fprintf(&got, "%d:%v ", e.Kind, e.To)
	}
	if want := fmt.Sprintf("%d:n0 %d:n0 %d:n0 %d:n3 ", node.EffectWrite, node.EffectSync, node.EffectNote, node.EffectSend); got.String() != want {
		t.Errorf("got %q, want %q", got.String(), want)
	}
	if got := state(t, f, 1) + "|" + state(t, f, 2) + "|" + state(t, f, 3); got != "|a|" {
		t.Errorf("states: got %q, want a at n2 alone", got)
	}
}

// TestCrashAndRestart is the story of one node: it syncs a, writes b, dies,
// comes back with a, dies again, and gets a new disk.
func TestCrashAndRestart(t *testing.T) {
	f := started(t, 3)
	empty := records(t, f, 2)
	deliver(t, f, 2, "write a; sync; publish 7")
	synced := records(t, f, 2)
	deliver(t, f, 2, "write b")
	if got := state(t, f, 2); got != "a b" {
		t.Errorf("before the crash: got %q, want a b", got)
	}
	if err := f.Crash(2); err != nil {
		t.Fatal(err)
	}
	if got := records(t, f, 2); got != synced || synced == empty {
		t.Errorf("records of a dead node: got %q, want what was synced, %q", got, synced)
	}
	if got := file(t, f, 2); got != "7\n" {
		t.Errorf("file of a dead node: got %q, want 7", got)
	}

	effects, err := f.Restart(2, fleet.Keep)
	if err != nil || len(effects) != 1 || effects[0].Note.Count != 1 {
		t.Fatalf("restart: got effects %v, error %v; want the outcome of one record", effects, err)
	}
	if got := state(t, f, 2); got != "a" {
		t.Errorf("after the restart: got %q, want a", got)
	}
	deliver(t, f, 2, "write c; sync")
	if got := records(t, f, 2); len(got) != 2*len(synced)-len(empty) {
		t.Errorf("records after c: got %q, want one more than %q", got, synced)
	}

	f.Crash(2)
	effects, err = f.Restart(2, fleet.Wipe)
	if err != nil || len(effects) != 1 || effects[0].Note.Count != 0 {
		t.Fatalf("restart with a new disk: got effects %v, error %v; want the outcome of no records", effects, err)
	}
	if got := state(t, f, 2) + records(t, f, 2) + file(t, f, 2); got != empty+"-" {
		t.Errorf("with a new disk: got %q, want nothing but a header", got)
	}
}

func TestResetStartsOver(t *testing.T) {
	f := started(t, 3)
	empty := records(t, f, 1)
	deliver(t, f, 1, "write a; sync; publish 1")
	f.Crash(2)
	for _, n := range []int{3, 5, 1} {
		if _, err := f.Reset(setup(n)); err != nil {
			t.Fatal(err)
		}
		for id := node.ID(1); int(id) <= n; id++ {
			if got := state(t, f, id) + file(t, f, id); got != "-" {
				t.Errorf("%v of %d: got %q, want nothing", id, n, got)
			}
		}
		if got := records(t, f, 1); got != empty {
			t.Errorf("records of n1 of %d: got %q, want %q", n, got, empty)
		}
		deliver(t, f, node.ID(n), "write a; sync; publish 1")
	}
}

func TestLabErrors(t *testing.T) {
	f := NewWith(makeProtocol)
	_, unknown := f.Reset(fleet.Setup{Protocol: "raft"})
	bad := setup(3)
	bad.Configs[1].Nodes = 1
	_, config := f.Reset(bad)

	f = started(t, 3)
	_, _, name := f.File(1, "no/name")
	_, step := f.Step(2, delivery("note; write "+strings.Repeat("x", disk.MaxRecord+1)))
	f.disks[2].Truncate(3)
	f.Crash(3)
	_, restart := f.Restart(3, fleet.Keep)
	var refused *fleet.Refused
	if !errors.As(restart, &refused) || refused.Node != 3 || !strings.HasPrefix(refused.Why, "record file: byte 3: header: got the end of the file") {
		t.Errorf("restart: got %v, want n3 refused", restart)
	}
	f.disks[2].Wipe()
	_, records := f.Records(3)

	for _, test := range []struct {
		err  error
		want string // what it begins with
	}{
		{unknown, `starting: protocol: got "raft", want scripts`},
		{config, "n2: starting: self: got n2, want n1 to n1"},
		{name, `n1: reading its file no/name: file name: got "no/name", want`},
		{step, "n2: delivering script note; write xxx"},
		{records, "n3: reading its records: record file: got none"},
	} {
		var lab *fleet.Error
		if !errors.As(test.err, &lab) || !strings.HasPrefix(test.err.Error(), test.want) {
			t.Errorf("got error %.90v\nwant a fleet.Error %s", test.err, test.want)
		}
	}
	if f.hosts[2] != nil {
		t.Error("a node that could not start is up, want it down")
	}
}

// TestCheck loses a node to a record that no disk takes.
func TestCheck(t *testing.T) {
	f := started(t, 3)
	f.Crash(1)
	if err := f.Check(); err != nil {
		t.Errorf("after a crash that was asked for: got %v, want nil", err)
	}
	effects, err := f.Step(2, delivery("note; write "+strings.Repeat("x", disk.MaxRecord+1)))
	if len(effects) != 1 || err == nil {
		t.Fatalf("got %d effects, error %v; want the note and an error", len(effects), err)
	}
	f.Step(2, delivery("note"))
	if got := f.Check(); got != err {
		t.Errorf("got %.60v, want the first error, %.60v", got, err)
	}
	if _, err := f.Reset(setup(3)); err != nil || f.Check() != nil {
		t.Errorf("after a reset: got %v and %v, want nil", err, f.Check())
	}
}

func TestCallersBugsPanic(t *testing.T) {
	for name, bug := range map[string]func(f *Fleet){
		"step of a node that is down":     func(f *Fleet) { f.Step(2, delivery("note")) },
		"state of a node that is down":    func(f *Fleet) { f.State(2) },
		"crash of a node that is down":    func(f *Fleet) { f.Crash(2) },
		"restart of a node that is up":    func(f *Fleet) { f.Restart(1, fleet.Keep) },
		"step of a node without a number": func(f *Fleet) { f.Step(0, delivery("note")) },
		"configs out of order": func(f *Fleet) {
			s := setup(2)
			s.Configs[0], s.Configs[1] = s.Configs[1], s.Configs[0]
			f.Reset(s)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := started(t, 2)
			f.Crash(2)
			defer func() {
				if recover() == nil {
					t.Error("got no panic, want one")
				}
			}()
			bug(f)
		})
	}
}

func TestCloseTwice(t *testing.T) {
	f := started(t, 3)
	for range 2 {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if err := f.Check(); err != nil {
		t.Errorf("a closed fleet: got %v, want nil", err)
	}
}

func TestDoing(t *testing.T) {
	for want, ev := range map[string]node.Event{
		"starting":             {},
		"delivering script a":  *delivery("a"),
		"firing timer 3":       {Kind: node.EventTimer, Timer: 3},
		"asking it to propose": {Kind: node.EventRequest, Request: &node.Request{Op: "propose"}},
	} {
		if got := fleet.Doing(hosttest.Protocol{}, &ev); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNewKnowsTheRegistry(t *testing.T) {
	f := New()
	if f.Name() != "sim" {
		t.Errorf("name: got %q, want sim", f.Name())
	}
	if _, err := f.Reset(fleet.Setup{Protocol: "paxos"}); err != nil {
		t.Errorf("a fleet of no nodes: got error %v, want none", err)
	}
	if _, err := f.Reset(fleet.Setup{Protocol: "paxs"}); err == nil {
		t.Error("an unknown protocol: got no error, want one")
	}
}
