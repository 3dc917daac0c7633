package explore

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/search"
)

// The three degrees of reduction. To name all properties is to ask for nothing
// else, but it keeps the model from leaving out what does not concern them.
func whole(o Options) Options    { o.Reduce = Reductions{}; return o }
func deadOnly(o Options) Options { o.Reduce = Reductions{Dead: true}; return o }
func reduced(o Options) Options  { o.Reduce = ReduceAll; return o }

// The project's own Paxos with three nodes, two proposers and a retry for each:
// every order, every loss, a crash and a restart at every crash point, a
// message that arrives twice. All of it holds, and the search saw all of it.
func TestTwoProposersWithARetry(t *testing.T) {
	for _, c := range exhaustive {
		t.Run(c.name, func(t *testing.T) {
			if c.states > 2_000_000 || testing.Short() {
				t.Skip("takes long; the benchmark does it")
			}
			c.run(t)
		})
	}
}

// BenchmarkTwoProposersWithARetry is the same with figures.
func BenchmarkTwoProposersWithARetry(b *testing.B) {
	for _, c := range exhaustive {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				r := c.run(b)
				b.ReportMetric(float64(r.Unique), "states")
				b.ReportMetric(float64(r.Generated)/r.Time.Seconds(), "transitions/s")
				b.ReportMetric(float64(r.Memory)/1e6, "MB")
			}
		})
	}
}

type scenario struct {
	name     string
	requests []Request
	budgets  Budgets
	states   int
}

var exhaustive = []scenario{
	{"no fault", clientsAB, Budgets{Timers: 1}, 701_011},
	{"a crash and a restart", clientsAB, Budgets{Timers: 1, Crashes: 1, Restarts: 1}, 1_099_137},
	{"a duplicate", clientsAB, Budgets{Timers: 1, Duplicates: 1}, 7_220_308},
	{"a crash, a restart and a duplicate", clientsAB, Budgets{Timers: 1, Crashes: 1, Restarts: 1, Duplicates: 1}, 12_099_178},
}

func (c *scenario) run(t testing.TB) *Result {
	w := newWorld(t, 3)
	defer w.Close()
	r, err := Run(context.Background(), w, reduced(Options{Requests: c.requests, Budgets: c.budgets, MaxMemory: 6 << 30}))
	if err != nil || r.Verdict != search.Holds || r.Unique != c.states {
		t.Fatalf("got %v, %v; want that %d states hold", r, err, c.states)
	}
	return r
}

// Whatever rules are off, a search that leaves things out comes to the same
// verdict as one that does not, and a violation is as near.
func TestReductionsAgree(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches with nothing left out, which takes long")
	}
	violated, held := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		off := rapid.SliceOfNDistinct(rapid.SampledFrom(unsafe()), 0, 2, rapid.ID).Draw(t, "rules off")
		o := drawOptions(t)
		full := mustRun(t, off, whole(o))
		if full.Verdict == search.Unknown {
			return // too many states to compare
		}
		for _, degree := range []func(Options) Options{deadOnly, reduced} {
			r := mustRun(t, off, degree(o))
			if r.Verdict != full.Verdict || len(r.Steps) != len(full.Steps) {
				t.Fatalf("without %v: got %v, want %v", off, &r.Result, &full.Result)
			}
			if r.Unique > full.Unique && r.Verdict == search.Holds {
				t.Fatalf("got %d states, want at most the %d that there are", r.Unique, full.Unique)
			}
		}
		if full.Verdict == search.Violated {
			violated++
		} else {
			held++
		}
	})
	t.Logf("%d violations, %d searches that hold", violated, held)
}

// drawOptions draws a search that is small enough without reductions, most of
// the time.
func drawOptions(t *rapid.T) Options {
	few := [][]Request{
		{asks(1, `"A"`)}, {asks(1, `"A"`), asks(1, `"B"`)}, {asks(1, `0`), asks(1, "")}, {asks(1, `"A"`), asks(3, "")}, clientsAB, {asks(2, `"A"`), asks(3, `"B"`)},
	}
	return Options{
		Requests: rapid.SampledFrom(few).Draw(t, "requests"),
		Budgets: Budgets{
			Timers: rapid.IntRange(0, 1).Draw(t, "timers"), Crashes: rapid.IntRange(0, 1).Draw(t, "crashes"),
			Restarts: rapid.IntRange(0, 1).Draw(t, "restarts"), Duplicates: rapid.IntRange(0, 1).Draw(t, "duplicates"),
		},
		MaxStates: 150_000,
	}
}

func mustRun(t *rapid.T, off []string, o Options) *Result {
	w := newWorld(t, 3, off...)
	defer w.Close()
	r, err := Run(context.Background(), w, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// From wherever a world stands, a search that leaves things out agrees: also
// where answers are half counted, a message is on its way to a node that is
// down, or lost.
func TestReductionsAgreeHalfway(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches with nothing left out, which takes long")
	}
	rapid.Check(t, func(t *rapid.T) {
		off := rapid.SliceOfNDistinct(rapid.SampledFrom(unsafe()), 0, 2, rapid.ID).Draw(t, "rules off")
		o := drawOptions(t)
		w := newWorld(t, 3, off...)
		defer w.Close()
		if !wander(t, w, o) {
			return
		}
		lose(t, w)
		o.Requests = o.Requests[:rapid.IntRange(0, 1).Draw(t, "more requests")]
		full, err := Run(context.Background(), w, whole(o))
		if err != nil {
			t.Fatal(err)
		}
		if full.Verdict == search.Unknown {
			return
		}
		r, err := Run(context.Background(), w, reduced(o))
		if err != nil || r.Verdict != full.Verdict || len(r.Steps) != len(full.Steps) {
			t.Fatalf("got %v, %v; want %v", r, err, &full.Result)
		}
	})
}

// wander lets w take some steps of a search, and reports whether all is well
// after them.
func wander(t *rapid.T, w *engine.World, o Options) bool {
	o = whole(o)
	m, err := newModel(w, &o)
	if err != nil {
		t.Fatal(err)
	}
	cursor, err := search.NewCursor(m, m.options(w, &o))
	if err != nil {
		t.Fatal(err)
	}
	for range rapid.IntRange(0, 16).Draw(t, "steps") {
		steps, err := cursor.Steps()
		if err != nil {
			t.Fatal(err)
		}
		if len(steps) == 0 {
			return true
		}
		if !takeBoth(t, m, cursor, w, rapid.SampledFrom(steps).Draw(t, "step")) {
			return false
		}
	}
	return true
}

// lose drops some of what is in flight in w.
func lose(t *rapid.T, w *engine.World) {
	if !rapid.Bool().Draw(t, "losses") {
		return
	}
	for _, p := range w.Pending() {
		if p.Message == nil || !rapid.Bool().Draw(t, "lost") {
			continue
		}
		if err := w.Drop(p); err != nil {
			t.Fatal(err)
		}
	}
}
