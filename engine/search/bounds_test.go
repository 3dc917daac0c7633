package search_test

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"time"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// endless is a System with a counter, of which there is no end.
type endless struct{ search.System }

func (endless) Slots() int { return 1 }

func (endless) Start() search.State { return search.State{Locals: [][]byte{{0, 0, 0}}} }

func (endless) Moves(_ int, local []byte) ([]search.Outcome, error) {
	n := int(local[0])<<16 + int(local[1])<<8 + int(local[2]) + 1
	return []search.Outcome{{Name: []byte("count"), Local: []byte{byte(n >> 16), byte(n >> 8), byte(n)}}}, nil
}

// TestBounds ends searches by each of the bounds. They know how far they got,
// and say that they do not know the rest.
func TestBounds(t *testing.T) {
	reg := register.System{Clients: 3}
	for _, test := range []struct {
		name string
		sys  search.System
		o    search.Options
		want search.Bound
		ok   func(r *search.Result) bool
	}{
		{"depth", reg, search.Options{MaxDepth: 10}, search.DepthBound,
			func(r *search.Result) bool { return r.Depth == 10 }},
		{"states", reg, search.Options{MaxStates: 12345}, search.StatesBound,
			func(r *search.Result) bool { return r.Unique == 12345 }},
		{"memory", reg, search.Options{MaxMemory: 4e6}, search.MemoryBound,
			func(r *search.Result) bool { return r.Memory <= 4e6 && r.Unique > 1000 }},
		{"time", endless{}, search.Options{MaxTime: time.Millisecond}, search.TimeBound, nil},
		{"depth, depth-first", reg, search.Options{Strategy: search.DepthFirst, MaxDepth: 8}, search.DepthBound,
			func(r *search.Result) bool { return r.Depth == 8 }},
		{"states, depth-first", endless{}, search.Options{Strategy: search.DepthFirst, MaxStates: 500}, search.StatesBound,
			func(r *search.Result) bool { return r.Unique == 500 && r.Depth == 500 }},
		{"memory, depth-first", endless{}, search.Options{Strategy: search.DepthFirst, MaxMemory: 1e6}, search.MemoryBound,
			func(r *search.Result) bool { return r.Memory <= 1e6 && r.Unique > 100 }},
		{"time, depth-first", endless{}, search.Options{Strategy: search.DepthFirst, MaxTime: time.Millisecond}, search.TimeBound, nil},
		{"walks", reg, search.Options{Strategy: search.RandomWalk, Walks: 300}, search.WalksBound,
			func(r *search.Result) bool { return r.Walks == 300 && r.Unique == 0 }},
		{"memory, walks", endless{}, search.Options{Strategy: search.PCT, MaxMemory: 1e5, MaxDepth: 600}, search.MemoryBound, nil},
		{"time, walks", endless{}, search.Options{Strategy: search.RandomWalk, Walks: 1e9, MaxTime: time.Millisecond}, search.TimeBound, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := must(t, test.sys, test.o)
			if r.Verdict != search.Unknown || r.Bound != test.want {
				t.Fatalf("got %v, want unknown (%s)", r, test.want)
			}
			if test.ok != nil && !test.ok(r) {
				t.Errorf("got %+v", *r)
			}
		})
	}
}

// TestBoundsNotHit sets bounds that the system just fits into. The search was
// done, so it knows.
func TestBoundsNotHit(t *testing.T) {
	reg := register.System{Clients: 1}
	for _, o := range []search.Options{
		{MaxDepth: 14}, {MaxStates: 265}, {MaxMemory: 1e6}, {MaxTime: time.Hour},
		{MaxDepth: 14, Strategy: search.DepthFirst}, {MaxStates: 265, Strategy: search.DepthFirst},
	} {
		if r := must(t, reg, o); r.Verdict != search.Holds || r.Unique != 265 {
			t.Errorf("%+v: got %v, want that it holds", o, r)
		}
	}
	if r := must(t, reg, search.Options{MaxDepth: 13}); r.Bound != search.DepthBound {
		t.Errorf("one less: got %v", r)
	}
}

// TestMemoryKept compares what a search says that it takes with what the
// process takes.
func TestMemoryKept(t *testing.T) {
	const limit = 24 << 20
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	most := uint64(0)
	o := search.Options{MaxMemory: limit, ProgressEvery: 1, Progress: func(search.Progress) {
		runtime.ReadMemStats(&during)
		most = max(most, during.HeapAlloc-min(during.HeapAlloc, before.HeapAlloc))
	}}
	r := must(t, register.System{Clients: 3}, o)
	if r.Bound != search.MemoryBound || r.Memory > limit || r.Memory < limit/2 {
		t.Errorf("got %v with %d bytes, want it to end with nearly %d", r, r.Memory, limit)
	}
	if most > 2*limit {
		t.Errorf("the heap grew by %d bytes, want at most twice %d", most, limit)
	}
}

// TestInterrupted cancels searches, one before it begins and one in its midst.
func TestInterrupted(t *testing.T) {
	why := errors.New("enough")
	cancelled, cancel := context.WithCancelCause(context.Background())
	cancel(why)
	for _, strategy := range []search.Strategy{search.BreadthFirst, search.DepthFirst, search.RandomWalk, search.PCT} {
		t.Run(strategy.String(), func(t *testing.T) {
			o := search.Options{Strategy: strategy, DropDead: true}
			r, err := search.Explore(cancelled, register.System{Clients: 3}, o)
			if err != nil || r.Verdict != search.Unknown || r.Bound != search.Interruption {
				t.Errorf("before: got %v, %v", r, err)
			}
			if r.Cause != why {
				t.Errorf("before: got the cause %v, want %v", r.Cause, why)
			}
			ctx, cancel := context.WithCancelCause(context.Background())
			defer cancel(nil)
			told := false
			o.Walks = 1e9
			o.ProgressEvery = 1
			o.Progress = func(p search.Progress) {
				if p.Generated > 1000 {
					told = true
					cancel(why)
				}
			}
			r, err = search.Explore(ctx, register.System{Clients: 3}, o)
			if err != nil || r.Verdict != search.Unknown || r.Bound != search.Interruption {
				t.Errorf("midst: got %v, %v", r, err)
			}
			if !told || r.Generated < 1000 {
				t.Errorf("midst: got %v, want it to know what it had", r)
			}
		})
	}
}

// TestProgress is told how a search goes on.
func TestProgress(t *testing.T) {
	var last search.Progress
	times := 0
	r := must(t, register.System{Clients: 2}, search.Options{ProgressEvery: 1, Progress: func(p search.Progress) {
		if p.States < last.States || p.Generated < last.Generated || p.Depth < last.Depth || p.Memory <= 0 || p.Rate < 0 {
			t.Errorf("got %+v after %+v", p, last)
		}
		last = p
		times++
	}})
	if times < r.Depth-1 || last.States != r.Unique || last.Frontier != 0 {
		t.Errorf("told %d times, at last %+v, of %v", times, last, r)
	}
}

// failing fails when its counter gets to three.
type failing struct{ endless }

var errBroken = errors.New("broken")

func (f failing) Moves(slot int, local []byte) ([]search.Outcome, error) {
	if local[2] == 3 {
		return nil, errBroken
	}
	return f.endless.Moves(slot, local)
}

// TestErrors lets a System and predicates fail. The search ends with that
// error, never with a pass, and its trace leads to where it was.
func TestErrors(t *testing.T) {
	fails := search.Predicate{Name: "whole", Test: func(v *search.View) (bool, error) {
		if v.Local(0)[2] == 3 {
			return true, errBroken
		}
		return true, nil
	}}
	not := search.Predicate{Name: "never", Test: func(v *search.View) (bool, error) {
		_, err := fails.Test(v)
		return false, err
	}}
	for _, strategy := range []search.Strategy{search.BreadthFirst, search.DepthFirst, search.RandomWalk} {
		for name, test := range map[string]struct {
			sys search.System
			o   search.Options
		}{
			"moves":     {failing{}, search.Options{}},
			"invariant": {endless{}, search.Options{Invariants: []search.Predicate{fails}}},
			"goal":      {endless{}, search.Options{Goals: []search.Predicate{not}}},
			"prune":     {endless{}, search.Options{Prunes: []search.Predicate{not}}},
		} {
			test.o.Strategy, test.o.MaxDepth = strategy, 10
			r, err := search.Explore(context.Background(), test.sys, test.o)
			if !errors.Is(err, errBroken) || r.Verdict != search.Unknown || len(r.Trace) != 3 {
				t.Errorf("%v, %s: got %v, %v after %d steps; want the error after 3", strategy, name, r, err, len(r.Trace))
			}
		}
	}
}
