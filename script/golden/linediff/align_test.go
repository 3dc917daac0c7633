package linediff

import (
	"testing"

	"pgregory.net/rapid"
)

// common returns the length of the longest common subsequence, by the textbook.
func common(x, y []int) int {
	best := make([][]int, len(x)+1)
	for i := range best {
		best[i] = make([]int, len(y)+1)
	}
	for i := range x {
		for j := range y {
			if x[i] == y[j] {
				best[i+1][j+1] = best[i][j] + 1
			} else {
				best[i+1][j+1] = max(best[i][j+1], best[i+1][j])
			}
		}
	}
	return best[len(x)][len(y)]
}

// isAlignment requires that what stays is the same, in the same order, and returns how
// much that is.
func isAlignment(t *rapid.T, x, y, to []int) (stays int) {
	last := -1
	for i, j := range to {
		if j < 0 {
			continue
		}
		if j <= last || x[i] != y[j] {
			t.Fatalf("got %v for %v and %v", to, x, y)
		}
		last = j
		stays++
	}
	return stays
}

// TestAlign compares with the textbook: as much as possible stays.
func TestAlign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		few := rapid.SliceOfN(rapid.IntRange(0, 4), 0, 30)
		x, y := few.Draw(t, "x"), few.Draw(t, "y")
		if got, want := isAlignment(t, x, y, align(x, y)), common(x, y); got != want {
			t.Errorf("%v and %v: got %d that stay, want %d", x, y, got, want)
		}
	})
}

// Texts that have little in common come to an end, and what they have at their ends
// stays.
func TestAlignFar(t *testing.T) {
	x, y := []int{1, 2}, []int{1, 2}
	for i := range 3 * maxEdits {
		x, y = append(x, 10+i), append(y, -10-i)
	}
	x, y = append(x, 3), append(y, 3)
	to := align(x, y)
	if to[0] != 0 || to[1] != 1 || to[2] != -1 || to[len(x)-1] != len(y)-1 {
		t.Errorf("got %v … %v", to[:3], to[len(x)-1])
	}
	long := x[:0:0]
	for i := range 4 * maxEdits {
		long = append(long, i)
	}
	for k, part := range [][]int{long[:maxEdits], long[maxEdits:], append(long[:100:100], long[2000:]...)} {
		stays := 0
		for _, j := range align(long, part) {
			if j >= 0 {
				stays++
			}
		}
		if stays != len(part) {
			t.Errorf("part %d: got %d that stay, want %d", k, stays, len(part))
		}
	}
}
