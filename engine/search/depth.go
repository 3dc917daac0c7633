package search

// depth is a depth-first search by one worker. It finds deep things early, and
// needs less memory than a frontier; its traces are as long as MaxDepth
// allows.
//
// With a MaxDepth, a state that is met again on a shorter path is followed
// again, because more lies within reach from there. So nothing within MaxDepth
// is missed, and Generated counts some transitions more than once.
type depth struct {
	*searching
	w      *worker
	seen   depths
	stack  []frame // the path
	used   int     // how much of it
	room   int64   // bytes of all frames
	beyond int     // states met only too deep
	bad    bool    // so was a violation
}

// frame is a state on the path and its successors.
type frame struct {
	state flat
	candidates
	next int // the successor to try
}

// search searches from the start, and returns what ended it.
func (d *depth) search() end {
	d.w = d.workers[0]
	d.seen.wide = d.o.Wide
	d.seen.lower(d.w.keyOf(d.start), 1)
	if e := d.push(d.start); e.over() {
		return e
	}
	for d.used > 0 {
		f := &d.stack[d.used-1]
		if f.next == f.len() {
			d.used--
			continue
		}
		f.next++
		if e := d.try(f, f.next-1); e.over() {
			return e
		}
	}
	if d.beyond > 0 || d.bad {
		return end{bound: DepthBound}
	}
	return end{}
}

// push makes s the end of the path.
func (d *depth) push(s flat) end {
	if d.stopped() {
		return end{bound: d.stopBound()}
	}
	if d.used == len(d.stack) {
		d.stack = append(d.stack, frame{})
	}
	f := &d.stack[d.used]
	before := f.bytes()
	f.state, f.next = append(f.state[:0], s...), 0
	f.truncate(0)
	d.used++
	d.r.Depth = max(d.r.Depth, d.used)
	if !s.pruned() {
		if err := d.w.expand(f.state, 0, &f.candidates); err != nil {
			return end{hit: hit{err: err}, path: d.path()}
		}
		d.r.Alike += d.w.alike
	}
	d.room += f.bytes() - before
	if d.overMemory(d.room + d.seen.bytes() + d.shared()) {
		return end{bound: MemoryBound}
	}
	d.tell(d.used, d.r.Depth)
	return end{}
}

// try goes to successor k of f, the end of the path.
func (d *depth) try(f *frame, k int) end {
	a, how := sum{f.lo[k], f.hi[k]}, &f.how[k]
	deep := d.used == d.o.MaxDepth
	switch {
	case deep && how.bad != 0:
		d.bad = true
		return end{}
	case deep:
		if _, known := d.seen.depth(a); !known {
			d.seen.lower(a, d.used+1)
			d.beyond++
		}
		return end{}
	}
	d.r.Generated++
	if how.bad != 0 {
		d.r.Depth = max(d.r.Depth, d.used+1)
		return end{hit: d.w.violation(how.bad), path: d.path()}
	}
	return d.enter(f, k, a)
}

// enter goes to successor k of f, unless it was followed from as near as this.
func (d *depth) enter(f *frame, k int, a sum) end {
	was, known := d.seen.depth(a)
	if known && (d.o.MaxDepth == 0 || was <= d.used+1) {
		return end{}
	}
	fresh := !known || was > d.o.MaxDepth
	if fresh && d.r.Unique == d.limit {
		return end{bound: StatesBound}
	}
	if known && fresh {
		d.beyond--
	}
	d.seen.lower(a, d.used+1)
	s := d.w.successor(f.state, &f.candidates, k)
	h, pruned := d.judges.judge(d.w, s)
	if fresh {
		d.r.Unique++
		d.r.Dropped += d.w.lost(f.state, &f.how[k])
	}
	if pruned {
		if fresh {
			d.r.Pruned++
			d.r.Cut += d.w.leadsOn(s)
		}
		s.prune()
	}
	if h.is() {
		d.r.Depth = max(d.r.Depth, d.used+1)
		return end{hit: h, path: d.path()}
	}
	return d.push(s)
}

// path returns the ordinals of the steps tried last in each frame.
func (d *depth) path() []int {
	var path []int
	for i := range d.stack[:d.used] {
		if f := &d.stack[i]; f.next > 0 {
			path = append(path, f.next-1)
		}
	}
	return path
}

// bytes returns how much memory f takes.
func (f *frame) bytes() int64 { return 4*int64(cap(f.state)) + f.candidates.bytes() }

// depths says how near to the start each state has been met.
type depths struct {
	entries []depthEntry
	his     []uint64 // by entry, if wide
	count   int
	wide    bool
}

type depthEntry struct {
	lo    uint64 // 0: empty
	depth uint32
}

// depth returns the depth of a.
func (d *depths) depth(a sum) (int, bool) {
	if len(d.entries) == 0 {
		return 0, false
	}
	i := d.find(a)
	return int(d.entries[i].depth), d.entries[i].lo != 0
}

// lower sets the depth of a.
func (d *depths) lower(a sum, depth int) {
	if d.count*4 >= len(d.entries)*3 {
		d.double()
	}
	i := d.find(a)
	if d.entries[i].lo == 0 {
		d.count++
	}
	d.entries[i] = depthEntry{nonzero(a.lo), uint32(depth)}
	if d.wide {
		d.his[i] = a.hi
	}
}

// find returns where a is, or where it can be put.
func (d *depths) find(a sum) int {
	mask := len(d.entries) - 1
	lo := nonzero(a.lo)
	i := int(lo) & mask
	for d.entries[i].lo != 0 && (d.entries[i].lo != lo || d.wide && d.his[i] != a.hi) {
		i = (i + 1) & mask
	}
	return i
}

func (d *depths) double() {
	old := *d
	d.entries = make([]depthEntry, max(64, 2*len(old.entries)))
	if d.wide {
		d.his = make([]uint64, len(d.entries))
	}
	for i, e := range old.entries {
		if e.lo == 0 {
			continue
		}
		a := sum{lo: e.lo}
		if d.wide {
			a.hi = old.his[i]
		}
		at := d.find(a)
		d.entries[at] = e
		if d.wide {
			d.his[at] = a.hi
		}
	}
}

func (d *depths) bytes() int64 { return 16*int64(len(d.entries)) + 8*int64(len(d.his)) }
