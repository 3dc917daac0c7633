package wire

import (
	"fmt"

	"synod/node"
)

// event is a node.Event as it travels. A start is no event here: it is what
// OpStart does with the records of the node's own disk.
type event struct {
	_       struct{} `cbor:",toarray"`
	Kind    node.EventKind
	From    node.ID
	Message []byte // as the protocol encodes it
	Timer   node.Timer
	Request *request
	Crash   *node.Point
}

// request is a node.Request as it travels.
type request struct {
	_        struct{} `cbor:",toarray"`
	Proposal uint64
	Op       node.Op
	Value    node.Value
	Ballot   node.Ballot
	To       []node.ID
}

// eventOf turns ev into its travelling form.
func (p *Port) eventOf(ev *node.Event) (*event, error) {
	w := &p.event
	*w = event{Kind: ev.Kind, From: ev.From, Timer: ev.Timer, Crash: ev.Crash}
	switch ev.Kind {
	case node.EventDeliver:
		raw, err := p.encodeMessage(ev.Message)
		w.Message = raw
		return w, err
	case node.EventTimer:
		return w, nil
	case node.EventRequest:
		r := ev.Request
		w.Request = &request{Proposal: r.Proposal, Op: r.Op, Value: r.Value, Ballot: r.Ballot, To: r.To}
		return w, nil
	}
	return nil, errEvent(ev.Kind)
}

// toEvent turns w back into the event that it was.
func (p *Port) toEvent(w *event) (*node.Event, error) {
	ev := &node.Event{Kind: w.Kind, From: w.From, Timer: w.Timer, Crash: w.Crash}
	switch w.Kind {
	case node.EventDeliver:
		m, err := p.decodeMessage(w.Message)
		ev.Message = m
		return ev, err
	case node.EventTimer:
		return ev, nil
	case node.EventRequest:
		if w.Request == nil {
			return nil, fmt.Errorf("%w: a request event without a request", ErrGarbage)
		}
		r := w.Request
		ev.Request = &node.Request{Proposal: r.Proposal, Op: r.Op, Value: r.Value, Ballot: r.Ballot, To: r.To}
		return ev, nil
	}
	return nil, fmt.Errorf("%w: %v", ErrGarbage, errEvent(w.Kind))
}

// errEvent refuses a kind of event that does not travel.
func errEvent(k node.EventKind) error {
	return fmt.Errorf("event kind: got %d, want a delivery, a timer or a request", k)
}
