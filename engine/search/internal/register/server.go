package register

import (
	"fmt"
	"math/bits"

	"synod/engine/search"
)

// server is what a server remembers.
type server struct {
	ballot   ballot
	proposal proposal
	prepares [Servers]report
	accepts  byte // a set of servers
	accepted vote
	decided  bool

	careless bool // not part of the state
}

// report is what a server said in phase 1, if it did.
type report struct {
	in   bool
	vote vote
}

const serverSize = 2 + 3 + Servers*6 + 1 + 5 + 1

func (v *server) encode() []byte {
	b := make([]byte, 0, serverSize)
	b = append(b, v.ballot.round, v.ballot.server)
	b = append(b, v.proposal.request, v.proposal.client, v.proposal.letter)
	for _, r := range v.prepares {
		b = appendVote(append(b, flag(r.in)), r.vote)
	}
	b = appendVote(append(b, v.accepts), v.accepted)
	return append(b, flag(v.decided))
}

func decodeServer(b []byte) (*server, error) {
	if len(b) != serverSize {
		return nil, fmt.Errorf("server: got %d bytes, want %d", len(b), serverSize)
	}
	v := &server{ballot: ballot{b[0], b[1]}, proposal: proposal{b[2], b[3], b[4]}}
	b = b[5:]
	for i := range v.prepares {
		v.prepares[i] = report{b[0] != 0, readVote(b[1:])}
		b = b[6:]
	}
	v.accepts, v.accepted, v.decided = b[0], readVote(b[1:]), b[6] != 0
	return v, nil
}

func flag(b bool) byte {
	if b {
		return 1
	}
	return 0
}

func appendVote(b []byte, v vote) []byte {
	return append(b, v.ballot.round, v.ballot.server, v.proposal.request, v.proposal.client, v.proposal.letter)
}

func readVote(b []byte) vote { return vote{ballot{b[0], b[1]}, proposal{b[2], b[3], b[4]}} }

// handle is the server self: it reports whether a handler matched m, and what
// that sends.
func (v *server) handle(self byte, m message) ([]search.Message, bool) {
	reply := func(answer message) ([]search.Message, bool) {
		answer.src = self
		return []search.Message{answer.to(int(m.src))}, true
	}
	switch {
	case v.decided:
		if m.kind != get {
			return nil, false
		}
		return reply(message{kind: getOk, request: m.request, letter: v.accepted.proposal.letter})
	case m.kind == put && v.proposal == proposal{}:
		return v.propose(self, proposal{m.request, m.src, m.letter}), true
	case m.kind == prepare && v.ballot.less(m.ballot):
		v.ballot = m.ballot
		return reply(message{kind: prepared, ballot: m.ballot, vote: v.accepted})
	case m.kind == prepared && m.ballot == v.ballot:
		v.prepares[m.src] = report{true, m.vote}
		return v.countPrepares(self), true
	case m.kind == accept && !m.ballot.less(v.ballot):
		v.ballot, v.accepted = m.ballot, m.vote
		return reply(message{kind: accepted, ballot: m.ballot})
	case m.kind == accepted && m.ballot == v.ballot:
		v.accepts |= 1 << m.src
		return v.countAccepts(self), true
	case m.kind == decided:
		v.ballot, v.accepted, v.decided = m.ballot, m.vote, true
		return nil, true
	}
	return nil, false
}

func (v *server) propose(self byte, p proposal) []search.Message {
	v.proposal, v.prepares, v.accepts = p, [Servers]report{}, 0
	v.ballot = ballot{v.ballot.round + 1, self}
	v.prepares[self] = report{true, v.accepted}
	return toPeers(message{src: self, kind: prepare, ballot: v.ballot})
}

func (v *server) countPrepares(self byte) []search.Message {
	count, highest := 0, vote{}
	for _, r := range v.prepares {
		if r.in {
			count++
			if highest.ballot.less(r.vote.ballot) {
				highest = r.vote
			}
		}
	}
	if count != 2 {
		return nil
	}
	if (highest != vote{} && !v.careless) {
		v.proposal = highest.proposal
	}
	v.accepted = vote{v.ballot, v.proposal}
	v.accepts |= 1 << self
	return toPeers(message{src: self, kind: accept, ballot: v.ballot, vote: v.accepted})
}

func (v *server) countAccepts(self byte) []search.Message {
	if bits.OnesCount8(v.accepts) != 2 {
		return nil
	}
	v.decided = true
	send := toPeers(message{src: self, kind: decided, ballot: v.ballot, vote: vote{v.ballot, v.proposal}})
	return append(send, message{src: self, kind: putOk, request: v.proposal.request}.to(int(v.proposal.client)))
}

func toPeers(m message) []search.Message {
	var send []search.Message
	for slot := range Servers {
		if slot != int(m.src) {
			send = append(send, m.to(slot))
		}
	}
	return send
}
