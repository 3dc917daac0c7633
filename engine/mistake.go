package engine

import (
	"errors"
	"math/rand/v2"
	"time"

	"synod/node"
)

// A handler of a protocol may be wrong. Then no step was taken, and the world is to
// stand where it stood: what would have happened next still does.

// attempt is what a world is before it lets something happen.
type attempt struct {
	where     place
	now       time.Duration
	events    int
	eventTime time.Duration
	order     rand.PCG
	seed      uint64
}

// errNotTaken says that a node took no step, because of World.mistake. A mistake that
// is found after a step, by an invariant, is another error.
var errNotTaken = errors.New("the step was not taken")

// asMistake returns the mistake of a protocol in err, or nil.
func asMistake(err error) *node.HandlerError { return as[*node.HandlerError](err) }

// as returns the error of a type in err, or nil. It is asked after every step, so that
// no memory may be taken where there is no error: errors.As needs a place on the heap.
func as[T error](err error) (none T) {
	if err == nil {
		return none
	}
	var found T
	errors.As(err, &found)
	return found
}

// attempting returns what w is before p happens.
func (w *World) attempting(p *Pending) attempt {
	a := attempt{where: p.where, now: w.now, events: w.events, eventTime: w.eventTime, order: *w.order.source, seed: w.seed}
	if w.options.Order == BySeed && p.where == queued {
		a.order = w.undrawn
	}
	return a
}

// undo puts p back where it was.
func (w *World) undo(a attempt, p *Pending) {
	w.now, w.events, w.eventTime = a.now, a.events, a.eventTime
	if w.seed == a.seed {
		*w.order.source = a.order
	}
	n := &w.nodes[p.Dst]
	if p.Message == nil {
		n.timers[p.Timer] = p
	}
	switch a.where {
	case held:
		w.held.put(p)
	case parked:
		p.where = parked
		n.parked = append(n.parked, p)
	default:
		w.queue.push(p)
	}
}
