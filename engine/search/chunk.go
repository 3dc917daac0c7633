package search

import "math/bits"

// sieve has a bit for each candidate of a batch. The candidates of a chunk
// begin with a word of their own.
type sieve []uint64

// reset makes s as long as words, and empty.
func (s *sieve) reset(words int) {
	if cap(*s) < words {
		*s = make(sieve, words)
		return
	}
	*s = (*s)[:words]
	clear(*s)
}

// chunk is a run of states in the course of being expanded.
type chunk struct {
	run     run
	offsets []int // of each state in run
	candidates
	last ending // behind all candidates

	base  int      // the word of the sieves that the first candidate has
	isNew []uint64 // by candidate, a bit
	fresh int      // how many are new
	sizes []int    // the words of each run that these make

	number  int   // of the first new state
	out     []run // the new states
	built   int
	pruned  int
	cutOff  int // those of the pruned from which steps lead on
	dropped int
	alike   int    // states that the expanded ones stand for, beside themselves
	found   ending // at a new state
	foundAt int    // which candidate that is
}

// ending is a reason to end the search, at a successor of a state of a chunk
// or, when there is an error, perhaps at the state itself.
type ending struct {
	hit
	parent  int
	ordinal int // of the successor; -1: the state itself
}

// path returns the path to e.
func (c *chunk) path(b *breadth, e ending) []int {
	path := b.lineage.path(b.first + c.run.first + e.parent)
	if e.ordinal < 0 {
		return path
	}
	return append(path, e.ordinal)
}

// prepare begins a new chunk.
func (c *chunk) prepare(r run) {
	c.run, c.offsets, c.last, c.alike = r, c.offsets[:0], ending{}, 0
	c.truncate(0)
}

// expand describes the successors of all states, up to the first violation or
// error.
func (c *chunk) expand(w *worker, s *searching) {
	at := 0
	for parent := range c.run.states {
		if s.stopped() {
			return
		}
		state := flat(c.run.words[at:])
		c.offsets = append(c.offsets, at)
		at += flatSize(w.slots, state.inFlight())
		if state.pruned() {
			continue
		}
		first := c.len()
		err := w.expand(state, uint32(parent), &c.candidates)
		c.alike += w.alike
		switch {
		case c.bad > 0:
			c.last = ending{w.violation(c.how[c.bad-1].bad), parent, c.bad - 1 - first}
			c.truncate(c.bad - 1)
			return
		case err != nil:
			c.last = ending{hit{err: err}, parent, -1}
			return
		}
	}
}

// gather collects which candidates are new, and how much room they need.
func (c *chunk) gather(b *breadth) {
	c.isNew, c.sizes, c.fresh = c.isNew[:0], c.sizes[:0], 0
	for first := 0; first < c.len(); first += 64 {
		all := uint64(0)
		for _, s := range b.sieves {
			all |= s[c.base+first/64]
		}
		if rest := c.len() - first; rest < 64 {
			all &= 1<<rest - 1
		}
		c.isNew = append(c.isNew, all)
		for ; all != 0; all &= all - 1 {
			if c.fresh%b.o.run == 0 {
				c.sizes = append(c.sizes, 0)
			}
			c.fresh++
			c.sizes[len(c.sizes)-1] += flatSize(b.slots, int(c.how[first+bits.TrailingZeros64(all)].inFlight))
		}
	}
}

// nth returns which candidate is the new one number n, from 0.
func (c *chunk) nth(n int) int {
	for i, word := range c.isNew {
		if ones := bits.OnesCount64(word); n >= ones {
			n -= ones
			continue
		}
		for ; n > 0; n-- {
			word &= word - 1
		}
		return 64*i + bits.TrailingZeros64(word)
	}
	panic("search: no such candidate")
}

// cut drops the candidates from number n on.
func (c *chunk) cut(n int) {
	c.truncate(n)
	c.last = ending{}
}

// build makes states of the new candidates and judges them, up to the first
// that ends the search.
func (c *chunk) build(w *worker, b *breadth) {
	c.built, c.pruned, c.cutOff, c.dropped, c.found = 0, 0, 0, 0, ending{}
	at, parent, ordinal := 0, -1, 0
	for k := range c.how {
		how := &c.how[k]
		ordinal++
		if int(how.parent) != parent {
			parent, ordinal = int(how.parent), 0
		}
		if c.isNew[k/64]>>(k%64)&1 == 0 {
			continue
		}
		if c.built%b.o.run == 0 {
			at = 0
		}
		size := flatSize(w.slots, int(how.inFlight))
		state := flat(c.out[c.built/b.o.run].words[at : at+size])
		at += size
		b.lineage.set(c.number+c.built, uint32(b.first+c.run.first+parent), ordinal)
		c.built++
		if h := c.make(w, b, how, sum{c.lo[k], c.hi[k]}, state); h.is() {
			c.found, c.foundAt = ending{h, parent, ordinal}, k
			return
		}
		if b.stopped() {
			return
		}
	}
}

// make makes the state that how describes, and judges it.
func (c *chunk) make(w *worker, b *breadth, how *origin, to sum, state flat) hit {
	from := flat(c.run.words[c.offsets[how.parent]:])
	w.build(from, how, to, state)
	c.dropped += w.lost(from, how)
	if w.paranoid && w.keyOf(state) != to {
		return hit{err: errFingerprint}
	}
	h, pruned := b.judges.judge(w, state)
	if pruned {
		c.pruned++
		c.cutOff += w.leadsOn(state)
		state.prune()
	}
	return h
}

// bytes returns how much memory c takes.
func (c *chunk) bytes() int64 {
	return c.candidates.bytes() + 8*int64(cap(c.offsets)+cap(c.isNew)+cap(c.sizes)) + 40*int64(cap(c.out))
}
