package engine

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"synod/engine/history"
	"synod/engine/trace"
	"synod/node"
)

// Operation is something that a client asked of a node, and how it stands. A
// request begins it. Where its protocol can be driven by hand, later requests
// drive it. A node may have many of them open at once.
type Operation struct {
	ID       uint64
	Node     node.ID
	Client   string        // who asked; "" for somebody of whom nothing else is known
	Request  *node.Request // that began it
	Latest   string        // the op of the latest request of it that its node took
	Started  time.Duration
	Finished time.Duration // when it was done

	last     node.Reply
	crashed  bool // its node crashed while it was open
	messages int

	invoked  history.Moment  // when the client asked
	returned history.Moment  // when it heard how that ended, or gave up
	ending   history.Outcome // what it knows of it since; "" while it waits
	why      string          // why it knows no more
	late     history.Late    // what its node answered after the client gave up
}

// Done reports whether nothing more will come of the operation.
func (o *Operation) Done() bool { return o.crashed || o.last.Final }

// Crashed reports whether the operation went down with its node.
func (o *Operation) Crashed() bool { return o.crashed }

// Reply returns the last that the node said of the operation. Its ID is 0 before
// the first reply.
func (o *Operation) Reply() *node.Reply { return &o.last }

// Messages returns how many messages between nodes the operation has cost so
// far. What a node sends itself is not counted.
func (o *Operation) Messages() int { return o.messages }

// Request lets a client ask r of a node, which begins an operation. The world
// gives r its client and, unless it has one that is free, its ID: one more than the
// greatest so far. It owns r from then on. A request that the node does not take
// leaves nothing behind but that its client was told so.
func (w *World) Request(id node.ID, r *node.Request) (*Operation, error) {
	number := r.ID
	switch {
	case number == 0:
		number = w.nextRequest()
	case w.operation(number) != nil:
		return nil, fmt.Errorf("there is a request %d in this run already, want another number, such as %d", number, w.nextRequest())
	}
	w.numbered = max(w.numbered, r.ID)
	o := &Operation{ID: number, Node: id, Request: r, Started: w.now, Client: w.client}
	o.invoked = w.moment(w.seq + 1)
	w.operations = append(w.operations, o)
	before := w.seq
	err := w.ask(o, r)
	if err != nil && w.seq == before {
		w.operations = w.operations[:len(w.operations)-1]
		w.turnedAway(o, err)
		return nil, err
	}
	w.heard(o)
	w.judge.Asked(r)
	return o, err
}

// Drive lets the client of o ask r of its node, as a later request of the same
// operation. A request that the node does not take changes nothing.
func (w *World) Drive(o *Operation, r *node.Request) error {
	if err := w.drivable(o); err != nil {
		return err
	}
	return w.ask(o, r)
}

// Knows reports whether o is of this run, and not of one before a reset.
func (w *World) Knows(o *Operation) bool { return w.operation(o.ID) == o }

// drivable returns an error when o can no longer be driven.
func (w *World) drivable(o *Operation) error {
	if o.crashed {
		return fmt.Errorf("the request went down when %v crashed; make a new one", o.Node)
	}
	if !w.Knows(o) {
		return errors.New("the request belongs to the run before the reset; make a new one")
	}
	return nil
}

// Operations returns what clients asked of nodes in this run, and the nodes took,
// in that order.
func (w *World) Operations() []*Operation { return slices.Clone(w.operations) }

// OperationAt returns what a client asked of a node last, of what is not over, or nil.
func (w *World) OperationAt(id node.ID) *Operation {
	open := w.nodes[id].open
	if len(open) == 0 {
		return nil
	}
	return open[len(open)-1]
}

// operation returns the operation of an ID, or nil.
func (w *World) operation(id uint64) *Operation {
	if i := id - 1; i < uint64(len(w.operations)) && w.operations[i].ID == id {
		return w.operations[i] // as most are: no request has a number of its own
	}
	for _, o := range w.operations {
		if o.ID == id {
			return o
		}
	}
	return nil
}

// nextRequest returns the number of a request that has none of its own.
func (w *World) nextRequest() uint64 {
	return max(uint64(len(w.operations)), w.numbered) + 1
}

// rejected is the error of a request that the node did not take: it made no
// sense to it, or it could not hear it.
type rejected string

func (r rejected) Error() string { return string(r) }

// ask lets the node of o take a request. A rejected one leaves no record.
func (w *World) ask(o *Operation, r *node.Request) error {
	if err := w.awake(o.Node); err != nil {
		return err
	}
	r.ID, r.Client = o.ID, o.client()
	n, before := &w.nodes[o.Node], w.seq
	if o.Latest == "" {
		n.open = append(n.open, o)
	}
	err := w.take(o.Node, node.Event{Kind: node.EventRequest, Request: r},
		trace.Record{Kind: trace.Ask, Dst: o.Node, Request: r}, nil, o)
	if err == nil || w.seq > before {
		o.Latest = r.Op
	} else if o.Latest == "" {
		n.close(o)
	}
	return err
}

// close takes o out of what is open at the node.
func (n *nodeState) close(o *Operation) {
	if i := slices.Index(n.open, o); i >= 0 {
		n.open = slices.Delete(n.open, i, i+1)
	}
}

// reply takes what a node says of an operation, in the event cause. Only the node
// that was asked may say something, and nothing after its last word.
func (w *World) reply(id node.ID, r *node.Reply, cause int) {
	o := w.operation(r.ID)
	if o == nil || o.Node != id || o.Done() {
		return
	}
	o.last = *r
	if o.Done() {
		o.Finished = w.now
		w.nodes[id].close(o)
		o.answered(w.moment(cause))
	}
}
