package script

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// TestAPrunedSearch checks what a search says that found nothing: "holds", or "not
// found", only if it has seen everything.
func TestAPrunedSearch(t *testing.T) {
	const cut = "nothing was found in what was not pruned; prune cut off what comes of "
	for _, c := range []struct {
		arguments string
		verdict   string
		bound     string // and the beginning of the sentence
		sentence  string
	}{
		{"", "holds", "None", "None"},
		{"prune = lambda: True", "unknown", "prune", cut + "1 state"},
		{"prune = lambda: False", "holds", "None", "None"},
		{"prune = lambda: chosen() != None", "unknown", "prune", cut},
		{"prune = lambda: chosen() != None and pending() == []", "holds", "None", "None"}, // nothing comes of these
		{"prune = lambda: state(2).promised != None, goal = lambda: chosen() == 'B'", "unknown", "prune", cut},
		{"prune = lambda: False, goal = lambda: chosen() == 'B'", "not found", "None", "None"},
		{"prune = lambda: chosen() != None, goal = lambda: chosen() == 'A'", "found", "None", "None"},
		{"prune = lambda: chosen() != None, strategy = 'depth', depth = 40", "unknown", "prune", cut},
		{"prune = lambda: False, strategy = 'depth', depth = 40", "holds", "None", "None"},
		{"prune = lambda: False, strategy = 'random', walks = 10", "unknown", "walks", "the bound on walks was hit"},
		{"prune = lambda: chosen() != None, strategy = 'pct', walks = 10", "unknown", "walks", "the bound on walks was hit, and prune cut off 10 of 10 walks\n"},
		{"prune = lambda: state(1).promised != None and pending(kind = 'accept', dst = 3) == [], strategy = 'random', walks = 300", "unknown", "walks", "the bound on walks was hit, and prune cut off 296 of 300 walks\n"},
		{"prune = lambda: chosen() != None and pending() == [], strategy = 'random', walks = 10", "unknown", "walks", "the bound on walks was hit\n"}, // nothing comes of these
		{"prune = lambda: chosen() != None, strategy = 'random', walks = 10, depth = 5", "unknown", "walks", "the bound on walks was hit\n"},          // they do not come so far
		{"prune = lambda: True, strategy = 'random', walks = 10", "unknown", "walks", "the bound on walks was hit, and prune cut off 10 of 10 walks\n"},
		{"prune = lambda: state(1).promised != None, states = 3", "unknown", "states", "the bound on states was hit, and prune cut off what comes of "},
		{"prune = lambda: False, depth = 3", "unknown", "depth", "the bound on depth was hit"},
	} {
		var first string
		for _, workers := range []int{1, 4} {
			var out, diag strings.Builder
			s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: &out, Diag: &diag, Workers: workers})
			err := s.Run("x.star", "", fmt.Sprintf(`
cluster(3)
x = explore(propose = [(1, "A")]%s)
print(x.verdict, x.bound, x.sentence)
print(x)
`, strings.TrimSuffix(", "+c.arguments, ", ")))
			got, want := out.String(), fmt.Sprintf("%s %s %s", c.verdict, c.bound, c.sentence)
			if err != nil || !strings.HasPrefix(got, want) {
				t.Errorf("%s: got %q and the error %v, want %q", c.arguments, got, err, want)
			}
			if first == "" {
				first = got
			}
			if got != first {
				t.Errorf("%s: got %q of %d workers, want %q", c.arguments, got, workers, first)
			}
			if left := spared(s.explored[0].result, nil); (s.explored[0].result.Cut > 0) != strings.Contains(left, "what comes of ") {
				t.Errorf("%s: got %q left out, want what was pruned in it, or not", c.arguments, left)
			} else if c.verdict == "unknown" && strings.Contains(left, "nothing was left out") {
				t.Errorf("%s: got %q of a search that did not come to its end", c.arguments, left)
			}
			s.Close()
		}
	}
}
