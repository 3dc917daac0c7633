package engine

import (
	"fmt"
	"strings"
	"time"

	"synod/engine/history"
	"synod/engine/trace"
	"synod/node"
	"synod/node/paxos"
)

// Proposal is a client's request to one node, and how it stands.
type Proposal struct {
	ID       uint64
	Node     node.ID
	Asked    node.Value // absent for a read
	ByHand   bool       // driven with Prepare and Accept
	Started  time.Duration
	Finished time.Duration // when it was done
	Client   string        // who asked; "" for somebody of whom nothing else is known

	last     node.Reply
	crashed  bool // the node that ran it crashed
	messages int
	answers  *Answers

	invoked  history.Moment  // when the client asked
	returned history.Moment  // when it heard how that ended, or gave up
	ending   history.Outcome // what it knows of it since; "" while it waits
	why      string          // why it knows no more
}

// Outcome is how a proposal ended, as far as its client can know.
type Outcome string

// The outcomes. Unknown is the honest answer of a client who gave up waiting:
// the value may be chosen, now or later, or never.
const (
	OutcomeChosen  Outcome = "chosen"
	OutcomeEmpty   Outcome = "empty" // a read found that nothing can have been chosen
	OutcomeStopped Outcome = "stopped"
	OutcomeUnknown Outcome = "unknown"
)

// Outcome returns how the proposal ended, or OutcomeUnknown.
func (p *Proposal) Outcome() Outcome {
	switch p.Reply().Status {
	case paxos.StatusChosen:
		return OutcomeChosen
	case paxos.StatusEmpty:
		return OutcomeEmpty
	case paxos.StatusStopped:
		return OutcomeStopped
	}
	return OutcomeUnknown
}

// Done reports whether nothing more will come of the proposal.
func (p *Proposal) Done() bool { return p.crashed || p.last.Final }

// Crashed reports whether the proposal went down with its node.
func (p *Proposal) Crashed() bool { return p.crashed }

// Reply returns the last that the node said of the proposal.
func (p *Proposal) Reply() paxos.Reply { return paxos.ReplyOf(&p.last) }

// Answers returns what came of the latest phase that was driven by hand and waited
// for, or nil when there was none or it was cut short.
func (p *Proposal) Answers() *Answers { return p.answers }

// Messages returns how many messages between nodes the proposal has cost so
// far. What a node sends itself is not counted.
func (p *Proposal) Messages() int { return p.messages }

// Propose lets a client ask id to propose v and to go on until it is chosen.
// The zero ballot lets the node choose one.
func (w *World) Propose(id node.ID, v node.Value, ballot node.Ballot) (*Proposal, error) {
	return w.begin(&Proposal{Node: id, Asked: v}, paxos.OpPropose, ballot)
}

// Open lets a client ask id to be ready to propose v by hand, at ballot first.
func (w *World) Open(id node.ID, v node.Value, ballot node.Ballot) (*Proposal, error) {
	return w.begin(&Proposal{Node: id, Asked: v, ByHand: true}, paxos.OpOpen, ballot)
}

// Read lets a client ask id what is chosen.
func (w *World) Read(id node.ID) (*Proposal, error) {
	return w.begin(&Proposal{Node: id}, paxos.OpRead, node.Ballot{})
}

// begin introduces p to its node. A rejected proposal leaves nothing behind but
// that its client was told so.
func (w *World) begin(p *Proposal, op string, ballot node.Ballot) (*Proposal, error) {
	p.ID, p.Started, p.Client = w.proposed+1, w.now, w.client
	w.proposals[p.ID] = p
	p.invoked = w.moment(w.seq + 1)
	err := w.ask(p, paxos.Request{Op: op, Value: p.Asked, Ballot: ballot})
	if err != nil && p.last.ID == 0 {
		delete(w.proposals, p.ID)
		w.turnedAway(p, err)
		return nil, err
	}
	w.proposed = p.ID
	w.nodes[p.Node].client = p
	w.heard(p)
	w.judge.Asked(w.event.Request)
	return p, err
}

// Prepare runs phase 1 of p with the acceptors in to, nil meaning all, until
// their answers are back or can no longer come.
func (w *World) Prepare(p *Proposal, to []node.ID) error { return w.phase(p, paxos.OpPrepare, to) }

// Accept runs phase 2 of p with the acceptors in to, nil meaning all, until
// their answers are back or can no longer come.
func (w *World) Accept(p *Proposal, to []node.ID) error { return w.phase(p, paxos.OpAccept, to) }

func (w *World) phase(p *Proposal, op string, to []node.ID) error {
	if err := w.Contact(p, op, to); err != nil {
		return err
	}
	answers, err := w.answered(w.sent)
	p.answers = answers
	return err
}

// Contact is Prepare or Accept, as op says, without waiting for answers.
func (w *World) Contact(p *Proposal, op string, to []node.ID) error {
	if err := w.live(p); err != nil {
		return err
	}
	return w.ask(p, paxos.Request{Op: op, To: to})
}

// StartProposal lets p go on by itself from where it stands.
func (w *World) StartProposal(p *Proposal) error {
	if err := w.live(p); err != nil {
		return err
	}
	if err := w.ask(p, paxos.Request{Op: paxos.OpStart}); err != nil {
		return err
	}
	p.ByHand = false
	return nil
}

// StopProposal lets the client of p give it up.
func (w *World) StopProposal(p *Proposal) error {
	if p.Done() {
		return nil
	}
	if err := w.live(p); err != nil {
		return err
	}
	return w.ask(p, paxos.Request{Op: paxos.OpStop})
}

// live returns an error when p can no longer be driven.
func (w *World) live(p *Proposal) error {
	if p.crashed {
		return fmt.Errorf("the proposer went down when %v crashed; make a new one", p.Node)
	}
	if w.proposals[p.ID] != p {
		return fmt.Errorf("the proposer belongs to the run before the reset; make a new one")
	}
	return nil
}

// rejected is the error of a request that the node did not take: it made no
// sense to it, or it could not hear it.
type rejected string

func (r rejected) Error() string { return string(r) }

// ask lets p's node take a request. A rejected one leaves no record.
func (w *World) ask(p *Proposal, q paxos.Request) error {
	if err := w.awake(p.Node); err != nil {
		return err
	}
	q.ID = p.ID
	r := q.Open()
	r.Client = p.client()
	return w.take(p.Node, node.Event{Kind: node.EventRequest, Request: r},
		trace.Record{Kind: trace.Ask, Dst: p.Node, Request: r}, nil, p)
}

// reply takes what a node says of a proposal, in the event cause.
func (w *World) reply(r *node.Reply, cause int) {
	p := w.proposals[r.ID]
	if p == nil || p.Done() {
		return
	}
	p.last = *r
	if p.Done() {
		p.Finished = w.now
		p.answered(w.moment(cause))
	}
}

// up returns an error when id is no node, or one that is down.
func (w *World) up(id node.ID) error {
	if err := w.usable(); err != nil {
		return err
	}
	if err := w.known(id); err != nil {
		return err
	}
	if n := &w.nodes[id]; n.down {
		return rejected(fmt.Sprintf("%v is down since %s; restart it first", id, trace.AppendTime(nil, n.since)))
	}
	return nil
}

// awake returns an error when id cannot take a step now.
func (w *World) awake(id node.ID) error {
	if err := w.up(id); err != nil {
		return err
	}
	if w.nodes[id].paused {
		return rejected(fmt.Sprintf("%v is paused; resume it first", id))
	}
	return nil
}

// known returns an error when there is no node id.
func (w *World) known(id node.ID) error {
	if id >= 1 && int(id) <= w.Nodes() {
		return nil
	}
	return fmt.Errorf("there is no node %d, want one of %s", id, w.IDs())
}

// IDs lists the ids of the nodes: "1, 2, 3" or "1 to 1000".
func (w *World) IDs() string {
	if w.Nodes() > 9 {
		return fmt.Sprintf("1 to %d", w.Nodes())
	}
	ids := make([]string, w.Nodes())
	for i := range ids {
		ids[i] = fmt.Sprint(i + 1)
	}
	return strings.Join(ids, ", ")
}
