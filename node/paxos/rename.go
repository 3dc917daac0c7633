package paxos

import (
	"fmt"

	"synod/node"
)

var _ node.Renamer = Protocol{}

// RenameState renames who has answered. Ballots are compared by the names of
// their nodes, so these must stay. The proposer remembers who reported the vote that
// phase 1 goes by, of several the first by name, only to say so: n1 will do for all.
func (Protocol) RenameState(encoded []byte, to func(node.ID) node.ID) ([]byte, bool) {
	var s state
	if err := decode(encoded, &s); err != nil {
		panic(fmt.Sprintf("paxos: a state that is none: %v", err))
	}
	p := &s.Proposal
	if !keeps(to, s.Promised, s.Accepted, s.Used, p.Ballot, p.Found.Ballot) {
		return nil, false
	}
	p.Answered = p.Answered.renamed(to)
	if p.Found.From != 0 {
		p.Found.From = 1
	}
	return encode(nil, &s), true
}

// RenameMessage changes nothing: messages name nodes in ballots only.
func (Protocol) RenameMessage(msg node.Message, to func(node.ID) node.ID) (node.Message, bool) {
	m := msg.(Message)
	return m, keeps(to, m.Ballot, m.Other)
}

// keeps reports whether the nodes of all ballots keep their names.
func keeps(to func(node.ID) node.ID, ballots ...node.Ballot) bool {
	for _, b := range ballots {
		if renamed(b.Node, to) != b.Node {
			return false
		}
	}
	return true
}

// renamed returns the new name of id; no node stays none.
func renamed(id node.ID, to func(node.ID) node.ID) node.ID {
	if id == 0 {
		return 0
	}
	return to(id)
}

// renamed returns the set of the new names of the members.
func (s *set) renamed(to func(node.ID) node.ID) set {
	var r set
	for i, word := range append([]uint64{s.Low}, s.High...) {
		for id := node.ID(64*i + 1); word != 0; id, word = id+1, word>>1 {
			if word&1 != 0 {
				r.add(to(id))
			}
		}
	}
	return r
}
