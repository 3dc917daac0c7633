package engine_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/paxos"
)

// expectLost fails unless err says that a node is lost.
func expectLost(t *testing.T, err error, id node.ID) {
	t.Helper()
	var lab *fleet.Error
	if !errors.As(err, &lab) || !lab.Lost || lab.Node != id {
		t.Errorf("got %v, want that %v is lost", err, id)
	}
}

// TestLostNode loses nodes in every way. Nothing happens until they are up again or
// down for the run, they are seen not to be up, and then the run goes on.
func TestLostNode(t *testing.T) {
	tests := map[string]struct {
		lost   []node.ID
		before func(l *lab)
		mend   func(l *lab) error
		want   []string // in the trace, in this order
	}{
		"restarted":             {[]node.ID{2}, nil, func(l *lab) error { return l.Restart(2, fleet.Keep) }, []string{"n2        crash", "n2        restart"}},
		"restarted, disk wiped": {[]node.ID{2}, nil, func(l *lab) error { return l.Restart(2, fleet.Wipe) }, []string{"n2        crash", "n2        restart"}},
		"crashed":               {[]node.ID{2}, nil, func(l *lab) error { return second(l.Crash(2)) }, []string{"n2        crash"}},
		"crashed and restarted": {[]node.ID{2}, nil, func(l *lab) error {
			return errors.Join(second(l.Crash(2)), l.Restart(2, fleet.Keep))
		}, []string{"n2        crash", "n2        restart"}},
		"reset":              {[]node.ID{2}, nil, func(l *lab) error { return l.Reset(7) }, nil},
		"all of them, reset": {[]node.ID{1, 2, 3}, nil, func(l *lab) error { return l.Reset(7) }, nil},
		"all of them, restarted": {[]node.ID{1, 2, 3}, nil, func(l *lab) error {
			return errors.Join(l.Restart(2, fleet.Keep), l.Restart(1, fleet.Keep), l.Restart(3, fleet.Keep))
		}, []string{"n2        crash", "n2        restart", "n1        crash", "n1        restart"}},
		"while it was paused": {[]node.ID{2}, func(l *lab) { l.check(second(l.Pause(2))) }, func(l *lab) error { return l.Restart(2, fleet.Keep) },
			[]string{"n2        pause", "n2        crash", "n2        restart"}},
		"while it was paused, reset": {[]node.ID{2}, func(l *lab) { l.check(second(l.Pause(2))) }, func(l *lab) error { return l.Reset(7) }, nil},
		"beside one that is down": {[]node.ID{2}, func(l *lab) { l.crash(3) }, func(l *lab) error {
			return errors.Join(l.Restart(3, fleet.Keep), l.Restart(2, fleet.Keep))
		}, []string{"n3        restart", "n2        crash", "n2        restart"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, engine.Options{})
			l.decide(1, x)
			before := l.text.String()
			if test.before != nil {
				test.before(l)
			}
			for _, id := range test.lost {
				l.fleet.lose(id)
			}
			expectNothingHappens(t, l, test.lost)
			l.check(test.mend(l))
			rest := l.since(before)
			for _, want := range test.want {
				_, after, found := strings.Cut(rest, want)
				if !found {
					t.Fatalf("got the trace\n%s\nwant %q in it", rest, want)
				}
				rest = after
			}
			if ids := l.Lost(); len(ids) > 0 {
				t.Errorf("got %v lost, want none", ids)
			}
			l.decide(1, x)
			l.check(l.Sound())
		})
	}
}

// expectNothingHappens expects that the world does not move and says why, that the
// lost nodes are not up, and that the others can be looked at.
func expectNothingHappens(t *testing.T, l *lab, lost []node.ID) {
	t.Helper()
	text := l.text.String()
	expectLost(t, l.Sound(), lost[0])
	l.check(l.Sound()) // once is enough
	for range 2 {
		expectLost(t, l.Run(time.Second), lost[0])
		expectLost(t, l.Remark("a"), lost[0])
		expectLost(t, second(l.Request(1, paxos.Propose(x, node.Ballot{}))), lost[0])
	}
	for _, id := range lost {
		s, err := l.State(id)
		l.check(err)
		if l.Up(id) || !s.Down || s.Since != l.Now() {
			t.Errorf("got %v up %t and the state %v, want it down since %v", id, l.Up(id), s, l.Now())
		}
		if _, err := l.Records(id); err != nil {
			t.Errorf("records: %v", err)
		}
	}
	if len(lost) == 1 {
		if s, err := l.State(1); err != nil || s.Down || !l.Up(1) {
			t.Errorf("got the state %v, %v of n1, want it up", s, err)
		}
	}
	if got := l.text.String(); got != text {
		t.Errorf("got\n%s\nwant nothing more in the trace than\n%s", got, text)
	}
}

// TestLostInAStep loses a node while it takes an event. The trace has the event,
// and the node is brought up as any other that is lost.
func TestLostInAStep(t *testing.T) {
	l := newLab(t, engine.Options{})
	l.propose(1, x)
	l.fleet.fails = "a step, for ever"
	_, err := l.Step()
	expectLost(t, err, 1)
	l.fleet.fails = ""
	if got := l.text.String(); !strings.HasSuffix(got, "n1 -> n1  prepare 1.1\n") {
		t.Errorf("got the trace\n%s\nwant the event in the end", got)
	}
	l.check(l.Restart(1, fleet.Keep))
	l.decide(1, x)
}

// TestResetAfterAFailure starts over when the lab failed in another way.
func TestResetAfterAFailure(t *testing.T) {
	l := newLab(t, engine.Options{})
	l.fleet.fails = "Check"
	for range 2 {
		if err := l.Run(time.Second); !errors.Is(err, errBroken) {
			t.Errorf("got %v, want %v", err, errBroken)
		}
		l.fleet.fails = ""
	}
	l.check(l.Reset(1))
	l.decide(1, x)
}
