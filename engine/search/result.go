package search

import (
	"fmt"
	"strings"
	"time"
)

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
	DepthBound   Bound = "depth"       // every state up to MaxDepth was seen, and there are more beyond
	StatesBound  Bound = "states"      // there are more states than MaxStates
	MemoryBound  Bound = "memory"      // to go on takes more than MaxMemory
	TimeBound    Bound = "time"        // MaxTime is over
	WalksBound   Bound = "walks"       // all walks are done; they prove nothing
	PruneBound   Bound = "prune"       // every state that was not pruned off was seen
	Interruption Bound = "interrupted" // the context was cancelled
)

// Result is what a search found out.
type Result struct {
	Verdict  Verdict
	Bound    Bound  // Unknown: what ended the search
	Cause    error  // Interruption: the cause of the end of the context
	Property string // Violated: the property's or invariant's name; Found: the goal's
	Sentence string // Violated: how, if the System said so
	Trace    Trace  // Violated, Found: from the start to there

	Unique    int   // distinct states; walks: 0
	Generated int   // the start, and every transition, whether to a new state or an old one; walks: the steps
	Depth     int   // states on the longest path, which breadth-first is the distance of the farthest state
	Pruned    int   // states not followed because of a prune; walks: 0
	Cut       int   // those of them from which steps lead on: what lies behind them only is not known; walks: those that ended there
	Walks     int   // walks done
	Locals    int   // distinct local states, over all slots; walks: those walked through, their coverage
	Messages  int   // distinct messages
	Watchers  int   // distinct states of the watcher
	Handled   int   // distinct events that React and Moves were asked about; the rest was remembered
	Dropped   int   // dead messages dropped, each time that one was
	Alike     int   // other states that those gone on from stand for, by symmetry
	Hints     int   // hints that were used and turned out right: a dead message in a local state
	Memory    int64 // bytes, at the most
	Time      time.Duration

	// Collision estimates the probability that two states had the same
	// fingerprint, and one of them was missed: the new states times the old
	// ones met again, over all fingerprints. TLC computes the same.
	Collision float64
}

// String returns the verdict with the most important numbers, such as
// "holds: 265 states, 482 transitions, depth 14".
func (r *Result) String() string {
	var b strings.Builder
	b.WriteString(r.Verdict.String())
	switch r.Verdict {
	case Unknown:
		if r.Bound != Unbounded {
			fmt.Fprintf(&b, " (%s)", r.Bound)
		}
	case Violated, Found:
		fmt.Fprintf(&b, " %s after %d steps", r.Property, len(r.Trace))
	}
	if r.Walks > 0 {
		fmt.Fprintf(&b, ": %d walks, %d steps, %d local states", r.Walks, r.Generated, r.Locals)
		return b.String()
	}
	fmt.Fprintf(&b, ": %d states, %d transitions, depth %d", r.Unique, r.Generated, r.Depth)
	return b.String()
}
