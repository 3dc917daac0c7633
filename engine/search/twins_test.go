package search_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/search"
)

// shown returns everything in r that may not depend on chance.
func shown(r search.Result) string {
	r.Time = 0
	return fmt.Sprintf("%+v", r)
}

// compared is what a search and its twin have in common.
func compared(r search.Result) string {
	return shown(search.Result{
		Verdict: r.Verdict, Bound: r.Bound, Property: r.Property, Sentence: r.Sentence, Trace: r.Trace,
		Unique: r.Unique, Generated: r.Generated, Depth: r.Depth, Pruned: r.Pruned, Cut: r.Cut,
	})
}

// TestTwin draws small systems, things to look for, and bounds. The search and
// its twin must agree in everything, down to the steps of the trace, whoever
// does the work and in however small pieces.
func TestTwin(t *testing.T) {
	var sizes []int
	verdicts := map[string]int{}
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		sys := tables(seed)
		var ask asked
		if rapid.Bool().Draw(t, "ask") {
			ask = questions(seed, sys)
		}
		o := search.Options{
			Duplicate: search.Classes(rapid.SampledFrom([]int{0, 0, 4}).Draw(t, "duplicate")),
			MaxDepth:  rapid.SampledFrom([]int{0, 0, 1, 2, 3, 5, 7}).Draw(t, "depth"),
			MaxStates: rapid.SampledFrom([]int{2000, 2000, 1, 2, 50, 200}).Draw(t, "states"),
			Wide:      rapid.Bool().Draw(t, "wide"),
			Paranoid:  rapid.Bool().Draw(t, "paranoid"),
			DropDead:  rapid.Bool().Draw(t, "dead"),
		}
		sys.hint()
		ask.put(&o)
		want := explore(sys, o, ask)
		o.Chop(rapid.IntRange(1, 40).Draw(t, "batch"), rapid.IntRange(1, 10).Draw(t, "run"))
		var first string
		for _, workers := range []int{1, 2, 4} {
			o.Workers = workers
			got, err := search.Explore(context.Background(), sys, o)
			if err != nil {
				t.Fatal(err)
			}
			if compared(*got) != compared(want) {
				t.Fatalf("%d workers, got\n%s\nwant\n%s", workers, compared(*got), compared(want))
			}
			if first == "" {
				first = shown(*got)
			}
			if shown(*got) != first {
				t.Fatalf("%d workers, got\n%s\n1 worker\n%s", workers, shown(*got), first)
			}
		}
		sizes = append(sizes, want.Unique)
		verdicts[want.Verdict.String()+" "+string(want.Bound)]++
	})
	slices.Sort(sizes)
	t.Log(verdicts, "median", sizes[len(sizes)/2], "90th percentile", sizes[len(sizes)*9/10], "largest", sizes[len(sizes)-1])
}
