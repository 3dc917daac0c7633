package explore

import (
	"context"
	"errors"
	"fmt"

	"synod/engine"
	"synod/engine/search"
)

// Shares returns how many of o.Walks random continuations break a property, from
// where w stands and after each of steps, which are taken from there. What may
// happen in a continuation is what o allows and has not happened yet.
func Shares(ctx context.Context, w *engine.World, o Options, steps []Step) ([]int, error) {
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
	m.reducer = nil // the steps are of a search in which nothing is left out
	so := m.options(w, &o)
	t, err := m.traceOf(so, steps)
	if err != nil {
		return nil, err
	}
	hits, err := search.Shares(ctx, m, so, t)
	if errors.Is(err, context.Canceled) {
		return nil, engine.ErrInterrupted
	}
	return hits, err
}

// traceOf returns steps in the words of the search.
func (m *model) traceOf(so search.Options, steps []Step) (t search.Trace, err error) {
	cursor, err := search.NewCursor(m, so)
	if err != nil {
		return nil, err
	}
	for i := range steps {
		s, err := m.meant(cursor, &steps[i])
		if err == nil {
			err = cursor.Take(s)
		}
		if err != nil {
			return nil, fmt.Errorf("step %d of %d: %w", i+1, len(steps), err)
		}
		t = append(t, s)
	}
	return t, nil
}

// meant returns the step that is possible where the cursor is and is s.
func (m *model) meant(cursor *search.Cursor, s *Step) (search.Step, error) {
	possible, err := cursor.Steps()
	if err != nil {
		return search.Step{}, err
	}
	r := &Result{model: m}
	for i, p := range possible {
		if err := r.add(p); err != nil {
			return search.Step{}, err
		}
		like := &r.Steps[i]
		like.Called = s.Called // a name of what is compared already
		if (s.Kind != Fire || like.Timer == s.Timer) && like.Request.Compare(&s.Request) == 0 && like.String() == s.String() {
			return p, nil
		}
	}
	return search.Step{}, fmt.Errorf("no search takes it: %s", s)
}
