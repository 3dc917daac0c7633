package engine

import (
	"maps"

	"synod/node"
)

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

// Unmet returns the rules and faults in force that have done nothing in this run, and
// that a search did not meet.
func (w *World) Unmet(e Encounters) Encounters {
	unmet := Encounters{map[int]int{}, map[node.ID]int{}, map[node.ID]int{}}
	for _, r := range w.rules {
		if r.hits == 0 && e.Rules[r.Num] == 0 {
			unmet.Rules[r.Num] = 1
		}
	}
	for i := range w.nodes {
		n, id := &w.nodes[i], node.ID(i)
		if n.pause != nil && n.pause.hits == 0 && e.Pauses[id] == 0 {
			unmet.Pauses[id] = 1
		}
		if n.clock != nil && n.clock.hits == 0 && e.Clocks[id] == 0 {
			unmet.Clocks[id] = 1
		}
	}
	return unmet
}

// None reports whether there are none.
func (e Encounters) None() bool { return len(e.Rules)+len(e.Pauses)+len(e.Clocks) == 0 }

// Among returns what of e is among others.
func (e Encounters) Among(others Encounters) Encounters {
	return Encounters{both(e.Rules, others.Rules), both(e.Pauses, others.Pauses), both(e.Clocks, others.Clocks)}
}

// both returns what of a map is in another one too.
func both[K comparable](a, b map[K]int) map[K]int {
	a = maps.Clone(a)
	maps.DeleteFunc(a, func(k K, _ int) bool { return b[k] == 0 })
	return a
}

// LeftOut notes what a search left out of the run, since that makes no difference to
// what it looked for: these rules and faults would have done something. It returns their
// texts.
func (w *World) LeftOut(e Encounters) (texts []string) {
	for _, r := range w.imposed {
		if e.Rules[r.Num] > 0 {
			r.leftOut = true
			texts = append(texts, r.Text)
		}
	}
	leave := func(f *Fault, n int) {
		if f != nil && n > 0 {
			f.leftOut = true
			texts = append(texts, f.Node.String()+": "+f.Text)
		}
	}
	for i := range w.nodes {
		leave(w.nodes[i].pause, e.Pauses[node.ID(i)])
		leave(w.nodes[i].clock, e.Clocks[node.ID(i)])
	}
	return texts
}
