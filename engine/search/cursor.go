package search

import (
	"bytes"
	"fmt"
)

// Cursor stands in one state and goes from it step by step. It belongs to one
// goroutine.
type Cursor struct {
	sys   System
	o     Options
	state State
	bad   Violation
}

// NewCursor returns a Cursor at the start. Of the Options it goes by From,
// Duplicate and DropDead.
func NewCursor(sys System, o Options) (*Cursor, error) {
	c := &Cursor{sys: sys, o: o}
	if o.From != nil {
		c.state = o.From.clone()
	} else {
		start := sys.Start()
		c.state = start.clone()
	}
	c.state.sort()
	return c, nil
}

// State returns a copy of the state, its messages in canonical order.
func (c *Cursor) State() State { return c.state.clone() }

// Violation returns what the watcher said about the last step.
func (c *Cursor) Violation() Violation { return c.bad }

// Steps returns the steps that are possible here, in canonical order:
// deliveries before moves, by slot, then by body; outcomes in their order,
// each before its duplicate.
func (c *Cursor) Steps() ([]Step, error) {
	next, err := successors(c.sys, &c.o, &c.state)
	if err != nil {
		return nil, err
	}
	steps := make([]Step, len(next))
	for i := range next {
		steps[i] = next[i].step
	}
	return steps, nil
}

// Take takes step s. An error says that it is not possible here, or comes from
// the System, and the Cursor has not moved.
func (c *Cursor) Take(s Step) error {
	next, err := successors(c.sys, &c.o, &c.state)
	if err != nil {
		return err
	}
	for i := range next {
		if next[i].step.Equal(s) {
			c.state, c.bad = next[i].state, next[i].bad
			return nil
		}
	}
	return fmt.Errorf("step: got %s, which is not possible here", s)
}

// Replay takes the steps of t, and returns the states along it: the start and
// one for each step.
func Replay(sys System, o Options, t Trace) ([]State, error) {
	c, err := NewCursor(sys, o)
	if err != nil {
		return nil, err
	}
	states := []State{c.State()}
	for i, s := range t {
		if err := c.Take(s); err != nil {
			return nil, fmt.Errorf("step %d of %d: %w", i+1, len(t), err)
		}
		states = append(states, c.State())
	}
	return states, nil
}

// Equal reports whether s and t are the same step.
func (s Step) Equal(t Step) bool {
	return s.Slot == t.Slot && (s.Message == nil) == (t.Message == nil) && bytes.Equal(s.Message, t.Message) &&
		bytes.Equal(s.Name, t.Name) && s.Outcome == t.Outcome && s.Duplicate == t.Duplicate
}

// String returns the step for a person to read: the slot's number, and the
// body or name as it is.
func (s Step) String() string {
	if s.Message == nil {
		return fmt.Sprintf("slot %d moves %q", s.Slot, s.Name)
	}
	text := fmt.Sprintf("slot %d gets %q", s.Slot, s.Message)
	if len(s.Name) > 0 {
		text += fmt.Sprintf(", %s", s.Name)
	}
	if s.Duplicate {
		text += ", which stays in flight"
	}
	return text
}
