package search

import "time"

// Verdict is how a search ended.
type Verdict uint8

const (
	Unknown  Verdict = iota // a bound ended it; see Result.Bound
	Holds                   // all states were seen, and none is a violation
	NotFound                // all states were seen, and none is a goal or a violation
	Found                   // a goal is reached
	Violated                // a property is violated
)

// String returns the verdict in lower case, such as "not found".
func (v Verdict) String() string {
	switch v {
	case Holds:
		return "holds"
	case NotFound:
		return "not found"
	case Found:
		return "found"
	case Violated:
		return "violated"
	}
	return "unknown"
}

// Bound is what ended a search before it was done.
type Bound string

const (
	Unbounded    Bound = ""            // it was done
	DepthBound   Bound = "depth"       // every state up to the depth was seen, and there are more beyond
	StatesBound  Bound = "states"      // there are more states than MaxStates
	MemoryBound  Bound = "memory"      // one more step needs more than MaxMemory
	TimeBound    Bound = "time"        // MaxTime is over
	WalksBound   Bound = "walks"       // all walks are done; they prove nothing
	Interruption Bound = "interrupted" // the context was cancelled
)

// Result is what a search found out.
type Result struct {
	Verdict  Verdict
	Bound    Bound  // Unknown: what ended the search
	Property string // Violated: the property's or invariant's name; Found: the goal's
	Sentence string // Violated: how, if a System said so
	Trace    Trace  // Violated, Found: from the start to there

	Unique    int   // distinct states; walks: 0
	Generated int   // the start, and every transition that led to a state, old or new
	Depth     int   // states on the longest path followed; breadth-first, the farthest any state is away
	Pruned    int   // states not followed because a prune said so
	Walks     int   // walks done
	Locals    int   // distinct local states, over all slots
	Messages  int   // distinct messages
	Watchers  int   // distinct states of the watcher
	Handled   int   // distinct events handled by React and Moves; the rest was remembered
	Dropped   int   // dead messages dropped; each would have doubled some states
	Memory    int64 // bytes at the peak
	Time      time.Duration

	// Collision estimates the probability that two states had the same
	// fingerprint, and that one of them was missed: the new states times the
	// old ones met, over all fingerprints. TLC computes the same.
	Collision float64
}
