package search_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// impure is a register whose answers change after a number of calls of one
// method.
type impure struct {
	register.System
	method string
	calls  *atomic.Int64
	after  int64
}

func (s impure) changed(method string) bool { return method == s.method && s.calls.Add(1) > s.after }

func (s impure) React(slot int, local, body []byte) ([]search.Outcome, error) {
	outcomes, err := s.System.React(slot, local, body)
	switch {
	case s.changed("react"):
		return append(outcomes, search.Outcome{Local: local, Name: []byte("surprise")}), err
	case len(outcomes) > 0 && len(outcomes[0].Send) > 1 && s.changed("order"):
		send := outcomes[0].Send
		send[0], send[1] = send[1], send[0]
	}
	return outcomes, err
}

func (s impure) Moves(slot int, local []byte) ([]search.Outcome, error) {
	if s.changed("moves") {
		return []search.Outcome{{Local: local, Name: []byte("surprise")}}, nil
	}
	return nil, nil
}

func (s impure) Watch(watcher []byte, slot int, observed []byte) ([]byte, search.Violation, error) {
	next, v, err := s.System.Watch(watcher, slot, observed)
	if s.changed("watch") {
		v.Sentence = "surprise"
	}
	return next, v, err
}

// TestParanoid finds Systems and predicates that are not functions of their
// arguments, even when they answer the same twice in a row and change later.
// Without it the first answer counts.
func TestParanoid(t *testing.T) {
	for _, method := range []string{"react", "order", "moves", "watch"} {
		for _, after := range []int64{1, 301} {
			sys := impure{register.System{Clients: 2}, method, new(atomic.Int64), after}
			r, err := search.Explore(context.Background(), sys, search.Options{Paranoid: true})
			if !errors.Is(err, search.ErrImpure) || r.Verdict != search.Unknown {
				t.Errorf("%s after %d calls: got %v, %v; want %v", method, after, r, err, search.ErrImpure)
			}
			if method == "react" && err != nil && !strings.Contains(err.Error(), "server") {
				t.Errorf("got %q, want it to name the slot", err)
			}
		}
	}
	if r := must(t, register.System{Clients: 2}, search.Options{Paranoid: true}); r.Verdict != search.Holds || r.Unique != 16_668 {
		t.Errorf("a pure one: got %v", r)
	}
}

// TestParanoidPredicate finds a predicate that changes its mind.
func TestParanoidPredicate(t *testing.T) {
	calls := 0
	o := search.Options{Paranoid: true, Invariants: []search.Predicate{{Name: "moody", Test: func(v *search.View) (bool, error) {
		v.Local(0)
		calls++
		return calls < 500, nil
	}}}}
	r, err := search.Explore(context.Background(), register.System{Clients: 2}, o)
	if !errors.Is(err, search.ErrImpure) || r.Verdict != search.Unknown || !strings.Contains(err.Error(), "moody") {
		t.Errorf("got %v, %v; want %v", r, err, search.ErrImpure)
	}
}

// TestPredicateReadsElsewhere finds, without being asked to, a predicate that
// reads something else although it has read the same.
func TestPredicateReadsElsewhere(t *testing.T) {
	calls := 0
	o := search.Options{Invariants: []search.Predicate{{Name: "moody", Test: func(v *search.View) (bool, error) {
		calls++
		v.Local(calls % 2)
		return true, nil
	}}}}
	_, err := search.Explore(context.Background(), register.System{Clients: 2}, o)
	if !errors.Is(err, search.ErrImpure) {
		t.Errorf("got %v, want %v", err, search.ErrImpure)
	}
}
