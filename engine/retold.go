package engine

import (
	"synod/engine/trace"
	"synod/node"
	"synod/node/disk"
)

// Harm is something that was done to the disk of a node.
type Harm struct {
	Seq    int // the record that says so
	Node   node.ID
	Faults disk.Faults  // of a node that is up; the zero Faults is a disk that works again
	Damage *disk.Damage // of a node that is down; nil for Faults
}

// Harms returns what was done to disks in this run, in order. The trace says it
// in words; this is for whoever does it again.
func (w *World) Harms() []Harm { return w.harms }

// harmed notes h, and records it as text.
func (w *World) harmed(h Harm, text string) error {
	h.Seq = w.seq + 1
	w.harms = append(w.harms, h)
	return w.record(&trace.Record{Kind: trace.Network, Dst: h.Node, Text: text})
}

// Violation returns what broke in this run, or nil.
func (w *World) Violation() *Violation { return w.breach }

// Sent returns the messages that the latest request, delivery, timer or restart
// made its node send, in order. It is valid until the next.
func (w *World) Sent() []*Pending { return w.sent }

// TimersOf returns the timers that are set at a node, ascending.
func (w *World) TimersOf(id node.ID) []*Pending {
	var set []*Pending
	for _, p := range w.nodes[id].timers {
		if p != nil {
			set = append(set, p)
		}
	}
	return set
}

// Text says what the harm is, as the trace does.
func (h *Harm) Text() string {
	if h.Damage != nil {
		return damageText(*h.Damage)
	}
	return faultText(h.Faults, 0)
}
