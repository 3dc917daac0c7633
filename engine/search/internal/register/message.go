package register

import (
	"fmt"

	"synod/engine/search"
)

// ballot is a round and the server whose ballot it is.
type ballot struct{ round, server byte }

func (b ballot) less(c ballot) bool {
	if b.round != c.round {
		return b.round < c.round
	}
	return b.server < c.server
}

// proposal is what a client asked to be written. The zero proposal is none.
type proposal struct{ request, client, letter byte }

// vote is a proposal accepted at a ballot. The zero vote is none.
type vote struct {
	ballot   ballot
	proposal proposal
}

// kind is what a message is about.
type kind byte

const (
	put kind = iota
	putOk
	get
	getOk
	prepare
	prepared
	accept
	accepted
	decided
	kinds
)

// String returns the name, such as "Prepare".
func (k kind) String() string {
	return [...]string{"Put", "PutOk", "Get", "GetOk", "Prepare", "Prepared", "Accept", "Accepted", "Decided"}[k]
}

// message is any message: fields that its kind does not have are zero.
type message struct {
	src     byte
	kind    kind
	request byte   // of clients
	letter  byte   // put, getOk
	ballot  ballot // of servers
	vote    vote   // prepared: the vote reported; accept, decided: the vote asked for or made
}

const messageSize = 11

func (m message) to(slot int) search.Message {
	v := m.vote
	return search.Message{To: slot, Body: []byte{
		m.src, byte(m.kind), m.request, m.letter, m.ballot.round, m.ballot.server,
		v.ballot.round, v.ballot.server, v.proposal.request, v.proposal.client, v.proposal.letter,
	}}
}

func decodeMessage(b []byte) (message, error) {
	if len(b) != messageSize || b[1] >= byte(kinds) {
		return message{}, fmt.Errorf("message: got %x, want %d bytes of a known kind", b, messageSize)
	}
	return message{
		src: b[0], kind: kind(b[1]), request: b[2], letter: b[3], ballot: ballot{b[4], b[5]},
		vote: vote{ballot{b[6], b[7]}, proposal{b[8], b[9], b[10]}},
	}, nil
}
