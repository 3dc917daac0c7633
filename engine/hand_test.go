package engine_test

import (
	"strings"
	"testing"
	"time"

	"synod/engine"
)

// TestFlushDeliversWhatIsHeld lets everything arrive in order of time, held or
// not, until nothing is left but timers.
func TestFlushDeliversWhatIsHeld(t *testing.T) {
	l := newLab(t, engine.Options{})
	l.check(l.Impose(&engine.Rule{Action: engine.ActHold, Rate: 1, Match: engine.Match{Kind: "prepare"}, Text: "hold prepares"}))
	p := l.propose(1, x)
	l.check(l.Run(time.Millisecond))
	held := 0
	for _, m := range l.Pending() {
		if m.Held() {
			held++
		}
	}
	if held != 3 {
		t.Fatalf("got %d held messages, want all three prepares\n%s", held, l.recent())
	}
	l.check(l.Flush())
	for _, m := range l.Pending() {
		if m.Message != nil {
			t.Errorf("got %v %v -> %v in flight, want no message", m.Message, m.Src, m.Dst)
		}
	}
	if got := told(p); got.Value != x {
		t.Errorf("got the reply %v, want X", got)
	}
}

// TestTooManyEvents stops a call that does not come to its end: each by itself,
// with the world still usable.
func TestTooManyEvents(t *testing.T) {
	const want = "5 events and still not done; proposers may be duelling without back-off"
	for name, call := range map[string]func(l *lab) error{
		"Flush":  func(l *lab) error { return l.Flush() },
		"Run":    func(l *lab) error { return l.Run(time.Minute) },
		"Settle": func(l *lab) error { return second(l.Settle(time.Minute)) },
		"Until": func(l *lab) error {
			return second(l.Until(time.Minute, func() (bool, error) { return false, nil }))
		},
	} {
		l := newLab(t, engine.Options{MaxEvents: 5})
		p := l.propose(1, x)
		if err := call(l); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: got the error %v, want %q", name, err, want)
		}
		for range 20 {
			_, err := l.Step()
			l.check(err)
		}
		if got := told(p); got.Value != x {
			t.Errorf("%s: got the reply %v afterwards, want X", name, got)
		}
	}
}
