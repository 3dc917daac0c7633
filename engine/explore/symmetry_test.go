package explore

import (
	"context"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
	"synod/node/paxos"
)

// Taking nodes that are alike for one another spares exactly the states that are
// missing, and every transition is the image of those of its images.
func TestSymmetrySpares(t *testing.T) {
	for _, c := range []struct {
		nodes    int
		requests []Request
		orders   int
	}{
		{3, clientsAB[:1], 2}, {4, clientsAB[:1], 6}, {5, clientsAB[:1], 24}, {6, clientsAB[:1], 24}, {4, clientsAB, 2}, {5, clientsAB, 6},
	} {
		t.Run(fmt.Sprintf("%d nodes, %d proposers", c.nodes, len(c.requests)), func(t *testing.T) {
			if testing.Short() && c.nodes > 3 {
				t.Skip("takes seconds")
			}
			run := func(reduce Reductions, paranoid bool) *Result {
				w := newWorld(t, c.nodes)
				defer w.Close()
				r, err := Run(context.Background(), w, Options{Requests: c.requests, Reduce: reduce, Paranoid: paranoid, MaxStates: 1_000_000})
				if err != nil || r.Verdict != search.Holds {
					t.Fatalf("got %v, %v; want that it holds", r, err)
				}
				return r
			}
			degrees := []Reductions{{Dead: true, Safety: true}}
			if len(c.requests) == 1 {
				degrees = append(degrees, Reductions{}, Reductions{Dead: true})
			}
			for _, reduce := range degrees {
				all := run(reduce, false)
				reduce.Symmetry = true
				r := run(reduce, c.nodes < 5)
				if r.Orders != c.orders || r.Unique+r.Alike != all.Unique || r.Depth != all.Depth {
					t.Errorf("%+v: got %d orders and %d states that stand for %d more, depth %d; want %d orders and %d states, depth %d",
						reduce, r.Orders, r.Unique, r.Alike, r.Depth, c.orders, all.Unique, all.Depth)
				}
			}
		})
	}
}

// With a fourth node two are alike. Every rule's counterexample is as short as
// when they are told apart.
func TestSymmetryKeepsTheVerdict(t *testing.T) {
	for _, c := range mutants {
		if c.budgets.Crashes > 0 || c.steps > 15 || testing.Short() && c.steps > 7 {
			continue // crashes tell nodes apart; and too many states
		}
		t.Run(c.rule, func(t *testing.T) {
			var first *Result
			for _, reduce := range []Reductions{{Dead: true, Safety: true}, ReduceAll} {
				w := newWorld(t, 4, c.rule)
				defer w.Close()
				r, err := Run(context.Background(), w, Options{Requests: c.requests, Budgets: c.budgets, Reduce: reduce, MaxMemory: 1 << 30})
				if err != nil || r.Verdict != search.Violated {
					t.Fatalf("got %v, %v; want a violation", r, err)
				}
				if first != nil && (r.Orders != 2 || len(r.Steps) != len(first.Steps)) {
					t.Errorf("got %v with %d orders, want 2 orders and %v", r, r.Orders, first)
				}
				if violated(r.Play(w)) != r.Property {
					t.Errorf("the world does not break %s", r.Property)
				}
				first = r
			}
		})
	}
}

// Whatever two rules are off and wherever a world stands, nodes are exchanged
// only when that changes nothing.
func TestSymmetryAgrees(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches twice, which takes long")
	}
	alike, violations := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		off := rapid.SliceOfNDistinct(rapid.SampledFrom(unsafe()), 0, 2, rapid.ID).Draw(t, "rules off")
		o := drawOptions(t)
		o.Budgets.Crashes, o.MaxStates = 0, 20_000
		w := newWorld(t, 4, off...)
		defer w.Close()
		if rapid.Bool().Draw(t, "halfway") {
			if !wander(t, w, o) {
				return
			}
			o.Requests = o.Requests[:rapid.IntRange(0, 1).Draw(t, "more requests")]
		}
		o.Reduce = Reductions{Dead: true, Safety: rapid.Bool().Draw(t, "safety")}
		full := mustRunIn(t, w, o)
		if full.Verdict == search.Unknown {
			return
		}
		o.Reduce.Symmetry, o.Paranoid = true, rapid.Bool().Draw(t, "paranoid")
		r := mustRunIn(t, w, o)
		if r.Verdict != full.Verdict || len(r.Steps) != len(full.Steps) {
			t.Fatalf("without %v: got %v, want %v", off, &r.Result, &full.Result)
		}
		if r.Orders > 1 {
			alike++
		}
		if r.Verdict == search.Violated {
			violations++
		}
	})
	t.Logf("%d with nodes alike, %d violations", alike, violations)
	if alike == 0 || violations == 0 {
		t.Error("these worlds show nothing")
	}
}

func mustRunIn(t *rapid.T, w *engine.World, o Options) *Result {
	r, err := Run(context.Background(), w, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What tells nodes apart keeps them from being exchanged.
func TestNotAlike(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *engine.World, o *Options) error
		orders int
	}{
		{"nothing", func(*engine.World, *Options) error { return nil }, 6},
		{"a cut", func(w *engine.World, _ *Options) error {
			_, err := w.Cut([]node.ID{1}, []node.ID{2}, true, engine.InFlightKept)
			return err
		}, 1},
		{"a node that is down", func(w *engine.World, _ *Options) error {
			_, err := w.Crash(4)
			return err
		}, 2},
		{"a crash to come", func(_ *engine.World, o *Options) error { o.Budgets.Crashes = 1; return nil }, 1},
		{"somebody who looks", func(_ *engine.World, o *Options) error {
			o.Prune = &Predicate{"look", func(*engine.World) (bool, error) { return false, nil }}
			return nil
		}, 1},
		{"walks", func(_ *engine.World, o *Options) error { o.Strategy, o.Walks = search.RandomWalk, 1; return nil }, 1},
		{"not wanted", func(_ *engine.World, o *Options) error { o.Reduce.Symmetry = false; return nil }, 1},
		{"a ballot that names one", func(w *engine.World, _ *Options) error {
			_, err := w.Request(4, paxos.Propose(`"C"`, node.Ballot{}))
			return err
		}, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, 4)
			defer w.Close()
			o := Options{Requests: clientsAB[:1], Reduce: ReduceAll, MaxStates: 1000}
			if err := c.change(w, &o); err != nil {
				t.Fatal(err)
			}
			if r, err := Run(context.Background(), w, o); err != nil || r.Orders != c.orders {
				t.Errorf("got %d orders, %v; want %d", r.Orders, err, c.orders)
			}
		})
	}
}
