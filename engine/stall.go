package engine

import (
	"bytes"
	"slices"

	"synod/node"
)

// Stall is a world in which time alone brings nothing more, because of what is held.
type Stall struct {
	Held int        // how many messages are
	sent []*Pending // what is sent again and again
	of   node.Protocol
}

// Sends reports whether one of the messages that are sent again and again is meant.
func (s *Stall) Sends(m Match) (bool, error) {
	m.compile(s.of)
	for _, p := range s.sent {
		if hit, err := m.matches(p); hit || err != nil {
			return hit, err
		}
	}
	return false, nil
}

// Stalled returns how the world stalls, or nil when something may come by itself.
// It stalls when messages are held, none is in free flight, the script has no task
// that may wake but those that wait for something, and the timers that are set only let messages be sent that are held
// or lost too, or that tell their receiver nothing new and whose answers are held or
// lost.
//
// It finds that out with copies of the nodes, and changes nothing. Where it cannot
// be sure it returns nil: a rule asks a function of the script, a rule draws, a crash
// waits for its place, a disk fails, a machine cannot be copied.
func (w *World) Stalled() (*Stall, error) { return w.stalled(nil) }

// StalledAsking is Stalled, but asks the functions of the script which rules have about
// the messages that it foresees, in a function that is handed to while. What they say
// must not depend on when they are asked, or while returns an error.
func (w *World) StalledAsking(while func(ask func() error) error) (*Stall, error) {
	return w.stalled(while)
}

func (w *World) stalled(while func(ask func() error) error) (*Stall, error) {
	if w.broken != nil {
		return nil, w.broken
	}
	if len(w.held) == 0 || w.sight != nil || w.mayDie() || w.Snapshots() != nil {
		return nil, nil
	}
	for _, p := range w.queue {
		if p.Message != nil || p.wake != nil && !w.isAwaited(p) {
			return nil, nil
		}
	}
	f := &forecast{w: w, asks: while != nil, nodes: map[node.ID]*foreseen{}, left: mostForeseen}
	if while == nil {
		while = func(ask func() error) error { return ask() }
	}
	stalls := false
	if err := while(func() (err error) { stalls, err = f.stalls(); return err }); !stalls || err != nil {
		return nil, err
	}
	return &Stall{Held: len(w.held), sent: f.sent, of: w.options.Protocol}, nil
}

// mayDie reports whether a node may go down in its next step.
func (w *World) mayDie() bool {
	for i := range w.nodes {
		n := &w.nodes[i]
		if n.disk != nil && !n.disk.Over() || slices.ContainsFunc(n.traps, (*Trap).Armed) {
			return true
		}
	}
	return false
}

// mostForeseen bounds how many steps a forecast takes. A cluster that needs more is
// taken to be one in which something may come.
const mostForeseen = 10_000

// forecast is what copies of the nodes do when nothing but time passes.
type forecast struct {
	w     *World
	asks  bool                  // functions of the script about messages
	nodes map[node.ID]*foreseen // the copies that were needed, by id
	left  int                   // how many more steps it may take

	sent    []*Pending // in the present round
	encoded []byte     // that, as bytes
}

// foreseen is the copy of one node.
type foreseen struct {
	machine node.Snapshotter
	timers  []bool // whether each is set
}

// stalls lets every timer fire, again and again, until the same is sent as the last
// time. Each time the messages that arrive must change no node: then the order in
// which they arrive makes no difference, and it goes on like that for ever.
func (f *forecast) stalls() (bool, error) {
	for f.left > 0 {
		before := f.encoded
		f.sent, f.encoded = nil, []byte{}
		if idle, err := f.round(); !idle || err != nil {
			return false, err
		}
		if before != nil && bytes.Equal(before, f.encoded) {
			return true, nil
		}
	}
	return false, nil
}

// round lets every timer that is set fire once, and reports whether the messages
// that arrived changed nothing.
func (f *forecast) round() (idle bool, err error) {
	f.left--
	for id := node.ID(1); int(id) <= f.w.Nodes(); id++ {
		n, err := f.node(id)
		if err != nil {
			return false, err
		}
		if n == nil {
			continue
		}
		for t, set := range slices.Clone(n.timers) {
			if !set {
				continue
			}
			n.timers[t] = false
			sends, told := f.step(n, &node.Event{Kind: node.EventTimer, Timer: node.Timer(t)})
			if told {
				return false, nil
			}
			if idle, err := f.arrive(id, sends); !idle || err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// node returns the copy of a node, or nil when the node can take no step.
func (f *forecast) node(id node.ID) (*foreseen, error) {
	of := &f.w.nodes[id]
	if of.down || of.paused {
		return nil, nil
	}
	if n := f.nodes[id]; n != nil {
		return n, nil
	}
	m, err := f.w.machine(id)
	if err != nil {
		return nil, err
	}
	n := &foreseen{machine: m}
	for _, p := range of.timers {
		n.timers = append(n.timers, p != nil)
	}
	f.nodes[id] = n
	return n, nil
}

// step lets a copy take an event. It returns what it sends, and whether it tells a
// client how an operation ended.
func (f *forecast) step(n *foreseen, ev *node.Event) (sends []node.Effect, told bool) {
	f.left--
	var effects node.Effects
	n.machine.Step(ev, &effects)
	for _, e := range effects {
		switch e.Kind {
		case node.EffectSend:
			sends = append(sends, e)
		case node.EffectSetTimer, node.EffectStopTimer:
			n.set(e.Timer, e.Kind == node.EffectSetTimer)
		case node.EffectReply:
			told = told || e.Reply.Final
		}
	}
	return sends, told
}

// set notes whether a timer is set.
func (n *foreseen) set(t node.Timer, on bool) {
	for len(n.timers) <= int(t) {
		n.timers = append(n.timers, false)
	}
	n.timers[t] = on
}

// arrive lets what a node sends arrive, unless it is held or lost, and all that comes
// of it. It reports whether all that changed nothing.
func (f *forecast) arrive(from node.ID, sends []node.Effect) (idle bool, err error) {
	for _, e := range sends {
		p := &Pending{Src: from, Dst: e.To, Message: e.Message, Due: f.w.now}
		f.sent = append(f.sent, p)
		f.encoded = f.w.options.Protocol.Encode(e.To.Append(from.Append(f.encoded)), e.Message)
		if passes, err := f.w.mayPass(p, f.asks); err != nil {
			return false, err
		} else if !passes {
			continue
		}
		if idle, err := f.deliver(p); !idle || err != nil {
			return false, err
		}
	}
	return true, nil
}

// deliver lets one message arrive. A node that can take no step loses it, or keeps
// it until the script lets the node go on.
func (f *forecast) deliver(p *Pending) (idle bool, err error) {
	n, err := f.node(p.Dst)
	if n == nil || err != nil {
		return true, err
	}
	before := n.machine.AppendState(nil)
	answers, told := f.step(n, &node.Event{Kind: node.EventDeliver, From: p.Src, Message: p.Message})
	if told || f.left <= 0 || !bytes.Equal(before, n.machine.AppendState(nil)) {
		return false, nil
	}
	return f.arrive(p.Dst, answers)
}

// mayPass reports whether such a message may come through the rules, whatever is
// drawn and, unless they are asked, whatever the functions of the script say.
func (w *World) mayPass(p *Pending, asks bool) (bool, error) {
	for _, r := range w.rules {
		if !r.surely(asks) {
			continue
		}
		if hit, err := r.applies(p); hit || err != nil {
			return false, err
		}
	}
	return !w.holds(p), nil
}

// surely reports whether the rule holds or loses every message that it is about, and
// asks no function of the script which these are, unless that may be asked.
func (r *Rule) surely(asks bool) bool {
	switch r.Action {
	case ActCut:
		return r.Rate >= 1
	case ActLose:
		return r.Rate >= 1 && (asks || r.Match.Where == nil)
	}
	return r.Action == ActHold && (asks || r.Match.Where == nil)
}
