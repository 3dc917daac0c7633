package search

import "fmt"

// Cursor stands in one state and goes from it step by step. It belongs to one
// goroutine.
type Cursor struct {
	w   *worker
	at  flat
	bad Violation
}

// NewCursor returns a Cursor at the start. Of the Options it goes by From,
// Duplicate, DropDead and Paranoid.
func NewCursor(sys System, o Options) (*Cursor, error) {
	m, err := newModel(sys, &o)
	if err != nil {
		return nil, err
	}
	from := o.From
	if from == nil {
		start := sys.Start()
		from = &start
	}
	w := newWorker(m, &o)
	at, err := w.start(from)
	if err != nil {
		return nil, err
	}
	return &Cursor{w: w, at: at}, nil
}

// State returns the state, its messages in canonical order: by slot, then by
// body.
func (c *Cursor) State() State { return c.w.state(c.at) }

// Violation returns what the watcher said about the last step.
func (c *Cursor) Violation() Violation { return c.bad }

// Steps returns the steps that are possible here, in canonical order:
// deliveries before moves, by slot, then by body; outcomes in their order,
// each before its duplicate.
func (c *Cursor) Steps() ([]Step, error) {
	var next candidates
	if err := c.w.expand(c.at, 0, &next); err != nil {
		return nil, err
	}
	steps := make([]Step, next.len())
	for i := range next.how {
		steps[i] = c.w.step(c.at, &next.how[i])
	}
	return steps, nil
}

// Take takes step s. An error says that it is not possible here, or comes from
// the System, and the Cursor has not moved.
func (c *Cursor) Take(s Step) error {
	var next candidates
	if err := c.w.expand(c.at, 0, &next); err != nil {
		return err
	}
	for i := range next.how {
		if !c.w.step(c.at, &next.how[i]).Equal(s) {
			continue
		}
		c.bad = Violation{}
		if bad := next.how[i].bad; bad != 0 {
			v := c.w.violation(bad)
			c.bad = Violation{v.property, v.sentence}
		}
		c.at = c.w.successor(c.at, &next, i)
		return nil
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
