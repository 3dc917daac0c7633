package paxos

import "synod/node"

// state is everything a machine remembers.
type state struct {
	_ struct{} `cbor:",toarray"`

	// What the records on the disk say.
	Promised node.Ballot // the highest ballot promised
	Accepted node.Ballot // the ballot of the vote, at most Promised
	Vote     node.Value  // the value voted for; absent: no vote yet
	Used     node.Ballot // the highest ballot that the proposer here has started
	Learned  node.Value  // the value known to be chosen; absent: none

	// What a crash takes away.
	Round    int32 // the highest round seen anywhere
	Proposal proposal
}

// phase is how far a proposal has come.
type phase uint8

const (
	idle      phase = iota // there is no proposal
	opened                 // by hand: nothing is sent yet
	preparing              // phase 1 at Ballot
	proposing              // phase 2 at Ballot, for Value
	counted                // by hand: a quorum voted for Value at Ballot
)

// proposal is what the proposer is at. The zero proposal is none.
type proposal struct {
	_       struct{} `cbor:",toarray"`
	ID      uint64   // the client's name for it
	ByHand  bool
	Decided bool // by hand: the client knows the value chosen, and goes on only to see what happens
	Phase   phase
	Ballot  node.Ballot // opened: the one that it will use
	Asked   node.Value  // what the client wants; absent: only to read
	Value   node.Value  // from phase 2 on: what Ballot is for
	Refused bool        // an acceptor said no to the present phase

	Rounds   int32   // ballots started
	Refusals uint8   // ballots refused, up to maxGrowth; by itself, with a back-off that grows
	Resends  uint8   // resends in this phase, up to maxDoublings; by itself
	Answered set     // who has answered in this phase
	Count    int32   // how many answers count; the size of Answered unless a rule is off
	Found    finding // the vote that phase 1 goes by
}

// finding is a vote that an acceptor reported. The zero finding is none.
type finding struct {
	_      struct{} `cbor:",toarray"`
	From   node.ID
	Ballot node.Ballot
	Value  node.Value
}

// active reports whether the client still waits for this proposal.
func (p *proposal) active() bool { return p.Phase != idle && !p.Decided }

// AppendState appends the canonical encoding of the state.
func (m *machine) AppendState(dst []byte) []byte { return encode(dst, &m.state) }

// State returns the state for people. During phase 1 "promises" names who
// promised, during phase 2 "votes" names who voted.
func (m *machine) State() []node.Field {
	p := &m.Proposal
	promises, votes := []node.ID{}, []node.ID{}
	switch p.Phase {
	case preparing:
		promises = p.Answered.list(m.nodes)
	case proposing:
		votes = p.Answered.list(m.nodes)
	}
	return []node.Field{
		{Name: "promised", Value: m.Promised},
		{Name: "accepted", Value: m.Accepted},
		{Name: "value", Value: m.Vote},
		{Name: "learned", Value: m.Learned},
		{Name: "round", Value: int(m.Round)},
		{Name: "used", Value: m.Used},
		{Name: "proposer", Value: p.String()},
		{Name: "ballot", Value: p.Ballot},
		{Name: "asked", Value: p.Asked},
		{Name: "proposes", Value: p.Value},
		{Name: "promises", Value: promises},
		{Name: "votes", Value: votes},
	}
}

// String returns how far p has come, such as "preparing 3.1, refused".
func (p *proposal) String() string {
	var s string
	switch p.Phase {
	case idle:
		return "idle"
	case opened:
		s = "opened " + p.Ballot.String()
	case preparing:
		s = "preparing " + p.Ballot.String()
	case proposing:
		s = "proposing " + p.Ballot.String()
	case counted:
		s = "chosen at " + p.Ballot.String()
	}
	if p.Refused {
		s += ", refused"
	}
	if p.Decided && p.Phase != counted {
		s += ", decided"
	}
	return s
}
