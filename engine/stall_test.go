package engine_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"synod/engine"
	"synod/node"
)

// hold returns a rule that holds the messages that are meant.
func hold(m engine.Match) *engine.Rule {
	return &engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold", Match: m}
}

// A world stalls where nothing but what is held could bring it on, and only there.
func TestStalled(t *testing.T) {
	two := []node.ID{2}
	for _, c := range []struct {
		name   string
		hold   bool
		before func(*lab) // before n1 proposes
		after  func(*lab) // and 5ms later
		want   bool       // whether it stalls then
	}{
		{"no hold", false, func(l *lab) {}, func(l *lab) {}, false},
		{"cluster", true, func(l *lab) {}, func(l *lab) {}, true},
		{"rule of all", false, func(l *lab) { l.check(l.Impose(hold(engine.Match{}))) }, func(l *lab) {}, true},
		{"requests", false, func(l *lab) { l.check(l.Impose(hold(engine.Match{Kind: "prepare"}))) }, func(l *lab) {}, true},
		{"answers", false, func(l *lab) { l.check(l.Impose(hold(engine.Match{Kind: "promise"}))) }, func(l *lab) {}, true},
		{"votes", false, func(l *lab) { l.check(l.Impose(hold(engine.Match{Kind: "accepted"}))) }, func(l *lab) {}, true},
		{"all that is for the proposer", false, func(l *lab) { l.check(l.Impose(hold(engine.Match{Dst: []node.ID{1}}))) }, func(l *lab) {}, true},
		{"one node", false, func(l *lab) { l.check(l.Impose(hold(engine.Match{Dst: two}))) }, func(l *lab) { l.propose(3, y) }, false},
		{"free messages", true, func(l *lab) {}, func(l *lab) { l.check(l.Release(l.message("prepare", 1, 2))) }, false},
		{"a task", true, func(l *lab) {}, func(l *lab) { l.At(time.Second, func() error { return nil }) }, false},
		{"somebody who waits", true, func(l *lab) {}, func(l *lab) {
			l.When(func() (bool, error) { return false, nil }, time.Second, func() error { return nil })
		}, true},
		{"somebody who has waited", true, func(l *lab) {}, func(l *lab) {
			l.When(func() (bool, error) { return true, nil }, time.Second, func() error { return nil })
			l.At(0, func() error { return nil })
			l.check(l.Run(0))
		}, true},
		{"a rule that asks", false, func(l *lab) {
			l.check(l.Impose(hold(engine.Match{Where: func(*engine.Pending) (bool, error) { return true, nil }})))
		}, func(l *lab) {}, false},
		{"a rule that is over", false, func(l *lab) {
			r := hold(engine.Match{})
			l.check(l.Impose(r))
			l.At(time.Millisecond, func() error { return l.Lift(r) })
		}, func(l *lab) {}, false},
		{"the rest is lost", false, func(l *lab) {
			l.check(l.Impose(hold(engine.Match{Kind: "promise", Src: two})))
			l.check(l.Impose(&engine.Rule{Action: engine.ActLose, Rate: 1, Text: "lose", Match: engine.Match{Kind: "promise"}}))
		}, func(l *lab) {}, true},
		{"the rest may be lost", false, func(l *lab) {
			l.check(l.Impose(hold(engine.Match{Kind: "promise", Src: two})))
			l.check(l.Impose(&engine.Rule{Action: engine.ActLose, Rate: 0.999999, Text: "lose", Match: engine.Match{Kind: "promise"}}))
		}, func(l *lab) {}, false},
		{"a trap", true, func(l *lab) { l.check(l.Arm(&engine.Trap{Node: 1, Any: true})) }, func(l *lab) {}, false},
		{"the others are down", false, func(l *lab) {
			l.check(l.Impose(hold(engine.Match{Kind: "promise"})))
			l.crash(2)
			l.crash(3)
		}, func(l *lab) {}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, engine.Options{Hold: c.hold})
			c.before(l)
			l.propose(1, x)
			l.check(l.Run(5 * time.Millisecond))
			c.after(l)
			hash := l.hash()
			stall, err := l.Stalled()
			l.check(err)
			if (stall != nil) != c.want {
				t.Errorf("stalls: got %v, want %v\n%s", stall != nil, c.want, l.text)
			}
			if l.hash() != hash {
				t.Error("got another world, want the same")
			}
		})
	}
}

// A rule that asks a function of the script is foreseen where that may be asked, and an
// error of what asks is the error of all.
func TestStalledAsking(t *testing.T) {
	l := newLab(t, engine.Options{})
	l.check(l.Impose(hold(engine.Match{Where: func(p *engine.Pending) (bool, error) { return p.Message.Kind() == "promise", nil }})))
	l.propose(1, x)
	l.check(l.Run(5 * time.Millisecond))
	if stall, err := l.Stalled(); stall != nil || err != nil {
		t.Errorf("got %v and the error %v, want none: the function is not asked", stall, err)
	}
	asked := 0
	stall, err := l.StalledAsking(func(ask func() error) error { asked++; return ask() })
	if stall == nil || stall.Held != 3 || err != nil || asked != 1 {
		t.Errorf("got %v and the error %v, asked %d times, want 3 messages held", stall, err, asked)
	}
	odd := errors.New("odd")
	if stall, err := l.StalledAsking(func(func() error) error { return odd }); stall != nil || err != odd {
		t.Errorf("got %v and the error %v, want %v", stall, err, odd)
	}
}

// Where a world stalls, time alone ends no proposal: chaos under rules that hold,
// lose and cut, asked after every call whether the world stalls, then left alone.
func TestWhereAWorldStallsNothingComes(t *testing.T) {
	stalls := 0
	for seed := range uint64(150) {
		l := newLab(t, engine.Options{Hold: seed%3 == 0})
		c := newChaos(l, seed)
		if seed%3 != 0 {
			kinds := []string{"prepare", "promise", "accept", "accepted", "nack", ""}
			l.check(l.Impose(hold(engine.Match{Kind: kinds[c.draw.IntN(len(kinds))]})))
			l.check(l.Impose(hold(engine.Match{Dst: []node.ID{c.someone()}})))
		}
		for range 40 {
			_ = c.step() // refusals and violations are for other tests
			if l.Violated() {
				break
			}
			stall, err := l.Stalled()
			l.check(err)
			if stall == nil {
				continue
			}
			stalls++
			before := outcomes(l)
			l.check(l.Run(3 * time.Second))
			if after := outcomes(l); after != before {
				t.Fatalf("seed %d: got the proposals\n%s\nwant those of before\n%s\n%s", seed, after, before, l.text)
			}
		}
	}
	if stalls < 200 {
		t.Errorf("got %d worlds that stall, want at least 200", stalls)
	}
}

// outcomes says how every proposal stands.
func outcomes(l *lab) (text string) {
	for _, p := range l.Operations() {
		text += fmt.Sprintln(p.ID, told(p).Status, p.Done())
	}
	return text
}
