package engine

import "time"

// Before lets ask be called before every event, at a moment at which the world
// is whole: it may look, act, and even let time pass. Its error ends the call
// that was about to let the event happen, and nothing else with it.
func (w *World) Before(ask func() error) { w.watcher = ask }

// Latest returns the number of the latest record of this run, 0 before the first.
func (w *World) Latest() int { return w.seq }

// stance tells whether the world was moved: whatever acts records something,
// makes something pending, or moves what is.
type stance struct {
	now    time.Duration
	seq    int
	made   uint64
	queued int
	held   int
}

func (w *World) stance() stance {
	return stance{w.now, w.seq, w.made, len(w.queue), len(w.held)}
}

// watched asks whoever watches, and reports whether the world is as it was.
func (w *World) watched() (same bool, err error) {
	if w.watcher == nil {
		return true, nil
	}
	before := w.stance()
	err = w.watcher()
	return before == w.stance(), err
}

// turn lets p happen, and reports whether it did: when whoever watches has moved
// the world, it is another question what comes next. A draw that chose p is put
// back while somebody is asked.
func (w *World) turn(p *Pending) (happened bool, err error) {
	order := *w.order.source
	if w.drew {
		*w.order.source, w.drew = w.undrawn, false
	}
	if same, err := w.watched(); err != nil || !same {
		return false, err
	}
	*w.order.source = order
	return true, w.happen(p)
}
