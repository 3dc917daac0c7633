package paxos

import (
	"maps"

	"synod/node"
)

var _ node.Hinter = Protocol{}

// Compact keeps the highest promise, the last vote, the highest ballot started
// and the value learned. A vote below another one is possible when rules are
// off, and then both count: one as a vote, the other as a promise.
func (Protocol) Compact(cfg node.Config, records []node.Message) []node.Message {
	var promised, highest, last, started, learned Message
	for _, r := range records {
		switch m := r.(Message); m.What {
		case Promised:
			keepHigher(&promised, m)
		case Voted:
			keepHigher(&highest, m)
			last = m
		case Started:
			keepHigher(&started, m)
		case Learned:
			if learned.Value.Absent() {
				learned = m
			}
		}
	}
	if raises(cfg) && !highest.Ballot.Less(promised.Ballot) {
		promised = Message{} // the vote says it
	}
	if highest == last {
		highest = Message{}
	}
	var kept []node.Message
	for _, m := range []Message{promised, highest, last, started, learned} {
		if m != (Message{}) {
			kept = append(kept, m)
		}
	}
	return kept
}

// keepHigher replaces m by other if that is at a higher ballot.
func keepHigher(m *Message, other Message) {
	if m.Ballot.Less(other.Ballot) {
		*m = other
	}
}

// raises reports whether a vote is also a promise.
func raises(cfg node.Config) bool {
	on, changed := cfg.Rules["accept_raises_promise"]
	return on || !changed
}

// Resends reports whether t is the timer of answers that may be lost.
func (Protocol) Resends(t node.Timer) bool { return t == timerResend }

// WithoutResends lets a proposer wait for ever.
func (Protocol) WithoutResends(s node.Settings) node.Settings {
	if s = maps.Clone(s); s == nil {
		s = node.Settings{}
	}
	s[retransmitName] = node.SpanValue(0, 0)
	return s
}

// Dead reports whether m comes too late for good: an answer to a ballot that is
// over, or the word of a value that is known, unless a client may yet ask for
// another and be told by it. No rule may be off that lets old
// answers count or ballots come back, and m may tell of no round that is news,
// even to a node that forgot what is not on its disk.
func (Protocol) Dead(of node.Machine, p node.Prospects, _ node.ID, msg node.Message) bool {
	return of.(*machine).dead(p, msg.(Message))
}

func (m *machine) dead(prospects node.Prospects, msg Message) bool {
	durable := m.durableRound()
	if !m.rules.matchReplyBallot || !m.rules.ballotNeverReused || msg.Ballot.Round > durable || msg.Other.Round > durable {
		return false
	}
	p := &m.Proposal
	over := p.Phase == idle && !m.Used.Less(msg.Ballot) || msg.Ballot.Less(p.Ballot)
	present := p.Phase != idle && msg.Ballot == p.Ballot
	switch msg.What {
	case Promise:
		return over || present && p.Phase >= proposing && m.rules.oneValuePerBallot
	case Accepted:
		return over || present && p.Phase == counted
	case Nack:
		return over || present && p.Refused
	case Learn:
		return !m.Learned.Absent() && !p.active() && !prospects.Requests
	}
	return false
}

// durableRound returns the highest round that the node will remember after a crash.
func (m *machine) durableRound() int32 {
	if m.rules.promiseDurable && m.rules.acceptDurable {
		return max(m.Used.Round, m.Promised.Round, m.Accepted.Round)
	}
	return m.Used.Round
}
