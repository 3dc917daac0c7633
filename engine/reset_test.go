package engine_test

import (
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
)

// leftovers is what somebody may still hold of a run that is over.
type leftovers struct {
	rule      *engine.Rule
	faults    []*engine.Fault
	trap      *engine.Trap
	proposals []*engine.Operation
	pending   []*engine.Pending
}

// mess leaves something of everything behind.
func mess(l *lab) leftovers {
	l.t.Helper()
	l.decide(1, x)
	var left leftovers
	left.rule = l.impose(&engine.Rule{Action: engine.ActLose, Rate: 0.5, Text: "lose"})
	l.impose(&engine.Rule{Action: engine.ActHold, Rate: 1, Match: engine.Match{Kind: "promise"}})
	slow, err := l.Disk(2, disk.Faults{Lie: true}, time.Millisecond)
	l.check(err)
	clock, err := l.Skew(2, time.Second, 2)
	l.check(err)
	left.trap = &engine.Trap{Node: 2, Point: node.Point{Kind: node.EffectSend, Nth: 9}, Any: true}
	l.check(l.Arm(left.trap))
	left.proposals = append(left.proposals, l.open(2, y), l.propose(1, y))
	l.check(l.Run(10 * time.Millisecond))
	pause, err := l.Pause(1)
	l.check(err)
	left.faults = []*engine.Fault{slow, clock, pause, l.crash(3)}
	l.At(time.Second, func() error { panic("a wake-up of the run before") })
	l.check(l.Invariant("never", func(*engine.World) (bool, string, error) { return true, "", nil }))
	l.Dice("a").Below(6)
	left.pending = l.Pending()
	return left
}

// TestResetStartsOver leaves a mess behind, and expects of a reset that nothing
// of it is left: the world goes on as a new one does.
func TestResetStartsOver(t *testing.T) {
	o := engine.Options{Latency: engine.Latency{Min: 0, Max: 3 * time.Millisecond}}
	l := newLab(t, o)
	mess(l)
	l.check(l.Reset(7))
	if n, at := l.Events(); n != 0 || at != 0 || l.Now() != 0 || l.Violated() || len(l.Chosen()) != 0 || len(l.Pending()) != 0 {
		t.Errorf("got %d events, the last at %v, and the time %v, want a run without any", n, at, l.Now())
	}
	if len(l.Rules())+len(l.Imposed())+len(l.Faults())+len(l.Traps())+len(l.Log().All()) != 0 {
		t.Error("got rules, faults, traps or records, want none")
	}
	if got := l.Options().Seed; got != 7 {
		t.Errorf("got the seed %d, want 7", got)
	}
	l.text.Reset()
	o.Seed = 7
	other := newLab(t, o)
	if l.hash() != other.hash() {
		t.Error("got another hash than that of a new world, want the same")
	}
	l.decide(1, x)
	other.decide(1, x)
	if l.text.String() != other.text.String() || l.hash() != other.hash() {
		t.Errorf("got\n%s\nwant the run of a new world\n%s", l.text, other.text)
	}
}

// TestLeftoversDoNothing holds on to what a run left, and expects that the next
// run does not notice.
func TestLeftoversDoNothing(t *testing.T) {
	l := newLab(t, engine.Options{})
	left := mess(l)
	l.check(l.Reset(0))
	mine := l.open(2, x)
	hash, trace := l.hash(), l.text.String()

	l.check(l.Lift(left.rule))
	for _, f := range left.faults {
		l.check(l.Undo(f))
		if !f.Over() {
			t.Errorf("%s: got it still on, want it over", f.Text)
		}
	}
	l.Disarm(left.trap)
	if left.trap.Armed() || !left.rule.Stopped() {
		t.Error("got the trap or the rule still on, want them over")
	}
	for _, p := range left.pending {
		if p.Waiting() {
			t.Fatalf("got the message %d waiting, want it gone", p.Num)
		}
		for _, act := range []func(*engine.Pending) error{l.Deliver, l.Drop, l.Release} {
			if act(p) == nil {
				t.Errorf("got no error for a message of the run before, want one")
			}
		}
		if _, err := l.Duplicate(p); err == nil {
			t.Error("got a copy of a message of the run before, want an error")
		}
	}
	for _, p := range left.proposals {
		if err := l.stop(p); err == nil {
			t.Error("got no error for a proposer of the run before, want one")
		}
	}
	if l.hash() != hash || l.text.String() != trace {
		t.Errorf("got another world, want the same; the trace is\n%s", l.since(trace))
	}
	l.check(l.prepare(mine, nil))
}

// TestResetWhileNodesAreDown starts every node.
func TestResetWhileNodesAreDown(t *testing.T) {
	l := newLab(t, engine.Options{})
	for id := node.ID(1); id <= 3; id++ {
		l.crash(id)
	}
	l.check(l.Reset(0))
	l.decide(1, x)
	if err := l.Restart(1, fleet.Keep); err == nil {
		t.Error("got n1 restarted, want an error: it is up")
	}
}
