package explore

import (
	"context"

	"synod/engine"
	"synod/engine/search"
)

// A rule that loses nacks meets none in a search that leaves out the messages to which a
// node would answer with one. It would be a mistake to say that it never happened. When a
// search has seen everything else, and some rule or fault met nothing, a few walks in
// which nothing is left out show whether that is why.

// How many walks there are, in so many batches at most: they end with the first batch in
// which nothing is missing any more.
const (
	walkBatch   = 64
	walkBatches = 4
)

// findLeftOut finds what rules and faults did not meet since the search left it out.
func (r *Result) findLeftOut(ctx context.Context, w *engine.World, o Options) error {
	if r.Verdict != search.Holds || o.Reduce == (Reductions{}) {
		return nil // the search ended before it met everything, or left out nothing
	}
	unmet := w.Unmet(r.Met)
	if unmet.None() {
		return nil
	}
	o.Reduce, o.Strategy, o.Progress = Reductions{}, search.RandomWalk, nil
	o.Properties, o.Linearizable, o.Goal, o.Prune = []string{}, nil, nil, nil
	m, err := newModel(w, &o)
	if err != nil {
		return err
	}
	so := m.options(w, &o)
	so.Invariants, so.Walks, so.Paranoid = nil, walkBatch, false
	for range walkBatches {
		so.Seed++
		if _, err := search.Explore(ctx, m, so); err != nil {
			return err
		}
		if r.LeftOut = unmet.Among(m.met.Encounters); len(r.LeftOut.Rules) == len(unmet.Rules) && len(r.LeftOut.Pauses) == len(unmet.Pauses) && len(r.LeftOut.Clocks) == len(unmet.Clocks) {
			break
		}
	}
	return nil
}
