package search

import "fmt"

// candidates are the successors of some states, in canonical order: state by
// state; deliveries before moves, by slot, then by body; outcomes in their
// order, each before its duplicate. They are not built, only described.
type candidates struct {
	lo, hi []uint64 // the halves of the fingerprints
	how    []origin
	bad    int // the first that is a violation, + 1; 0: none
}

// origin says how a successor comes about.
type origin struct {
	parent     uint32 // which of the states
	transition uint32
	watcher    uint32 // afterwards
	at         uint16 // the index of the message delivered
	inFlight   uint16 // how many messages there are afterwards
	bad        uint32 // the violation + 1, or 0
	duplicate  bool   // the message stays
	move       bool   // not a delivery
}

const candidateSize = 40 // bytes

func (c *candidates) len() int     { return len(c.how) }
func (c *candidates) bytes() int64 { return candidateSize * int64(cap(c.how)) }

// truncate keeps the first n.
func (c *candidates) truncate(n int) {
	c.lo, c.hi, c.how = c.lo[:n], c.hi[:n], c.how[:n]
	if c.bad > n {
		c.bad = 0
	}
}

// expand appends the successors of s, which is state number parent.
func (w *worker) expand(s flat, parent uint32, c *candidates) error {
	locals, messages := s[localsAt:localsAt+w.slots], s.messages(w.slots)
	only := w.waitingSlot(locals)
	w.mirror(s)
	for i, m := range messages {
		if i > 0 && m == messages[i-1] {
			continue
		}
		x := w.message(m)
		slot := x.slot
		if only >= 0 && (int(slot) != only || !w.joins(locals[slot], m)) {
			continue
		}
		if w.idle.has(locals[slot], x.nth) {
			continue
		}
		first, err := w.react(locals[slot], m)
		if err != nil {
			return err
		}
		if first == 0 {
			w.idle.add(locals[slot], x.nth)
			continue
		}
		if err := w.propose(s, slot, first-1, origin{parent: parent, at: uint16(i)}, c); err != nil {
			return err
		}
	}
	for slot, l := range locals {
		if w.idle.still(l) || only >= 0 && (slot != only || !w.joins(l, ownMoves)) {
			continue
		}
		first, err := w.react(l, ownMoves)
		if err != nil {
			return err
		}
		if first == 0 {
			w.idle.addStill(l)
			continue
		}
		if err := w.propose(s, uint32(slot), first-1, origin{parent: parent, move: true}, c); err != nil {
			return err
		}
	}
	return nil
}

// leadsOn returns 1 if a step leads on from s, or may: there may be an error in
// the way. It returns 0 if s is an end.
func (w *worker) leadsOn(s flat) int {
	w.peek.truncate(0)
	if err := w.expand(s, 0, &w.peek); err != nil || w.peek.len() > 0 {
		return 1
	}
	return 0
}

// propose appends the successors by the outcomes of one event, the first of
// which is transition t.
func (w *worker) propose(s flat, slot, t uint32, how origin, c *candidates) error {
	for ; ; t++ {
		tr := w.transition(t)
		how.transition, how.duplicate = t, false
		if err := w.candidate(s, slot, tr, tr.cost, how, c); err != nil {
			return err
		}
		if w.o.Duplicate != 0 && !how.move && !tr.lost {
			how.duplicate = true
			if err := w.candidate(s, slot, tr, tr.cost|w.o.Duplicate, how, c); err != nil {
				return err
			}
		}
		if tr.last {
			return nil
		}
	}
}

// candidate appends the successor by tr, unless the budgets are too low.
func (w *worker) candidate(s flat, slot uint32, tr *transition, cost Classes, how origin, c *candidates) error {
	to := s.sum().plus(tr.change)
	w.move(how.transition)
	if cost != 0 {
		budgets := s.budgets()
		left, ok := spend(budgets, cost)
		if !ok {
			return nil
		}
		w.change(&to, sumOfBudgets(left).minus(sumOfBudgets(budgets)))
	}
	inFlight, taken := s.inFlight()+int(tr.sent), -1
	switch {
	case how.duplicate:
		x := w.message(s.messages(w.slots)[how.at])
		w.addTo(&to, x.sum, x.images)
	case !how.move:
		inFlight, taken = inFlight-1, int(how.at)
	}
	if w.reduce && w.inVain(s, tr, slot, taken) {
		return nil
	}
	if w.drops {
		inFlight -= w.dropFrom(s, tr, slot, taken, &to)
	}
	if inFlight > maxMessages {
		return fmt.Errorf("%s: got %d messages in flight, want at most %d", w.slotName(slot), inFlight, maxMessages)
	}
	how.watcher, how.inFlight = s[watcherAt], uint16(inFlight)
	if tr.observed != 0 {
		seen, err := w.see(s[watcherAt], tr.observed-1)
		if err != nil {
			return err
		}
		how.watcher, how.bad = seen.next, seen.bad
		from, next := w.watcher(s[watcherAt]), w.watcher(seen.next)
		to = to.plus(seen.change)
		for k := range w.to {
			w.to[k] = w.to[k].plus(next.images[k]).minus(from.images[k])
		}
	}
	to = known(to, w.to)
	c.lo, c.hi, c.how = append(c.lo, to.lo), append(c.hi, to.hi), append(c.how, how)
	if how.bad != 0 && c.bad == 0 {
		c.bad = c.len()
	}
	return nil
}
