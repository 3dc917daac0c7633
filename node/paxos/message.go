package paxos

import (
	"synod/node"
	"synod/node/paxos/observer"
)

// What tells the messages and the records apart.
type What uint8

// The messages, in the order in which a proposal uses them, and the records.
const (
	Prepare  What = iota // phase 1a: will you promise Ballot?
	Promise              // phase 1b: I promise Ballot, and if Voted, my vote is Value at Other
	Accept               // phase 2a: vote for Value at Ballot
	Accepted             // phase 2b: I voted for Value at Ballot
	Nack                 // no to Ballot: I promised Other
	Learn                // Value is chosen, at Ballot

	Promised // record: the acceptor promised Ballot
	Voted    // record: the acceptor promised Ballot and voted for Value at it
	Started  // record: the proposer uses Ballot, and may never use it again
	Learned  // record: Value is chosen
)

// Message is everything that the Synod sends or writes. It is a value, so it
// cannot change once it is sent, and == compares what it says. Fields that its
// What does not have are zero.
type Message struct {
	_      struct{} `cbor:",toarray"`
	What   What
	Voted  bool        // promise: whether there is a vote; a vote for false is one
	Ballot node.Ballot // all but learned
	Other  node.Ballot // promise: of the vote; nack: the one promised
	Value  node.Value  // promise: of the vote; accept, accepted, learn, voted, learned
}

var _ node.Message = Message{}

// shapes says what each kind of message is called, what it has, and what it
// states.
var shapes = [...]struct {
	kind     string
	ballot   bool
	value    bool
	vote     bool // voted, vote_ballot, vote_value
	promised bool
	fact     observer.FactKind
}{
	Prepare:  {kind: "prepare", ballot: true},
	Promise:  {kind: "promise", ballot: true, vote: true, fact: observer.Promised},
	Accept:   {kind: "accept", ballot: true, value: true, fact: observer.Proposed},
	Accepted: {kind: "accepted", ballot: true, value: true, fact: observer.Voted},
	Nack:     {kind: "nack", ballot: true, promised: true},
	Learn:    {kind: "learn", ballot: true, value: true},
	// A promise counts when it is sent: until then nobody relies on it.
	Promised: {kind: "promised", ballot: true},
	Voted:    {kind: "voted", ballot: true, value: true, fact: observer.Voted},
	Started:  {kind: "started", ballot: true},
	Learned:  {kind: "learned", value: true, fact: observer.Learned},
}

// Kind returns the word for m.What, such as "prepare".
func (m Message) Kind() string { return shapes[m.What].kind }

// Fields appends the fields that m's kind has. A promise without a vote has
// them all: its vote_value is no value.
func (m Message) Fields(dst []node.Field) []node.Field {
	s := &shapes[m.What]
	if s.ballot {
		dst = append(dst, node.Field{Name: "ballot", Value: m.Ballot})
	}
	if s.value {
		dst = append(dst, node.Field{Name: "value", Value: m.Value})
	}
	if s.vote {
		dst = append(dst,
			node.Field{Name: "voted", Value: m.Voted},
			node.Field{Name: "vote_ballot", Value: m.Other},
			node.Field{Name: "vote_value", Value: m.Value})
	}
	if s.promised {
		dst = append(dst, node.Field{Name: "promised", Value: m.Other})
	}
	return dst
}

// Append appends the text of m, such as "promise 4.5, voted 3.1 X".
func (m Message) Append(dst []byte) []byte {
	s := &shapes[m.What]
	dst = append(dst, s.kind...)
	if s.ballot && m.What != Learn {
		dst = m.Ballot.Append(append(dst, ' '))
	}
	if s.value {
		dst = m.Value.Append(append(dst, ' '))
	}
	if s.vote {
		dst = appendVote(append(dst, ", "...), m.Voted, m.Other, m.Value)
	}
	if s.promised {
		dst = m.Other.Append(append(dst, ", promised "...))
	}
	return dst
}

// String returns what Append appends.
func (m Message) String() string { return string(m.Append(nil)) }

// appendVote appends "voted 3.1 X" or "no vote".
func appendVote(dst []byte, voted bool, b node.Ballot, v node.Value) []byte {
	if !voted {
		return append(dst, "no vote"...)
	}
	return v.Append(append(b.Append(append(dst, "voted "...)), ' '))
}

// Fact returns what m states.
func (m Message) Fact() observer.Fact {
	s := &shapes[m.What]
	if s.fact == observer.None {
		return observer.Fact{}
	}
	f := observer.Fact{Kind: s.fact, Ballot: m.Ballot}
	if s.value {
		f.Value = m.Value
	}
	return f
}
