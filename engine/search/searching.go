package search

import (
	"context"
	"sync/atomic"
	"time"
)

// searching is what every strategy needs.
type searching struct {
	*model
	crew
	o      *Options
	r      *Result
	judges *judges
	start  flat
	limit  int // of distinct states

	halt     atomic.Uint32 // one of the halts
	began    time.Time
	told     time.Time // the last progress
	toldWhen int       // Generated then
}

// end is what ended a search: a hit, with the path there as ordinals among the
// successors of each state, or a bound. The zero end is none: the search was
// done.
type end struct {
	hit
	bound Bound
	path  []int
}

func (e *end) over() bool { return e.is() || e.bound != Unbounded }

const (
	running uint32 = iota
	haltInterrupted
	haltTime
)

// watchClock makes the search stop when ctx is done or time is over, until the
// function that it returns is called.
func (s *searching) watchClock(ctx context.Context) (release func()) {
	if ctx.Err() != nil {
		s.halt.Store(haltInterrupted)
	}
	unhook := context.AfterFunc(ctx, func() { s.halt.CompareAndSwap(running, haltInterrupted) })
	if s.o.MaxTime <= 0 {
		return func() { unhook() }
	}
	timer := time.AfterFunc(s.o.MaxTime, func() { s.halt.CompareAndSwap(running, haltTime) })
	return func() {
		unhook()
		timer.Stop()
	}
}

// stopped reports whether the search has to stop at once.
func (s *searching) stopped() bool { return s.halt.Load() != running }

func (s *searching) stopBound() Bound {
	if s.halt.Load() == haltTime {
		return TimeBound
	}
	return Interruption
}

// overMemory notes that the search takes so many bytes, and reports whether
// that is more than it may.
func (s *searching) overMemory(bytes int64) bool {
	if s.o.MaxMemory > 0 && bytes > s.o.MaxMemory {
		return true
	}
	s.r.Memory = max(s.r.Memory, bytes)
	return false
}

// shared returns the bytes that the model and the judges take.
func (s *searching) shared() int64 { return s.model.bytes() + s.judges.bytes() }

// tell tells Progress how far the search is, if it is time.
func (s *searching) tell(frontier, depth int) {
	if s.o.Progress == nil {
		return
	}
	every := s.o.ProgressEvery
	if every <= 0 {
		every = time.Second
	}
	now := time.Now()
	since := now.Sub(s.told)
	if since < every {
		return
	}
	s.o.Progress(Progress{
		States: s.r.Unique, Generated: s.r.Generated, Rate: float64(s.r.Generated-s.toldWhen) / since.Seconds(),
		Frontier: frontier, Depth: depth, Memory: s.r.Memory, Time: now.Sub(s.began),
	})
	s.told, s.toldWhen = now, s.r.Generated
}
