package engine

import (
	"synod/engine/history"
	"synod/node"
)

// Fault is something wrong with a node that somebody wanted, until it is over.
type Fault struct {
	Node node.ID
	Text string // what a summary calls it, such as "pause"

	kind    string         // in a history; "" for what puts things right again
	since   *history.Fault // what the history says of it; nil for nothing
	hits    int
	leftOut bool
	over    bool
	undo    func(*World) error
}

// Hits returns how often the fault bit: what came for a node that is paused,
// the syncs of a disk that is slow or fails, the timers of a clock that is
// wrong. A crash bites at once.
func (f *Fault) Hits() int { return f.hits }

// LeftOut reports whether a search left out what the fault would have done something
// to, since that makes no difference to what it looked for.
func (f *Fault) LeftOut() bool { return f.leftOut }

// Over reports whether the fault is.
func (f *Fault) Over() bool { return f.over }

// Undo ends a fault: a node that crashed is restarted, one that is paused goes
// on, a disk works again, a clock runs right. A fault that is over is left alone.
func (w *World) Undo(f *Fault) error {
	if f.over {
		return nil
	}
	return f.undo(w)
}

// fault puts a fault in the place of another of its kind, which is over. The next
// record says so.
func (w *World) fault(slot **Fault, f *Fault) *Fault {
	w.end(slot)
	*slot = f
	if f.kind != "" {
		f.since = w.befalls(history.Fault{Kind: f.kind, Node: f.Node, Text: f.Text})
	}
	w.faults = append(w.faults, f)
	return f
}

// end ends the fault in a slot, if there is one, with the next record.
func (w *World) end(slot **Fault) {
	if *slot != nil {
		(*slot).over = true
		w.passes((*slot).since)
		*slot = nil
	}
}

// bite counts that the fault in a slot did something.
func bite(slot *Fault) {
	if slot != nil {
		slot.hits++
	}
}

// Faults returns every fault of this run, in the order in which they began.
func (w *World) Faults() []*Fault { return w.faults }
