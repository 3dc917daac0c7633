package engine

import (
	"fmt"

	"synod/engine/trace"
	"synod/node"
)

// Trap is a crash that waits for its place: the next step of a node that is
// meant, and in it a position between two effects. A step that does not come to
// the position leaves the trap armed.
type Trap struct {
	Node  node.ID
	Point node.Point
	Match Match // which deliveries are meant; any step at all when Any is set
	Any   bool

	fired   bool
	stopped bool
}

// Fired reports whether the node has died of the trap.
func (t *Trap) Fired() bool { return t.fired }

// Armed reports whether the trap still waits.
func (t *Trap) Armed() bool { return !t.fired && !t.stopped }

// Arm sets a trap for a node that is up. A restart leaves it armed.
func (w *World) Arm(t *Trap) error {
	if err := w.up(t.Node); err != nil {
		return err
	}
	t.Match.compile(w.options.Protocol)
	n := &w.nodes[t.Node]
	n.traps = append(n.traps, t)
	return nil
}

// Disarm takes a trap away.
func (w *World) Disarm(t *Trap) { t.stopped = true }

// Traps returns every trap that was set in this run, in no particular order.
func (w *World) Traps() []*Trap {
	var all []*Trap
	for i := range w.nodes {
		all = append(all, w.nodes[i].traps...)
	}
	return all
}

// trapFor returns the first trap that is meant for a step, or nil. P is the
// message that the step delivers, nil for timers and requests.
func (w *World) trapFor(id node.ID, p *Pending) (*Trap, error) {
	n := &w.nodes[id]
	for _, t := range n.traps {
		if !t.Armed() {
			continue
		}
		if t.Any {
			return t, nil
		}
		if p == nil || p.Message == nil {
			continue
		}
		if hit, err := t.Match.matches(p); hit || err != nil {
			return t, err
		}
	}
	return nil, nil
}

// died does what follows when a node died in a step: of a trap, or of its disk.
func (w *World) died(id node.ID, t *Trap, d *node.Died) error {
	if t != nil && d.Why == t.Point.String() {
		t.fired = true
	} else {
		bite(w.nodes[id].disk)
	}
	return w.gone(id, d.Why)
}

// Points lists the places at which a node can die in the step that p would
// make it take.
func (w *World) Points(p *Pending) ([]node.Point, error) {
	if p.Message == nil {
		return w.points(p.Dst, &node.Event{Kind: node.EventTimer, Timer: p.Timer})
	}
	return w.points(p.Dst, &node.Event{Kind: node.EventDeliver, From: p.Src, Message: p.Message})
}

// DrivePoints lists the places at which the node of o can die in the step that
// Drive with r would make it take.
func (w *World) DrivePoints(o *Operation, r *node.Request) ([]node.Point, error) {
	if err := w.drivable(o); err != nil {
		return nil, err
	}
	r.ID, r.Client = o.ID, o.client()
	return w.points(o.Node, &node.Event{Kind: node.EventRequest, Request: r})
}

// points lets a copy of the node's machine take the step.
func (w *World) points(id node.ID, ev *node.Event) ([]node.Point, error) {
	if err := w.readable(id); err != nil {
		return nil, err
	}
	w.glance(id)
	if n := &w.nodes[id]; n.down {
		return nil, fmt.Errorf("%v is down since %s", id, trace.AppendTime(nil, n.since))
	}
	m, err := w.machine(id)
	if err != nil {
		return nil, err
	}
	var effects node.Effects
	m.Step(ev, &effects)
	for i := range effects {
		if e := &effects[i]; e.Kind == node.EffectReply {
			if why, refused := e.Reply.Refused(); refused {
				return nil, rejected(why)
			}
		}
	}
	return node.Points(effects), nil
}

// asDied returns the node.Died in err, if there is one.
func asDied(err error) *node.Died { return as[*node.Died](err) }
