package explore

import (
	"context"
	"testing"

	"synod/engine/search"
)

// deep are mistakes that take many steps to show, or a fault in the right
// place, with how many walks a search has for each, and in how many of a hundred
// searches each strategy found it when it was measured. The seeds are the first
// ones, so the test is no matter of luck, but of what walks are drawn.
var deep = []struct {
	rule        string
	requests    []Request
	budgets     Budgets
	walks       int
	random, pct int
}{
	{"promise_durable", clientsAB, Budgets{Crashes: 1, Restarts: 1}, 200, 100, 100},
	{"accepted_ballot_stored_apart", clientsAB, Budgets{Timers: 1}, 2000, 100, 99},
	{"adopt_highest_ballot", clientsAB, Budgets{Timers: 1}, 1000, 100, 100},
	{"count_distinct_acceptors", clientsAB, Budgets{Duplicates: 1}, 500, 100, 100},
	{"ballot_never_reused", []Request{asks(1, `"A"`), asks(1, `"B"`)}, Budgets{Crashes: 1, Restarts: 1}, 1000, 100, 99},
}

// Every mistake is found by either strategy about as often as it was measured, in
// ten searches, or two in a short test; one in ten may miss it, as luck has it.
func TestWalksFindDeepBugs(t *testing.T) {
	seeds := 10
	if testing.Short() {
		seeds = 2
	}
	for i, c := range deep {
		if testing.Short() && c.walks > 500 {
			continue
		}
		for _, by := range []struct {
			strategy search.Strategy
			measured int
		}{{search.RandomWalk, c.random}, {search.PCT, c.pct}} {
			t.Run(c.rule+"/"+by.strategy.String(), func(t *testing.T) {
				found, walks := find(t, i, by.strategy, seeds)
				if want := seeds*by.measured/100 - seeds/10; found < want {
					t.Errorf("%d of %d searches find it, want %d", found, seeds, want)
				}
				t.Logf("%d of %d searches find it, in %d walks", found, seeds, walks)
			})
		}
	}
}

// BenchmarkWalksFindDeepBugs measures in how many of a hundred searches each
// mistake shows, and how many walks there are for each time that it does.
func BenchmarkWalksFindDeepBugs(b *testing.B) {
	for i, c := range deep {
		for _, strategy := range []search.Strategy{search.RandomWalk, search.PCT} {
			b.Run(c.rule+"/"+strategy.String(), func(b *testing.B) {
				for b.Loop() {
					found, walks := find(b, i, strategy, 100)
					b.ReportMetric(float64(found), "found/100")
					b.ReportMetric(float64(c.walks), "walks")
					b.ReportMetric(float64(walks)/float64(max(found, 1)), "walks/find")
				}
			})
		}
	}
}

// find returns how many searches find a deep mistake, and how many walks they
// took in all.
func find(t testing.TB, i int, strategy search.Strategy, seeds int) (found, walks int) {
	c := deep[i]
	w := newWorld(t, 3, c.rule)
	defer w.Close()
	for seed := range seeds {
		o := Options{
			Requests: c.requests, Budgets: c.budgets, Strategy: strategy, Seed: uint64(seed), Walks: c.walks, Changes: 2, Reduce: ReduceAll,
		}
		r, err := Run(context.Background(), w, o)
		if err != nil {
			t.Fatal(err)
		}
		walks += r.Walks
		if r.Verdict == search.Violated {
			found++
		}
	}
	return found, walks
}
