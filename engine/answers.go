package engine

import (
	"fmt"
	"slices"

	"synod/engine/trace"
)

// Answers is what came of messages that want an answer each.
type Answers struct {
	Asked   int      // how many messages were sent
	Came    int      // how many of them were answered, and the answer arrived
	Missing []string // of each other one, what became of it or of its answer
	Held    bool     // one of these is held
}

// Answered lets events happen until every message of asked has been answered
// or never will be, and returns what came of them. Messages that the cluster holds
// are delivered by hand, and nothing else with them; messages in free flight arrive
// in the usual order; a message that a rule holds is not waited for.
func (w *World) Answered(asked []*Pending) (*Answers, error) {
	if err := w.usable(); err != nil {
		return nil, err
	}
	asked = append([]*Pending(nil), asked...)
	wait := append([]*Pending(nil), asked...)
	for range w.options.MaxEvents {
		p, free := earliest(wait)
		if p == nil && !free {
			return w.answersOf(asked, wait[len(asked):]), nil
		}
		if p == nil {
			p = w.next(forever)
		}
		happened, err := w.turn(p)
		if err != nil {
			return nil, err
		}
		if !happened || !slices.Contains(asked, p) {
			continue
		}
		for _, answer := range w.sent {
			if answer.Src == p.Dst && answer.Dst == p.Src {
				wait = append(wait, answer)
			}
		}
	}
	return nil, w.tooMany()
}

// earliest returns the first of the messages in wait that the cluster holds,
// and whether any of them is in free flight.
func earliest(wait []*Pending) (first *Pending, free bool) {
	for _, p := range wait {
		switch {
		case p.where == queued:
			free = true
		case p.where == held && p.heldBy == nil && (first == nil || p.before(first)):
			first = p
		}
	}
	return first, free
}

// answersOf says what came of messages, now that nothing more will by itself.
func (w *World) answersOf(asked, answers []*Pending) *Answers {
	a := &Answers{Asked: len(asked)}
	for _, p := range asked {
		last := p
		for _, answer := range answers {
			if answer.Src == p.Dst {
				last = answer
			}
		}
		why, arrived := w.fate(last)
		if arrived && last != p {
			a.Came++
			continue
		}
		if arrived {
			why = "has no answer"
		}
		a.Held = a.Held || last.Held()
		a.Missing = append(a.Missing, FlightText(Flight{last.Src, last.Dst, last.Message})+" "+why)
	}
	return a
}

// fate says what became of a message that is not in free flight, and whether it
// arrived.
func (w *World) fate(p *Pending) (text string, arrived bool) {
	switch {
	case p.Held() && p.heldBy != nil:
		return fmt.Sprintf("is held by the rule %q", p.heldBy.Text), false
	case p.Held():
		return "is held", false
	case p.where == parked:
		return fmt.Sprintf("waits for %v, which is paused", p.Dst), false
	}
	for seq := p.Cause + 1; seq <= w.seq; seq++ {
		r := w.log.Find(seq)
		if r == nil || r.Cause != p.Cause || r.Src != p.Src || r.Dst != p.Dst || r.Message.Kind() != p.Message.Kind() {
			continue
		}
		switch r.Kind {
		case trace.Deliver:
			return "", true
		case trace.Lose:
			return "is lost: " + r.Text, false
		case trace.Drop:
			return "is dropped", false
		}
	}
	return "is lost", false
}
