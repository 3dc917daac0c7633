package engine_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/paxos"
)

// scene is a cluster of four in which there is something of everything: n1 has a
// proposer by hand, n2 one that runs by itself, n3 is paused and n4 is down.
type scene struct {
	*lab
	byHand  *engine.Operation
	running *engine.Operation
	crashed *engine.Operation // of n4
	stale   *engine.Operation // of the run before
	arrived *engine.Pending   // a message that is no longer in flight
}

func newScene(t testing.TB) *scene {
	l := newLab(t, engine.Options{Nodes: 4})
	s := &scene{lab: l, stale: l.open(1, x)}
	l.check(l.Reset(1))
	l.decide(4, x)
	s.crashed = l.open(4, x)
	l.crash(4)
	s.byHand, s.running = l.open(1, y), l.propose(2, x)
	s.arrived = l.message("prepare", 2, 1)
	l.check(l.Deliver(s.arrived))
	_, err := l.Pause(3)
	l.check(err)
	l.check(l.Invariant("a", holds))
	return s
}

const noNode5 = "there is no node 5, want one of 1, 2, 3, 4"

// Calls that make no sense, and what they are told: what is wrong, and what
// would be right.
var refusals = []struct {
	method string
	call   func(s *scene) error
	want   string
}{
	{"Crash", func(s *scene) error { return second(s.Crash(5)) }, noNode5},
	{"Crash", func(s *scene) error { return second(s.Crash(0)) }, "there is no node 0, want one of 1, 2, 3, 4"},
	{"Crash", func(s *scene) error { return second(s.Crash(-1)) }, "there is no node -1, want one of 1, 2, 3, 4"},
	{"Crash", func(s *scene) error { return second(s.Crash(4)) }, "n4 is down since 5ms; restart it first"},
	{"Restart", func(s *scene) error { return s.Restart(5, fleet.Keep) }, noNode5},
	{"Restart", func(s *scene) error { return s.Restart(1, fleet.Wipe) }, "n1 is up; crash it first"},
	{"Restart", func(s *scene) error { return s.Restart(3, fleet.Keep) }, "n3 is up; crash it first"},
	{"Pause", func(s *scene) error { return second(s.Pause(5)) }, noNode5},
	{"Pause", func(s *scene) error { return second(s.Pause(3)) }, "n3 is paused; resume it first"},
	{"Pause", func(s *scene) error { return second(s.Pause(4)) }, "n4 is down since 5ms; restart it first"},
	{"Resume", func(s *scene) error { return s.Resume(5) }, noNode5},
	{"Resume", func(s *scene) error { return s.Resume(1) }, "n1 is not paused"},
	{"Resume", func(s *scene) error { return s.Resume(4) }, "n4 is down since 5ms; restart it first"},
	{"Skew", func(s *scene) error { return second(s.Skew(5, 0, 1)) }, noNode5},
	{"Skew", func(s *scene) error { return second(s.Skew(4, 0, 1)) }, "n4 is down since 5ms; restart it first"},
	{"Skew", func(s *scene) error { return second(s.Skew(1, 0, 0)) }, "got the rate 0, want 0.01 to 100"},
	{"Skew", func(s *scene) error { return second(s.Skew(1, 0, 101)) }, "got the rate 101, want 0.01 to 100"},
	{"Skew", func(s *scene) error { return second(s.Skew(1, 0, math.NaN())) }, "got the rate NaN, want 0.01 to 100"},
	{"Disk", func(s *scene) error { return second(s.Disk(5, disk.Faults{}, 0)) }, noNode5},
	{"Disk", func(s *scene) error { return second(s.Disk(3, disk.Faults{}, 0)) }, "n3 is paused; resume it first"},
	{"Disk", func(s *scene) error { return second(s.Disk(4, disk.Faults{}, 0)) }, "n4 is down since 5ms; restart it first"},
	{"Disk", func(s *scene) error { return second(s.Disk(1, disk.Faults{FailSync: -1}, 0)) }, "got -1 syncs to fail and 0s for each, want 0 or more"},
	{"Disk", func(s *scene) error { return second(s.Disk(1, disk.Faults{}, -time.Second)) }, "got 0 syncs to fail and -1s for each, want 0 or more"},
	{"Damage", func(s *scene) error { return s.Damage(5, disk.Damage{Rollback: 1}) }, noNode5},
	{"Damage", func(s *scene) error { return s.Damage(1, disk.Damage{Rollback: 1}) },
		"n1 is up; a record file is damaged while its node is down, so crash it first"},
	{"Damage", func(s *scene) error { return s.Damage(4, disk.Damage{Rollback: 99}) }, "got 99 records to take away, want at most the 4 there are"},
	{"Damage", func(s *scene) error { return s.Damage(4, disk.Damage{}) }, "got 0 records to take away, want at least 1"},
	{"Damage", func(s *scene) error { return s.Damage(4, disk.Damage{Torn: ptr(9999)}) }, "got 9999 bytes of the last record to keep, want 0 to "},
	{"Damage", func(s *scene) error { return s.Damage(4, disk.Damage{Flip: ptr(-1)}) }, "got the bit -1, want 0 to "},
	{"Arm", func(s *scene) error { return s.Arm(&engine.Trap{Node: 5, Any: true}) }, noNode5},
	{"Arm", func(s *scene) error { return s.Arm(&engine.Trap{Node: 4, Any: true}) }, "n4 is down since 5ms; restart it first"},
	{"Points", func(s *scene) error { return second(s.Points(s.message("prepare", 2, 4))) }, "n4 is down since 5ms"},

	{"State", func(s *scene) error { return second(s.State(5)) }, noNode5},
	{"Records", func(s *scene) error { return second(s.Records(5)) }, noNode5},
	{"File", func(s *scene) error { _, _, err := s.File(5); return err }, noNode5},
	{"Invariant", func(s *scene) error { return s.Invariant("a", holds) },
		`there is an invariant "a" already; name this one differently`},
	{"Invariant", func(s *scene) error {
		return s.Invariant("b", func(*engine.World) (bool, string, error) { return true, "", errOdd })
	},
		"invariant b: no such field"},

	{"As", func(s *scene) error { return s.As("c1", idle) }, `got the client "c1", want another name: c1, c2 and so on are those without a name`},
	{"As", func(s *scene) error { return s.As("a\nb", idle) }, `got the client "a\nb", want a name of one line`},

	{"Request", func(s *scene) error { return second(s.Request(5, paxos.Propose(x, node.Ballot{}))) }, noNode5},
	{"Request", func(s *scene) error { return second(s.Request(4, paxos.Propose(x, node.Ballot{}))) }, "n4 is down since 5ms; restart it first"},
	{"Request", func(s *scene) error { return second(s.Request(3, paxos.Propose(x, node.Ballot{}))) }, "n3 is paused; resume it first"},
	{"Request", func(s *scene) error { return second(s.Request(1, paxos.Propose(x, node.Ballot{}))) }, "n1 already has a proposer: Y at 2.1, not started; wait for it, or stop it"},
	{"Request", func(s *scene) error { return second(s.Request(1, paxos.Propose("", node.Ballot{}))) }, "got no value, want one"},
	{"Request", func(s *scene) error { return second(s.Request(5, paxos.ByHand(x, node.Ballot{}))) }, noNode5},
	{"Request", func(s *scene) error { return second(s.Request(2, paxos.ByHand("{", node.Ballot{}))) }, `got value "{", want JSON`},
	{"Request", func(s *scene) error { return second(s.Request(5, paxos.Read())) }, noNode5},
	{"Request", func(s *scene) error { return second(s.Request(2, paxos.Read())) }, "n2 already has a proposer: X at 2.2, phase 1; wait for it, or stop it"},
	{"Drive", func(s *scene) error { return s.Drive(s.byHand, paxos.Drive(paxos.OpPrepare, 5)) }, "got n5, want nodes of n1 to n4"},
	{"Drive", func(s *scene) error { return s.Drive(s.byHand, paxos.Drive(paxos.OpAccept)) }, "phase 1 of 2.1 has 0 of 3 promises; prepare(to=…) more acceptors first"},
	{"Drive", func(s *scene) error { return s.Drive(s.crashed, paxos.Drive(paxos.OpPrepare)) }, "the request went down when n4 crashed; make a new one"},
	{"Drive", func(s *scene) error { return s.prepare(s.byHand, []node.ID{1, 5}) }, "got n5, want nodes of n1 to n4"},
	{"Drive", func(s *scene) error { return s.prepare(s.byHand, []node.ID{1, 1}) }, "got n1 twice, want each node once, of n1 to n4"},
	{"Drive", func(s *scene) error { return s.prepare(s.running, nil) }, "the proposer of X at n2 runs by itself; only one made with proposer() is driven by hand"},
	{"Drive", func(s *scene) error { return s.prepare(s.crashed, nil) }, "the request went down when n4 crashed; make a new one"},
	{"Drive", func(s *scene) error { return s.prepare(s.stale, nil) }, "the request belongs to the run before the reset; make a new one"},
	{"Drive", func(s *scene) error { return s.accept(s.byHand, nil) }, "phase 1 of 2.1 has 0 of 3 promises; prepare(to=…) more acceptors first"},
	{"Drive", func(s *scene) error { return s.accept(s.crashed, nil) }, "the request went down when n4 crashed; make a new one"},
	{"Drive", func(s *scene) error { return s.Drive(s.running, paxos.Drive(paxos.OpStart)) }, "the proposer of X at n2 runs by itself"},
	{"Drive", func(s *scene) error { return s.Drive(s.crashed, paxos.Drive(paxos.OpStart)) }, "the request went down when n4 crashed; make a new one"},
	{"Drive", func(s *scene) error { return s.stop(s.stale) }, "the request belongs to the run before the reset; make a new one"},

	{"Deliver", func(s *scene) error { return s.Deliver(s.arrived) }, "the message is no longer in flight"},
	{"Drop", func(s *scene) error { return s.Drop(s.arrived) }, "the message is no longer in flight"},
	{"Drop", func(s *scene) error { return s.Drop(s.timer(2)) }, "got the timer resend of n2 to drop, want a message; a timer can only be delivered, which lets it fire now"},
	{"Duplicate", func(s *scene) error { return second(s.Duplicate(s.timer(2))) }, "got the timer resend of n2 to duplicate, want a message"},
	{"Release", func(s *scene) error { return s.Release(s.arrived) }, "the message is no longer in flight"},
	{"ReleaseAll", func(s *scene) error { return second(s.ReleaseAll()) }, "nothing is held"},
	{"Release", func(s *scene) error { return s.Release(s.timer(2)) }, "got the timer resend of n2 to release, want a message"},
	{"Run", func(s *scene) error { return s.Run(-time.Second) }, "got -1s, want 0 or more: time does not run backwards"},

	{"Impose", func(s *scene) error { return s.Impose(&engine.Rule{Rate: -0.1}) }, "got a rate of -0.1, want a number from 0 to 1"},
	{"Impose", func(s *scene) error { return s.Impose(&engine.Rule{Rate: 1.5}) }, "got a rate of 1.5, want a number from 0 to 1"},
	{"Impose", func(s *scene) error { return s.Impose(&engine.Rule{Rate: math.NaN()}) }, "got a rate of NaN, want a number from 0 to 1"},
	{"Impose", func(s *scene) error { return s.Impose(&engine.Rule{Time: engine.Constant(-1)}) }, "got a latency from -1ns to -1ns, want 0 or more, the smaller first"},
	{"Impose", func(s *scene) error { return s.Impose(&engine.Rule{Time: engine.Latency{Min: 2, Max: 1}}) }, "got a latency from 2ns to 1ns, want 0 or more, the smaller first"},
	{"Partition", func(s *scene) error { return second(s.Partition([][]node.ID{{1, 5}}, 0)) }, noNode5},
	{"Partition", func(s *scene) error { return second(s.Partition([][]node.ID{{1}, {2, 1}}, 0)) }, "n1 is in two groups, want every node in one"},
	{"HealAmong", func(s *scene) error { return s.HealAmong([]node.ID{1, 5}, false) }, noNode5},
	{"Cut", func(s *scene) error { return second(s.Cut([]node.ID{5}, []node.ID{1}, true, 0)) }, noNode5},
	{"Cut", func(s *scene) error { return second(s.Cut([]node.ID{1}, []node.ID{5}, true, 0)) }, noNode5},
	{"Cut", func(s *scene) error { return second(s.Cut([]node.ID{1, 2}, []node.ID{3, 2}, false, 0)) },
		"n2 has no link to itself: its messages to itself are local and cannot be cut, want two different nodes"},
}

// second returns the error of a call that returns something beside it.
func second[T any](_ T, err error) error { return err }

func ptr(n int) *int { return &n }

// TestRefusalsChangeNothing makes each call, and expects the error and the world
// as it was: its hash, its trace and its list of rules.
func TestRefusalsChangeNothing(t *testing.T) {
	for _, r := range refusals {
		s := newScene(t)
		hash, trace, imposed := s.hash(), s.text.String(), len(s.Imposed())
		err := r.call(s)
		var lab *fleet.Error
		if err == nil || !strings.HasPrefix(err.Error(), r.want) || errors.As(err, &lab) || asViolation(err) != nil {
			t.Errorf("%s: got the error %v, want %s", r.method, err, r.want)
		}
		if s.hash() != hash || len(s.Imposed()) != imposed {
			t.Errorf("%s, %s: got another world afterwards, want the same", r.method, r.want)
		}
		if got := strings.TrimPrefix(s.text.String(), trace); got != "" {
			t.Errorf("%s, %s: got the trace %q, want none", r.method, r.want, got)
		}
	}
}

// TestRefusalsOfChaosChangeNothing makes the calls of chaos, and holds every one
// that is refused to the same.
func TestRefusalsOfChaosChangeNothing(t *testing.T) {
	l := newLab(t, engine.Options{})
	refused := 0
	for seed := range uint64(60) {
		c := newChaos(l, seed)
		for range 150 {
			hash, length := l.hash(), l.text.Len()
			err := c.step()
			if err == nil {
				continue
			}
			refused++
			if l.hash() != hash || l.text.Len() != length {
				t.Fatalf("seed %d: got another world after the error %v, want the same\n%s", seed, err, l.recent())
			}
		}
	}
	if refused < 100 {
		t.Errorf("got %d calls refused, want at least 100", refused)
	}
}

// Calls that make sense, one of each method that returns an error. Those that
// only look are marked.
var calls = []struct {
	method string
	looks  bool
	call   func(s *scene) error
}{
	{"Drive", false, func(s *scene) error { return s.accept(s.byHand, nil) }},
	{"As", false, func(s *scene) error {
		return s.As("alice", func() error { return second(s.Request(1, paxos.Propose(x, node.Ballot{}))) })
	}},
	{"Arm", false, func(s *scene) error { return s.Arm(&engine.Trap{Node: 1, Any: true}) }},
	{"Drive", false, func(s *scene) error { return s.Drive(s.byHand, paxos.Drive(paxos.OpPrepare)) }},
	{"Crash", false, func(s *scene) error { return second(s.Crash(1)) }},
	{"Cut", false, func(s *scene) error { return second(s.Cut([]node.ID{1}, []node.ID{2}, true, 0)) }},
	{"Damage", false, func(s *scene) error { return s.Damage(4, disk.Damage{Rollback: 1}) }},
	{"Deliver", false, func(s *scene) error { return s.Deliver(s.Pending()[0]) }},
	{"Disk", false, func(s *scene) error { return second(s.Disk(1, disk.Faults{Full: true}, 0)) }},
	{"Drop", false, func(s *scene) error { return s.Drop(s.Pending()[0]) }},
	{"Duplicate", false, func(s *scene) error { return second(s.Duplicate(s.arrived)) }},
	{"File", true, func(s *scene) error { _, _, err := s.File(1); return err }},
	{"Flush", false, func(s *scene) error { return s.Flush() }},
	{"Hash", true, func(s *scene) error { return second(s.Hash()) }},
	{"Heal", false, func(s *scene) error { return s.Heal() }},
	{"HealAndRelease", false, func(s *scene) error { return s.HealAndRelease() }},
	{"HealAmong", false, func(s *scene) error { return s.HealAmong([]node.ID{1, 2}, false) }},
	{"Impose", false, func(s *scene) error { return s.Impose(&engine.Rule{}) }},
	{"Invariant", false, func(s *scene) error { return s.Invariant("b", holds) }},
	{"Lift", false, func(s *scene) error { return s.Lift(&engine.Rule{}) }},
	{"Request", false, func(s *scene) error { return second(s.Request(1, paxos.ByHand(x, node.Ballot{}))) }},
	{"Partition", false, func(s *scene) error { return second(s.Partition([][]node.ID{{1}}, 0)) }},
	{"Pause", false, func(s *scene) error { return second(s.Pause(1)) }},
	{"Points", true, func(s *scene) error { return second(s.Points(s.Pending()[0])) }},
	{"Drive", false, func(s *scene) error { return s.prepare(s.byHand, nil) }},
	{"Request", false, func(s *scene) error { return second(s.Request(1, paxos.Propose(x, node.Ballot{}))) }},
	{"Request", false, func(s *scene) error { return second(s.Request(1, paxos.Read())) }},
	{"Records", true, func(s *scene) error { return second(s.Records(1)) }},
	{"Release", false, func(s *scene) error { return s.Release(s.Pending()[0]) }},
	{"ReleaseAll", false, func(s *scene) error { return second(s.ReleaseAll()) }},
	{"Remark", false, func(s *scene) error { return s.Remark("a remark") }},
	{"Reset", false, func(s *scene) error { return s.Reset(2) }},
	{"Resettable", false, func(s *scene) error { return s.Resettable() }},
	{"Restart", false, func(s *scene) error { return s.Restart(4, fleet.Keep) }},
	{"Resume", false, func(s *scene) error { return s.Resume(3) }},
	{"Run", false, func(s *scene) error { return s.Run(time.Second) }},
	{"Searchable", false, func(s *scene) error { return s.Searchable() }},
	{"Settle", false, func(s *scene) error { return second(s.Settle(time.Second)) }},
	{"Shape", false, func(s *scene) error {
		return second(s.Shape("none", func(a, b node.ID) bool { return false }, 0))
	}},
	{"Linked", true, func(s *scene) error { return second(s.Linked(1, 2)) }},
	{"Meets", true, func(s *scene) error {
		_, _, err := s.Meets(engine.Flight{Src: 1, Dst: 2})
		return err
	}},
	{"Severed", true, func(s *scene) error { return second(s.Severed(engine.Flight{Src: 1, Dst: 2})) }},
	{"Skew", false, func(s *scene) error { return second(s.Skew(1, time.Second, 1)) }},
	{"Snapshot", true, func(s *scene) error { return second(s.Snapshot()) }},
	{"DrivePoints", true, func(s *scene) error {
		return second(s.DrivePoints(s.byHand, paxos.Drive(paxos.OpStart)))
	}},
	{"Answered", false, func(s *scene) error { return second(s.Answered(s.Sent())) }},
	{"Drive", false, func(s *scene) error { return s.Drive(s.byHand, paxos.Drive(paxos.OpStart)) }},
	{"Stalled", true, func(s *scene) error { return second(s.Stalled()) }},
	{"StalledAsking", true, func(s *scene) error {
		return second(s.StalledAsking(func(ask func() error) error { return ask() }))
	}},
	{"State", true, func(s *scene) error { return second(s.State(1)) }},
	{"Step", false, func(s *scene) error { return second(s.Step()) }},
	{"Drive", false, func(s *scene) error { return s.stop(s.running) }},
	{"Usable", false, func(s *scene) error { return s.Usable() }},
	{"Until", false, func(s *scene) error { return second(s.Until(time.Second, func() (bool, error) { return false, nil })) }},
}

// TestEveryMethodIsThere keeps the two tables complete: whoever adds a method
// that can fail adds a call here.
func TestEveryMethodIsThere(t *testing.T) {
	there := map[string]bool{
		"Close": true, "Looking": true, "Match": true, // tested by themselves
		"Sound": true, "Undo": true, "CheckInvariants": true, "Snapshots": true, "Choosing": true,
	}
	for _, c := range calls {
		there[c.method] = true
	}
	world := reflect.TypeFor[*engine.World]()
	for i := range world.NumMethod() {
		m := world.Method(i)
		n := m.Type.NumOut()
		if n > 0 && m.Type.Out(n-1) == reflect.TypeFor[error]() && !there[m.Name] {
			t.Errorf("%s: got no call, want one", m.Name)
		}
	}
}

// TestLookingDoesNotMove makes every call inside a predicate: those that look
// work, and all others are refused and change nothing.
func TestLookingDoesNotMove(t *testing.T) {
	for _, c := range calls {
		s := newScene(t)
		hash, trace := s.hash(), s.text.String()
		err := s.Looking(func() error { return c.call(s) })
		if want := map[bool]error{true: nil, false: engine.ErrLooking}[c.looks]; err != want {
			t.Errorf("%s: got the error %v, want %v", c.method, err, want)
		}
		if s.hash() != hash || s.text.String() != trace {
			t.Errorf("%s: got another world, want the same", c.method)
		}
	}
}

// TestLookingNests keeps the world still until the outer predicate is over.
func TestLookingNests(t *testing.T) {
	s := newScene(t)
	s.check(s.Looking(func() error {
		s.check(s.Looking(func() error { return nil }))
		if err := s.Remark("in between"); err != engine.ErrLooking {
			t.Errorf("got the error %v, want %v", err, engine.ErrLooking)
		}
		return nil
	}))
	s.check(s.Remark("afterwards"))
}

// TestAClosedClusterIsClosed makes every call when the nodes are gone.
func TestAClosedClusterIsClosed(t *testing.T) {
	for _, c := range calls {
		s := newScene(t)
		s.check(s.Close())
		if err := c.call(s); err == nil || err.Error() != "the cluster is closed" {
			t.Errorf("%s: got the error %v, want that the cluster is closed", c.method, err)
		}
		s.check(s.Sound())
		s.check(s.Close())
	}
}
