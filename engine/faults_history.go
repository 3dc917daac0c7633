package engine

import (
	"synod/engine/history"
	"synod/node/disk"
)

// FaultHistory returns what was wrong in this run because somebody wanted it, in the
// order in which it began: nodes that crashed or were paused, disks that failed or
// were damaged, clocks, and the rules of the network.
func (w *World) FaultHistory() []history.Fault {
	faults := make([]history.Fault, len(w.befell))
	for i, f := range w.befell {
		faults[i] = *f
	}
	return faults
}

// befalls notes that something is wrong from the next record on.
func (w *World) befalls(f history.Fault) *history.Fault {
	f.Began, f.Lasting = w.moment(w.seq+1), true
	w.befell = append(w.befell, &f)
	return &f
}

// passes notes that something is wrong no longer from the next record on. Nil is
// nothing.
func (w *World) passes(f *history.Fault) {
	if f != nil && f.Lasting {
		f.Ended, f.Lasting = w.moment(w.seq+1), false
	}
}

// happens notes that something is done to a node with the next record.
func (w *World) happens(f history.Fault) { w.passes(w.befalls(f)) }

// ruleKinds are the kinds of faults that rules are.
var ruleKinds = [...]string{
	ActHold: "hold", ActDelay: "delay", ActLose: "lose", ActRepeat: "repeat", ActReorder: "reorder", ActCut: "cut",
}

// kind returns the kind of fault that r is.
func (r *Rule) kind() string {
	if r.Partitions() {
		return "partition"
	}
	return ruleKinds[r.Action]
}

// damageKind returns the kind of fault that damage is.
func damageKind(d *disk.Damage) string {
	switch {
	case d.Torn != nil:
		return "torn"
	case d.Flip != nil:
		return "corrupt"
	}
	return "rollback"
}
