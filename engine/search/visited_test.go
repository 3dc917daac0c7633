package search

import (
	"testing"

	"pgregory.net/rapid"
)

// TestVisited adds fingerprints, many of them equal, some in one half only, and
// perhaps with all their highest bits in common, and compares with a map.
func TestVisited(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := &visited{wide: rapid.Bool().Draw(t, "wide")}
		values := rapid.Uint64Range(1, 30_000).Draw(t, "values")
		shift := rapid.SampledFrom([]int{0, 0, 4, 10, 16, 24, 40}).Draw(t, "shift")
		seen := map[sum]bool{}
		x := rapid.Uint64().Draw(t, "seed")
		for range rapid.IntRange(1, 20_000).Draw(t, "count") {
			x += 0x9e3779b97f4a7c15
			a := sum{lo: mix(mix(x)%values) >> shift, hi: mix(x) % 2} // mix(0) is 0, which is special
			if !v.wide {
				a.hi = 0
			}
			if v.has(a) != seen[a] {
				t.Fatalf("%v: got that it is there %t, want %t", a, v.has(a), seen[a])
			}
			if v.add(a) == seen[a] {
				t.Fatalf("%v: got that it is new %t, want %t", a, seen[a], !seen[a])
			}
			seen[a] = true
		}
		for a := range seen {
			if !v.has(a) || v.add(a) {
				t.Fatalf("%v is gone", a)
			}
		}
	})
}
