package search

import "math/bits"

// visited is the set of the fingerprints met so far. It consists of shards,
// by the highest bits of a fingerprint. Different goroutines may use different
// shards at once, and a shard in the same order gives the same answers however
// many goroutines there are: of equal states, the first one is new.
//
// That is why there is no compare-and-swap: with it the winner among equal
// states of a level would be chance, and the traces with it.
type visited struct {
	shards [shards]shard
	wide   bool
}

const (
	shardBits = 6
	shards    = 1 << shardBits
)

// shard is an extendible hash table: a directory by the next bits of a
// fingerprint, and pages that split when they are nearly full. It grows page
// by page, so there is never an old table beside the new one.
type shard struct {
	directory []*page // several places in a row may share a page
	bits      uint8   // log2 of its length
	count     int
	words     int      // in all pages
	spare     []uint64 // of a page that has split; empty
}

// page is open addressing with linear probing. A fingerprint takes one word,
// or two next to each other if it is wide; 0 is an empty place.
type page struct {
	words []uint64
	count int
	depth uint8 // how many bits of the directory its fingerprints have in common
}

const (
	firstPage = 16   // places
	maxPage   = 1024 // places; more only if that many have the highest bits in common
	maxSplits = 20   // of a page
)

// shardOf returns the shard that lo belongs to.
func shardOf(lo uint64) int { return int(lo >> (64 - shardBits)) }

// add adds a fingerprint and reports whether it is new.
func (v *visited) add(a sum) bool {
	if v.wide {
		return v.shards[shardOf(a.lo)].add(a, 1)
	}
	return v.shards[shardOf(a.lo)].add(a, 0)
}

// has reports whether a fingerprint has been added.
func (v *visited) has(a sum) bool {
	s := &v.shards[shardOf(a.lo)]
	if s.directory == nil {
		return false
	}
	p := s.directory[s.place(a.lo)]
	if v.wide {
		_, found := p.find(a, 1)
		return found
	}
	_, found := p.find(a, 0)
	return found
}

// touched is where the result of touch goes, so that it is not optimized away.
type touched struct {
	n uint64
	_ [7]uint64 // a cache line for each worker
}

// touch reads the place where lo may be, and returns what is there.
func (v *visited) touch(lo uint64) uint64 {
	s := &v.shards[shardOf(lo)]
	if s.directory == nil {
		return 0
	}
	words := s.directory[s.place(lo)].words
	if v.wide {
		lo <<= 1
	}
	return words[int(lo)&(len(words)-1)]
}

// bytes returns how much memory v takes.
func (v *visited) bytes() int64 {
	n := int64(0)
	for i := range v.shards {
		n += 8 * int64(v.shards[i].words+len(v.shards[i].directory))
	}
	return n
}

// place returns the index in the directory for lo.
func (s *shard) place(lo uint64) uint64 { return lo << shardBits >> (64 - s.bits) }

// add adds a, whose pages have 1 << wide words to a place.
func (s *shard) add(a sum, wide uint8) bool {
	if s.directory == nil {
		s.directory = []*page{{words: make([]uint64, firstPage<<wide)}}
		s.words = firstPage << wide
	}
	for {
		p := s.directory[s.place(a.lo)]
		at, found := p.find(a, wide)
		if found {
			return false
		}
		if places := len(p.words) >> wide; p.count*8 < places*7 {
			p.put(at, a, wide)
			s.count++
			return true
		}
		s.grow(p, a.lo, wide)
	}
}

// find returns where a is, or where it can be put.
func (p *page) find(a sum, wide uint8) (int, bool) {
	mask := len(p.words) - 1
	lo := nonzero(a.lo)
	for i := int(lo) << wide & mask; ; i = (i + 1<<wide) & mask {
		switch p.words[i] {
		case lo:
			if wide == 0 || p.words[i+1] == a.hi {
				return i, true
			}
		case 0:
			return i, false
		}
	}
}

func (p *page) put(at int, a sum, wide uint8) {
	p.words[at] = nonzero(a.lo)
	if wide != 0 {
		p.words[at+1] = a.hi
	}
	p.count++
}

// nonzero returns lo, or 1 in place of 0, which stands for an empty place.
func nonzero(lo uint64) uint64 {
	if lo == 0 {
		return 1
	}
	return lo
}

// grow makes room in p, to which lo belongs: as long as it is small it
// doubles, then it splits in two.
func (s *shard) grow(p *page, lo uint64, wide uint8) {
	old := p.words
	if len(old)>>wide < maxPage || p.depth == maxSplits {
		s.words += len(old)
		p.words, p.count = make([]uint64, 2*len(old)), 0
		p.take(old, wide, func(uint64) *page { return p })
		return
	}
	if p.depth == s.bits {
		s.double()
	}
	s.words += len(old)
	twin := &page{words: make([]uint64, len(old)), depth: p.depth + 1}
	if s.spare == nil {
		s.spare = make([]uint64, len(old))
	}
	p.words, p.count, p.depth = s.spare, 0, p.depth+1
	s.share(p, twin, lo)
	p.take(old, wide, func(lo uint64) *page { return s.directory[s.place(lo)] })
	clear(old)
	s.spare = old
}

// take puts the fingerprints in words into their pages.
func (p *page) take(words []uint64, wide uint8, pageOf func(lo uint64) *page) {
	for i := 0; i < len(words); i += 1 << wide {
		if words[i] == 0 {
			continue
		}
		a := sum{lo: words[i]}
		if wide != 0 {
			a.hi = words[i+1]
		}
		to := pageOf(a.lo)
		at, _ := to.find(a, wide)
		to.put(at, a, wide)
	}
}

// double doubles the directory.
func (s *shard) double() {
	directory := make([]*page, 0, 2*len(s.directory))
	for _, p := range s.directory {
		directory = append(directory, p, p)
	}
	s.directory, s.bits = directory, s.bits+1
}

// share gives the upper half of p's places in the directory, where lo's is
// one, to twin.
func (s *shard) share(p, twin *page, lo uint64) {
	run := 1 << (s.bits - p.depth + 1) // the places that p had
	first := int(s.place(lo)) &^ (run - 1)
	for i := first + run/2; i < first+run; i++ {
		s.directory[i] = twin
	}
}

// owner returns which of n workers a shard belongs to.
func owner(shard, n int) int {
	hi, _ := bits.Mul64(uint64(shard)<<(64-shardBits), uint64(n))
	return int(hi)
}
