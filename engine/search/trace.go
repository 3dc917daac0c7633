package search

import (
	"bytes"
	"fmt"
)

// Step is one transition: a delivery or a move.
type Step struct {
	Slot      int    // where it happens
	Message   []byte // delivery: the body; nil: a move
	Name      []byte // of the outcome
	Outcome   int    // its index among what React or Moves returned
	Duplicate bool   // the message stays in flight
}

// Trace is a path through the states, from the start.
type Trace []Step

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

// trace returns the steps along path. An error comes from a System that is not
// a function of its arguments, and the steps are those up to there.
func (s *searching) trace(path []int) (Trace, error) {
	w, at := s.workers[0], s.start
	var t Trace
	for _, ordinal := range path {
		var c candidates
		if err := w.expand(at, 0, &c); ordinal >= c.len() {
			return t, err
		}
		t = append(t, w.step(at, &c.how[ordinal]))
		at = w.successor(at, &c, ordinal)
	}
	return t, nil
}

// step returns the step from s that how describes.
func (w *worker) step(s flat, how *origin) Step {
	slot := w.local(w.transition(how.transition).local).slot
	event := ownMoves
	step := Step{Slot: int(slot), Duplicate: how.duplicate}
	if !how.move {
		event = s.messages(w.slots)[how.at]
		step.Message = []byte(w.message(event).body)
	}
	first, _ := w.events.get(eventKey(s[localsAt+slot], event))
	step.Outcome = int(how.transition - (first - 1))
	step.Name = w.name(how.transition)
	return step
}

// name returns the name of an outcome; nil if it has none.
func (w *worker) name(transition uint32) []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	if n := w.names[transition]; n != "" {
		return []byte(n)
	}
	return nil
}

// successor returns a state of its own: the successor of s that is candidate k.
func (w *worker) successor(s flat, c *candidates, k int) flat {
	how := &c.how[k]
	next := make(flat, flatSize(w.slots, int(how.inFlight)))
	w.build(s, how, sum{c.lo[k], c.hi[k]}, next)
	return next
}
