package explore

import (
	"context"
	"testing"

	"synod/engine/search"
)

// deep are mistakes that take many steps to show, or a fault in the right
// place, and in how many of a hundred searches of some walks each they must
// show: by random walks, and by PCT. The seeds are 0 to 99, so the counts are
// what they are; the floors leave room for a change of the machines.
//
//	rule                          random  PCT
var deep = []struct {
	rule        string
	requests    []Request
	budgets     Budgets
	random, pct int
}{
	{"promise_durable", clientsAB, Budgets{Crashes: 1, Restarts: 1}, 0, 0},
	{"ballot_never_reused", []Request{{Node: 1, Value: `"A"`}, {Node: 1, Value: `"B"`}}, Budgets{Crashes: 1, Restarts: 1}, 0, 0},
	{"accepted_ballot_stored_apart", clientsAB, Budgets{Timers: 1}, 0, 0},
	{"adopt_highest_ballot", clientsAB, Budgets{Timers: 1}, 0, 0},
	{"count_distinct_acceptors", clientsAB, Budgets{Duplicates: 1}, 0, 0},
}

const deepWalks = 200

func TestWalksFindDeepBugs(t *testing.T) {
	for _, c := range deep {
		for _, s := range []struct {
			strategy search.Strategy
			floor    int
		}{{search.RandomWalk, c.random}, {search.PCT, c.pct}} {
			t.Run(c.rule+"/"+s.strategy.String(), func(t *testing.T) {
				found := 0
				w := newWorld(t, 3, c.rule)
				defer w.Close()
				for seed := range uint64(100) {
					o := Options{Requests: c.requests, Budgets: c.budgets, Strategy: s.strategy, Seed: seed, Walks: deepWalks, MaxDepth: 60, Changes: 2, Workers: 1, Reduce: true}
					r, err := Run(context.Background(), w, o)
					if err != nil {
						t.Fatal(err)
					}
					if r.Verdict == search.Violated {
						found++
					}
				}
				t.Logf("%d of 100", found)
				if found < s.floor {
					t.Errorf("found in %d of 100 searches, want %d at least", found, s.floor)
				}
			})
		}
	}
}
