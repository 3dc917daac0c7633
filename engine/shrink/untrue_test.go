package shrink

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"synod/engine/explore"
	"synod/engine/history"
	"synod/engine/search"
)

// A lie to a client that a walk stumbles upon, with failures that it does not
// need, comes back as short as the shortest there is, and stays that lie.
func TestLiesAreShrunk(t *testing.T) {
	shortest := 0
	for seed := range uint64(20) {
		w := newWorld(t, 3, "adopt_reported_value", "")
		o := explore.Options{
			Requests: []explore.Request{asks(1, `"A"`), asks(2, "")},
			Budgets:  explore.Budgets{Crashes: 1, Restarts: 1, Duplicates: 1}, Properties: []string{},
			Linearizable: history.Consensus, Strategy: search.RandomWalk, Seed: seed, Walks: 1000,
		}
		found, err := explore.Run(context.Background(), w, o)
		if err != nil || found.Verdict != search.Violated {
			t.Fatalf("seed %d: got %v, %v, want a lie", seed, found, err)
		}
		r, err := Untrue(w, found.Steps, history.Consensus)
		if err != nil {
			t.Fatal(err)
		}
		small := shrunk(t, r)
		if small.Property != explore.Linearizable || !strings.HasPrefix(small.Sentence, "no order explains as consensus that ") {
			t.Errorf("seed %d: got %s: %s, want a lie", seed, small.Property, small.Sentence)
		}
		if small.Proven && len(small.Steps) == 14 {
			shortest++
		}
	}
	if shortest != 20 {
		t.Errorf("%d of 20 lies came back as the shortest, of 14 steps", shortest)
	}
}

// A lie is asked why it was told like any other violation.
func TestWhyALie(t *testing.T) {
	w := newWorld(t, 3, "adopt_reported_value", "")
	o := explore.Options{Requests: []explore.Request{asks(1, `"A"`), asks(2, "")}, Linearizable: history.Consensus}
	found, err := explore.Run(context.Background(), w, o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Untrue(w, found.Steps, history.Consensus)
	if err != nil {
		t.Fatal(err)
	}
	why, err := r.Why(context.Background(), WhyOptions{Walks: 200, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if first, last := why.Hits[0], why.Hits[len(why.Hits)-1]; first == 200 || last != 200 {
		t.Errorf("%d of 200 walks meet the lie from the start and %d after it was told, want fewer and all", first, last)
	}
	if diagram, err := why.Diagram(100); err != nil || !strings.Contains(diagram, "VIOLATION: linearizable: no order explains") {
		t.Errorf("got %v and a diagram without the lie:\n%s", err, diagram)
	}
}

// A model that fails while the run is told again is an error, and no run.
func TestModelThatFails(t *testing.T) {
	w := newWorld(t, 3, "", "")
	broken := &history.Model{Name: "broken", Init: 0, Step: func(any, history.Call) (any, bool, error) {
		return nil, false, fmt.Errorf("it has no opinion")
	}, Equal: func(a, b any) (bool, error) { return a == b, nil }}
	steps := []explore.Step{{Node: 1, Kind: explore.Ask, Request: asks(1, `"A"`)}}
	if _, err := Untrue(w, steps, broken); err == nil {
		t.Error("got a run, want an error")
	}
}
