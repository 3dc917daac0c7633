package search_test

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// TestCursor goes through small systems at random. The steps that the cursor
// offers, their order, and where they lead are those of the twin; replaying
// the path gives the same states again.
func TestCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sys := tables(rapid.Uint64().Draw(t, "seed"))
		sys.hint()
		o := search.Options{Duplicate: 4, DropDead: rapid.Bool().Draw(t, "dead")}
		w := &twin{sys: sys, o: o}
		c, err := search.NewCursor(sys, o)
		if err != nil {
			t.Fatal(err)
		}
		states := []state{c.State()}
		var path search.Trace
		for range rapid.IntRange(0, 10).Draw(t, "steps") {
			steps, err := c.Steps()
			if err != nil {
				t.Fatal(err)
			}
			want := w.successors(place{state: c.State()})
			if !slices.EqualFunc(steps, want, func(a search.Step, b successor) bool { return a.Equal(b.step) }) {
				t.Fatalf("got steps %v, want those of %v", steps, want)
			}
			if len(steps) == 0 {
				break
			}
			i := rapid.IntRange(0, len(steps)-1).Draw(t, "step")
			if err := c.Take(steps[i]); err != nil {
				t.Fatal(err)
			}
			if key(c.State()) != key(want[i].state) || c.Violation() != want[i].bad {
				t.Fatalf("%v: got %v, %v, want %v, %v", steps[i], c.State(), c.Violation(), want[i].state, want[i].bad)
			}
			path, states = append(path, steps[i]), append(states, c.State())
		}
		again, err := search.Replay(sys, o, path)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(again, states, func(a, b state) bool { return key(a) == key(b) }) {
			t.Fatalf("got %v again, want %v", again, states)
		}
	})
}

// TestCursorImpossible takes steps that are not possible. The cursor says so
// and stays.
func TestCursorImpossible(t *testing.T) {
	sys := register.System{Clients: 1}
	c, err := search.NewCursor(sys, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	steps, err := c.Steps()
	if err != nil || len(steps) != 1 {
		t.Fatalf("got %v, %v", steps, err)
	}
	before := key(c.State())
	for _, change := range []func(s *search.Step){
		func(s *search.Step) { s.Slot = 1 },
		func(s *search.Step) { s.Message = nil },
		func(s *search.Step) { s.Message = []byte("other") },
		func(s *search.Step) { s.Name = []byte("other") },
		func(s *search.Step) { s.Outcome = 1 },
		func(s *search.Step) { s.Duplicate = true },
	} {
		s := steps[0]
		change(&s)
		if err := c.Take(s); err == nil || key(c.State()) != before {
			t.Errorf("%v: got %v", s, err)
		}
	}
	if _, err := search.Replay(sys, search.Options{}, search.Trace{steps[0], steps[0]}); err == nil {
		t.Error("a message delivered twice: got no error")
	}
}

// TestStaged searches on from where another search got to. Both parts together
// are as long as the whole.
func TestStaged(t *testing.T) {
	sys := register.System{Clients: 2, Careless: true}
	whole := must(t, sys, search.Options{})
	putDone := search.Predicate{Name: "first put done", Test: func(v *search.View) (bool, error) {
		return !bytes.Equal(v.Local(register.Servers), []byte{0}), nil
	}}
	first := must(t, sys, search.Options{Goals: []search.Predicate{putDone}})
	if first.Verdict != search.Found || first.Property != "first put done" {
		t.Fatalf("got %v", first)
	}
	states, err := search.Replay(sys, search.Options{}, first.Trace)
	if err != nil {
		t.Fatal(err)
	}
	rest := must(t, sys, search.Options{From: &states[len(states)-1]})
	if rest.Verdict != search.Violated || len(first.Trace)+len(rest.Trace) < len(whole.Trace) {
		t.Errorf("got %v, then %v; want a violation after no fewer steps than %v", first, rest, whole)
	}
	last := must(t, sys, search.Options{From: &states[len(states)-1], Strategy: search.RandomWalk, Walks: 50_000})
	if last.Verdict != search.Violated {
		t.Errorf("walking on: got %v", last)
	}
}

// TestBadStart starts in states that do not fit the system.
func TestBadStart(t *testing.T) {
	sys := register.System{Clients: 1}
	for _, change := range []func(s *state){
		func(s *state) { s.Locals = s.Locals[1:] },
		func(s *state) { s.Messages = append(s.Messages, search.Message{To: 4}) },
		func(s *state) { s.Messages = append(s.Messages, search.Message{To: -1}) },
	} {
		start := sys.Start()
		change(&start)
		if _, err := search.NewCursor(sys, search.Options{From: &start}); err == nil {
			t.Errorf("%v: got no error", start)
		}
	}
}
