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
	Choices []int
	Crash   *node.Point
}

// request is a node.Request as it travels.
type request struct {
	_      struct{} `cbor:",toarray"`
	ID     uint64
	Op     string
	Client string
	Args   []field
}

// eventOf turns ev into its travelling form.
func (p *Port) eventOf(ev *node.Event) (*event, error) {
	w := &p.event
	*w = event{Kind: ev.Kind, From: ev.From, Timer: ev.Timer, Choices: ev.Choices, Crash: ev.Crash}
	switch ev.Kind {
	case node.EventDeliver:
		raw, err := p.encodeMessage(ev.Message)
		w.Message = raw
		return w, err
	case node.EventTimer:
		return w, nil
	case node.EventRequest:
		args, err := fieldsOf(node.ListOf(ev.Request.Args))
		w.Request = &request{ID: ev.Request.ID, Op: ev.Request.Op, Client: ev.Request.Client, Args: args}
		return w, err
	}
	return nil, errEvent(ev.Kind)
}

// toEvent turns w back into the event that it was.
func (p *Port) toEvent(w *event) (*node.Event, error) {
	ev := &node.Event{Kind: w.Kind, From: w.From, Timer: w.Timer, Choices: w.Choices, Crash: w.Crash}
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
		args, err := toFields(w.Request.Args)
		ev.Request = &node.Request{ID: w.Request.ID, Op: w.Request.Op, Client: w.Request.Client, Args: args}
		return ev, err
	}
	return nil, fmt.Errorf("%w: %v", ErrGarbage, errEvent(w.Kind))
}

// errEvent refuses a kind of event that does not travel.
func errEvent(k node.EventKind) error {
	return fmt.Errorf("event kind: got %d, want a delivery, a timer or a request", k)
}
