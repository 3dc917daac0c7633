package paxos

import (
	"time"

	"synod/node"
)

// The timers of a proposal that runs by itself. At most one of them is set.
const (
	timerResend  node.Timer = iota // an answer may be lost
	timerBackoff                   // another proposer was faster
)

// Bounds on how often a wait doubles.
const (
	maxDoublings = 3 // of the retransmit time
	maxGrowth    = 6 // of the back-off
)

// ask contacts every acceptor for the present phase and sets the timer, if the
// proposal runs by itself.
func (m *machine) ask(out *node.Effects) {
	if m.Proposal.ByHand {
		return
	}
	msg := m.question()
	for id := node.ID(1); m.knows(id); id++ {
		out.Send(id, msg)
	}
	m.setResend(out)
}

// question returns the message of the present phase.
func (m *machine) question() node.Message {
	p := &m.Proposal
	if p.Phase == preparing {
		return Message{What: Prepare, Ballot: p.Ballot}
	}
	return Message{What: Accept, Ballot: p.Ballot, Value: p.Value}
}

func (m *machine) setResend(out *node.Effects) {
	if m.retransmit > 0 {
		wait := m.retransmit << m.Proposal.Resends
		out.SetTimer(timerResend, wait, wait)
	}
}

// stopTimers stops the one timer that is set.
func (m *machine) stopTimers(out *node.Effects) {
	p := &m.Proposal
	switch {
	case p.ByHand:
	case p.Refused:
		out.StopTimer(timerBackoff)
	case m.retransmit > 0:
		out.StopTimer(timerResend)
	}
}

// nack takes a no. The first one ends the ballot: waiting for a quorum of them
// could be for ever, since the others may be down. That an acceptor promised
// more than b is noted by then, so the next ballot is above it.
func (m *machine) nack(b node.Ballot, out *node.Effects) {
	p := &m.Proposal
	switch {
	case b != p.Ballot || p.Phase != preparing && p.Phase != proposing:
		out.Outcome(node.Note{Code: noteOver, Ballot: b})
	case p.Refused:
		out.Outcome(node.Note{Code: noteGivenUp, Ballot: b})
	case p.ByHand:
		p.Refused = true
		out.Outcome(node.Note{Code: noteRefused, Ballot: b})
		m.reply(StatusRefused, out)
	default:
		m.stopTimers(out)
		m.retreat(out)
	}
}

// retreat gives the present ballot up, and waits before the next one so that
// a rival can finish: "Paxos Made Simple", section 2.4, on progress. Votes
// that are under way still count, as nothing can take them back; promises
// are of no more use.
func (m *machine) retreat(out *node.Effects) {
	p := &m.Proposal
	p.Refused, p.Resends = true, 0
	if p.Phase == preparing {
		p.Answered, p.Count, p.Found = set{}, 0, finding{}
	}
	least, most := m.pause()
	note := node.Note{Code: noteRetries, Ballot: p.Ballot, Min: least, Max: most}
	if most == 0 {
		note.Other = m.next()
	}
	out.Outcome(note)
	m.reply(StatusRefused, out)
	if most == 0 {
		m.begin(m.next(), out)
		m.ask(out)
		return
	}
	out.SetTimer(timerBackoff, least, most)
}

// pause returns how long to wait after one more refusal.
func (m *machine) pause() (least, most time.Duration) {
	p, b := &m.Proposal, m.backoff
	if !b.Grow || b.Max == 0 {
		return b.Min, b.Max
	}
	shift := p.Refusals
	p.Refusals = min(shift+1, maxGrowth)
	return b.Min << shift, b.Max << shift
}

// timer takes a timer that fired. One that nobody waits for does nothing.
func (m *machine) timer(t node.Timer, out *node.Effects) {
	p := &m.Proposal
	waits := !p.ByHand && (p.Phase == preparing || p.Phase == proposing)
	switch {
	case t == timerResend && waits && !p.Refused:
		m.resend(out)
	case t == timerBackoff && waits && p.Refused:
		m.begin(m.next(), out)
		out.Outcome(node.Note{Code: noteBallot, Ballot: p.Ballot})
		m.ask(out)
	default:
		out.Outcome(node.Note{Code: noteNothing})
	}
}

// resend asks those again who have not answered.
func (m *machine) resend(out *node.Effects) {
	p := &m.Proposal
	out.Outcome(node.Note{
		Code: noteAgain, Ballot: p.Ballot, Value: p.Value,
		Count: int32(m.nodes - p.Answered.size()),
	})
	msg := m.question()
	for id := node.ID(1); m.knows(id); id++ {
		if !p.Answered.has(id) {
			out.Send(id, msg)
		}
	}
	p.Resends = min(p.Resends+1, maxDoublings)
	m.setResend(out)
}
