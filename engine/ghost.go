package engine

import (
	"synod/engine/safety"
	"synod/node"
)

// Sight is a state that a search has come to. What is asked of it is all that
// an answer can depend on.
type Sight interface {
	Node(id node.ID) NodeSight
	Messages() []Flight
	Judge() *safety.Judge
	Linked(src, dst node.ID) bool
}

// NodeSight is what can be seen of a node.
type NodeSight struct {
	Down, Paused bool
	State        []byte     // of the machine; empty while the node is down
	Published    node.Value // what its file holds; absent when there is none
	Timers       []node.Timer
}

// Ghost returns a world that stands where a sight says, to be looked at and
// nothing else: predicates that were written for the world look at it as they
// look at the world.
func (w *World) Ghost(s Sight) *World {
	return &World{
		options: w.options, ctx: w.ctx, now: w.now, sight: s, looking: true,
		nodes: make([]nodeState, w.Nodes()+1),
	}
}

// IsGhost reports whether w stands for a state of a search.
func (w *World) IsGhost() bool { return w.sight != nil }

// glance looks at one node of a ghost.
func (w *World) glance(id node.ID) {
	if w.sight == nil {
		return
	}
	s, n := w.sight.Node(id), &w.nodes[id]
	n.down, n.paused, n.frozen = s.Down, s.Paused, s.State
}

// sightings returns what a ghost has in flight, and its timers.
func (w *World) sightings() []*Pending {
	var all []*Pending
	for _, f := range w.sight.Messages() {
		all = append(all, &Pending{Num: uint64(len(all) + 1), Due: w.now, Src: f.Src, Dst: f.Dst, Message: f.Message, where: queued})
	}
	for id := node.ID(1); int(id) <= w.Nodes(); id++ {
		for _, t := range w.sight.Node(id).Timers {
			all = append(all, &Pending{Num: uint64(len(all) + 1), Due: w.now, Dst: id, Timer: t, where: queued})
		}
	}
	return all
}

// Invariant is a property that a script or the protocol wants to hold: whether it does, a
// sentence if it does not, or why it cannot be asked.
type Invariant struct {
	Name string
	Hold func(*World) (bool, string, error)
	Own  bool // the protocol brings it, so that every run has it
}

// Invariants returns the invariants of the run: those of the protocol, and those that
// were added, in that order.
func (w *World) Invariants() []Invariant {
	var all []Invariant
	for _, in := range w.invariants {
		all = append(all, Invariant{in.name, in.hold, in.own})
	}
	return all
}
