package engine

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"synod/engine/fleet"
	"synod/engine/history"
	"synod/engine/safety"
	"synod/engine/trace"
	"synod/node"
)

// World is one cluster and everything around it. Make one with New.
type World struct {
	options Options
	fleet   fleet.Fleet
	judge   *safety.Judge
	log     trace.Log
	ctx     context.Context
	watcher func() error // asked before every event; nil for nobody

	run   uint32 // how many runs there were, with this one
	now   time.Duration
	seq   int    // of the latest record
	made  uint64 // how many Pendings were made
	queue queue  // what happens by itself
	held  shelf  // what waits for its release

	holding bool        // every message is held that no rule stops before
	unheld  [][]node.ID // but not those between nodes of one of these

	slab  []Pending
	sent  []*Pending // what the latest event sent, in order
	event node.Event // the one that a node takes at present

	nodes      []nodeState           // by id; 0 is unused
	rules      []*Rule               // in force, in the order they were added
	imposed    []*Rule               // every rule ever added, in order
	faults     []*Fault              // every fault there ever was, in order
	befell     []*history.Fault      // what the history says of rules, faults and damage, in order
	sketcher   node.Sketcher         // the protocol, if it is one; nil otherwise
	operations []*Operation          // what clients asked of nodes, by ID from 1
	numbered   uint64                // the greatest number that a request brought itself; 0 for none
	asked      []*Operation          // that, and what no node took, in order
	client     string                // in whose name the script asks now; "" for somebody new
	latest     map[string]*Operation // by client with a name

	seed       uint64 // of what is drawn at present
	forks      []Fork // still to come
	dice       map[string]*Dice
	events     int            // how many events have happened
	eventTime  time.Duration  // when the latest did
	mistake    error          // the latest mistake of a protocol because of which no step was taken
	latency    *stream        // draws latencies
	order      *stream        // draws the order, when it is BySeed
	undrawn    rand.PCG       // what that was before it drew the event whose turn it is
	drew       bool           // it did
	picked     func(*Pending) // is told of events out of order; nil for nobody
	invariants []invariant
	waiters    []*Waiter
	lag        time.Duration // how long the syncs of the present step have taken
	choices    []int         // how choices of steps fall that are not drawn
	looking    bool          // a script's predicate is being asked: the world must not move
	violated   bool          // a property broke; what comes later is not checked again
	breach     *Violation    // that, with where and why
	fell       []Choice      // how choices of steps fell, in order
	harms      []Harm        // what was done to disks, in order
	broke      string        // which
	brokeAfter int           // after how many events
	expected   string        // the only property whose end is to stop the run; "" for any
	broken     error         // the lab failed; nothing works any more but to start over
	closed     bool          // nothing at all works any more
	told       bool          // that a node is lost has been reported
	sight      Sight         // what a ghost shows; nil in a world that lives
}

// nodeState is what the engine itself knows of a node.
type nodeState struct {
	down    bool
	since   time.Duration    // when it went down
	timers  []*Pending       // by node.Timer; nil when not set
	draws   *stream          // draws the node's timers
	choices *stream          // draws the choices of its steps; nil before the first
	open    []*Operation     // what it was asked for and that is not over, in order
	traps   []*Trap          // crashes that wait for their place
	stands  node.Snapshotter // a copy of its machine since its latest step; nil until somebody asks

	crash, pause, disk, clock *Fault        // what is wrong with it; nil for nothing
	slow                      time.Duration // how long a sync takes
	rate                      clockRate     // how fast its clock runs

	paused bool
	frozen []byte     // its state when it was paused
	parked []*Pending // what has come for it since
}

// New starts the nodes of o, side by side, and returns their World. The World
// owns o.Fleet from then on, and closes it when the nodes cannot start.
func New(ctx context.Context, o Options) (*World, error) {
	if o.MaxEvents == 0 {
		o.MaxEvents = defaultMaxEvents
	}
	w := &World{options: o, fleet: o.Fleet, ctx: ctx}
	w.sketcher, _ = o.Protocol.(node.Sketcher)
	if err := w.start(); err != nil {
		return nil, errors.Join(err, w.fleet.Close())
	}
	return w, nil
}

func (w *World) start() error {
	if err := w.options.Check(); err != nil {
		return err
	}
	return w.begun()
}

// Reset starts over with another seed, and the forks after it: no trace, time 0,
// every node up on an empty disk, no network rule, and no invariant but those of the
// protocol. Running nodes keep running; those that are lost, or failed, are replaced.
func (w *World) Reset(seed uint64, forks ...Fork) error {
	if err := w.Resettable(); err != nil {
		return err
	}
	if err := checkForks(forks); err != nil {
		return err
	}
	if err := w.wakeAll(); err != nil {
		return err
	}
	w.broken, w.told = nil, false
	w.options.Seed, w.options.Forks = seed, forks
	return w.begun()
}

// wakeAll lets paused nodes run again: a process that is stopped cannot start over.
func (w *World) wakeAll() error {
	for id := range w.nodes {
		if !w.nodes[id].paused || w.lost(node.ID(id)) {
			continue
		}
		if err := w.fleet.Resume(node.ID(id)); err != nil {
			return w.fail(err)
		}
	}
	return nil
}

// begun puts everything into its first state.
func (w *World) begun() error {
	w.judge = safety.New(w.options.Protocol, w.options.setup().Configs)
	w.log.Reset()
	w.run, w.now, w.seq, w.made = w.run+1, 0, 0, 0
	w.forget()
	w.imposed, w.faults, w.befell, w.asked = nil, nil, nil, nil
	w.rules, w.invariants, w.waiters, w.violated = nil, w.ownInvariants(), nil, false
	w.holding, w.unheld = w.options.Hold, nil
	w.operations, w.numbered, w.latest = nil, 0, map[string]*Operation{}
	w.breach, w.harms, w.fell = nil, nil, nil
	w.events, w.eventTime = 0, 0
	w.broke, w.brokeAfter = "", 0
	w.seeded()
	w.nodes = make([]nodeState, w.options.Nodes+1)
	for id := range w.nodes {
		w.nodes[id].draws = newStream(w.seed, "timers of "+node.ID(id).String())
	}
	effects, err := w.fleet.Reset(w.options.setup())
	if mistake := asMistake(err); mistake != nil {
		w.broken = mistake
		return mistake
	}
	if err != nil {
		return w.fail(err)
	}
	for i, e := range effects {
		if err := w.perform(node.ID(i+1), e, 0, nil); err != nil {
			return err
		}
	}
	return nil
}

// forget drops everything that is pending, and ends rules, faults and traps for
// whoever still holds them: the run that they belong to is over.
func (w *World) forget() {
	for _, r := range w.imposed {
		r.stopped = true
	}
	for _, f := range w.faults {
		f.over = true
	}
	for _, t := range w.Traps() {
		t.stopped = true
	}
	for _, p := range w.queue {
		p.where = gone
	}
	for _, p := range w.held {
		p.where = gone
	}
	for i := range w.nodes {
		for _, p := range w.nodes[i].parked {
			p.where = gone
		}
	}
	w.queue, w.held, w.sent = w.queue[:0], w.held[:0], w.sent[:0]
}

// Close stops the nodes and waits for them. The World is of no more use.
func (w *World) Close() error {
	w.broken, w.closed = errors.New("the cluster is closed"), true
	w.log.Release()
	return w.fleet.Close()
}

// Bind lets ctx interrupt the World from now on, in place of the context given
// to New. An interrupted World is whole: between two events nothing is halfway.
func (w *World) Bind(ctx context.Context) { w.ctx = ctx }

// Nodes returns how many nodes there are.
func (w *World) Nodes() int { return w.options.Nodes }

// Options returns what the cluster was made with. Seed and Forks are the latest.
func (w *World) Options() Options { return w.options }

// Now returns the virtual time.
func (w *World) Now() time.Duration { return w.now }

// Events returns how many events have happened in this run, and when the latest
// did. What only wakes the script is none.
func (w *World) Events() (int, time.Duration) { return w.events, w.eventTime }

// Seq returns how many records the trace has. A call that leaves it as it was,
// and that returns an error, has changed nothing.
func (w *World) Seq() int { return w.seq }

// Picked lets fn be told, right before it happens, of every event that is not
// simply the one that is due first: one that somebody picks by hand, or that is
// drawn. Events between those are a matter of counting.
func (w *World) Picked(fn func(*Pending)) { w.picked = fn }

// Log returns the latest records.
func (w *World) Log() *trace.Log { return &w.log }

// Words returns what turns the trace's notes into text.
func (w *World) Words() trace.Words { return w.options.Protocol }

// ErrLooking is returned when a predicate or an invariant tries to move the world.
var ErrLooking = errors.New("a predicate may look but not act")

// ErrCounted is returned when a predicate of a search shows how often it is called,
// which is as it happens.
var ErrCounted = errors.New("a search calls it an unspecified number of times")

// usable returns an error when nothing may happen now.
func (w *World) usable() error {
	if w.looking {
		return ErrLooking
	}
	if w.broken == nil {
		if err := w.fleet.Check(); err != nil {
			return w.failed(err)
		}
	}
	return w.broken
}

// standing returns an error when nothing may happen, not even to bring up a node
// that is lost.
func (w *World) standing() error {
	if w.looking {
		return ErrLooking
	}
	return w.broken
}

// Resettable returns an error when the world cannot start over now.
func (w *World) Resettable() error {
	switch {
	case w.looking:
		return ErrLooking
	case w.closed:
		return w.broken
	}
	return nil
}

// Usable returns an error when the world cannot be acted on now.
func (w *World) Usable() error { return w.usable() }

// fail remembers that the lab itself failed.
func (w *World) fail(err error) error {
	var lab *fleet.Error
	if !errors.As(err, &lab) {
		err = &fleet.Error{Doing: "running the nodes", Err: err}
	}
	w.broken = err
	return err
}

// failed is fail for an error of the fleet. A node that is lost leaves the world
// as it is: nothing happens any more until the node is down, by Crash, or up
// again, by Restart or Reset.
func (w *World) failed(err error) error {
	var lab *fleet.Error
	if errors.As(err, &lab) && lab.Lost {
		w.told = true
		return err
	}
	return w.fail(err)
}

// lost reports whether a node is.
func (w *World) lost(id node.ID) bool {
	return id > 0 && w.sight == nil && !w.closed && !w.nodes[id].down && w.fleet.Lost(id)
}

// Lost lists the nodes whose processes were ended from outside, or answer no
// longer. They are not up. Crash makes them nodes that are down as any other;
// Restart and Reset bring them up.
func (w *World) Lost() (ids []node.ID) {
	for id := range w.nodes {
		if w.lost(node.ID(id)) {
			ids = append(ids, node.ID(id))
		}
	}
	return ids
}

// record numbers and dates r, keeps it, and hands it to the trace.
func (w *World) record(r *trace.Record) error {
	w.seq++
	r.Seq, r.Time = w.seq, w.now
	if err := w.log.Record(r); err != nil {
		return err
	}
	if w.options.Sink == nil {
		return nil
	}
	if err := w.options.Sink.Record(w.log.Latest()); err != nil {
		return w.fail(&fleet.Error{Doing: "writing the trace", Err: err})
	}
	return nil
}

// Remark puts a remark of the script into the trace.
func (w *World) Remark(text string) error {
	if err := w.usable(); err != nil {
		return err
	}
	return w.record(&trace.Record{Kind: trace.Remark, Text: text})
}

// Violation is a property that broke, with where and why.
type Violation struct {
	Name     string // the property's or invariant's name
	Sentence string
	Seq      int            // the violating event
	Chain    []trace.Record // what led to it, oldest first
}

// Error returns "name: sentence".
func (v *Violation) Error() string { return fmt.Sprintf("%s: %s", v.Name, v.Sentence) }

// Sound returns an error when the lab itself has failed: when a node has gone
// that nobody crashed.
func (w *World) Sound() error {
	if w.broken != nil || w.told {
		return nil // it was reported when it happened, or the World is closed
	}
	return w.usable()
}
