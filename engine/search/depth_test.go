package search_test

import (
	"testing"

	"pgregory.net/rapid"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// TestDepthFirst draws small systems and searches them depth-first too. When
// breadth-first finds nothing, neither does this, in the same states; when
// that finds something, so does this, and its trace leads there.
func TestDepthFirst(t *testing.T) {
	found, deep := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		sys := tables(seed)
		sys.hint()
		var ask asked
		if rapid.Bool().Draw(t, "ask") {
			ask = questions(seed, sys)
		}
		o := search.Options{
			MaxDepth:  rapid.SampledFrom([]int{0, 0, 1, 2, 3, 5, 7}).Draw(t, "depth"),
			MaxStates: 500,
			DropDead:  rapid.Bool().Draw(t, "dead"),
			Wide:      rapid.Bool().Draw(t, "wide"),
		}
		ask.put(&o)
		want := must(t, sys, o)
		if want.Bound == search.StatesBound {
			return
		}
		o.Strategy = search.DepthFirst
		o.MaxStates = 0
		got := must(t, sys, o)
		over := want.Verdict == search.Violated || want.Verdict == search.Found
		if over {
			found++
			leads(t, sys, o, ask, got)
			return
		}
		if got.Verdict != want.Verdict || got.Bound != want.Bound || got.Unique != want.Unique || got.Pruned != want.Pruned || got.Cut != want.Cut {
			t.Fatalf("got %v, want %v", got, want)
		}
		if want.Bound == search.DepthBound {
			deep++
		}
	})
	t.Logf("%d found, %d too deep", found, deep)
}

// leads checks that the trace of r leads to what r says.
func leads(t tester, sys search.System, o search.Options, ask asked, r *search.Result) {
	t.Helper()
	c, err := search.NewCursor(sys, o)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Trace {
		if err := c.Take(s); err != nil {
			t.Fatal(err)
		}
	}
	last := c.State()
	switch {
	case r.Verdict == search.Violated && c.Violation() != (search.Violation{}):
		if c.Violation().Property != r.Property || c.Violation().Sentence != r.Sentence {
			t.Fatal("got", r, "want", c.Violation())
		}
		return
	case r.Verdict == search.Violated:
		for _, q := range ask.invariants {
			if q.name == r.Property && !q.on(last) {
				return
			}
		}
	case r.Verdict == search.Found:
		for _, q := range ask.goals {
			if q.name == r.Property && q.on(last) {
				return
			}
		}
	}
	t.Fatal("got", r, "whose trace leads to", last)
}

// TestDepthFirstRegister searches the register depth-first, with as many
// states as there are.
func TestDepthFirstRegister(t *testing.T) {
	r := must(t, register.System{Clients: 2}, search.Options{Strategy: search.DepthFirst})
	if r.Verdict != search.Holds || r.Unique != 16_668 || r.Generated != 32_971 {
		t.Errorf("got %v", r)
	}
	sys := register.System{Clients: 2, Careless: true}
	r = must(t, sys, search.Options{Strategy: search.DepthFirst, MaxDepth: 25})
	if r.Verdict != search.Violated || len(r.Trace) > 24 {
		t.Errorf("got %v", r)
	}
	leads(t, sys, search.Options{}, asked{}, r)
}
