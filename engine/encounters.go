package engine

import "synod/node"

// Severed reports whether the rules in force surely lose such a message. One that
// is held before it comes to a rule that loses it may yet be delivered by hand.
func (w *World) Severed(f Flight) (bool, error) {
	_, lost, err := w.Meets(f)
	return lost, err
}

// Meets returns the rules in force that are about such a message, in their order,
// up to the one that stops it, and whether that one surely loses it. It draws
// nothing: a rule that leaves it to chance stops nothing.
func (w *World) Meets(f Flight) (met []*Rule, lost bool, err error) {
	if w.broken != nil {
		return nil, false, w.broken
	}
	p := &Pending{Src: f.Src, Dst: f.Dst, Message: f.Message, Due: w.now, where: queued}
	for _, r := range w.rules {
		hit, err := r.applies(p)
		if err != nil {
			return nil, false, err
		}
		if !hit || r.Rate == 0 {
			continue
		}
		met = append(met, r)
		switch loses := r.Action == ActLose || r.Action == ActCut; {
		case r.Action == ActHold:
			return met, false, nil
		case loses && r.Rate >= 1:
			return met, true, nil
		}
	}
	return met, false, nil
}

// Encounters is what the rules and faults of a run met in a search that began
// there: how many different messages each rule was about, by its number, and by
// node how many messages and timers a pause kept from it, and how many timers
// were set by a clock that is wrong.
type Encounters struct {
	Rules          map[int]int
	Pauses, Clocks map[node.ID]int
}

// Encountered counts what a search met as hits: what worked there has happened.
func (w *World) Encountered(e Encounters) {
	for _, r := range w.imposed {
		r.hits += e.Rules[r.Num]
	}
	for id := range w.nodes {
		n := &w.nodes[id]
		if n.pause != nil {
			n.pause.hits += e.Pauses[node.ID(id)]
		}
		if n.clock != nil {
			n.clock.hits += e.Clocks[node.ID(id)]
		}
	}
}
