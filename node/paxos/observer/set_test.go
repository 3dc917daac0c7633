package observer

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// TestSetIsItsModel adds random nodes to a set and to a map, and compares them.
func TestSetIsItsModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := rapid.IntRange(1, 200).Draw(t, "limit")
		s, model := newSet(limit), map[node.ID]bool{}
		for _, id := range rapid.SliceOf(rapid.Int32Range(0, int32(limit-1))).Draw(t, "ids") {
			id := node.ID(id)
			if got := s.add(id); got == model[id] {
				t.Fatalf("add %v: got %t, want %t", id, got, !model[id])
			}
			model[id] = true
		}
		var want []node.ID
		for id := range model {
			want = append(want, id)
		}
		slices.Sort(want)
		if got := s.list(); !slices.Equal(got, want) || s.size != len(want) {
			t.Fatalf("got %v of size %d, want %v", got, s.size, want)
		}
	})
}
