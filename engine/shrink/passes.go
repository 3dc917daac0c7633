package shrink

import (
	"fmt"
	"slices"

	"synod/engine/explore"
	"synod/node"
)

// leaveOut is delta debugging: it leaves out more and more of less and less, as
// long as the property breaks. Units are what is left out together.
func (s *shrinker) leaveOut(units func([]event) [][]int) {
	size := max(1, len(units(s.best.events))/2)
	for !s.over() {
		smaller := false
		for at := 0; ; {
			all := units(s.best.events)
			if at >= len(all) {
				break
			}
			if s.try(s.best.nodes, lessUnits(s.best.events, all[at:min(at+size, len(all))])) {
				smaller = true
			} else {
				at += size
			}
		}
		if size == 1 && !smaller {
			return
		}
		size = max(1, size/2)
	}
}

// lessUnits returns events without those of some units.
func lessUnits(events []event, units [][]int) []event {
	gone := make([]bool, len(events))
	for _, unit := range units {
		for _, i := range unit {
			gone[i] = true
		}
	}
	left := make([]event, 0, len(events))
	for i := range events {
		if !gone[i] {
			left = append(left, events[i])
		}
	}
	return left
}

// isOutside reports whether an event comes from outside of the cluster.
func isOutside(e *event) bool { return e.Kind != explore.Deliver && e.Kind != explore.Fire }

// outside returns what came from outside, a crash with the restart after it.
func outside(events []event) (units [][]int) {
	paired := map[int]bool{}
	for i := range events {
		if !isOutside(&events[i]) || paired[i] {
			continue
		}
		unit := []int{i}
		if events[i].Kind == explore.Crash {
			for j := i + 1; j < len(events); j++ {
				if k := events[j].Kind; events[j].Node == events[i].Node && (k == explore.Restart || k == explore.Wipe) {
					unit, paired[j] = append(unit, j), true
					break
				}
			}
		}
		units = append(units, unit)
	}
	return units
}

// inside returns deliveries and timers.
func inside(events []event) (units [][]int) {
	for i := range events {
		if !isOutside(&events[i]) {
			units = append(units, []int{i})
		}
	}
	return units
}

// single returns everything, one by one.
func single(events []event) (units [][]int) {
	for i := range events {
		units = append(units, []int{i})
	}
	return units
}

// milder makes failures smaller: a node that dies in a step does not, one that
// lost its disk has it, and an argument of a type that the protocol brings is the
// node's own choice.
func (s *shrinker) milder() {
	for i := 0; i < len(s.best.events) && !s.over(); i++ {
		for _, milder := range []func(*event) bool{livesOn, keepsDisk, choosesItself} {
			events := slices.Clone(s.best.events)
			if i < len(events) && milder(&events[i]) {
				s.try(s.best.nodes, events)
			}
		}
	}
}

func livesOn(e *event) bool {
	dies := e.Dies != nil
	e.Dies = nil
	return dies
}

func keepsDisk(e *event) bool {
	wiped := e.Kind == explore.Wipe
	if wiped {
		e.Kind = explore.Restart
	}
	return wiped
}

func choosesItself(e *event) bool {
	chosen := e.Request.Typed()
	e.Request = e.Request.Untyped()
	return chosen
}

// leastNodes is how few nodes a story has at least, if it began with as many: the
// smallest cluster in which a quorum is not everybody.
const leastNodes = 3

// fewerNodes takes nodes away, as many as it can. What happened to a node that
// goes is left out, or happens to another.
func (s *shrinker) fewerNodes() {
	for n := leastNodes; n < s.best.nodes && !s.over(); n++ {
		for _, names := range namings(s.best.nodes, n) {
			if s.try(n, renamed(s.best.events, names)) {
				return
			}
		}
	}
}

// maxNamings bounds how many ways to take nodes away are tried.
const maxNamings = 2000

// namings returns ways to give nodes names from 1 to to, or none. Those come
// first in which every name is given once, in order.
func namings(nodes, to int) [][]node.ID {
	var once, all [][]node.ID
	names := make([]node.ID, nodes)
	var give func(i int, next node.ID)
	give = func(i int, next node.ID) {
		switch {
		case len(all) == maxNamings:
		case i < nodes:
			for name := node.ID(0); int(name) <= to; name++ {
				names[i] = name
				n := next
				if name == next {
					n++
				} else if name > 0 {
					n = 0 // not once, or not in order
				}
				give(i+1, n)
			}
		case int(next) == to+1:
			once = append(once, slices.Clone(names))
		default:
			all = append(all, slices.Clone(names))
		}
	}
	give(0, 1)
	return append(once, all...)
}

// renamed returns the events with other names for the nodes. Those of nodes
// without a name are left out. What messages say of nodes is no longer true.
func renamed(events []event, names []node.ID) []event {
	name := func(id node.ID) node.ID { return names[id-1] }
	var left []event
	for _, e := range events {
		if e.Kind == explore.Deliver {
			e.From, e.says = name(e.From), ""
			if e.From == 0 {
				continue
			}
		}
		if e.Node = name(e.Node); e.Node == 0 {
			continue
		}
		if e.Kind == explore.Ask {
			e.Request.Node = e.Node
		}
		e.Request = e.Request.With(itself, func(node.ID) node.ID { return e.Node })
		left = append(left, e)
	}
	return left
}

// renumber numbers the nodes in the order in which something happens to them.
func (s *shrinker) renumber() {
	order := appearance(s.best.events, s.best.nodes)
	if slices.IsSorted(order) || s.over() {
		return
	}
	before := s.best
	names := make([]node.ID, len(order))
	for i, id := range order {
		names[id-1] = node.ID(i + 1)
	}
	if s.try(s.best.nodes, renamed(s.best.events, names)) && !slices.IsSorted(appearance(s.best.events, s.best.nodes)) && len(before.events) == len(s.best.events) {
		s.best = before
	}
}

// appearance returns the nodes in the order in which something happens to them.
func appearance(events []event, n int) (order []node.ID) {
	add := func(id node.ID) {
		if !slices.Contains(order, id) {
			order = append(order, id)
		}
	}
	for i := range events {
		add(events[i].Node)
	}
	for id := node.ID(1); int(id) <= n; id++ {
		add(id)
	}
	return order
}

// values calls the values A, B, C and so on, in the order in which they are
// asked for; all of them, or those that can be.
func (s *shrinker) values() {
	short := map[node.Value]node.Value{}
	var order []node.Value
	for i := range s.best.events {
		for _, f := range s.best.events[i].Request.Args {
			if v, plain := f.Value.(node.Value); plain && short[v].Absent() {
				short[v] = node.Value(fmt.Sprintf("%q", letters(len(order))))
				order = append(order, v)
			}
		}
	}
	if s.rename(short) {
		return
	}
	for _, v := range order {
		if !slices.Contains(order, short[v]) {
			s.rename(map[node.Value]node.Value{v: short[v]})
		}
	}
}

func itself(v node.Value) node.Value { return v }

// letters returns A to Z, and then A1 and so on.
func letters(i int) string {
	name := string(rune('A' + i%26))
	if i >= 26 {
		name += fmt.Sprint(i / 26)
	}
	return name
}

// rename gives values other names, and reports whether there is nothing left to do.
func (s *shrinker) rename(names map[node.Value]node.Value) bool {
	events, changed := slices.Clone(s.best.events), false
	for i := range events {
		e := &events[i]
		e.says = ""
		e.Request = e.Request.With(func(v node.Value) node.Value {
			if short := names[v]; !short.Absent() && short != v {
				changed = true
				return short
			}
			return v
		}, func(id node.ID) node.ID { return id })
	}
	return !changed || s.try(s.best.nodes, events)
}
