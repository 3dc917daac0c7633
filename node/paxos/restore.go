package paxos

import (
	"errors"
	"fmt"

	"synod/node"
)

// check returns an error if no run of a machine with this configuration can
// lead to its state. It knows the invariants of one node, and nothing of what
// the others have done.
func (m *machine) check() error {
	if err := m.checkParts(); err != nil {
		return err
	}
	if err := m.checkAcceptor(); err != nil {
		return err
	}
	switch p := &m.Proposal; {
	case !m.Used.IsZero() && m.Used.Node != m.stamp():
		return fmt.Errorf("got ballot %v used, want one of node %d", m.Used, m.stamp())
	case p.Phase == idle:
		return p.checkIdle()
	default:
		return m.checkProposal(p)
	}
}

// checkParts checks each ballot and each value by itself.
func (m *machine) checkParts() error {
	p := &m.Proposal
	for _, b := range [...]node.Ballot{m.Promised, m.Accepted, m.Used, p.Ballot, p.Found.Ballot} {
		if !m.possible(b) {
			return fmt.Errorf("got ballot %v, want one of %s", b, m.names())
		}
	}
	for _, v := range [...]node.Value{m.Vote, m.Learned, p.Asked, p.Value, p.Found.Value} {
		if v.Absent() {
			continue
		}
		if err := checkValue(v); err != nil {
			return err
		}
	}
	return nil
}

// possible reports whether b is none, or one that a node of the cluster can
// have started.
func (c *config) possible(b node.Ballot) bool {
	named := c.knows(b.Node) || b.Node == 0 && !c.rules.nodeIDInBallot
	return b.IsZero() || b.Round >= 1 && named
}

func (m *machine) checkAcceptor() error {
	low := m.Round < max(m.Promised.Round, m.Accepted.Round, m.Used.Round)
	switch {
	case m.Accepted.IsZero() != m.Vote.Absent():
		return fmt.Errorf("got a vote for %v at %v, want both or neither", m.Vote, m.Accepted)
	case m.Promised.Less(m.Accepted) && m.rules.acceptRaisesPromise:
		return fmt.Errorf("got a vote at %v above the promise of %v", m.Accepted, m.Promised)
	case m.Round < 0, low && m.rules.ballotNeverReused:
		return fmt.Errorf("got %d as the highest round, and a ballot above it", m.Round)
	}
	return nil
}

// checkIdle returns an error if there is anything in p.
func (p *proposal) checkIdle() error {
	var none, some [128]byte
	if string(encode(none[:0], &proposal{})) != string(encode(some[:0], p)) {
		return errors.New("got parts of a proposal where there is none")
	}
	return nil
}

func (m *machine) checkProposal(p *proposal) error {
	fresh := p.Phase == opened
	switch {
	case p.Phase > counted:
		return fmt.Errorf("got phase %d, want one up to %d", p.Phase, counted)
	case p.Ballot.IsZero(), p.Ballot.Node != m.stamp(), fresh && !m.Used.Less(p.Ballot), !fresh && p.Ballot != m.Used:
		return fmt.Errorf("got ballot %v for a proposal that is %v, with %v used", p.Ballot, p, m.Used)
	case p.Value.Absent() != (p.Phase < proposing):
		return fmt.Errorf("got value %v for a proposal that is %v", p.Value, p)
	case fresh != (p.Rounds == 0), p.Rounds < 0, p.Refusals > maxGrowth, p.Resends > maxDoublings:
		return fmt.Errorf("got %d rounds, %d refusals and %d resends", p.Rounds, p.Refusals, p.Resends)
	}
	if err := m.checkDrive(p); err != nil {
		return err
	}
	return m.checkAnswers(p)
}

// checkDrive checks what only a proposal by hand, or only one that runs by
// itself, can have.
func (m *machine) checkDrive(p *proposal) error {
	ok := !p.Decided && p.Phase != opened && p.Phase != counted
	if p.ByHand {
		ok = !p.Asked.Absent() && p.Refusals == 0 && p.Resends == 0 && (p.Decided || p.Phase != counted)
	}
	if !ok {
		return fmt.Errorf("got a proposal that is %v, by hand %t", p, p.ByHand)
	}
	return nil
}

// checkAnswers checks what acceptors are said to have answered. A vote may be
// found at no ballot at all: with two rules off acceptors report such.
func (m *machine) checkAnswers(p *proposal) error {
	var (
		waits = p.Phase == preparing || p.Phase == proposing
		size  = int32(p.Answered.size())
		some  = size > 0 || p.Count != 0 || p.Refused
		found = p.Found.From != 0
	)
	switch {
	case !p.Answered.within(m.nodes), p.Count < size, p.Count > size && m.rules.countDistinctAcceptors, some && !waits:
		return fmt.Errorf("got %d answers of %d acceptors to a proposal that is %v", p.Count, size, p)
	case found && (!waits || !m.knows(p.Found.From)), found == p.Found.Value.Absent(), !found && !p.Found.Ballot.IsZero():
		return fmt.Errorf("got %v found at %v by a proposal that is %v", p.Found.Value, p.Found.From, p)
	}
	return nil
}
