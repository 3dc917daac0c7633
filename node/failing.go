package node

import "fmt"

// Failing is what a Machine may be besides, if a step of it can come to nothing.
type Failing interface {
	// Err returns why the latest Step wanted nothing, or nil. The machine is in the
	// state then that it was in before that step. The error is a *HandlerError, or a
	// *ChoiceWanted.
	Err() error
}

// Take lets m take ev. The error is that of a machine whose step came to nothing: it
// wants nothing then, and is in the state of before.
func Take(m Machine, ev *Event, out *Effects) error {
	m.Step(ev, out)
	if f, ok := m.(Failing); ok {
		return f.Err()
	}
	return nil
}

// HandlerError is a mistake in a protocol that a machine came upon: no step was taken.
type HandlerError struct {
	_     struct{} `cbor:",toarray"`
	Where string   // the place in the protocol, such as "counter.star:7:12"
	Event string   // what the node did, such as "n2 handled gossip count=1 from n1"
	State string   // what the node remembered then, such as "count=2"
	Text  string   // what is wrong, and what would be right
	Calls []string // the calls that led there, outermost first, such as "counter.star:12:9: in on_gossip"
}

// Error returns all of it: the place and the mistake first, then the event and the state.
func (e *HandlerError) Error() string {
	text := e.Where + ": " + e.Text
	if e.Event != "" {
		text += "\n  while " + e.Event
	}
	if e.State != "" {
		text += "\n  in the state " + e.State
	}
	return text
}

// ChoiceWanted says that a step came to a choice that its event does not make: the
// step is to be taken again with one more of Event.Choices. A run draws it by the seed,
// a search tries all options.
type ChoiceWanted struct {
	_       struct{} `cbor:",toarray"`
	Name    string   // of the choice, such as "coin"
	Options int      // how many there are; the choice is a number below it
}

// Error returns "the choice coin has 2 options, and none was taken".
func (c *ChoiceWanted) Error() string {
	return fmt.Sprintf("the choice %s has %d options, and none was taken", c.Name, c.Options)
}
