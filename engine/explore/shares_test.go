package explore

import (
	"context"
	"fmt"
	"math"
	"slices"
	"testing"

	"synod/engine/search"
)

// chance is the exact twin of Shares: the probability that a random continuation
// from a state meets a violation, if every step that is possible is as likely as
// any other.
type chance struct {
	t     *testing.T
	m     *model
	so    search.Options
	known map[string]float64
}

func (c *chance) from(s search.State) float64 {
	key := fmt.Sprintf("%q %q %v %v", s.Locals, s.Watcher, s.Messages, s.Budgets)
	if p, known := c.known[key]; known {
		return p
	}
	so := c.so
	so.From = &s
	steps := c.steps(so)
	p := 0.0
	for _, step := range steps {
		cursor, err := search.NewCursor(c.m, so)
		if err == nil {
			err = cursor.Take(step)
		}
		if err != nil {
			c.t.Fatal(err)
		}
		if cursor.Violation() != (search.Violation{}) {
			p += 1 / float64(len(steps))
		} else {
			p += c.from(cursor.State()) / float64(len(steps))
		}
	}
	c.known[key] = p
	return p
}

func (c *chance) steps(so search.Options) []search.Step {
	cursor, err := search.NewCursor(c.m, so)
	if err != nil {
		c.t.Fatal(err)
	}
	steps, err := cursor.Steps()
	if err != nil {
		c.t.Fatal(err)
	}
	return steps
}

// The shares along a way come near to the exact probabilities, which a walk over
// all states computes; they do not depend on the number of workers; and the last
// one, where the property is broken, is all.
func TestShares(t *testing.T) {
	for _, c := range []struct {
		rule string
		o    Options
	}{
		{"learn_after_quorum", Options{Requests: clientsAB[:1]}},
		{"count_distinct_acceptors", Options{Requests: clientsAB[:1], Budgets: Budgets{Duplicates: 1}}},
	} {
		t.Run(c.rule, func(t *testing.T) {
			if testing.Short() && c.o.Budgets.Duplicates > 0 {
				t.Skip("takes seconds")
			}
			w := newWorld(t, 3, c.rule)
			defer w.Close()
			found, err := Run(context.Background(), w, c.o)
			if err != nil || found.Verdict != search.Violated {
				t.Fatalf("got %v, %v, want a violation", found, err)
			}
			c.o.Walks, c.o.Seed, c.o.Workers = 4000, 1, 1
			hits, err := Shares(context.Background(), w, c.o, found.Steps)
			if err != nil {
				t.Fatal(err)
			}
			c.o.Workers = 3
			if again, err := Shares(context.Background(), w, c.o, found.Steps); err != nil || !slices.Equal(again, hits) {
				t.Errorf("got %d and with 3 workers %d, %v", hits, again, err)
			}
			m, so := found.model, found.model.options(w, &c.o)
			m.budgets = c.o.Budgets
			exact := &chance{t, m, so, map[string]float64{}}
			for i, s := range found.states[:len(found.states)-1] {
				want, got := exact.from(s), float64(hits[i])/4000
				if far := math.Abs(got - want); far > 0.04 {
					t.Errorf("after %d steps: got a share of %.3f, want %.3f", i, got, want)
				}
			}
			if last := hits[len(hits)-1]; last != 4000 {
				t.Errorf("after the violation: got %d of 4000, want all", last)
			}
		})
	}
}

// A step that is not possible where it comes is refused by its number.
func TestSharesOfNonsense(t *testing.T) {
	w := newWorld(t, 3)
	defer w.Close()
	_, err := Shares(context.Background(), w, Options{Requests: clientsAB}, []Step{{Node: 1, Kind: Ask, Request: clientsAB[0]}, {Node: 2, Kind: Crash}})
	if want := "step 2 of 2: no search takes it: n2  crash"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
