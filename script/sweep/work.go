package sweep

import (
	"context"
	"math"
	"sync"
	"time"

	"synod/engine"
	"synod/engine/trace"
	"synod/script"
)

// sweep is the state that the workers share.
type sweep struct {
	options Options
	files   *script.Files
	began   time.Time

	mu          sync.Mutex
	waiting     *sync.Cond      // for runs to be decided on
	guide       *guide          // nil for one seed after the other
	next        int             // the index of the run to begin next
	bound       int             // no index from here on is of interest any more
	over        int             // how many runs are over
	told        int             // how many have been told, one index after the other
	early       map[int]outcome // of runs that are over before one with a lower index
	failure     *Failure
	interrupted bool
}

// work begins one run after the other.
func (s *sweep) work(ctx context.Context) {
	for {
		index, in, ok := s.take()
		if !ok {
			return
		}
		var sink trace.Sink
		var w watcher
		if s.guide != nil {
			sink = &w
		}
		o := s.options.once(ctx, s.files, in, index == 0, sink)
		o.input, o.situations = in, w.situations
		s.finish(index, o)
	}
}

// take returns the index and the input of a run to begin, unless there is none left. Indices are
// taken in order, and a failure only puts an end to higher ones: so all that are
// lower than the lowest failure have held.
func (s *sweep) take() (index int, in engine.Input, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.next < s.bound && !s.interrupted && s.options.has(s.next) {
		if in, ok = s.decided(s.next); ok {
			s.next++
			return s.next - 1, in, true
		}
		s.waiting.Wait()
	}
	return 0, in, false
}

// decided returns the input of a run, unless others have to be over first.
func (s *sweep) decided(index int) (engine.Input, bool) {
	if s.guide == nil {
		return s.fresh(index), true
	}
	in, ok := s.guide.input(index)
	if !ok && s.told == index { // all before it are over
		s.guide.decide()
		in, ok = s.guide.input(index)
	}
	return in, ok
}

// has reports whether there is an nth run in the shard.
func (o *Options) has(n int) bool {
	if n -= o.Corpus.Len(); n < 0 {
		return true
	}
	nth := o.place(n)
	return nth < o.Runs && uint64(nth) <= math.MaxUint64-*last(&o.Seed)
}

// place returns where the nth seed of the shard stands among all seeds.
func (o *Options) place(n int) int { return n*o.Shard.Of + o.Shard.Nth - 1 }

// fresh returns the nth seed of the shard.
func (s *sweep) fresh(n int) engine.Input {
	in := s.options.Seed
	in.Forks = append([]engine.Fork(nil), in.Forks...)
	*last(&in) += uint64(s.options.place(n))
	return in
}

// last returns the seed that in ends with.
func last(in *engine.Input) *uint64 {
	if n := len(in.Forks); n > 0 {
		return &in.Forks[n-1].Seed
	}
	return &in.Seed
}

// stop begins no more runs.
func (s *sweep) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bound = min(s.bound, s.next)
	s.waiting.Broadcast()
}

// finish takes what came of a run, and tells of all that are next in order.
func (s *sweep) finish(index int, o outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.waiting.Broadcast()
	if o.interrupted {
		s.interrupted = true
		return
	}
	s.over++
	if o.failure != nil && index < s.bound {
		s.bound, s.failure = index, o.failure
	}
	s.early[index] = o
	for {
		next, ok := s.early[s.told]
		if !ok || s.told > s.bound {
			return
		}
		delete(s.early, s.told)
		s.told++
		if s.guide != nil {
			s.guide.learn(next.input, next.result.Events, next.situations)
		}
		if s.options.Result != nil {
			s.options.Result(next.result)
		}
	}
}

// report says how it all went.
func (s *sweep) report() *Report {
	r := &Report{Held: s.told, Failure: s.failure, Interrupted: s.interrupted, Took: time.Since(s.began)}
	if s.failure != nil {
		r.Held = min(s.told, s.bound)
	}
	if r.Held > 0 {
		r.First, r.Last = s.fresh(0), s.fresh(r.Held-1)
	}
	if s.guide != nil {
		r.Situations, r.Corpus = len(s.guide.seen), len(s.guide.corpus)
	}
	return r
}
