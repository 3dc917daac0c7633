package engine

import (
	"errors"
	"slices"

	"synod/node"
)

// Holds reports whether the cluster holds every message until it is delivered or
// released by hand, except between nodes for which that has ended.
func (w *World) Holds() bool { return w.holding }

// Held returns how many messages wait for their release.
func (w *World) Held() int { return len(w.held) }

// goAhead lets a message go the way of those that no rule stops.
func (w *World) goAhead(p *Pending) {
	if w.holds(p) {
		w.held.put(p)
		return
	}
	w.queue.push(p)
}

// holds reports whether the cluster itself holds such a message.
func (w *World) holds(p *Pending) bool {
	return w.holding && !slices.ContainsFunc(w.unheld, func(ids []node.ID) bool { return between(ids, p) })
}

// ErrNothingHeld is returned by ReleaseAll when there is no hold and nothing held.
var ErrNothingHeld = errors.New("nothing is held")

// ReleaseAll lets every held message go and ends every hold: that of the cluster
// and those of rules. It returns how many messages that were.
func (w *World) ReleaseAll() (released int, err error) {
	if err := w.usable(); err != nil {
		return 0, err
	}
	ended := w.endHolds()
	released = w.releaseHeld(func(*Pending) bool { return true })
	switch {
	case ended:
		return released, w.network("release all, hold no more")
	case released == 0:
		return 0, ErrNothingHeld
	}
	return released, nil
}

// HealAndRelease is Heal and ReleaseAll in one. It is no error when nothing is held.
func (w *World) HealAndRelease() error {
	if err := w.usable(); err != nil {
		return err
	}
	for _, r := range slices.Clone(w.rules) {
		w.lift(r)
	}
	w.endHolds()
	w.releaseHeld(func(*Pending) bool { return true })
	return w.network("heal, hold no more")
}

// endHolds ends every hold, and reports whether there was one.
func (w *World) endHolds() (ended bool) {
	ended = w.holding
	w.holding, w.unheld = false, nil
	for _, r := range slices.Clone(w.rules) {
		if r.Action == ActHold {
			w.lift(r)
			ended = true
		}
	}
	return ended
}

// releaseHeld lets the held messages that are meant go on their way, in the order
// in which they are due.
func (w *World) releaseHeld(meant func(*Pending) bool) (released int) {
	for _, p := range w.Pending() {
		if p.Held() && meant(p) {
			w.release(p)
			released++
		}
	}
	return released
}

// release lets a held message go on its way.
func (w *World) release(p *Pending) {
	w.held.take(p)
	p.heldBy, p.Due = nil, max(p.Due, w.now)
	w.queue.push(p)
}
