package search_test

import (
	"bytes"
	"slices"

	"synod/engine/search"
)

// twin is a breadth-first search that anybody can check by reading it: one
// state after the other, in a queue, with a map of all that were seen. It
// remembers no answers, interns nothing and hashes nothing.
type twin struct {
	sys    search.System
	o      search.Options
	ask    asked
	result search.Result
	seen   map[string]bool
	queue  []place
}

// place is a state in the queue.
type place struct {
	state  search.State
	parent int // its index in the queue
	step   search.Step
	depth  int
	pruned bool
}

// successor is a step from a state, and where it leads.
type successor struct {
	step  search.Step
	state search.State
	bad   search.Violation
}

// explore searches sys as o says, except that what to look for is ask.
func explore(sys search.System, o search.Options, ask asked) search.Result {
	t := &twin{sys: sys, o: o, ask: ask, seen: map[string]bool{}}
	start := sys.Start()
	start.Messages = slices.DeleteFunc(start.Messages, func(m search.Message) bool { return t.dead(start, m) })
	sortMessages(&start)
	if !t.enter(start, -1, search.Step{}, 1) {
		t.search()
	}
	return t.result
}

func (t *twin) search() {
	for i := 0; i < len(t.queue); i++ {
		if t.queue[i].depth == t.o.MaxDepth {
			t.peek(i)
			return
		}
		for _, next := range t.successors(t.queue[i]) {
			if next.bad != (search.Violation{}) {
				t.result.Generated++
				t.result.Depth = max(t.result.Depth, t.queue[i].depth+1)
				t.end(search.Violated, next.bad.Property, next.bad.Sentence)
				t.result.Trace = append(t.trace(i), next.step)
				return
			}
			if t.seen[key(next.state)] {
				t.result.Generated++
				continue
			}
			if t.o.MaxStates > 0 && t.result.Unique == t.o.MaxStates {
				t.result.Bound = search.StatesBound
				return
			}
			if t.enter(next.state, i, next.step, t.queue[i].depth+1) {
				return
			}
		}
	}
	t.done()
}

// peek looks whether the states from i on, all as deep as MaxDepth allows,
// lead to anything new.
func (t *twin) peek(i int) {
	generated := 0
	for ; i < len(t.queue); i++ {
		for _, next := range t.successors(t.queue[i]) {
			if generated++; next.bad != (search.Violation{}) || !t.seen[key(next.state)] {
				t.result.Bound = search.DepthBound
				return
			}
		}
	}
	t.result.Generated += generated
	t.done()
}

func (t *twin) done() {
	if t.result.Cut > 0 {
		t.end(search.Unknown, "", "")
		t.result.Bound = search.PruneBound
		return
	}
	if len(t.ask.goals) > 0 {
		t.end(search.NotFound, "", "")
		return
	}
	t.end(search.Holds, "", "")
}

func (t *twin) end(v search.Verdict, property, sentence string) {
	t.result.Verdict, t.result.Property, t.result.Sentence = v, property, sentence
}

// enter puts a new state into the queue. It reports whether that ends the
// search.
func (t *twin) enter(s search.State, parent int, step search.Step, depth int) bool {
	t.seen[key(s)] = true
	t.queue = append(t.queue, place{s, parent, step, depth, false})
	t.result.Unique++
	t.result.Generated++
	t.result.Depth = max(t.result.Depth, depth)
	at := len(t.queue) - 1
	for _, p := range t.ask.invariants {
		if !p.on(s) {
			t.end(search.Violated, p.name, "")
			t.result.Trace = t.trace(at)
			return true
		}
	}
	for _, p := range t.ask.goals {
		if p.on(s) {
			t.end(search.Found, p.name, "")
			t.result.Trace = t.trace(at)
			return true
		}
	}
	for _, p := range t.ask.prunes {
		if p.on(s) {
			t.result.Pruned++
			if len(t.successors(t.queue[at])) > 0 {
				t.result.Cut++
			}
			t.queue[at].pruned = true
			break
		}
	}
	return false
}

func (t *twin) trace(i int) search.Trace {
	var steps search.Trace
	for ; t.queue[i].parent >= 0; i = t.queue[i].parent {
		steps = append(steps, t.queue[i].step)
	}
	slices.Reverse(steps)
	return steps
}

// successors lists the steps from p, in canonical order.
func (t *twin) successors(p place) []successor {
	if p.pruned {
		return nil
	}
	var all []successor
	for i, m := range p.state.Messages {
		if i > 0 && sameMessage(m, p.state.Messages[i-1]) {
			continue
		}
		outcomes, err := t.sys.React(m.To, p.state.Locals[m.To], m.Body)
		check(err)
		for j, o := range outcomes {
			step := search.Step{Slot: m.To, Message: m.Body, Name: o.Name, Outcome: j}
			all = t.add(all, p.state, step, o, o.Cost)
			if t.o.Duplicate != 0 {
				step.Duplicate = true
				all = t.add(all, p.state, step, o, o.Cost|t.o.Duplicate)
			}
		}
	}
	for slot, local := range p.state.Locals {
		outcomes, err := t.sys.Moves(slot, local)
		check(err)
		for j, o := range outcomes {
			all = t.add(all, p.state, search.Step{Slot: slot, Name: o.Name, Outcome: j}, o, o.Cost)
		}
	}
	return all
}

func (t *twin) add(all []successor, s search.State, step search.Step, o search.Outcome, cost search.Classes) []successor {
	next := search.State{Locals: slices.Clone(s.Locals), Watcher: s.Watcher, Budgets: s.Budgets}
	for class := range next.Budgets {
		if cost>>class&1 == 0 {
			continue
		}
		if next.Budgets[class] == 0 {
			return all
		}
		next.Budgets[class]--
	}
	taken := step.Message == nil || step.Duplicate
	for _, m := range s.Messages {
		if !taken && sameMessage(m, search.Message{To: step.Slot, Body: step.Message}) {
			taken = true
			continue
		}
		next.Messages = append(next.Messages, m)
	}
	next.Locals[step.Slot] = o.Local
	next.Messages = append(next.Messages, o.Send...)
	if t.o.DropDead {
		next.Messages = slices.DeleteFunc(next.Messages, func(m search.Message) bool { return t.dead(next, m) })
	}
	sortMessages(&next)
	var bad search.Violation
	if len(o.Observed) > 0 {
		var err error
		next.Watcher, bad, err = t.sys.Watch(s.Watcher, step.Slot, o.Observed)
		check(err)
	}
	return append(all, successor{step, next, bad})
}

func (t *twin) dead(s search.State, m search.Message) bool {
	return t.o.DropDead && t.sys.(search.Hinter).Dead(m.To, s.Locals[m.To], m.Body)
}

func sameMessage(a, b search.Message) bool { return a.To == b.To && bytes.Equal(a.Body, b.Body) }

func sortMessages(s *search.State) {
	slices.SortFunc(s.Messages, func(a, b search.Message) int {
		if a.To != b.To {
			return a.To - b.To
		}
		return bytes.Compare(a.Body, b.Body)
	})
}

// key returns bytes that are equal for equal states.
func key(s search.State) string {
	var k []byte
	put := func(b []byte) { k = append(append(k, byte(len(b))), b...) }
	for _, l := range s.Locals {
		put(l)
	}
	put(s.Watcher)
	k = append(k, s.Budgets[:]...)
	for _, m := range s.Messages {
		put(append([]byte{byte(m.To)}, m.Body...))
	}
	return string(k)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
