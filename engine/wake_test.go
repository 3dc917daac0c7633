package engine_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// diary notes who woke, and when.
type diary struct {
	*lab
	lines []string
}

// notes returns a wake-up that writes a line.
func (d *diary) notes(name string) func() error {
	return func() error {
		d.lines = append(d.lines, fmt.Sprintf("%s %v", name, d.Now()))
		return nil
	}
}

func (d *diary) text() string { return strings.Join(d.lines, ", ") }

// TestAt wakes in order of time, then in the order of the calls.
func TestAt(t *testing.T) {
	d := &diary{lab: newLab(t, engine.Options{})}
	d.At(3*time.Millisecond, d.notes("c"))
	d.At(time.Millisecond, d.notes("a"))
	d.At(3*time.Millisecond, d.notes("d"))
	d.At(0, d.notes("now"))
	d.At(2*time.Millisecond, func() error {
		d.At(0, d.notes("inner"))
		d.At(time.Millisecond, d.notes("e"))
		return nil
	})
	if n := len(d.Pending()); n != 0 {
		t.Errorf("got %d wake-ups among what is pending, want none: they are not to be moved", n)
	}
	d.settle()
	if got, want := d.text(), "now 0s, a 1ms, inner 2ms, c 3ms, d 3ms, e 3ms"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if n, _ := d.Events(); n != 0 {
		t.Errorf("got %d events, want none: only the script woke", n)
	}
}

// TestAtComesLast wakes after everything else of its instant, as a script that
// lets time pass up to there would.
func TestAtComesLast(t *testing.T) {
	d := &diary{lab: newLab(t, engine.Options{})}
	d.At(time.Millisecond, func() error {
		d.lines = append(d.lines, fmt.Sprintf("%d records", len(d.Log().All())))
		return nil
	})
	d.propose(1, x)
	d.settle()
	if got := d.text(); got != "4 records" {
		t.Errorf("got %s, want the request and three prepares", got)
	}
}

// TestAtMayAct proposes from inside the loop.
func TestAtMayAct(t *testing.T) {
	l := newLab(t, engine.Options{})
	var p *engine.Operation
	l.At(5*time.Millisecond, func() (err error) {
		p, err = l.Request(2, paxos.Propose(y, node.Ballot{}))
		return err
	})
	l.settle()
	if p == nil || told(p).Status != paxos.StatusChosen || p.Started != 5*time.Millisecond {
		t.Errorf("got the proposal %+v, want one that was chosen", p)
	}
}

// TestAWakeUpThatFails ends the call in which it happens, and no other.
func TestAWakeUpThatFails(t *testing.T) {
	for name, wait := range map[string]func(l *lab){
		"At":   func(l *lab) { l.At(0, func() error { return errOdd }) },
		"When": func(l *lab) { l.When(never, 0, func() error { return errOdd }) },
		"ready": func(l *lab) {
			l.When(func() (bool, error) { return l.Now() > 0, nil }, time.Hour, func() error { return errOdd })
		},
		"asking": func(l *lab) {
			failed := false
			l.When(func() (bool, error) {
				if failed {
					return false, nil
				}
				failed = true
				return false, errOdd
			}, time.Second, idle)
		},
	} {
		l := newLab(t, engine.Options{})
		wait(l)
		l.propose(1, x)
		if _, err := l.Settle(time.Minute); !errors.Is(err, errOdd) {
			t.Errorf("%s: got the error %v, want %v", name, err, errOdd)
		}
		l.settle()
		if len(l.Chosen()) == 0 {
			t.Errorf("%s: got nothing chosen, want the world to go on", name)
		}
	}
}

func never() (bool, error) { return false, nil }

// TestWhen wakes at the event after which it is ready, or at its limit, once.
func TestWhen(t *testing.T) {
	d := &diary{lab: newLab(t, engine.Options{})}
	chosen := func() (bool, error) { return len(d.Chosen()) > 0, nil }
	d.When(chosen, time.Hour, d.notes("first"))
	d.When(never, 2*time.Millisecond, d.notes("limit"))
	d.When(chosen, time.Hour, d.notes("second"))
	d.propose(1, x)
	d.settle()
	if got, want := d.text(), "limit 2ms, first 3ms, second 3ms"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if d.Now() > time.Second {
		t.Errorf("got the time %v, want what waited for an hour to be gone", d.Now())
	}
}

// TestHasten ends a wait at once, and once; what is over is left alone.
func TestHasten(t *testing.T) {
	d := &diary{lab: newLab(t, engine.Options{})}
	first := d.When(never, time.Second, d.notes("first"))
	second := d.When(never, time.Hour, d.notes("second"))
	d.check(d.Run(5 * time.Millisecond))
	d.Hasten(second)
	if first.Due() != time.Second || second.Due() != 5*time.Millisecond {
		t.Errorf("got %v and %v, want 1s and 5ms", first.Due(), second.Due())
	}
	d.settle()
	d.Hasten(second)
	d.settle()
	if got, want := d.text(), "second 5ms, first 1s"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestWhenAsksAgain lets the first that wakes take away what the second waits
// for.
func TestWhenAsksAgain(t *testing.T) {
	d := &diary{lab: newLab(t, engine.Options{})}
	free := true
	get := func(name string) func() error {
		return func() error {
			free = false
			return d.notes(name)()
		}
	}
	ready := func() (bool, error) { return free && len(d.Chosen()) > 0, nil }
	d.When(ready, time.Second, get("first"))
	d.When(ready, 20*time.Millisecond, get("second"))
	d.propose(1, x)
	d.settle()
	if got, want := d.text(), "first 3ms, second 20ms"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestPredicatesDoNotMove refuses what would move the world in a predicate, and
// tells of it.
func TestPredicatesDoNotMove(t *testing.T) {
	moves := func(l *lab) func() (bool, error) {
		return func() (bool, error) { return false, l.Remark("moved") }
	}
	l := newLab(t, engine.Options{})
	if _, err := l.Until(time.Second, moves(l)); !errors.Is(err, engine.ErrLooking) {
		t.Errorf("Until: got the error %v, want %v", err, engine.ErrLooking)
	}
	l.When(moves(l), time.Second, idle)
	l.propose(1, x)
	if _, err := l.Step(); !errors.Is(err, engine.ErrLooking) {
		t.Errorf("When: got the error %v, want %v", err, engine.ErrLooking)
	}
	if strings.Contains(l.text.String(), "moved") {
		t.Errorf("got the trace\n%s\nwant no remark", l.text)
	}
}

// TestPrepareWaitsThoughOthersWake lets somebody act in the middle of a prepare
// by hand. It returns when its own answers are back, all the same.
func TestPrepareWaitsThoughOthersWake(t *testing.T) {
	l := newLab(t, engine.Options{Nodes: 5})
	p := l.open(1, x)
	woken := false
	l.When(func() (bool, error) { return deliveredTo(l, 5), nil }, time.Second, func() error {
		woken = true
		_, err := l.Request(4, paxos.Propose(y, node.Ballot{}))
		return err
	})
	l.check(l.prepare(p, nil))
	if !woken {
		t.Fatal("got nobody woken")
	}
	var answered []string
	for _, r := range l.Log().All() {
		if r.Message != nil && r.Dst == 1 && r.Src != 1 && r.Message.Kind() == "promise" {
			answered = append(answered, r.Src.String())
		}
	}
	slices.Sort(answered)
	if got := strings.Join(answered, " "); got != "n2 n3 n4 n5" {
		t.Errorf("got the answers of %s back, want all; the trace is\n%s", got, l.text)
	}
}

// deliveredTo reports whether a node has got a prepare.
func deliveredTo(l *lab, id node.ID) bool {
	for _, r := range l.Log().All() {
		if r.Dst == id && r.Message != nil && r.Message.Kind() == "prepare" {
			return true
		}
	}
	return false
}
