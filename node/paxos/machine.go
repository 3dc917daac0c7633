package paxos

import (
	"fmt"

	"synod/node"
)

// machine is one node of the Synod: what it is told at the start, and what it
// remembers.
type machine struct {
	*config
	state
}

var _ node.Machine = (*machine)(nil)

// Step takes one event.
func (m *machine) Step(ev *node.Event, out *node.Effects) {
	switch ev.Kind {
	case node.EventDeliver:
		m.deliver(ev.From, ev.Message.(Message), out)
	case node.EventTimer:
		m.timer(ev.Timer, out)
	case node.EventRequest:
		m.request(ev.Request, out)
	case node.EventStart:
		m.start(ev.Records, out)
	}
}

func (m *machine) deliver(from node.ID, msg Message, out *node.Effects) {
	if !m.knows(from) {
		panic(fmt.Sprintf("paxos: got a message from %v, want one from %s", from, m.names()))
	}
	m.see(msg.Ballot)
	m.see(msg.Other)
	switch msg.What {
	case Prepare:
		m.prepare(from, msg.Ballot, out)
	case Promise:
		m.promise(from, msg, out)
	case Accept:
		m.accept(from, msg.Ballot, msg.Value, out)
	case Accepted:
		m.accepted(from, msg.Ballot, out)
	case Nack:
		m.nack(msg.Ballot, out)
	case Learn:
		m.told(msg.Ballot, msg.Value, out)
	default:
		panic("paxos: got a record as a message: " + msg.String())
	}
}

// see notes that b exists, so that the next ballot of this node is above it.
func (m *machine) see(b node.Ballot) { m.Round = max(m.Round, b.Round) }

// start rebuilds what the disk remembers. A value that was learned is
// published again: the node may have been killed after the sync and before
// the publishing.
func (m *machine) start(records []node.Message, out *node.Effects) {
	for _, r := range records {
		m.replay(r.(Message))
	}
	if m.rules.ballotNeverReused {
		m.Round = max(m.Promised.Round, m.Accepted.Round, m.Used.Round)
	}
	if !m.Learned.Absent() {
		out.Publish(m.Learned)
	}
	out.Outcome(node.Note{
		Code: noteRemembers, Count: int32(len(records)),
		Ballot: m.Promised, Other: m.Accepted, Value: m.Vote,
	})
}

// replay takes over one record. The last vote is the one that counts, since
// an acceptor has one vote and changes it.
func (m *machine) replay(r Message) {
	switch r.What {
	case Promised:
		m.raise(r.Ballot)
	case Voted:
		m.Accepted, m.Vote = r.Ballot, r.Value
		if m.rules.acceptRaisesPromise {
			m.raise(r.Ballot)
		}
	case Started:
		if m.Used.Less(r.Ballot) {
			m.Used = r.Ballot
		}
	case Learned:
		if m.Learned.Absent() {
			m.Learned = r.Value
		}
	default:
		panic("paxos: got a message as a record: " + r.String())
	}
}
