package explore

import (
	"context"
	"fmt"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
)

// Result is what a search found out, with the way to what it found in the words
// of the world.
type Result struct {
	search.Result
	Steps   []Step            // from where the world stands to a violation or a goal
	Next    uint64            // the number that the first request of the search has
	Checked bool              // there was a property, a claim, an invariant or a model to check
	Reduced bool              // the search left out what makes no difference to the safety properties
	Unspent []string          // the budgets that were left alone because safety has no use for them, such as "drops"
	Met     engine.Encounters // what the rules and faults of the run met
	LeftOut engine.Encounters // what others would have met, had the search not left it out
	Orders  int               // in how many orders nodes that are alike could stand; 1: no two are

	model  *model
	states []search.State // the start, and the state after each step
}

// Run searches what can come of w, which does not change. The safety
// properties and the run's own invariants are checked in every state.
func Run(ctx context.Context, w *engine.World, o Options) (*Result, error) {
	if err := w.Searchable(); err != nil {
		return nil, err
	}
	if err := o.check(w); err != nil {
		return nil, err
	}
	m, err := newModel(w, &o)
	if err != nil {
		return nil, err
	}
	so := m.options(w, &o)
	found, err := search.Explore(ctx, m, so)
	if unlike := m.alikeStill(); unlike != nil {
		err = unlike // also when the search ended just then
	}
	if err != nil {
		return nil, err
	}
	r := &Result{Met: m.met.Encounters, Result: *found, Reduced: m.reducer != nil, Orders: max(1, len(m.orders)), Unspent: m.unspent()}
	r.Next = m.from.Next
	if err := r.judged(m, w, &o); err != nil {
		return nil, err
	}
	if err := r.findLeftOut(ctx, w, o); err != nil {
		return nil, err
	}
	return r, r.retrace(w, o)
}

// retrace takes the steps that were found once more, with nothing left out:
// what the search forgot on the way is there, and a sentence names whom it means.
func (r *Result) retrace(w *engine.World, o Options) error {
	o.Reduce = Reductions{}
	whole, err := newModel(w, &o)
	if err != nil {
		return err
	}
	cursor, err := search.NewCursor(whole, whole.options(w, &o))
	if err != nil {
		return err
	}
	r.model, r.states = whole, []search.State{cursor.State()}
	for i, s := range r.Trace {
		s, err := whole.among(cursor, s)
		if err == nil {
			err = cursor.Take(s)
		}
		if err == nil {
			err = r.add(s)
		}
		if err != nil {
			return fmt.Errorf("step %d of %d: %w", i+1, len(r.Trace), err)
		}
		r.Trace[i] = s
		r.states = append(r.states, cursor.State())
	}
	if v := cursor.Violation(); v.Property != "" {
		r.Sentence = v.Sentence
	}
	return nil
}

// among returns the step that is s at a cursor for whom nothing is left out:
// there may be more outcomes of the same event, with other names.
func (m *model) among(cursor *search.Cursor, s search.Step) (search.Step, error) {
	steps, err := cursor.Steps()
	for _, step := range steps {
		s.Outcome = step.Outcome
		if s.Equal(step) {
			return step, err
		}
	}
	return s, err
}

// options returns o in the words of the search.
func (m *model) options(w *engine.World, o *Options) search.Options {
	so := search.Options{
		Strategy: o.Strategy, Workers: o.Workers, DropDead: o.Reduce.Dead, Reduce: m.reducer != nil, Symmetry: len(m.orders) > 0, Paranoid: o.Paranoid,
		Seed: o.Seed, Walks: o.Walks, Changes: o.Changes,
		MaxStates: o.MaxStates, MaxMemory: o.MaxMemory, MaxTime: o.MaxTime, Progress: o.Progress,
	}
	if o.MaxDepth > 0 {
		so.MaxDepth = o.MaxDepth + 1 // states on a path, one more than its steps
	}
	if o.Budgets.Duplicates > 0 {
		so.Duplicate = cost(classDuplicate)
	}
	for _, in := range w.Invariants() {
		so.Invariants = append(so.Invariants, m.predicate(w, &Predicate{in.Name, func(ghost *engine.World) (bool, error) {
			ok, _, err := in.Hold(ghost)
			return ok, err
		}}))
	}
	if o.Goal != nil {
		so.Goals = append(so.Goals, m.predicate(w, o.Goal))
	}
	if o.Prune != nil {
		so.Prunes = append(so.Prunes, m.predicate(w, o.Prune))
	}
	return so
}

// add appends a step of the search's in the words of the world.
func (r *Result) add(s search.Step) error {
	how := parseMove(s.Name)
	step := Step{Node: node.ID(s.Slot + 1), Kind: how.kind, Timer: node.Timer(how.index), Again: s.Duplicate, Choices: how.choices}
	if how.dies {
		step.Dies = &how.point
	}
	switch how.kind {
	case Fire:
		step.Called = r.model.from.Protocol.TimerName(step.Timer)
	case Ask:
		step.Request = r.model.requests[how.index]
		if _, unseen := r.model.from.Protocol.(node.ByHander); !unseen { // whose messages name no requests
			step.Request.ID = r.model.number(how.index)
		}
	case Partition:
		step.Node, step.Sides = 0, (division(how.index) << 1).sides(len(r.model.configs))
	case Heal:
		step.Node = 0
	case Deliver, Drop:
		f, err := r.model.flight(s.Slot, s.Message)
		if err != nil {
			return err
		}
		step.From, step.Message = f.Src, f.Message
	}
	r.Steps = append(r.Steps, step)
	return nil
}

// Flights returns what was on its way before step i, in no particular order.
func (r *Result) Flights(i int) []engine.Flight {
	var flights []engine.Flight
	for _, m := range r.states[i].Messages {
		flights = append(flights, must(r.model.flight(m.To, m.Body)))
	}
	return flights
}

// Play takes the steps that were found in w, which must stand where it stood
// when the search began. The error of the last one is the violation.
func (r *Result) Play(w *engine.World) error {
	for i := range r.Steps {
		if err := r.Steps[i].Do(w); err != nil {
			return fmt.Errorf("step %d of %d: %w", i+1, len(r.Steps), err)
		}
	}
	return nil
}
