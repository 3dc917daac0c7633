package engine

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"synod/engine/trace"
	"synod/node"
)

// Pause stops a node from running; a process gets SIGSTOP. What comes for it
// waits until it goes on: nothing is lost, and nothing is answered.
func (w *World) Pause(id node.ID) (*Fault, error) {
	if err := w.awake(id); err != nil {
		return nil, err
	}
	frozen, err := w.encoded(id)
	if err != nil {
		return nil, err
	}
	if err := w.fleet.Pause(id); err != nil {
		return nil, w.failed(err)
	}
	n := &w.nodes[id]
	n.paused, n.frozen = true, frozen
	f := w.fault(&n.pause, &Fault{Node: id, Text: "pause", kind: "pause", undo: func(w *World) error { return w.Resume(id) }})
	return f, w.record(&trace.Record{Kind: trace.Network, Dst: id, Text: "pause"})
}

// Resume lets a paused node go on. What has come for it meanwhile happens next,
// in the order in which it came.
func (w *World) Resume(id node.ID) error {
	if err := w.up(id); err != nil {
		return err
	}
	if !w.nodes[id].paused {
		return fmt.Errorf("%v is not paused, want a node that is", id)
	}
	if err := w.fleet.Resume(id); err != nil {
		return w.failed(err)
	}
	w.unpark(id)
	return w.record(&trace.Record{Kind: trace.Network, Dst: id, Text: "resume"})
}

// unpark ends a node's pause, and puts what has come for it back into the queue.
func (w *World) unpark(id node.ID) {
	n := &w.nodes[id]
	waiting := n.parked
	w.end(&n.pause)
	n.paused, n.frozen, n.parked = false, nil, nil
	for _, p := range waiting {
		p.Due = max(p.Due, w.now)
		w.queue.push(p)
	}
}

// park keeps p until the node goes on.
func (n *nodeState) park(p *Pending) {
	bite(n.pause)
	p.where = parked
	n.parked = append(n.parked, p)
}

// unpark takes one p out.
func (n *nodeState) unpark(p *Pending) {
	i := slices.Index(n.parked, p)
	n.parked = slices.Delete(n.parked, i, i+1)
	p.where = gone
}

// clockRate is how fast a node's clock runs, in millionths of the right speed;
// the zero clockRate is right.
type clockRate int64

const rightRate = 1_000_000

// stretch returns how long it takes in right time until d has passed on a clock
// of this rate.
func (r clockRate) stretch(d time.Duration) time.Duration {
	if r == 0 || r == rightRate {
		return d
	}
	return (d * rightRate / time.Duration(r)).Truncate(time.Microsecond)
}

// The bounds of a clock's rate.
const (
	minRate = 0.01
	maxRate = 100
)

// Skew puts a node's clock forward by step, which may be negative, and lets it
// run at rate from now on, 1 being right. Timers that are set fire at their time
// on that clock: one put forward makes them fire early. Timers set later take
// their time at its rate.
func (w *World) Skew(id node.ID, step time.Duration, rate float64) (*Fault, error) {
	return w.skew(id, step, rate, "clock")
}

// skew is Skew with the kind of the fault.
func (w *World) skew(id node.ID, step time.Duration, rate float64, kind string) (*Fault, error) {
	if err := w.up(id); err != nil {
		return nil, err
	}
	if !(rate >= minRate && rate <= maxRate) {
		return nil, fmt.Errorf("got the rate %v, want %v to %v", rate, minRate, maxRate)
	}
	n := &w.nodes[id]
	n.rate = clockRate(rate*rightRate + 0.5)
	text := fmt.Sprintf("clock %s, rate %g", signed(step), rate)
	f := w.fault(&n.clock, &Fault{Node: id, Text: text, kind: kind, undo: func(w *World) error { return w.unskew(id, step) }})
	for _, p := range n.timers {
		if p != nil && p.where == queued {
			w.queue.remove(p)
			p.Due = max(w.now, p.Due-step)
			w.queue.push(p)
			bite(f)
		}
	}
	return f, w.record(&trace.Record{Kind: trace.Network, Dst: id, Text: text})
}

// unskew puts the clock of a node back by what it was put forward, and lets it
// run right. The clock of a node that is down has no timers to move.
func (w *World) unskew(id node.ID, step time.Duration) error {
	n := &w.nodes[id]
	if n.down {
		n.rate = rightRate
		w.end(&n.clock)
		return w.record(&trace.Record{Kind: trace.Network, Dst: id, Text: fmt.Sprintf("clock %s, rate 1", signed(-step))})
	}
	if _, err := w.skew(id, -step, 1, ""); err != nil {
		return err
	}
	w.end(&n.clock)
	return nil
}

// signed returns a duration with its sign.
func signed(d time.Duration) string {
	if s := d.String(); strings.HasPrefix(s, "-") {
		return s
	}
	return "+" + d.String()
}
