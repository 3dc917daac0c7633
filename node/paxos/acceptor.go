package paxos

import "synod/node"

// prepare is phase 1b, "Paxos Made Simple", section 2.2: an acceptor that
// hears of a ballot above every one it has promised promises it, and reports
// its vote. The same prepare again gets the same promise again, because the
// first may have been lost.
func (m *machine) prepare(from node.ID, b node.Ballot, out *node.Effects) {
	before := m.Promised
	higher := before.Less(b)
	if b.Less(before) || higher && m.rules.prepareSticky && !before.IsZero() {
		m.refuse(from, b, out)
		return
	}
	var record node.Message
	if higher {
		m.Promised = b
		if m.rules.promiseDurable {
			record = Message{What: Promised, Ballot: b}
		}
	}
	reply := m.promiseOf(b, before)
	note := node.Note{Code: notePromise, Other: reply.Other, Value: reply.Value}
	m.answer(from, record, reply, &note, out)
}

// promiseOf returns the promise of b. Without the rule
// accepted_ballot_stored_apart there is one ballot for both uses, and the
// report takes the last promise for the vote's.
func (m *machine) promiseOf(b, before node.Ballot) Message {
	if m.Vote.Absent() {
		return Message{What: Promise, Ballot: b}
	}
	at := m.Accepted
	if !m.rules.acceptedBallotStoredApart {
		at = before
	}
	return Message{What: Promise, Ballot: b, Voted: true, Other: at, Value: m.Vote}
}

// accept is phase 2b: an acceptor votes unless it has promised a higher
// ballot. It needs no prepare before, and its vote is a promise too. Promise
// and vote are one record: with two, a crash between them could leave a vote
// below a promise that was never given, or the other way round.
func (m *machine) accept(from node.ID, b node.Ballot, v node.Value, out *node.Effects) {
	if !m.votesAt(b) {
		m.refuse(from, b, out)
		return
	}
	var record node.Message
	again := m.Accepted == b && m.Vote == v
	if !again && m.rules.acceptDurable {
		record = Message{What: Voted, Ballot: b, Value: v}
	}
	m.Accepted, m.Vote = b, v
	if m.rules.acceptRaisesPromise {
		m.raise(b)
	}
	note := node.Note{Code: noteAccepted}
	m.answer(from, record, Message{What: Accepted, Ballot: b, Value: v}, &note, out)
}

// votesAt reports whether the promise leaves the acceptor free to vote at b.
func (m *machine) votesAt(b node.Ballot) bool {
	if !m.rules.acceptChecksPromise {
		return true
	}
	return m.Promised.Less(b) || m.Promised == b && !m.rules.acceptStrict
}

// raise promises b if nothing higher is promised.
func (m *machine) raise(b node.Ballot) {
	if m.Promised.Less(b) {
		m.Promised = b
	}
}

// refuse tells the proposer of b which ballot is in its way. Safety does not
// need it; without it a proposer would have to guess from silence.
func (m *machine) refuse(from node.ID, b node.Ballot, out *node.Effects) {
	out.Outcome(node.Note{Code: noteRefuses, Refused: true, Ballot: b, Other: m.Promised})
	out.Send(from, Message{What: Nack, Ballot: b, Other: m.Promised})
}

// answer sends reply once record is durable; nil is nothing to write. A reply
// that left first could make others act on a promise or a vote that a crash
// then erases: "stable storage, preserved during failures", section 2.4.
func (m *machine) answer(to node.ID, record node.Message, reply Message, note *node.Note, out *node.Effects) {
	if record != nil {
		out.Write(record)
	}
	if record != nil && m.rules.syncBeforeReply {
		out.Sync()
	}
	out.Outcome(*note)
	out.Send(to, reply)
	if record != nil && !m.rules.syncBeforeReply {
		out.Sync()
	}
}
