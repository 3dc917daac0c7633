package explore

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"synod/engine"
	"synod/engine/history"
	"synod/engine/search"
)

// Options says what may happen, what to look for, and when to give up.
type Options struct {
	Requests []Request
	Budgets  Budgets

	Properties   []string       // the safety properties that count; nil is all of them
	Linearizable *history.Model // what clients are told must be explained by it; nil: nobody asks
	Goal         *Predicate     // a state to reach; nil: none
	Prune        *Predicate     // states beyond which nothing is of interest; nil: none

	Strategy search.Strategy
	Workers  int // goroutines; 0 is one for each processor
	Reduce   Reductions
	Paranoid bool // do everything twice and compare
	Seed     uint64
	Walks    int // of a random strategy; 0 is search.DefaultWalks
	Changes  int // PCT: changes of priority in a walk

	MaxDepth  int // steps; 0 is any number, but for walks
	MaxStates int
	MaxMemory int64         // bytes
	MaxTime   time.Duration // on the wall clock

	Progress func(search.Progress)
}

// Reductions says what a search leaves out, where that makes no difference: see
// the package comment.
type Reductions struct {
	Dead     bool // messages that can no longer do anything
	Safety   bool // what matters to none of the safety properties; only with Dead
	Symmetry bool // states that differ only in which of several nodes alike is which
}

// ReduceAll leaves out all that it can.
var ReduceAll = Reductions{Dead: true, Safety: true, Symmetry: true}

// Predicate is a question about a state.
type Predicate struct {
	Name string
	Ask  func(*engine.World) (bool, error)
}

// Budgets bounds what may happen besides deliveries.
type Budgets struct {
	Timers     int // that fire, at each node
	Crashes    int // in all; at every crash point
	Restarts   int // in all, on the disk that the node had
	Wipes      int // restarts on an empty disk, in all
	Duplicates int // messages that arrive once more, in all
	Drops      int // messages that are lost, in all
	Partitions int // times that the network is divided in two, in all; it may always heal
}

// classes returns the budgets as the search counts them.
func (b *Budgets) classes() search.Budgets {
	var c search.Budgets
	c[classDuplicate], c[classCrash] = uint8(b.Duplicates), uint8(b.Crashes)
	c[classRestart], c[classWipe] = uint8(b.Restarts), uint8(b.Wipes)
	c[classDrop], c[classPartition] = uint8(b.Drops), uint8(b.Partitions)
	return c
}

// maxRequests is how many requests a search can keep apart.
const maxRequests = 64

// maxChanges is how often priorities may change in a walk: more than a walk has
// steps, unless it is far longer than usual.
const maxChanges = 10_000

// check returns an error that says what in o is wrong and what would be right.
func (o *Options) check(w *engine.World) error {
	b := &o.Budgets
	for _, c := range []struct {
		name string
		n    int
	}{{"timers", b.Timers}, {"crashes", b.Crashes}, {"restarts", b.Restarts}, {"wipes", b.Wipes}, {"duplicates", b.Duplicates}, {"drops", b.Drops}, {"partitions", b.Partitions}} {
		if c.n < 0 || c.n > math.MaxUint8 {
			return fmt.Errorf("got %s=%d, want 0 to %d", c.name, c.n, math.MaxUint8)
		}
	}
	if b.Partitions > 0 && w.Nodes() > maxDivided {
		return fmt.Errorf("got partitions=%d of %d nodes, want at most %d: a search divides them in every way", b.Partitions, w.Nodes(), maxDivided)
	}
	if err := o.checkHolds(w); err != nil {
		return err
	}
	if o.Linearizable != nil && slices.ContainsFunc(w.Invariants(), func(in engine.Invariant) bool { return in.Name == Linearizable }) {
		return fmt.Errorf("the run has an invariant called %s, and what clients are told would have the same name: give the invariant another one", Linearizable)
	}
	if len(o.Requests) > maxRequests {
		return fmt.Errorf("got %d requests, want at most %d", len(o.Requests), maxRequests)
	}
	named := map[string]bool{}
	for _, r := range o.Requests {
		if r.Client != "" && named[r.Client] {
			return fmt.Errorf("the client %s has two requests, and a search asks each at any time: want a client of its own for each", r.Client)
		}
		named[r.Client] = true
		if r.Node < 1 || int(r.Node) > w.Nodes() {
			return fmt.Errorf("there is no node %d, want one of %s", r.Node, w.IDs())
		}
	}
	if err := o.checkProperties(w); err != nil {
		return err
	}
	if o.Changes < 0 || o.Changes > maxChanges {
		return fmt.Errorf("got changes=%d, want 0 to %d: it is how often priorities change in one walk", o.Changes, maxChanges)
	}
	if o.Walks < 0 {
		return fmt.Errorf("got walks=%d, want 1 or more", o.Walks)
	}
	if o.MaxDepth < 0 || o.MaxStates < 0 || o.MaxMemory < 0 || o.MaxTime < 0 {
		return errors.New("got a bound below 0, want 0 or more; 0 is none")
	}
	if o.Strategy == search.DepthFirst && o.MaxDepth == 0 {
		return errors.New("got no depth, want one: a search that goes as deep as it can needs to know when to turn back")
	}
	return nil
}

// checkHolds returns an error when a rule would hold what a partition is to lose: the
// rules of a run come before those of a search.
func (o *Options) checkHolds(w *engine.World) error {
	for _, r := range w.Rules() {
		if o.Budgets.Partitions > 0 && r.Action == engine.ActHold {
			return fmt.Errorf("got partitions=%d, but the rule %q holds messages before they could be lost: stop it first", o.Budgets.Partitions, r.Text)
		}
	}
	return nil
}
