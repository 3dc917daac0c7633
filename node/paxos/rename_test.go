package paxos

import (
	"testing"

	"synod/node"
)

// swap exchanges n3 and n70.
func swap(id node.ID) node.ID {
	switch id {
	case 3:
		return 70
	case 70:
		return 3
	}
	return id
}

func TestRenameState(t *testing.T) {
	b := node.Ballot{Round: 1, Node: 1}
	members := func(ids ...node.ID) (s set) {
		for _, id := range ids {
			s.add(id)
		}
		return s
	}
	for _, c := range []struct {
		name       string
		from, want state
		ok         bool
	}{
		{"nothing to rename", state{Promised: b, Vote: `"A"`}, state{Promised: b, Vote: `"A"`}, true},
		{"who answered", state{Proposal: proposal{Phase: preparing, Ballot: b, Answered: members(1, 3)}},
			state{Proposal: proposal{Phase: preparing, Ballot: b, Answered: members(1, 70)}}, true},
		{"who answered, and back", state{Proposal: proposal{Phase: preparing, Ballot: b, Answered: members(70)}},
			state{Proposal: proposal{Phase: preparing, Ballot: b, Answered: members(3)}}, true},
		{"whose vote was found", state{Proposal: proposal{Phase: preparing, Ballot: b, Answered: members(2, 70), Found: finding{From: 70, Ballot: b, Value: `0`}}},
			state{Proposal: proposal{Phase: preparing, Ballot: b, Answered: members(2, 3), Found: finding{From: 1, Ballot: b, Value: `0`}}}, true},
		{"a ballot of its own", state{Used: node.Ballot{Round: 1, Node: 3}}, state{}, false},
		{"a ballot found", state{Proposal: proposal{Found: finding{From: 1, Ballot: node.Ballot{Round: 1, Node: 70}}}}, state{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := Protocol{}.RenameState(encode(nil, &c.from), swap)
			if ok != c.ok || ok && string(got) != string(encode(nil, &c.want)) {
				t.Errorf("got %x, %t; want %x, %t", got, ok, encode(nil, &c.want), c.ok)
			}
		})
	}
}

func TestRenameMessage(t *testing.T) {
	for _, c := range []struct {
		m  Message
		ok bool
	}{
		{Message{What: Prepare, Ballot: node.Ballot{Round: 2, Node: 1}}, true},
		{Message{What: Nack, Ballot: node.Ballot{Round: 2, Node: 1}, Other: node.Ballot{Round: 3, Node: 70}}, false},
		{Message{What: Prepare, Ballot: node.Ballot{Round: 2, Node: 3}}, false},
		{Message{What: Learn, Value: `"A"`}, true},
	} {
		if got, ok := (Protocol{}).RenameMessage(c.m, swap); ok != c.ok || got != node.Message(c.m) {
			t.Errorf("got %v, %t; want %v, %t", got, ok, c.m, c.ok)
		}
	}
}
