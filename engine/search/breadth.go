package search

// breadth is a breadth-first search. It goes level by level, and through a
// level batch by batch, in canonical order:
//
//  1. expand: describe the successors of all states of the batch
//  2. sift:   find out which of them are new, each worker in its own shards
//  3. build:  make states of the new ones, for the next level, and judge them
//
// The workers share the work of each phase and wait for one another at its
// end. Whatever depends on an order follows the canonical one, so the outcome
// is that of a single worker who does one state after the other: the first in
// canonical order of the shortest paths to a violation, and the counts at that
// moment.
type breadth struct {
	*searching
	visited visited
	lineage lineage
	blocks  blocks
	level   frontier // the states to expand
	next    frontier // the states found
	first   int      // the number of the first state of level
	depth   int      // of level
	chunks  []chunk  // of the batch
	sieves  []sieve  // by worker
	owners  [shards]int
	touched []touched
}

const (
	batchStates = 8192 // about how many are expanded in one batch
	runStates   = 256  // at most, in a run
)

// search searches from the start, and returns what ended it.
func (b *breadth) search() end {
	b.sieves = make([]sieve, len(b.workers))
	b.touched = make([]touched, len(b.workers))
	for i := range b.owners {
		b.owners[i] = owner(i, len(b.workers))
	}
	b.visited.wide = b.o.Wide
	b.visited.add(b.workers[0].keyOf(b.start))
	b.lineage.extend(1)
	r := b.next.reserve(len(b.start), &b.blocks)
	copy(r.words, b.start)
	r.states = 1
	b.next.add(r)
	for b.next.states > 0 {
		b.advance()
		if e := b.expandLevel(); e.over() {
			return e
		}
	}
	return end{}
}

// advance makes the next level the present one.
func (b *breadth) advance() {
	b.level.release(len(b.level.blocks), &b.blocks)
	b.first += b.level.states
	b.level, b.next = b.next, frontier{runs: b.level.runs[:0]}
	b.depth++
	b.r.Depth = b.depth
}

// expandLevel expands the level. At the depth where paths have to end it only
// looks whether there is more beyond: when there is not, the search is done,
// and its numbers are those of one without a bound.
func (b *breadth) expandLevel() end {
	generated := b.r.Generated
	for from := 0; from < len(b.level.runs); {
		to := b.level.batchEnd(from, b.o.batch)
		e := b.batch(b.level.runs[from:to])
		if e.bound == DepthBound {
			b.r.Generated = generated
		}
		if e.over() {
			return e
		}
		from = to
		done := b.level.states
		if to < len(b.level.runs) {
			done = b.level.runs[to].first
			b.level.release(b.level.runs[to].block, &b.blocks)
		}
		b.tell(b.level.states-done+b.next.states, b.depth)
	}
	return end{}
}

// batchEnd returns the end of the batch of about so many states that begins
// with run from.
func (f *frontier) batchEnd(from, size int) int {
	states := f.runs[from].states
	to := from + 1
	for to < len(f.runs) && states+f.runs[to].states <= size {
		states += f.runs[to].states
		to++
	}
	return to
}

// batch expands runs.
func (b *breadth) batch(runs []run) end {
	b.prepare(runs)
	b.refresh()
	b.each(len(b.chunks), func(w *worker, i int) { b.chunks[i].expand(w, b.searching) })
	if b.stopped() {
		return end{bound: b.stopBound()}
	}
	b.rankMessages()
	b.refresh()
	b.sift()
	if b.depth == b.o.MaxDepth {
		return b.peeked()
	}
	stop := b.firstStop()
	if b.overMemory(b.memory() + b.needed()) {
		return end{bound: MemoryBound}
	}
	b.reserve()
	b.each(len(b.chunks), func(w *worker, i int) { b.chunks[i].build(w, b) })
	if b.stopped() {
		return end{bound: b.stopBound()}
	}
	return b.settle(stop)
}

// prepare gives each of the runs to a chunk.
func (b *breadth) prepare(runs []run) {
	for len(b.chunks) < len(runs) {
		b.chunks = append(b.chunks, chunk{})
	}
	b.chunks = b.chunks[:len(runs)]
	for i := range runs {
		b.chunks[i].prepare(runs[i])
	}
}

// sift finds out which candidates are new. Every worker goes through all of
// them in order, and takes those whose shards are its own.
func (b *breadth) sift() {
	number := 0
	for i := range b.chunks {
		b.chunks[i].base = number
		number += (b.chunks[i].len() + 63) / 64
	}
	b.each(len(b.workers), func(_ *worker, i int) {
		b.sieves[i].reset(number)
		for c := range b.chunks {
			b.siftChunk(&b.chunks[c], i)
		}
	})
	b.each(len(b.chunks), func(_ *worker, i int) { b.chunks[i].gather(b) })
}

// siftChunk lets worker me take its candidates of c. It looks at the places of
// some candidates ahead, so that the memory has them ready when their turn
// comes: the set of the visited is much larger than any cache.
func (b *breadth) siftChunk(c *chunk, me int) {
	const ahead = 16
	for from := 0; from < c.len(); from += ahead {
		to := min(from+ahead, c.len())
		for _, lo := range c.lo[from:to] {
			if b.owners[shardOf(lo)] == me {
				b.touched[me].n += b.visited.touch(lo)
			}
		}
		for k := from; k < to; k++ {
			if b.owners[shardOf(c.lo[k])] == me && b.isNew(sum{c.lo[k], c.hi[k]}) {
				b.sieves[me][c.base+k/64] |= 1 << (k % 64)
			}
		}
	}
}

// isNew reports whether a state is new, which it then no longer is, except at
// the depth where paths have to end.
func (b *breadth) isNew(a sum) bool {
	if b.depth == b.o.MaxDepth {
		return !b.visited.has(a)
	}
	return b.visited.add(a)
}

// peeked ends a batch at the depth where paths have to end.
func (b *breadth) peeked() end {
	for i := range b.chunks {
		if c := &b.chunks[i]; c.fresh > 0 || c.last.is() {
			return end{bound: DepthBound}
		}
		b.r.Generated += b.chunks[i].len()
	}
	return end{}
}

// firstStop returns the first reason in the batch to end the search behind a
// candidate, and cuts off what comes after it.
func (b *breadth) firstStop() end {
	room := b.limit - b.r.Unique
	for i := range b.chunks {
		c := &b.chunks[i]
		switch {
		case c.fresh > room:
			c.cut(c.nth(room))
			c.gather(b)
			b.chunks = b.chunks[:i+1]
			return end{bound: StatesBound}
		case c.last.is():
			b.chunks = b.chunks[:i+1]
			return end{hit: c.last.hit, path: c.path(b, c.last)}
		}
		room -= c.fresh
	}
	return end{}
}

// needed returns the bytes that the states found in the batch take.
func (b *breadth) needed() int64 {
	words, states := 0, 0
	for i := range b.chunks {
		for _, n := range b.chunks[i].sizes {
			words += n
		}
		states += b.chunks[i].fresh
	}
	return 4*int64(words) + 6*int64(states)
}

// reserve makes room for the states found in the batch, and numbers them.
func (b *breadth) reserve() {
	number := b.lineage.count
	for i := range b.chunks {
		c := &b.chunks[i]
		c.number = number
		number += c.fresh
		c.out = c.out[:0]
		for k, words := range c.sizes {
			r := b.next.reserve(words, &b.blocks)
			r.states = min(b.o.run, c.fresh-k*b.o.run)
			b.next.add(r)
			c.out = append(c.out, r)
		}
	}
	b.lineage.extend(number - b.lineage.count)
}

// settle counts what the batch found, up to the first reason to stop.
func (b *breadth) settle(stop end) end {
	for i := range b.chunks {
		c := &b.chunks[i]
		b.r.Pruned += c.pruned
		b.r.Cut += c.cutOff
		b.r.Dropped += c.dropped
		b.r.Alike += c.alike
		b.r.Unique += c.built
		b.deepen(c.built > 0)
		if c.found.is() {
			b.r.Generated += c.foundAt + 1
			return end{hit: c.found.hit, path: c.path(b, c.found)}
		}
		b.r.Generated += c.len()
	}
	if stop.verdict == Violated {
		b.r.Generated++
		b.deepen(true)
	}
	return stop
}

// deepen notes, if so, that the search got one level below the present one.
func (b *breadth) deepen(found bool) {
	if found {
		b.r.Depth = b.depth + 1
	}
}

// memory returns how many bytes the search takes.
func (b *breadth) memory() int64 {
	n := b.visited.bytes() + b.lineage.bytes() + b.blocks.bytes() + b.shared()
	all := b.chunks[:cap(b.chunks)]
	for i := range all {
		n += all[i].bytes()
	}
	return n
}
