package engine

import (
	"fmt"
	"time"

	"synod/engine/fleet"
	"synod/engine/trace"
	"synod/node"
)

// MaxNodes is the largest cluster that the engine takes on.
const MaxNodes = 10_000

// Order says which of the events that may happen next does.
type Order uint8

// The orders. A hand may always choose otherwise.
const (
	ByTime Order = iota // the one that is due first; of several, the one created first
	BySeed              // any of them, drawn
)

// Options describes a cluster. The zero value of a field is its default.
type Options struct {
	Protocol   node.Protocol
	Nodes      int             // at least 1
	Fleet      fleet.Fleet     // owned by the World from New on
	Hold       bool            // hold every message until it is delivered by name
	Latency    Latency         // of every message, a node's own included
	Backoff    node.Backoff    // of a refused proposer
	Retransmit time.Duration   // how long a proposer waits for answers; 0 is for ever
	Q1, Q2     int             // quorum sizes of both phases; 0 is a majority
	Unsafe     bool            // allow quorums that do not overlap
	Rules      map[string]bool // the protocol's rules that differ from their default
	Order      Order
	Seed       uint64
	Forks      []Fork     // where draws change to another seed, by ascending events
	Sink       trace.Sink // takes the trace; nil for none
	MaxEvents  int        // how many events one call may let happen; 0 is a million
}

// Default timings. A round trip takes two latencies, so nothing is sent again
// in a calm network.
const (
	DefaultLatency    = time.Millisecond
	DefaultRetransmit = 50 * time.Millisecond
	defaultMaxEvents  = 1_000_000
)

// DefaultBackoff is drawn from 0 to 10 ms, doubling: longer than the two round
// trips that an undisturbed ballot takes at the default latency.
var DefaultBackoff = node.Backoff{Max: 10 * time.Millisecond, Grow: true}

// Check returns an error that says what in o is wrong and what would be right.
func (o *Options) Check() error {
	if o.Nodes < 1 || o.Nodes > MaxNodes {
		return fmt.Errorf("got %d nodes, want 1 to %d", o.Nodes, MaxNodes)
	}
	if err := o.Latency.check(); err != nil {
		return err
	}
	if err := checkForks(o.Forks); err != nil {
		return err
	}
	if o.Retransmit < 0 {
		return fmt.Errorf("got a retransmission time of %v, want 0 or more", o.Retransmit)
	}
	if b := o.Backoff; b.Min < 0 || b.Max < b.Min {
		return fmt.Errorf("got a back-off from %v to %v, want 0 or more, the smaller first", b.Min, b.Max)
	}
	if err := o.checkQuorums(); err != nil {
		return err
	}
	_, err := o.Protocol.New(o.config(1))
	return err
}

// checkQuorums requires that every quorum of phase 1 meets every quorum of
// phase 2: Howard, Malkhi and Spiegelman, "Flexible Paxos", section 3.
func (o *Options) checkQuorums() error {
	for i, q := range []int{o.Q1, o.Q2} {
		if q < 0 || q > o.Nodes {
			return fmt.Errorf("got q%d=%d, want 1 to %d", i+1, q, o.Nodes)
		}
	}
	q1, q2 := o.config(1).Quorums()
	if q1+q2 <= o.Nodes && !o.Unsafe {
		return fmt.Errorf("quorums q1=%d and q2=%d of %d nodes need not overlap: want q1+q2 of at least %d, or unsafe=True",
			q1, q2, o.Nodes, o.Nodes+1)
	}
	return nil
}

// config returns what the node id is started with.
func (o *Options) config(id node.ID) node.Config {
	return node.Config{
		Self: id, Nodes: o.Nodes, Q1: o.Q1, Q2: o.Q2,
		Rules: o.Rules, Backoff: o.Backoff, Retransmit: o.Retransmit,
	}
}

// setup returns what the fleet is started with.
func (o *Options) setup() fleet.Setup {
	s := fleet.Setup{Protocol: o.Protocol.Name()}
	for id := range o.Nodes {
		s.Configs = append(s.Configs, o.config(node.ID(id+1)))
	}
	return s
}
