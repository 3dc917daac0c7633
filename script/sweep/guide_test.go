package sweep

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"synod/engine"
)

// TestGuideAndWorkers checks that what a guide decides does not depend on how many
// runs go on at the same time, also where one fails.
func TestGuideAndWorkers(t *testing.T) {
	for _, off := range []string{"", "ballot_never_reused"} {
		o := Options{Script: soak, Args: with("off", off), Runs: 300, Guide: true}
		if testing.Short() {
			o.Runs = 200
		}
		o.Jobs = 1
		one, want := collected(o)
		o.Jobs = 5
		five, got := collected(o)
		if !slices.Equal(got, want) {
			t.Errorf("off=%s: five workers ran\n%v\none\n%v", off, got, want)
		}
		if one.Situations != five.Situations || one.Corpus != five.Corpus || one.Held != five.Held || (one.Failure == nil) != (five.Failure == nil) {
			t.Errorf("off=%s: got %+v with five workers and %+v with one", off, five, one)
		}
		forked := 0
		for _, seed := range want {
			if strings.Contains(seed, ":") {
				forked++
			}
		}
		if forked < len(want)/4 {
			t.Errorf("off=%s: %d of %d runs go on from others, want about half of those after the first round", off, forked, len(want))
		}
	}
}

// TestGuidedFailureIsRepeated checks that a failure found after forks is the same
// when its input is run by itself.
func TestGuidedFailureIsRepeated(t *testing.T) {
	for seed := uint64(5); seed <= 20; seed++ {
		o := Options{Script: soak, Args: with("off", "accepted_ballot_stored_apart"), Seed: engine.Input{Seed: seed * 1000}, Runs: 600, Guide: true}
		report, _ := collected(o)
		if report.Failure == nil || len(report.Failure.Seed.Forks) == 0 {
			continue
		}
		again, _ := collected(Options{Script: soak, Args: o.Args, Seed: report.Failure.Seed, Runs: 1})
		if again.Failure == nil || *again.Failure.plain() != *report.Failure.plain() {
			t.Errorf("seed %v: got %+v the second time, want %+v", report.Failure.Seed, again.Failure, report.Failure)
		}
		return
	}
	t.Error("no sweep found a failure after a fork: the test shows nothing")
}

// plain returns f without its seed, which its command has too.
func (f *Failure) plain() *struct{ property, text, again string } {
	return &struct{ property, text, again string }{f.Property, f.Text, f.Again}
}

// files returns the files of a folder: their contents by their names.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(b)
	}
	return all
}

// TestCorpus checks that a sweep goes on from what an earlier one wrote down, and
// adds only what is new.
func TestCorpus(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "seen")
	sweep := func(runs int) (*Report, []string, map[string]string) {
		c, err := OpenCorpus(dir)
		if err != nil {
			t.Fatal(err)
		}
		report, seeds := collected(Options{Script: soak, Runs: runs, Guide: true, Corpus: c})
		if c.Err() != nil {
			t.Fatal(c.Err())
		}
		return report, seeds, files(t, dir)
	}
	first, _, before := sweep(100)
	if len(before) != first.Corpus || first.Corpus < 10 {
		t.Errorf("got %d files of %d runs that showed something new", len(before), first.Corpus)
	}
	for name := range before { // one that would be written anew could not be
		if err := os.Chmod(filepath.Join(dir, name), 0o444); err != nil {
			t.Fatal(err)
		}
	}
	second, seeds, after := sweep(64)
	if second.Held != len(before)+64 {
		t.Errorf("%d runs held, want the %d of the corpus and 64", second.Held, len(before))
	}
	for name, text := range before {
		if after[name] != text {
			t.Errorf("%s: got %q after a second sweep, want %q", name, after[name], text)
		}
		if !slices.Contains(seeds[:len(before)], strings.TrimSpace(text)) {
			t.Errorf("the second sweep did not begin with %s", text)
		}
	}
}

// TestCorpusWrong checks that a file that is no input is named.
func TestCorpusWrong(t *testing.T) {
	dir := t.TempDir()
	for text, want := range map[string]string{"x": `got "x", want a whole number`, "7,2:1,2:1": "want one at event 3 or later"} {
		if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenCorpus(dir); err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "a.txt: ") {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}

// BenchmarkGuide measures one decision and what is learnt from its run, with a
// small and with a large corpus: the ratio is to be about 1.
func BenchmarkGuide(b *testing.B) {
	for _, size := range []int{10, 10_000} {
		b.Run(map[int]string{10: "corpus=10", 10_000: "corpus=10000"}[size], func(b *testing.B) {
			g := newGuide(1, 1, func(n int) engine.Input { return engine.Input{Seed: uint64(n)} })
			next := uint64(0)
			learn := func() {
				next++
				g.learn(engine.Input{Seed: next}, 200, []situation{{hash: next}})
			}
			for range size {
				learn()
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				g.next(true)
				learn()
				g.corpus = g.corpus[:size]
			}
		})
	}
}
