package search

import "time"

// Options say what to look for, how, and when to give up. The zero value
// searches breadth-first, with all processors, without any bound, for
// violations that the watcher reports.
type Options struct {
	From *State // where to start; nil: the System's Start

	// What to look for. Each predicate is evaluated once for every distinct
	// combination of the things that it reads.
	Invariants []Predicate // a state in which one is false is a violation
	Goals      []Predicate // a state in which one is true ends the search
	Prunes     []Predicate // a state in which one is true is checked, but not followed

	// How to look.
	Strategy  Strategy
	Workers   int     // goroutines; 0: one per processor
	Duplicate Classes // what delivering a message that stays in flight costs; 0: messages are never duplicated
	DropDead  bool    // forget messages that a Hinter says are dead; verified afterwards
	Reduce    bool    // leave out what a Reducer says makes no difference; only with DropDead, and without predicates
	Symmetry  bool    // of states that a Symmetric calls alike one is enough; only without predicates, and no walks
	Paranoid  bool    // do everything twice and compare
	Wide      bool    // fingerprints of 128 bits instead of 64

	// For walks only.
	Seed    uint64 // names the walks
	Walks   int    // how many; 0: DefaultWalks
	Changes int    // PCT: priority changes in each walk, one less than the depth of the bugs it is made for

	// When to give up; 0: never. A search that a bound ends is Unknown.
	MaxDepth  int           // states on a path; walks: 0 means DefaultWalkDepth
	MaxStates int           // distinct states
	MaxMemory int64         // bytes
	MaxTime   time.Duration // on the wall clock

	// Progress, if not nil, is told how far the search is, about once in
	// every ProgressEvery, and never from two goroutines at once.
	Progress      func(Progress)
	ProgressEvery time.Duration // 0: one second

	batch, run int // 0: batchStates and runStates; tests want them small
}

const (
	// DefaultWalks is how many random walks there are unless told otherwise.
	DefaultWalks = 10_000

	// DefaultWalkDepth is how many states a walk passes at most.
	DefaultWalkDepth = 200
)

// Predicate is a question about a state. It must be a function of what it
// reads through the View. Predicates are called one at a time. An error ends
// the search with that error.
type Predicate struct {
	Name string
	Test func(*View) (bool, error)
}

// Strategy is the order in which states are visited.
type Strategy uint8

const (
	BreadthFirst Strategy = iota // level by level: the shortest trace
	DepthFirst                   // by one worker, as deep as MaxDepth allows
	RandomWalk                   // every possible step as likely as any other, but that a budget is spent when a draw says
	PCT                          // likewise, and links and slots have random priorities that change, Changes times for good (ASPLOS 2010)
)

// String returns the name, such as "breadth-first".
func (s Strategy) String() string {
	switch s {
	case BreadthFirst:
		return "breadth-first"
	case DepthFirst:
		return "depth-first"
	case RandomWalk:
		return "random walk"
	case PCT:
		return "PCT"
	}
	return "no strategy"
}

// Progress is how far a search is.
type Progress struct {
	States    int     // distinct states; walks: distinct local states
	Generated int     // the start, and every transition
	Rate      float64 // transitions in a second, since the last time
	Frontier  int     // states found and not followed yet; walks: walks to do
	Depth     int     // states on the longest path
	Memory    int64   // bytes
	Time      time.Duration
}
