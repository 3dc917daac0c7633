package engine_test

import (
	"errors"
	"testing"
	"time"

	"synod/engine"
	"synod/node"
)

// Every way to end a hold lets what is held go, and what is sent later goes its way
// too: a proposal that could not go on is chosen. A reset holds again.
func TestHoldsEnd(t *testing.T) {
	for name, end := range map[string]func(*lab) error{
		"release": func(l *lab) error { return second(l.ReleaseAll()) },
		"heal":    func(l *lab) error { return l.HealAndRelease() },
		"among":   func(l *lab) error { return l.HealAmong([]node.ID{3, 1}, true) },
	} {
		for _, c := range []struct {
			what string
			hold bool
			rule *engine.Rule
		}{
			{"cluster", true, nil},
			{"rule", false, &engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold"}},
			{"both", true, &engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold", Match: engine.Match{Kind: "accept"}}},
		} {
			t.Run(name+" "+c.what, func(t *testing.T) {
				l := newLab(t, engine.Options{Hold: c.hold})
				if c.rule != nil {
					l.check(l.Impose(c.rule))
				}
				p := l.propose(1, x)
				l.check(l.Run(25 * time.Millisecond))
				if p.Done() || l.Held() == 0 {
					t.Fatalf("got %d held, done %v; want the proposal to be held up", l.Held(), p.Done())
				}
				l.check(end(l))
				if _, err := l.Until(50*time.Millisecond, func() (bool, error) { return p.Done(), nil }); err != nil || !p.Done() {
					t.Errorf("got an open proposal, error %v; want it to be chosen\n%s", err, l.text)
				}
				if name != "among" && l.Held() != 0 {
					t.Errorf("got %d messages held, want none", l.Held())
				}
				l.check(l.Reset(1))
				if l.Holds() != c.hold {
					t.Errorf("after a reset the cluster holds: %v, want %v", l.Holds(), c.hold)
				}
			})
		}
	}
}

// HealAmong leaves alone what the cluster itself holds, unless it is told to.
func TestHealAmongUnderAHold(t *testing.T) {
	l := newLab(t, engine.Options{Hold: true})
	l.propose(1, x)
	l.check(l.HealAmong([]node.ID{1, 2}, false))
	if l.Held() != 3 {
		t.Errorf("got %d messages held, want 3", l.Held())
	}
	l.check(l.HealAmong([]node.ID{1, 2}, true))
	if l.Held() != 1 || !l.message("prepare", 1, 3).Held() {
		t.Errorf("got %d messages held, want the one to n3", l.Held())
	}
}

// To end every hold where there is none is refused, and is no news for the trace
// when rules that are over have left something held.
func TestReleaseAllOfNothing(t *testing.T) {
	l := newLab(t, engine.Options{})
	if _, err := l.ReleaseAll(); !errors.Is(err, engine.ErrNothingHeld) {
		t.Errorf("got the error %v, want %v", err, engine.ErrNothingHeld)
	}
	r := &engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold"}
	l.check(l.Impose(r))
	l.propose(1, x)
	l.check(l.Lift(r))
	seq := l.Seq()
	if n, err := l.ReleaseAll(); n != 3 || err != nil || l.Seq() != seq {
		t.Errorf("got %d released, error %v, %d records; want 3 and none", n, err, l.Seq()-seq)
	}
}
