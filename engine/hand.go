package engine

import (
	"errors"
	"fmt"
	"slices"

	"synod/engine/trace"
)

// Pending returns what may still happen, held messages included, in order of
// time and then of creation.
func (w *World) Pending() []*Pending {
	if w.sight != nil {
		return w.sightings()
	}
	all := make([]*Pending, 0, len(w.queue)+len(w.held))
	for _, p := range w.queue {
		if p.wake == nil { // the script's own alarms are not its to move
			all = append(all, p)
		}
	}
	all = append(all, w.held...)
	for i := range w.nodes {
		all = append(all, w.nodes[i].parked...)
	}
	slices.SortFunc(all, func(p, q *Pending) int {
		if p.before(q) {
			return -1
		}
		return 1
	})
	return all
}

// Match returns the pending messages that m means, in order, or the timers: of these
// it looks at Dst, whose they are, and Where.
func (w *World) Match(m Match, timers bool) ([]*Pending, error) {
	m.compile(w.options.Protocol)
	matches := (*Match).matches
	if timers {
		matches = (*Match).matchesTimer
	}
	var found []*Pending
	for _, p := range w.Pending() {
		hit, err := matches(&m, p)
		if err != nil {
			return nil, err
		}
		if hit {
			found = append(found, p)
		}
	}
	return found, nil
}

// errGone is returned when a message is neither in flight nor held.
var errGone = errors.New("the message is no longer in flight")

// movable returns an error when p cannot be moved by hand.
func (w *World) movable(p *Pending) error {
	if err := w.usable(); err != nil {
		return err
	}
	if !p.Waiting() {
		return errGone
	}
	return nil
}

// onlyMessage returns an error when p is a timer: a timer fires or is stopped,
// and its node keeps track of it.
func (w *World) onlyMessage(p *Pending, verb string) error {
	if p.Message != nil {
		return nil
	}
	return fmt.Errorf("got the timer %s of %v to %s, want a message; a timer can only be delivered, which lets it fire now",
		w.options.Protocol.TimerName(p.Timer), p.Dst, verb)
}

// Deliver lets a message or a timer that is pending happen before everything
// else. The clock moves to its time, if that is still to come.
func (w *World) Deliver(p *Pending) error {
	if err := w.movable(p); err != nil {
		return err
	}
	if _, err := w.watched(); err != nil {
		return err
	}
	if err := w.movable(p); err != nil { // whoever watches may have moved it
		return err
	}
	return w.happen(p)
}

// Drop throws a pending message away.
func (w *World) Drop(p *Pending) error {
	if err := w.movable(p); err != nil {
		return err
	}
	if err := w.onlyMessage(p, "drop"); err != nil {
		return err
	}
	w.unqueue(p)
	return w.message(trace.Drop, p, "")
}

// Duplicate lets a message arrive once more, at the time the first copy was
// due or now. The message may have arrived already. The copy is held if the
// original is.
func (w *World) Duplicate(p *Pending) (*Pending, error) {
	if err := w.usable(); err != nil {
		return nil, err
	}
	if err := w.onlyMessage(p, "duplicate"); err != nil {
		return nil, err
	}
	if p.run != w.run {
		return nil, errors.New("the message belongs to the run before the reset, want one of this run")
	}
	c := w.copyOf(p, max(p.Due, w.now))
	if p.Held() {
		c.heldBy = p.heldBy
		w.held.put(c)
	} else {
		w.queue.push(c)
	}
	return c, w.message(trace.Duplicate, p, "")
}

// Release lets a held message go on its way. It arrives when it was due, or
// next if that is past.
func (w *World) Release(p *Pending) error {
	if err := w.movable(p); err != nil {
		return err
	}
	if err := w.onlyMessage(p, "release"); err != nil {
		return err
	}
	if p.Held() {
		w.release(p)
	}
	return nil
}

// Flush delivers everything that is in flight or held, and what comes of it,
// in order of time, until no message is left. Timers do not fire.
func (w *World) Flush() error {
	if err := w.usable(); err != nil {
		return err
	}
	for range w.options.MaxEvents {
		p := w.earliestMessage()
		if p == nil {
			return nil
		}
		if _, err := w.turn(p); err != nil {
			return err
		}
	}
	return w.tooMany()
}

// earliestMessage returns the message that is due first, held or not.
func (w *World) earliestMessage() *Pending {
	var first *Pending
	for _, p := range w.held {
		if first == nil || p.before(first) {
			first = p
		}
	}
	for _, p := range w.queue {
		if p.Message != nil && (first == nil || p.before(first)) {
			first = p
		}
	}
	return first
}
