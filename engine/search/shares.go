package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"
)

// Shares walks at random from the start and from every state along t, o.Walks
// times each, and returns how many of those walks met a violation. A walk goes
// on until nothing more can happen or it has passed o.MaxDepth states. Every
// walk has draws of its own, so the answer is a function of the arguments. If
// the last step of t is a violation, no walk goes on from there, and all count.
// o.Progress is told before each state: its depth is along t.
func Shares(ctx context.Context, sys System, o Options, t Trace) ([]int, error) {
	s, err := newSearching(sys, &o, &Result{})
	if err != nil {
		return nil, err
	}
	defer s.watchClock(ctx)()
	f := &forecast{walks: walks{searching: s, depth: o.MaxDepth, walkers: make([]walker, len(s.workers))}, each: o.Walks}
	if f.depth <= 0 {
		f.depth = DefaultWalkDepth
	}
	if f.each <= 0 {
		f.each = DefaultWalks
	}
	for i, w := range s.workers {
		f.walkers[i].worker = w
	}
	return f.along(t)
}

// forecast walks on from the states of a trace.
type forecast struct {
	walks
	each int // walks from each state
}

func (f *forecast) along(t Trace) (hits []int, err error) {
	at := &Cursor{w: f.workers[0], at: f.start}
	for i := range len(t) + 1 {
		if f.o.Progress != nil {
			f.o.Progress(Progress{Depth: i, Frontier: len(t) - i, Time: time.Since(f.began)})
		}
		n, err := f.at(at, i)
		if err != nil {
			return nil, err
		}
		hits = append(hits, n)
		if i == len(t) {
			return hits, nil
		}
		if err := at.Take(t[i]); err != nil {
			return nil, fmt.Errorf("step %d of %d: %w", i+1, len(t), err)
		}
	}
	return hits, nil
}

// at returns how many of the walks from a state of the trace, after so many
// steps, meet a violation: all, where there is one already.
func (f *forecast) at(c *Cursor, steps int) (int, error) {
	broken := c.Violation() != Violation{}
	if !broken {
		h, _ := f.judges.judge(f.workers[0], c.at)
		if h.err != nil {
			return 0, h.err
		}
		broken = h.verdict == Violated
	}
	if broken {
		return f.each, nil
	}
	f.start = c.at
	return f.from(steps)
}

// from returns how many of the walks from where f starts now, after so many
// steps, meet a violation.
func (f *forecast) from(steps int) (hits int, err error) {
	batch := make([]walk, f.each)
	f.crew.eachOf(f.each, func(worker, i int) {
		number := steps*f.each + i
		draw := uniform{rand.New(rand.NewPCG(f.o.Seed, uint64(number)))}
		f.walkers[worker].walk(&f.walks, &batch[i], draw, uint32(number+1))
	})
	if f.stopped() {
		return 0, context.Canceled
	}
	for i := range batch {
		if batch[i].err != nil {
			return 0, batch[i].err
		}
		if batch[i].verdict == Violated {
			hits++
		}
	}
	return hits, nil
}
