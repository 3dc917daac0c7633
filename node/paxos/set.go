package paxos

import (
	"math/bits"

	"synod/node"
)

// set is a set of nodes. The zero set is empty. Sets with the same members
// encode alike, because High grows only when a member needs the room.
//
// The first 64 nodes stand in a plain word, so that a machine of a small
// cluster is copied without allocating: a search copies millions.
type set struct {
	_    struct{} `cbor:",toarray"`
	Low  uint64   // nodes 1 to 64
	High []uint64 // nodes from 65 on, 64 to a word
}

// add adds id, from 1, and reports whether it was not in s before.
func (s *set) add(id node.ID) bool {
	word, bit := s.word(id)
	if *word&bit != 0 {
		return false
	}
	*word |= bit
	return true
}

// word returns where id stands, and makes room for it.
func (s *set) word(id node.ID) (*uint64, uint64) {
	i, bit := (int(id)-1)/64-1, uint64(1)<<((int(id)-1)%64)
	if i < 0 {
		return &s.Low, bit
	}
	for len(s.High) <= i {
		s.High = append(s.High, 0)
	}
	return &s.High[i], bit
}

// has reports whether id is in s.
func (s *set) has(id node.ID) bool {
	i, bit := (int(id)-1)/64-1, uint64(1)<<((int(id)-1)%64)
	if i < 0 {
		return s.Low&bit != 0
	}
	return i < len(s.High) && s.High[i]&bit != 0
}

// size returns the number of members.
func (s *set) size() int {
	n := bits.OnesCount64(s.Low)
	for _, w := range s.High {
		n += bits.OnesCount64(w)
	}
	return n
}

// list returns the members, ascending.
func (s *set) list(nodes int) []node.ID {
	ids := []node.ID{}
	for id := node.ID(1); int(id) <= nodes; id++ {
		if s.has(id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// within reports whether s is in its one form and has no member above nodes.
func (s *set) within(nodes int) bool {
	if n := len(s.High); n > 0 && (s.High[n-1] == 0 || n > (nodes-1)/64) {
		return false
	}
	return len(s.list(nodes)) == s.size()
}
