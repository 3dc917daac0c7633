package search

// frontier holds the states of one level, in order, in runs of states that
// stand one behind another.
type frontier struct {
	runs   []run
	blocks []block
	states int
}

// run is the work of one worker at a time.
type run struct {
	words  []uint32
	block  int // the block that holds them
	first  int // the number of the first state
	states int
}

// block is a piece of memory for many runs.
type block struct {
	words []uint32
	used  int
}

const (
	firstBlock = 1 << 10 // words
	maxBlock   = 1 << 18 // words
)

// blocks are pieces of memory to be used again.
type blocks struct {
	free  []block
	words int // in all blocks there are, used or not
}

// reserve returns the room for a run of so many words. A run never spans two
// blocks.
func (f *frontier) reserve(words int, from *blocks) run {
	last := len(f.blocks) - 1
	if last < 0 || len(f.blocks[last].words)-f.blocks[last].used < words {
		f.blocks = append(f.blocks, from.get(words))
		last++
	}
	b := &f.blocks[last]
	r := run{words: b.words[b.used : b.used+words : b.used+words], block: last}
	b.used += words
	return r
}

// add appends a run, which reserve returned, with its states.
func (f *frontier) add(r run) {
	r.first = f.states
	f.states += r.states
	f.runs = append(f.runs, r)
}

// get returns a block with room for words.
func (s *blocks) get(words int) block {
	for i := len(s.free) - 1; i >= 0; i-- {
		if b := s.free[i]; len(b.words) >= words {
			s.free = append(s.free[:i], s.free[i+1:]...)
			return b
		}
	}
	b := block{words: make([]uint32, max(words, min(maxBlock, max(firstBlock, s.words))))}
	s.words += len(b.words)
	return b
}

// release gives back the blocks of f before the one numbered end.
func (f *frontier) release(end int, to *blocks) {
	for i := range f.blocks[:end] {
		if b := &f.blocks[i]; b.words != nil {
			to.free = append(to.free, block{words: b.words})
			b.words = nil
		}
	}
}

func (s *blocks) bytes() int64 { return 4 * int64(s.words) }
