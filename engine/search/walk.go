package search

import (
	"math/rand/v2"
)

// walks are random walks from the start, each with draws of its own, so that
// it does not matter who walks it. They prove nothing. They reach depths that
// a search in order does not, and their coverage of local states says how much
// they are still finding.
type walks struct {
	*searching
	depth   int
	cut     bool     // the start is pruned, and steps lead on from there
	lengths []int    // of the walks of the last batch, in steps
	covered []bool   // by local state: walked through
	batch   []walk   //
	walkers []walker // by worker
}

// walk is one walk and what it met.
type walk struct {
	hit
	path   []int
	steps  int
	cut    bool     // a prune ended it where steps lead on
	locals []uint32 // not covered before, each once
}

// batchWalks is how many walks there are between two looks at the whole.
const batchWalks = 256

// search walks, and returns what ended it.
func (s *walks) search() end {
	s.cut = s.r.Cut > 0
	s.r.Unique, s.r.Generated, s.r.Depth, s.r.Pruned, s.r.Cut = 0, 0, 0, 0, 0
	s.depth = s.o.MaxDepth
	if s.depth <= 0 {
		s.depth = DefaultWalkDepth
	}
	s.walkers = make([]walker, len(s.workers))
	for i, w := range s.workers {
		s.walkers[i].worker = w
	}
	s.scout()
	total := s.o.Walks
	if total <= 0 {
		total = DefaultWalks
	}
	for first := 0; first < total; first += batchWalks {
		if e := s.walkBatch(first, min(batchWalks, total-first)); e.over() {
			return e
		}
		s.tell(total-s.r.Walks, s.r.Depth)
	}
	return end{bound: WalksBound}
}

// scouts is how many walks go ahead of the first batch.
const scouts = 16

// scout finds out how long walks are, by some that do not count.
func (s *walks) scout() {
	var w walk
	for i := range uint64(scouts) {
		s.walkers[0].walk(s, &w, uniform{rand.New(rand.NewPCG(s.o.Seed, ^i))}, 0)
		s.lengths = append(s.lengths, w.steps)
	}
}

// walkBatch walks n walks from number first on.
func (s *walks) walkBatch(first, n int) end {
	s.rankMessages()
	s.refresh()
	if len(s.batch) < n {
		s.batch = make([]walk, n)
	}
	s.crew.eachOf(n, func(worker, i int) {
		s.walkers[worker].walk(s, &s.batch[i], s.chooser(first+i), uint32(first+i+1))
	})
	if s.stopped() {
		return end{bound: s.stopBound()}
	}
	s.covered = append(s.covered, make([]bool, len(s.locals.items)-len(s.covered))...)
	s.lengths = s.lengths[:0]
	for i := range s.batch[:n] {
		if e := s.add(&s.batch[i]); e.over() {
			return e
		}
	}
	if s.overMemory(s.shared() + int64(len(s.covered))) {
		return end{bound: MemoryBound}
	}
	return end{}
}

// add counts a walk.
func (s *walks) add(w *walk) end {
	s.r.Walks++
	s.r.Generated += w.steps
	s.r.Depth = max(s.r.Depth, w.steps+1)
	if w.cut {
		s.r.Cut++
	}
	s.lengths = append(s.lengths, w.steps)
	for _, l := range w.locals {
		if !s.covered[l] {
			s.covered[l] = true
			s.r.Locals++
		}
	}
	if w.is() {
		return end{hit: w.hit, path: w.path}
	}
	return end{}
}

// walker walks for one worker.
type walker struct {
	*worker
	candidates
	at, next flat
	marked   []uint32 // by local state: the last walk through it
}

// walk walks once, and writes to w what it met. Walks have numbers from 1.
func (k *walker) walk(s *walks, w *walk, c chooser, number uint32) {
	*w = walk{path: w.path[:0], locals: w.locals[:0], cut: s.cut}
	k.at = append(k.at[:0], s.start...)
	for _, l := range k.at[localsAt : localsAt+k.slots] {
		k.mark(s, w, l, number)
	}
	for w.steps+1 < s.depth && !k.at.pruned() && !s.stopped() && !w.is() {
		k.truncate(0)
		if err := k.expand(k.at, 0, &k.candidates); err != nil {
			w.hit = hit{err: err}
			return
		}
		if k.len() == 0 {
			return
		}
		k.step(s, w, c.choose(k, w.steps), number)
	}
}

// step goes to the successor that is candidate i.
func (k *walker) step(s *walks, w *walk, i int, number uint32) {
	how := &k.how[i]
	w.path = append(w.path, i)
	w.steps++
	if how.bad != 0 {
		w.hit = k.violation(how.bad)
		return
	}
	k.next = k.next[:0]
	for range flatSize(k.slots, int(how.inFlight)) {
		k.next = append(k.next, 0)
	}
	k.build(k.at, how, sum{k.lo[i], k.hi[i]}, k.next)
	k.mark(s, w, k.transition(how.transition).local, number)
	var pruned bool
	if w.hit, pruned = s.judges.judge(k.worker, k.next); pruned {
		w.cut = w.steps+1 < s.depth && k.leadsOn(k.next) > 0
		k.next.prune()
	}
	k.at, k.next = k.next, k.at
}

// mark notes that walk number goes through local state l.
func (k *walker) mark(s *walks, w *walk, l, number uint32) {
	if int(l) < len(s.covered) && s.covered[l] {
		return
	}
	for int(l) >= len(k.marked) {
		k.marked = append(k.marked, 0)
	}
	if number > 0 && k.marked[l] != number {
		k.marked[l] = number
		w.locals = append(w.locals, l)
	}
}
