package script

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"synod/engine/search"
)

// tooLarge are examples with more states than there is memory for when nothing
// is left out. Package explore compares smaller searches of the same kind.
var tooLarge = map[string]bool{"one_retry_each.star": true}

// Every search of the examples comes to the same verdict when nothing is left
// out, after as many steps.
func TestExamplesSearchedWhole(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	files, err := filepath.Glob("../examples/*/*.star")
	if err != nil || len(files) == 0 {
		t.Fatalf("got %v, %v; want examples", files, err)
	}
	searches := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), "explore(") || strings.Contains(string(text), "reduce =") || tooLarge[filepath.Base(file)] {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			reduced := searched(t, file, string(text))
			whole := searched(t, file, strings.ReplaceAll(string(text), "explore(", "explore(reduce = False, "))
			if len(reduced) != len(whole) {
				t.Fatalf("got %d searches, and %d when nothing is left out", len(reduced), len(whole))
			}
			for i, r := range reduced {
				w := whole[i]
				if r.Verdict != w.Verdict || len(r.Trace) != len(w.Trace) {
					t.Errorf("search %d: got %v, want %v", i+1, r, w)
				}
				t.Logf("%v: %d states of %d", r.Verdict, r.Unique, w.Unique)
				searches++
			}
		})
	}
	if searches < 10 {
		t.Errorf("got %d searches, want ten at least", searches)
	}
}

// searched runs a scenario in the simulator and returns what its searches found.
func searched(t *testing.T, file, text string) (results []*search.Result) {
	t.Helper()
	s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: io.Discard, Seed: 1})
	defer s.Close()
	began := time.Now()
	if err := s.Run(file, filepath.Dir(file), text); err != nil {
		t.Fatal(s.Explain(err))
	}
	for _, x := range s.explored {
		results = append(results, &x.result.Result)
	}
	t.Logf("%v", time.Since(began).Round(time.Millisecond))
	return results
}
