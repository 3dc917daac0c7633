package paxos

import (
	"errors"
	"fmt"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// Proposal is an operation of Paxos, in its words.
type Proposal struct{ *engine.Operation }

// Of returns o, which is one of Paxos.
func Of(o *engine.Operation) Proposal { return Proposal{o} }

// Outcome is how a proposal ended, as far as its client can know.
type Outcome string

// The outcomes. Unknown is the honest answer of a client who gave up waiting: the
// value may be chosen, now or later, or never.
const (
	OutcomeChosen  Outcome = "chosen"
	OutcomeEmpty   Outcome = "empty" // a read found that nothing can have been chosen
	OutcomeStopped Outcome = "stopped"
	OutcomeUnknown Outcome = "unknown"
)

// Outcome returns how the proposal ended, or OutcomeUnknown.
func (p Proposal) Outcome() Outcome {
	switch p.Told().Status {
	case paxos.StatusChosen:
		return OutcomeChosen
	case paxos.StatusEmpty:
		return OutcomeEmpty
	case paxos.StatusStopped:
		return OutcomeStopped
	}
	return OutcomeUnknown
}

// Decided reports whether the client knows what came of it.
func (p Proposal) Decided() bool {
	return p.Outcome() == OutcomeChosen || p.Outcome() == OutcomeEmpty
}

// Asked returns the value that the client asked for; absent for a read.
func (p Proposal) Asked() node.Value { return paxos.RequestOf(p.Request).Value }

// Told returns the last that the node said of it.
func (p Proposal) Told() paxos.Reply { return paxos.ReplyOf(p.Reply()) }

// ByHand reports whether it is driven with prepare and accept.
func (p Proposal) ByHand() bool {
	return p.Request.Op == paxos.OpOpen && p.Latest != paxos.OpStart
}

// Handed returns the proposal at a node that is driven by hand and not done, and
// whether there is one.
func Handed(w *engine.World, id node.ID) (p Proposal, is bool) {
	o := w.OperationAt(id)
	if o == nil || o.Done() {
		return Proposal{}, false
	}
	p = Proposal{o}
	return p, p.ByHand()
}

// Drive lets the client of p ask its node for op: a phase with the acceptors in to, of
// which none means all, to start, or to stop.
func (p Proposal) Drive(w *engine.World, op string, to ...node.ID) error {
	if err := p.over(w); err != nil {
		return err
	}
	return w.Drive(p.Operation, paxos.Drive(op, to...))
}

// StartPoints lists the places at which its node can die in the step in which it
// starts.
func (p Proposal) StartPoints(w *engine.World) ([]node.Point, error) {
	if err := p.over(w); err != nil {
		return nil, err
	}
	return w.DrivePoints(p.Operation, paxos.Drive(paxos.OpStart))
}

// over returns an error when it can no longer be driven.
func (p Proposal) over(w *engine.World) error {
	if p.Crashed() {
		return fmt.Errorf("the proposer went down when %v crashed; make a new one", p.Node)
	}
	if w.Knows(p.Operation) {
		return nil
	}
	return errors.New("the proposer belongs to the run before the reset; make a new one")
}
