package search

import (
	"bytes"
	"context"
	"slices"
	"time"
)

// Explore searches sys as o says. The Result says what it got to know, also
// beside an error.
func Explore(ctx context.Context, sys System, o Options) (*Result, error) {
	began := time.Now()
	r := &Result{Generated: 1}
	defer func() { r.Time = time.Since(began) }()
	c, err := NewCursor(sys, o)
	if err != nil {
		return r, err
	}
	type place struct {
		state  State
		parent int
		step   Step
		depth  int
	}
	seen := map[string]bool{c.state.key(): true}
	places := []place{{state: c.state, parent: -1, depth: 1}}
	r.Unique = 1
	trace := func(i int) Trace {
		var t Trace
		for ; places[i].parent >= 0; i = places[i].parent {
			t = append(t, places[i].step)
		}
		slices.Reverse(t)
		return t
	}
	for i := 0; i < len(places); i++ {
		p := &places[i]
		r.Depth = p.depth
		if ctx.Err() != nil {
			r.Bound = Interruption
			return r, nil
		}
		if done, err := check(sys, &o, &p.state, r); err != nil || done {
			r.Trace = trace(i)
			return r, err
		}
		if pruned, err := any1(sys, o.Prunes, &p.state); err != nil {
			return r, err
		} else if pruned != nil {
			r.Pruned++
			continue
		}
		next, err := successors(sys, &o, &p.state)
		if err != nil {
			r.Trace = trace(i)
			return r, err
		}
		if o.MaxDepth > 0 && p.depth == o.MaxDepth {
			if len(next) > 0 {
				r.Bound = DepthBound
			}
			continue
		}
		for _, s := range next {
			r.Generated++
			if s.bad != (Violation{}) {
				r.Verdict, r.Property, r.Sentence = Violated, s.bad.Property, s.bad.Sentence
				r.Trace = append(trace(i), s.step)
				return r, nil
			}
			if k := s.state.key(); !seen[k] {
				if o.MaxStates > 0 && r.Unique == o.MaxStates {
					r.Bound = StatesBound
					return r, nil
				}
				seen[k] = true
				r.Unique++
				places = append(places, place{s.state, i, s.step, places[i].depth + 1})
			}
		}
	}
	switch {
	case r.Bound != Unbounded:
	case len(o.Goals) > 0:
		r.Verdict = NotFound
	default:
		r.Verdict = Holds
	}
	return r, nil
}

func check(sys System, o *Options, s *State, r *Result) (bool, error) {
	for i := range o.Invariants {
		ok, err := o.Invariants[i].Test(&View{s, sys})
		if err != nil {
			return false, err
		}
		if !ok {
			r.Verdict, r.Property = Violated, o.Invariants[i].Name
			return true, nil
		}
	}
	goal, err := any1(sys, o.Goals, s)
	if goal != nil {
		r.Verdict, r.Property = Found, goal.Name
	}
	return goal != nil, err
}

func any1(sys System, list []Predicate, s *State) (*Predicate, error) {
	for i := range list {
		yes, err := list[i].Test(&View{s, sys})
		if yes || err != nil {
			return &list[i], err
		}
	}
	return nil, nil
}

type successor struct {
	step  Step
	state State
	bad   Violation
}

func successors(sys System, o *Options, s *State) ([]successor, error) {
	var all []successor
	add := func(step Step, out Outcome, cost Classes) error {
		n := s.clone()
		for k := range n.Budgets {
			if cost>>k&1 != 0 {
				if n.Budgets[k] == 0 {
					return nil
				}
				n.Budgets[k]--
			}
		}
		if step.Message != nil && !step.Duplicate {
			i := slices.IndexFunc(n.Messages, func(m Message) bool { return m.To == step.Slot && bytes.Equal(m.Body, step.Message) })
			n.Messages = slices.Delete(n.Messages, i, i+1)
		}
		n.Locals[step.Slot] = out.Local
		n.Messages = append(n.Messages, out.Send...)
		n.sort()
		x := successor{step: step, state: n}
		if len(out.Observed) > 0 {
			var err error
			if x.state.Watcher, x.bad, err = sys.Watch(s.Watcher, step.Slot, out.Observed); err != nil {
				return err
			}
		}
		all = append(all, x)
		return nil
	}
	for i, m := range s.Messages {
		if i > 0 && m.To == s.Messages[i-1].To && bytes.Equal(m.Body, s.Messages[i-1].Body) {
			continue
		}
		outs, err := sys.React(m.To, s.Locals[m.To], m.Body)
		if err != nil {
			return all, err
		}
		for j, out := range outs {
			step := Step{Slot: m.To, Message: m.Body, Name: out.Name, Outcome: j}
			if err := add(step, out, out.Cost); err != nil {
				return all, err
			}
			if o.Duplicate != 0 {
				step.Duplicate = true
				if err := add(step, out, out.Cost|o.Duplicate); err != nil {
					return all, err
				}
			}
		}
	}
	for slot := range s.Locals {
		outs, err := sys.Moves(slot, s.Locals[slot])
		if err != nil {
			return all, err
		}
		for j, out := range outs {
			if err := add(Step{Slot: slot, Name: out.Name, Outcome: j}, out, out.Cost); err != nil {
				return all, err
			}
		}
	}
	return all, nil
}

func (s *State) clone() State {
	c := *s
	c.Locals = slices.Clone(s.Locals)
	c.Messages = slices.Clone(s.Messages)
	return c
}

func (s *State) sort() {
	slices.SortFunc(s.Messages, func(a, b Message) int {
		if a.To != b.To {
			return a.To - b.To
		}
		return bytes.Compare(a.Body, b.Body)
	})
}

func (s *State) key() string {
	var k []byte
	put := func(b []byte) { k = append(append(k, byte(len(b)>>8), byte(len(b))), b...) }
	for _, l := range s.Locals {
		put(l)
	}
	put(s.Watcher)
	for _, m := range s.Messages {
		k = append(k, byte(m.To))
		put(m.Body)
	}
	return string(append(k, s.Budgets[:]...))
}
