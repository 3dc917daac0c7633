package observer

import (
	"math/bits"

	"synod/node"
)

// set is a set of nodes as bits.
type set struct {
	words []uint64
	size  int
}

// newSet returns a set with room for ids below limit.
func newSet(limit int) set { return set{words: make([]uint64, (limit+63)/64)} }

// add puts id in and reports whether it was not there before.
func (s *set) add(id node.ID) bool {
	word, bit := &s.words[id/64], uint64(1)<<(id%64)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	s.size++
	return true
}

// has reports whether id is in the set.
func (s *set) has(id node.ID) bool { return s.words[id/64]>>(id%64)&1 != 0 }

// list returns the ids in ascending order.
func (s *set) list() []node.ID {
	ids := make([]node.ID, 0, s.size)
	for i, word := range s.words {
		for ; word != 0; word &= word - 1 {
			ids = append(ids, node.ID(i*64+bits.TrailingZeros64(word)))
		}
	}
	return ids
}

// put replaces a word of the set.
func (s *set) put(i int, word uint64) {
	s.size += bits.OnesCount64(word) - bits.OnesCount64(s.words[i])
	s.words[i] = word
}
