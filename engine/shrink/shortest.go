package shrink

import (
	"context"
	"errors"
	"math"
	"slices"

	"synod/engine"
	"synod/engine/explore"
	"synod/engine/search"
)

// shortest searches everything that can come of the requests and failures that
// are left for a way with fewer steps.
func (s *shrinker) shortest() {
	s.proven = false
	depth := len(s.best.events) - 1
	if depth < 1 {
		s.proven = depth == 0
		return
	}
	o, ok := s.searchable()
	if !ok || s.o.States < 0 || s.err != nil {
		return
	}
	w, err := s.start(s.best.nodes)
	if err != nil {
		return
	}
	o.Reduce, o.Workers, o.MaxStates, o.MaxDepth = explore.ReduceAll, s.o.Workers, s.o.States, depth
	o.Progress = func(p search.Progress) { s.tell(p.States) }
	found, err := explore.Run(s.context(), w, o)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), err == nil && found.Bound == search.Interruption:
		s.err = engine.ErrInterrupted
		return
	case errors.Is(err, engine.ErrCounted):
		s.err = err
		return
	case err != nil:
		return // an invariant that cannot be asked in a search
	}
	s.seen += found.Unique
	switch {
	case found.Verdict == search.Violated:
		s.proven = s.try(s.best.nodes, s.events(found.Steps))
	case found.Verdict == search.Holds, found.Bound == search.DepthBound:
		s.proven = true
	}
}

// searchable returns what is left as the budgets of a search, if it can be: a
// search knows disks that work, and clients that wait.
func (s *shrinker) searchable() (o explore.Options, ok bool) {
	return s.run.budgets(stepsOf(s.best.events))
}

// budgets returns the options of a search that may do what steps do, in any
// order, and looks for a violation of the run's property. It reports whether a
// search can do all of it.
func (r *Run) budgets(steps []explore.Step) (o explore.Options, ok bool) {
	b := &o.Budgets
	o.Properties, o.Linearizable = []string{}, r.Model
	if r.Invariant == nil {
		o.Properties = append(o.Properties, r.Property)
	}
	fired := map[int]int{}
	for i := range steps {
		s := &steps[i]
		switch s.Kind {
		case explore.Ask:
			o.Requests = append(o.Requests, s.Request)
		case explore.Fire:
			fired[int(s.Node)]++
			b.Timers = max(b.Timers, fired[int(s.Node)])
		case explore.Crash:
			b.Crashes++
		case explore.Restart:
			b.Restarts++
		case explore.Wipe:
			b.Wipes++
		case explore.Stop, explore.Fault, explore.Damage:
			return o, false
		}
		if s.Dies != nil {
			b.Crashes++
		}
		if s.Again {
			b.Duplicates++
		}
	}
	slices.SortStableFunc(o.Requests, func(x, y explore.Request) int {
		return x.Compare(&y)
	})
	most := max(b.Timers, b.Crashes, b.Restarts, b.Wipes, b.Duplicates)
	return o, most <= math.MaxUint8 && len(o.Requests) <= 64
}
