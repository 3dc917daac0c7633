package sweep

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/script"
)

// fails returns a scenario that fails with some seeds, without a cluster to make.
func fails(t testing.TB, seeds ...int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fails.star")
	src := fmt.Sprintf("assert.false(cluster(1).seed in %s)\n", strings.ReplaceAll(fmt.Sprint(append(seeds, -1)), " ", ", "))
	if err := os.WriteFile(path, []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	return path
}

// collected runs a sweep and returns it with all its results.
func collected(o Options) (report *Report, seeds []string) {
	o.Result = func(r Result) { seeds = append(seeds, r.Seed) }
	return Run(context.Background(), o), seeds
}

// TestLowestSeed checks that what a sweep reports is what running one seed after
// the other would, whatever the number of workers and the shards.
func TestLowestSeed(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		bad := rapid.SliceOfN(rapid.IntRange(1, 60), 0, 4).Draw(rt, "failing seeds")
		first := rapid.IntRange(1, 20).Draw(rt, "first seed")
		runs := rapid.IntRange(1, 50).Draw(rt, "runs")
		of := rapid.IntRange(1, 4).Draw(rt, "shards")
		o := Options{
			Script: fails(t, bad...), Seed: engine.Input{Seed: uint64(first)}, Runs: runs,
			Jobs: rapid.IntRange(1, 8).Draw(rt, "jobs"), Shard: Shard{rapid.IntRange(1, of).Draw(rt, "shard"), of},
		}
		var want []string
		failed := 0
		for i := o.Shard.Nth - 1; i < runs && failed == 0; i += of {
			want = append(want, fmt.Sprint(first+i))
			if slices.Contains(bad, first+i) {
				failed = first + i
			}
		}
		report, got := collected(o)
		if !slices.Equal(got, want) {
			rt.Fatalf("got results of %v, want %v", got, want)
		}
		if f := report.Failure; (f != nil) != (failed > 0) || f != nil && (f.Seed.Seed != uint64(failed) || report.Held != len(want)-1) {
			rt.Fatalf("got %+v, want seed %d to fail after %d held", report, failed, len(want)-1)
		}
		if failed == 0 && report.Held != len(want) {
			rt.Fatalf("%d held, want %d", report.Held, len(want))
		}
	})
}

// TestInterrupt checks that a sweep that is interrupted says what it knows: the
// runs that held one after the other.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	results := 0
	report := Run(ctx, Options{Script: soak, Jobs: 3, Result: func(Result) {
		if results++; results == 5 {
			cancel()
		}
	}})
	if report.Failure != nil || !report.Interrupted || report.Status() != script.StatusLab {
		t.Errorf("got %+v with the status %d, want an interruption", report, report.Status())
	}
	if report.Held != results || report.Held < 5 || report.Last.Seed != uint64(results) {
		t.Errorf("got %d that held, to seed %v, want %d", report.Held, report.Last, results)
	}
}

// TestInterruptAfterAFailure checks that a failure outlives the interruption.
func TestInterruptAfterAFailure(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	report := Run(ctx, Options{Script: fails(t, 1), Jobs: 1, Result: func(Result) { cancel() }})
	if report.Failure == nil || report.Status() != script.StatusFailed {
		t.Errorf("got %+v with the status %d, want the failure", report, report.Status())
	}
}

// TestSeedsEnd checks that seeds do not begin again where numbers end.
func TestSeedsEnd(t *testing.T) {
	last := uint64(1<<64 - 1)
	for _, in := range []engine.Input{{Seed: last - 1}, {Seed: 7, Forks: []engine.Fork{{Event: 1, Seed: last - 1}}}} {
		report, seeds := collected(Options{Script: fails(t), Seed: in, Runs: 10})
		if report.Held != 2 || len(seeds) != 2 || !strings.HasSuffix(seeds[1], fmt.Sprint(last)) {
			t.Errorf("got %d runs, %v, want two", report.Held, seeds)
		}
	}
}
