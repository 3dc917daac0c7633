package shrink

import (
	"slices"

	"synod/engine/explore"
	"synod/node"
)

// inOrder puts the events into an order in which one thing leads to the next. It
// never makes the gaps between what leads to what any wider, so it comes to rest.
func (s *shrinker) inOrder() {
	s.bySorting()
	s.byMoving()
}

// bySorting lets what an event sends arrive right after it, then what is about
// the same attempt, then the earliest of what is left. What happens at one node
// keeps its order, and a message arrives after it was sent, so every node does
// what it did. What broke the property stays the last.
func (s *shrinker) bySorting() {
	order := s.best.sorted()
	if slices.IsSorted(order) {
		return
	}
	events := make([]event, len(order))
	for i, k := range order {
		events[i] = s.best.events[k]
	}
	s.reordered(events, s.best.gaps())
}

// byMoving lets single messages arrive right after they were sent, although
// something else happens to their receivers in between.
func (s *shrinker) byMoving() {
	for i := 0; i < len(s.best.events)-1 && !s.over(); i++ {
		cause := s.best.causes[i]
		if cause < 0 || cause+1 == i {
			continue
		}
		moved := s.best.events[i]
		events := slices.Delete(slices.Clone(s.best.events), i, i+1)
		s.reordered(slices.Insert(events, cause+1, moved), s.best.gaps()-1)
	}
}

// reordered takes events, the same in another order, for the best run if they
// break the property and the gaps are no wider than so much.
func (s *shrinker) reordered(events []event, widest int) {
	before := s.best
	if s.try(before.nodes, events) && len(s.best.events) == len(before.events) && s.best.gaps() > widest {
		s.best = before
	}
}

// gaps returns how many events lie between events and what led to them.
func (t *retold) gaps() int {
	n := 0
	for i, cause := range t.causes {
		if cause >= 0 {
			n += i - cause - 1
		}
	}
	return n
}

// sorted returns the order for bySorting.
func (t *retold) sorted() (order []int) {
	n := len(t.events)
	done, last := make([]bool, n), -1
	ready := func(i int) bool {
		for j := range i {
			if !done[j] && (t.events[j].Node == t.events[i].Node || t.causes[i] == j) {
				return false
			}
		}
		return !done[i] && (i < n-1 || len(order) == n-1)
	}
	for len(order) < n {
		next := -1
		for i := range n {
			if ready(i) && (next < 0 || t.distance(i, last) < t.distance(next, last)) {
				next = i
			}
		}
		order, done[next], last = append(order, next), true, next
	}
	return order
}

// distance says how little event i has to do with the one before it.
func (t *retold) distance(i, last int) int {
	if last < 0 {
		return 0
	}
	switch {
	case t.causes[i] == last:
		return 0
	case sameAttempt(&t.events[i], &t.events[last]):
		return 1
	}
	return 2
}

// sameAttempt reports whether the messages that two events deliver have the same
// first field: protocols put there what a message is about.
func sameAttempt(a, b *event) bool {
	if a.Kind != explore.Deliver || b.Kind != explore.Deliver {
		return false
	}
	x, y := a.Message.Fields(nil), b.Message.Fields(nil)
	return len(x) > 0 && len(y) > 0 && x[0].Name == y[0].Name && node.Same(x[0].Value, y[0].Value)
}
