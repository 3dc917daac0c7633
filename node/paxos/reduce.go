package paxos

import "synod/node"

var _ node.Reducer = Protocol{}

// The reasons for which a message is needless.
const (
	reasonReceiver uint8 = 1 << iota // it does nothing to its receiver that the receiver has any use for
	reasonStale                      // it can only be refused, and its sender has no use for a no
	reasonLate                       // its answer comes too late, and that it was heard makes nobody better off
)

// Needless judges a message by what it can still lead to, in the words of
// "Paxos Made Simple", section 2.2. A node is spent when it will start no more
// ballot. A no makes its proposer start one, and does nothing else.
//
//   - A no is needless to a node that is spent.
//   - The word of a value is needless to a node that clients ask for nothing
//     more, unless the word can be wrong: its sender has learned that value
//     before, and to learn it only ends a proposal.
//   - A request below the promise of its receiver can only be refused, for
//     ever. So it is needless when its sender is spent.
//   - A prepare whose sender is past phase 1 gets an answer that does not
//     count, and raises the promise of its receiver. That makes the receiver
//     refuse what it would have taken, so it is needless too, unless a no is of
//     use to its sender, or to one with a lower ballot: of the others, who promised
//     this one, it may never hear again. Nor may its round be news to anybody who
//     starts another, even after a crash.
func (Protocol) Needless(of node.Machine, p node.Prospects, src, dst node.ID, msg node.Message) uint8 {
	return of.(*machine).needless(p, src, dst, msg.(Message))
}

func (m *machine) needless(p node.Prospects, src, dst node.ID, msg Message) uint8 {
	switch msg.What {
	case Prepare:
		return m.staleTo(p, src, dst, msg.Ballot) | m.lateTo(p, src, msg.Ballot)
	case Accept:
		return m.staleTo(p, src, dst, msg.Ballot)
	case Nack:
		if m.self != dst || m.spent(p) {
			return reasonReceiver
		}
	case Learn:
		if m.self != dst || !p.Requests && m.learnsChosen() {
			return reasonReceiver
		}
	}
	return 0
}

// learnsChosen reports whether the rules are on without which a node could say
// that a value is chosen when it is not. One that has learned another value
// before states nothing by that, and only who believes it does.
func (m *machine) learnsChosen() bool {
	r := &m.rules
	return r.learnAfterQuorum && r.countDistinctAcceptors && r.matchReplyBallot && r.majorityQuorum
}

// spent reports whether the node starts no ballot any more. Without a back-off
// a refusal starts one at once, and no timer is needed.
func (m *machine) spent(p node.Prospects) bool {
	return !p.Requests && (m.Proposal.Phase == idle || !p.Timers && m.backoff.Max > 0)
}

// staleTo agrees that a request at b can only be refused, for all that this
// node has to say about it.
func (m *machine) staleTo(p node.Prospects, src, dst node.ID, b node.Ballot) uint8 {
	if !m.strict() || m.self == src && !m.spent(p) || m.self == dst && !b.Less(m.Promised) {
		return 0
	}
	return reasonStale
}

// lateTo agrees that a prepare at b comes too late, for all that this node has
// to say about it.
func (m *machine) lateTo(p node.Prospects, src node.ID, b node.Ballot) uint8 {
	spent, prop := m.spent(p), &m.Proposal
	below := prop.Phase != idle && prop.Ballot.Less(b) && !prop.Refused
	switch {
	case !m.strict():
	case m.self == src && !(spent && m.past(b)):
	case !spent && (m.durableRound() < b.Round || below):
	default:
		return reasonLate
	}
	return 0
}

// past reports whether promises at b, a ballot of this node, count no more.
func (m *machine) past(b node.Ballot) bool {
	p := &m.Proposal
	if p.Phase == idle {
		return !m.Used.Less(b)
	}
	return b.Less(p.Ballot) || b == p.Ballot && p.Phase >= proposing
}

// strict reports whether the rules are on without which a promise would not
// hold for ever, or answers would count twice or for other ballots.
func (m *machine) strict() bool {
	r := &m.rules
	durable := r.promiseDurable && r.acceptDurable && r.syncBeforeReply && r.ballotNeverReused
	acceptor := r.acceptChecksPromise && r.acceptRaisesPromise && !r.acceptStrict && !r.prepareSticky
	return durable && acceptor && r.matchReplyBallot && r.nodeIDInBallot && r.oneValuePerBallot
}

// Waits says that answers count when there is a quorum of them, and not before:
// the first ones may as well arrive right before the last. And a no that makes
// the proposer retry may arrive right before it does.
func (Protocol) Waits(of node.Machine, prospects node.Prospects) int {
	m := of.(*machine)
	p := &m.Proposal
	switch {
	case !m.strict() || p.ByHand:
	case p.Refused && prospects.Timers:
		return 1
	case p.Refused:
	case p.Phase == preparing && p.Count > 0:
		return m.q1 - int(p.Count)
	case p.Phase == proposing && p.Count > 0:
		return m.q2 - int(p.Count)
	}
	return 0
}

// Joins says that a proposer waits for answers of the kind that it has, and one
// that was refused for its timer; several may refuse it, each because of
// another ballot.
func (Protocol) Joins(of node.Machine, msg node.Message) bool {
	p := &of.(*machine).Proposal
	if msg == nil {
		return p.Refused
	}
	m := msg.(Message)
	switch m.What {
	case Promise:
		return m.Ballot == p.Ballot && p.Phase == preparing && !p.Refused
	case Accepted:
		return m.Ballot == p.Ballot && p.Phase == proposing && !p.Refused
	case Nack:
		return m.Ballot == p.Ballot && p.Refused
	}
	return false
}

// Survives says that a node has lost nothing when its disk had it all, but for
// its proposal: one that nobody goes on with might as well never be answered.
// Which rounds it has heard of matters to nobody once it starts no more.
func (Protocol) Survives(before, after node.Machine, p node.Prospects) bool {
	b, a := before.(*machine).state, after.(*machine).state
	if !p.Requests && a.Proposal.Phase == idle {
		b.Round, b.Proposal = a.Round, a.Proposal
	}
	return string(encode(nil, &b)) == string(encode(nil, &a))
}
