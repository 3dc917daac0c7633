package search_test

import (
	"testing"

	"pgregory.net/rapid"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// TestWalksFind walks through a register that is wrong. The walk that finds it
// is the same whoever walks, and another one with another seed.
func TestWalksFind(t *testing.T) {
	sys := register.System{Clients: 2, Careless: true}
	for _, strategy := range []search.Strategy{search.RandomWalk, search.PCT} {
		o := search.Options{Strategy: strategy, Seed: 1, Changes: 2, Walks: 50_000}
		o.Workers = 1
		first := must(t, sys, o)
		if first.Verdict != search.Violated || first.Walks == 0 {
			t.Fatalf("%v: got %v", strategy, first)
		}
		leads(t, sys, search.Options{}, asked{}, first)
		for _, workers := range []int{2, 4} {
			o.Workers = workers
			if r := must(t, sys, o); shown(*r) != shown(*first) {
				t.Errorf("%v: %d workers got\n%s\none got\n%s", strategy, workers, shown(*r), shown(*first))
			}
		}
		o.Seed = 2
		if r := must(t, sys, o); shown(*r) == shown(*first) {
			t.Errorf("%v: another seed got the same, %v", strategy, r)
		}
	}
}

// TestWalksCover walks through a register with nothing to find. The walks
// cover more and more of its local states, never more than there are, and
// prove nothing.
func TestWalksCover(t *testing.T) {
	sys := register.System{Clients: 2}
	all := must(t, sys, search.Options{}).Locals
	for _, strategy := range []search.Strategy{search.RandomWalk, search.PCT} {
		last := 0
		for _, walks := range []int{1, 10, 100, 1000} {
			r := must(t, sys, search.Options{Strategy: strategy, Changes: 1, Walks: walks})
			if r.Verdict != search.Unknown || r.Bound != search.WalksBound || r.Walks != walks {
				t.Errorf("%v: got %v", strategy, r)
			}
			if r.Locals < last || r.Locals > all {
				t.Errorf("%v: got %d local states after %d, of %d", strategy, r.Locals, last, all)
			}
			if r.Depth > 21+1 {
				t.Errorf("%v: got a walk through %d states, want at most 22", strategy, r.Depth)
			}
			last = r.Locals
		}
		if last < all/2 {
			t.Errorf("%v: got only %d local states of %d", strategy, last, all)
		}
	}
}

// TestWalksSound draws small systems. What a walk finds, it leads to; where a
// search finds nothing, so does a walk.
func TestWalksSound(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		sys := tables(seed)
		ask := questions(seed, sys)
		o := search.Options{MaxStates: 1000, Duplicate: 4}
		ask.put(&o)
		all := must(t, sys, o)
		o.Strategy = rapid.SampledFrom([]search.Strategy{search.RandomWalk, search.PCT}).Draw(t, "strategy")
		o.Seed, o.Walks, o.Changes = seed, 50, 2
		o.MaxDepth = rapid.IntRange(1, 20).Draw(t, "depth")
		r := must(t, sys, o)
		if r.Depth > o.MaxDepth {
			t.Fatalf("got %v, want a depth of at most %d", r, o.MaxDepth)
		}
		if r.Verdict != search.Unknown {
			found++
			leads(t, sys, o, ask, r)
			if all.Bound == search.Unbounded && (all.Verdict == search.Holds || all.Verdict == search.NotFound) {
				t.Fatalf("got %v, but all states were seen: %v", r, all)
			}
		}
	})
	t.Logf("%d found", found)
}
