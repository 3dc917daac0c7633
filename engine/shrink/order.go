package shrink

import (
	"slices"

	"synod/engine/explore"
	"synod/node"
)

// inOrder puts the events into an order in which one thing leads to the next:
// what an event sends arrives right after it, then what belongs to the same
// ballot, then the earliest of what is left. What happens at one node keeps its
// order, and a message arrives after it was sent, so every node does what it
// did. What broke the property stays the last.
func (s *shrinker) inOrder() {
	b := &s.best
	order := b.sorted()
	if slices.IsSorted(order) {
		return
	}
	events := make([]event, len(order))
	for i, k := range order {
		events[i] = b.events[k]
	}
	before := s.best
	if s.try(b.nodes, events) && len(s.best.events) == len(before.events) && !slices.IsSorted(s.best.sorted()) {
		s.best = before // it would never come to rest
	}
}

// sorted returns the order for inOrder.
func (t *told) sorted() (order []int) {
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
func (t *told) distance(i, last int) int {
	if last < 0 {
		return 0
	}
	ballot, has := ballotOf(&t.events[i])
	other, had := ballotOf(&t.events[last])
	switch {
	case t.causes[i] == last:
		return 0
	case has && had && ballot == other:
		return 1
	}
	return 2
}

func ballotOf(e *event) (node.Ballot, bool) {
	if e.Kind != explore.Deliver {
		return node.Ballot{}, false
	}
	return node.BallotOf(e.Message)
}
