package explore

import (
	"context"
	"testing"

	"synod/engine/search"
)

// deep are mistakes that take many steps to show, or a fault in the right
// place, with how many walks a search has for each, and in how many of twenty
// searches they show at least: by random walks, and by PCT. The seeds are the
// first ones, so it is no matter of luck; the benchmark takes a hundred.
var deep = []struct {
	rule        string
	requests    []Request
	budgets     Budgets
	walks       int
	random, pct int
}{
	{"promise_durable", clientsAB, Budgets{Crashes: 1, Restarts: 1}, 200, 5, 10},
	{"accepted_ballot_stored_apart", clientsAB, Budgets{Timers: 1}, 500, 5, 1},
	{"adopt_highest_ballot", clientsAB, Budgets{Timers: 1}, 200, 5, 5},
	{"count_distinct_acceptors", clientsAB, Budgets{Duplicates: 1}, 200, 3, 10},
	{"ballot_never_reused", []Request{{Node: 1, Value: `"A"`}, {Node: 1, Value: `"B"`}}, Budgets{Crashes: 1, Restarts: 1}, 1000, 1, 0},
}

func TestWalksFindDeepBugs(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for i, c := range deep {
		t.Run(c.rule, func(t *testing.T) {
			const seeds = 20
			if found := find(t, i, search.RandomWalk, seeds); found < c.random {
				t.Errorf("%d of %d random searches find it, want %d", found, seeds, c.random)
			}
			if found := find(t, i, search.PCT, seeds); found < c.pct {
				t.Errorf("%d of %d searches by PCT find it, want %d", found, seeds, c.pct)
			}
		})
	}
}

// BenchmarkWalksFindDeepBugs measures in how many of a hundred searches of so
// many walks each mistake shows.
func BenchmarkWalksFindDeepBugs(b *testing.B) {
	for i, c := range deep {
		for _, strategy := range []search.Strategy{search.RandomWalk, search.PCT} {
			b.Run(c.rule+"/"+strategy.String(), func(b *testing.B) {
				for b.Loop() {
					b.ReportMetric(float64(find(b, i, strategy, 100)), "found/100")
					b.ReportMetric(float64(c.walks), "walks")
				}
			})
		}
	}
}

// find returns how many searches find a deep mistake.
func find(t testing.TB, i int, strategy search.Strategy, seeds int) (found int) {
	c := deep[i]
	w := newWorld(t, 3, c.rule)
	defer w.Close()
	for seed := range seeds {
		o := Options{
			Requests: c.requests, Budgets: c.budgets, Strategy: strategy, Seed: uint64(seed), Walks: c.walks, MaxDepth: 60, Changes: 3, Reduce: ReduceAll,
		}
		r, err := Run(context.Background(), w, o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict == search.Violated {
			found++
		}
	}
	return found
}
