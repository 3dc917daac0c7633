package search

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"time"
)

// Explore searches sys as o says. Beside an error, the Result says how far it
// got, and its Trace leads to where the error is.
func Explore(ctx context.Context, sys System, o Options) (*Result, error) {
	r := &Result{}
	began := time.Now()
	defer func() { r.Time = time.Since(began) }()
	s, err := newSearching(sys, &o, r)
	if err != nil {
		return r, err
	}
	defer s.watchClock(ctx)()
	e := s.explore()
	r.Trace, _ = s.trace(e.path)
	s.count()
	if o.DropDead && e.err == nil && !s.stopped() {
		e = s.afterHints(e)
	}
	s.conclude(e)
	if r.Bound == Interruption {
		r.Cause = context.Cause(ctx)
	}
	return r, e.err
}

// afterHints verifies the hints that the search made use of. What it found it
// found, but it may have missed something.
func (s *searching) afterHints(e end) end {
	err := s.verifyHints()
	switch {
	case err != nil && e.hit.is():
		e.err = err
	case err != nil:
		e = end{hit: hit{err: err}}
	case s.stopped() && !e.over():
		e = end{bound: s.stopBound()}
	}
	return e
}

func newSearching(sys System, o *Options, r *Result) (*searching, error) {
	if o.Strategy > PCT {
		return nil, fmt.Errorf("strategy: got %d, want %d to %d", o.Strategy, BreadthFirst, PCT)
	}
	m, err := newModel(sys, o)
	if err != nil {
		return nil, err
	}
	now := time.Now()
	s := &searching{model: m, o: o, r: r, limit: maxStates - 1, began: now, told: now}
	if o.MaxStates > 0 {
		s.limit = min(s.limit, o.MaxStates)
	}
	if o.batch == 0 {
		o.batch, o.run = batchStates, runStates
	}
	n := o.Workers
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	s.crew = newCrew(m, o, min(n, shards))
	from := o.From
	if from == nil {
		start := sys.Start()
		from = &start
	}
	w := s.workers[0]
	if s.start, err = w.start(from); err != nil {
		return nil, err
	}
	for _, l := range s.start[localsAt : localsAt+s.slots] {
		for _, w := range s.workers {
			w.neverWaits(l)
		}
	}
	s.judges, err = newJudges(w, o, s.start)
	return s, err
}

// explore judges the start, and goes on from there.
func (s *searching) explore() end {
	s.r.Unique, s.r.Generated, s.r.Depth = 1, 1, 1
	h, pruned := s.judges.judge(s.workers[0], s.start)
	if h.is() {
		return end{hit: h}
	}
	if pruned {
		s.r.Pruned, s.r.Cut = 1, s.workers[0].leadsOn(s.start)
		s.start.prune()
	}
	switch s.o.Strategy {
	case DepthFirst:
		return (&depth{searching: s}).search()
	case RandomWalk, PCT:
		return (&walks{searching: s}).search()
	}
	return (&breadth{searching: s}).search()
}

// conclude writes down the verdict.
func (s *searching) conclude(e end) {
	r := s.r
	r.Verdict, r.Property, r.Sentence, r.Bound = e.verdict, e.property, e.sentence, e.bound
	if e.over() {
		return
	}
	switch {
	case r.Cut > 0:
		r.Verdict, r.Bound = Unknown, PruneBound
	case len(s.o.Goals) > 0:
		r.Verdict = NotFound
	default:
		r.Verdict = Holds
	}
}

// count writes down the numbers that are known at the end.
func (s *searching) count() {
	r := s.r
	r.Messages, r.Watchers = len(s.messages.items), len(s.watchers.items)
	if s.o.Strategy < RandomWalk {
		r.Locals = len(s.locals.items)
	}
	r.Handled = s.events.count
	bits := 64.0
	if s.o.Wide {
		bits = 128
	}
	r.Collision = float64(r.Unique) * float64(r.Generated-r.Unique) / math.Pow(2, bits)
}
