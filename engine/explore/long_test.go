package explore

import (
	"context"
	"slices"
	"testing"

	"synod/engine/search"
)

// What takes long to show is as near whether things are left out or not. With
// nothing left out there are too many states from the start on, so that is
// compared from where some steps of the counterexample are left: these are the
// shortest way from there, or the whole would not be the shortest.
func TestReductionKeepsLongDistances(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches with nothing left out, which takes long")
	}
	const left = 18
	for _, c := range mutants {
		if c.steps <= 15 {
			continue
		}
		t.Run(c.rule, func(t *testing.T) {
			w := newWorld(t, c.nodes, c.rule)
			defer w.Close()
			o := Options{Requests: c.requests, Budgets: c.budgets, MaxMemory: 1 << 30}
			r, err := Run(context.Background(), w, reduced(o))
			if err != nil || r.Verdict != search.Violated || len(r.Steps) != c.steps {
				t.Fatalf("got %v, %v; want a violation after %d steps", r, err, c.steps)
			}
			along := max(0, c.steps-left)
			for i := range r.Steps[:along] {
				o.spend(t, &r.Steps[i])
				if err := r.Steps[i].Do(w); err != nil {
					t.Fatal(err)
				}
			}
			for _, degree := range []func(Options) Options{whole, deadOnly, reduced} {
				o := degree(o)
				r, err := Run(context.Background(), w, o)
				if err != nil || r.Verdict != search.Violated || len(r.Steps) != c.steps-along {
					t.Errorf("reduced %+v: got %v, %v; want a violation after %d more steps", o.Reduce, r, err, c.steps-along)
				}
			}
		})
	}
}

// spend takes from o what a step takes: what a client asks for, it asks once.
func (o *Options) spend(t *testing.T, s *Step) {
	switch s.Kind {
	case Deliver:
	case Ask:
		i := slices.IndexFunc(o.Requests, func(r Request) bool { return r.Compare(&s.Request) == 0 })
		o.Requests = slices.Delete(slices.Clone(o.Requests), i, i+1)
	default:
		t.Fatalf("%s: got a step that takes from a budget, want only those that come before", s)
	}
}
