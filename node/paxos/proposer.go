package paxos

import "synod/node"

// stamp returns the node that this proposer's ballots name. Without the rule
// node_id_in_ballot that is nobody, and two proposers may use one ballot.
func (c *config) stamp() node.ID {
	if !c.rules.nodeIDInBallot {
		return 0
	}
	return c.self
}

// next returns the lowest ballot of this node in a round that nobody is known
// to have used.
func (m *machine) next() node.Ballot { return node.Ballot{Round: m.Round + 1, Node: m.stamp()} }

// begin starts phase 1 at b and says so to the client. The ballot is durable
// as used before anybody hears of it: after a restart the same ballot could
// otherwise be started for another value.
func (m *machine) begin(b node.Ballot, out *node.Effects) {
	p := &m.Proposal
	*p = proposal{
		ID: p.ID, ByHand: p.ByHand, Decided: p.Decided, Asked: p.Asked,
		Phase: preparing, Ballot: b, Rounds: p.Rounds + 1, Refusals: p.Refusals,
	}
	m.Used = b
	m.see(b)
	if m.rules.ballotNeverReused {
		out.Write(Message{What: Started, Ballot: b})
		out.Sync()
	}
	m.reply(StatusPreparing, out)
}

// promise takes a promise, "Paxos Made Simple", section 2.2, phase 2a: a
// quorum of acceptors that promised this very ballot ends phase 1. A promise
// that comes later is ignored: the ballot has its value by then, and a ballot
// with two values is how two values get chosen.
func (m *machine) promise(from node.ID, msg Message, out *node.Effects) {
	p := &m.Proposal
	matches := msg.Ballot == p.Ballot || !m.rules.matchReplyBallot
	switch {
	case p.Phase == proposing && matches:
		m.latePromise(from, msg, out)
	case p.Phase != preparing || !matches:
		out.Outcome(node.Note{Code: noteOver, Ballot: msg.Ballot})
	case p.Refused && !p.ByHand:
		out.Outcome(node.Note{Code: noteGivenUp, Ballot: p.Ballot})
	case !m.count(from):
		out.Outcome(node.Note{Code: noteTwice})
	default:
		m.find(from, msg)
		out.Outcome(node.Note{Code: notePromises, Count: p.Count, Of: int32(m.q1)})
		if int(p.Count) >= m.q1 {
			m.bind(out)
		}
	}
}

// count adds from to those who answered in this phase, and reports whether
// its answer counts.
func (m *machine) count(from node.ID) bool {
	p := &m.Proposal
	if !p.Answered.add(from) && m.rules.countDistinctAcceptors {
		return false
	}
	p.Count++
	return true
}

// find keeps the vote that msg reports if it is the one to go by, and reports
// whether that is news: the vote at the highest ballot, since every value that
// could be chosen below that ballot is the same one. Of several who report
// the same vote the lowest node is named, in whatever order they answer.
func (m *machine) find(from node.ID, msg Message) bool {
	f := &m.Proposal.Found
	if !msg.Voted || !m.rules.noVoteIsNotFalsy && msg.Value.Falsy() {
		return false
	}
	if f.From != 0 && f.Ballot == msg.Other && f.Value == msg.Value {
		f.From = min(f.From, from)
		return false
	}
	if f.From != 0 && !m.beats(msg.Other, f.Ballot) {
		return false
	}
	*f = finding{From: from, Ballot: msg.Other, Value: msg.Value}
	return true
}

// beats reports whether a vote at a counts for more than one at b.
func (m *machine) beats(a, b node.Ballot) bool {
	if !m.rules.adoptHighestBallot {
		return a.Less(b)
	}
	return b.Less(a)
}

// pick returns the value that the promises so far leave for this ballot: the
// one found, or else whatever the client asked for. It is absent for a read
// that found nothing.
func (m *machine) pick() (v node.Value, from node.ID) {
	p := &m.Proposal
	if p.Found.From == 0 || !m.rules.adoptReportedValue {
		return p.Asked, 0
	}
	return p.Found.Value, p.Found.From
}

// bind ends phase 1: the ballot gets its value, and phase 2 begins.
func (m *machine) bind(out *node.Effects) {
	p := &m.Proposal
	v, from := m.pick()
	out.Note(node.Note{
		Code: noteQuorum, Ballot: p.Ballot, Value: v, Wanted: p.Asked, From: from,
		Count: p.Count, Of: int32(m.nodes),
	})
	if v.Absent() {
		m.stopTimers(out)
		m.reply(StatusEmpty, out)
		*p = proposal{}
		return
	}
	m.enterPhase2(v)
	m.reply(StatusProposing, out)
	m.ask(out)
}

// enterPhase2 clears what phase 1 was about. What was found matters no
// longer, unless the rule is off that would make it so.
func (m *machine) enterPhase2(v node.Value) {
	p := &m.Proposal
	p.Phase, p.Value = proposing, v
	p.Refused, p.Resends = false, 0
	p.Answered, p.Count = set{}, 0
	if m.rules.oneValuePerBallot {
		p.Found = finding{}
	}
}

// latePromise ignores a promise that phase 2 did not wait for. Without the
// rule one_value_per_ballot the vote in it may change the ballot's value.
func (m *machine) latePromise(from node.ID, msg Message, out *node.Effects) {
	p := &m.Proposal
	if m.rules.oneValuePerBallot || !m.find(from, msg) {
		out.Outcome(node.Note{Code: noteLate, Ballot: p.Ballot})
		return
	}
	p.Value, _ = m.pick()
	out.Outcome(node.Note{Code: noteChanges, Ballot: p.Ballot, Value: p.Value})
	m.reply(StatusProposing, out)
	m.ask(out)
}

// accepted takes a vote. A quorum of votes at one ballot chooses its value,
// "Paxos Made Simple", section 2.1, and the proposer is who notices.
func (m *machine) accepted(from node.ID, b node.Ballot, out *node.Effects) {
	p := &m.Proposal
	matches := b == p.Ballot || !m.rules.matchReplyBallot
	switch {
	case p.Phase != proposing || !matches:
		out.Outcome(node.Note{Code: noteOver, Ballot: b})
	case !m.count(from):
		out.Outcome(node.Note{Code: noteTwice})
	default:
		out.Outcome(node.Note{Code: noteVotes, Count: p.Count, Of: int32(m.q2)})
		if int(p.Count) >= m.q2 || !m.rules.learnAfterQuorum {
			m.chosen(out)
		}
	}
}

// chosen ends phase 2: the node learns, tells the others, and then the client.
func (m *machine) chosen(out *node.Effects) {
	p := &m.Proposal
	b, v := p.Ballot, p.Value
	out.Note(node.Note{Code: noteChosen, Ballot: b, Value: v, Count: p.Count, Of: int32(m.nodes)})
	m.stopTimers(out)
	m.learn(v, out)
	var msg node.Message = Message{What: Learn, Ballot: b, Value: v}
	for id := node.ID(1); m.knows(id); id++ {
		if id != m.self {
			out.Send(id, msg)
		}
	}
	if p.ByHand {
		p.Phase, p.Refused, p.Answered, p.Count, p.Found = counted, false, set{}, 0, finding{}
	}
	m.decide(b, v, out)
}

// decide tells the client that v is chosen. A proposal that runs by itself is
// over then. One by hand stays for whoever wants to see what its late
// messages do.
func (m *machine) decide(b node.Ballot, v node.Value, out *node.Effects) {
	p := &m.Proposal
	if !p.Decided {
		out.Reply(Reply{
			ID: p.ID, Status: StatusChosen, Ballot: b, Value: v,
			Mine: v == p.Asked, Rounds: int(p.Rounds),
		}.Open())
	}
	if p.ByHand {
		p.Decided = true
	} else {
		*p = proposal{}
	}
}

// reply tells the client how its proposal stands, until it is decided: that
// is the last word.
func (m *machine) reply(s Status, out *node.Effects) {
	p := &m.Proposal
	if p.Decided {
		return
	}
	out.Reply(Reply{ID: p.ID, Status: s, Ballot: p.Ballot, Value: p.Value, Rounds: int(p.Rounds)}.Open())
}
