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
	Protocol  node.Protocol
	Nodes     int             // at least 1
	Fleet     fleet.Fleet     // owned by the World from New on
	Hold      bool            // hold every message until it is delivered by name
	Latency   Latency         // of every message, a node's own included
	Rules     map[string]bool // the protocol's rules that differ from their default
	Settings  node.Settings   // the protocol's parameters that differ from their default
	Order     Order
	Seed      uint64
	Forks     []Fork     // where draws change to another seed, by ascending events
	Sink      trace.Sink // takes the trace; nil for none
	MaxEvents int        // how many events one call may let happen; 0 is a million
}

// What a cluster has that is told nothing else.
const (
	DefaultLatency   = time.Millisecond
	defaultMaxEvents = 1_000_000
)

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
	_, err := o.Protocol.New(o.config(1))
	return err
}

// config returns what the node id is started with.
func (o *Options) config(id node.ID) node.Config {
	return node.Config{Self: id, Nodes: o.Nodes, Rules: o.Rules, Settings: o.Settings}
}

// setup returns what the fleet is started with.
func (o *Options) setup() fleet.Setup {
	s := fleet.Setup{Protocol: o.Protocol.Name(), Program: node.ProgramOf(o.Protocol)}
	for id := range o.Nodes {
		s.Configs = append(s.Configs, o.config(node.ID(id+1)))
	}
	return s
}
