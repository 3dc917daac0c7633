package engine

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cespare/xxhash/v2"

	"synod/engine/safety"
	"synod/engine/trace"
	"synod/node"
)

// NodeState is what can be seen of one node.
type NodeState struct {
	Node   node.ID
	Down   bool
	Paused bool
	Since  time.Duration // when it went down
	Fields []node.Field  // the machine's state, empty while it is down
	Hash   uint64        // of the state's canonical encoding, 0 while it is down
}

// State returns what can be seen of a node. It changes nothing.
func (w *World) State(id node.ID) (NodeState, error) {
	s := NodeState{Node: id}
	if err := w.readable(id); err != nil {
		return s, err
	}
	w.glance(id)
	switch n := &w.nodes[id]; {
	case n.down:
		s.Down, s.Since = true, n.since
		return s, nil
	case w.lost(id): // time stands still since that was noticed
		s.Down, s.Since = true, w.now
		return s, nil
	}
	if s.Paused = w.nodes[id].paused; w.Snapshots() != nil {
		return s, nil
	}
	encoded, err := w.encoded(id)
	if err != nil {
		return s, err
	}
	m, err := w.machine(id)
	if err != nil {
		return s, err
	}
	s.Fields, s.Hash = m.State(), xxhash.Sum64(encoded)
	return s, nil
}

// Up reports whether a node runs, Paused whether it runs and is stopped, and
// Busy whether something that a client asked of it is under way, which a ghost
// does not know.
func (w *World) Up(id node.ID) bool {
	w.glance(id)
	return !w.nodes[id].down && !w.lost(id)
}

func (w *World) Paused(id node.ID) bool {
	w.glance(id)
	return w.nodes[id].paused
}

func (w *World) Busy(id node.ID) bool {
	return slices.ContainsFunc(w.nodes[id].open, func(o *Operation) bool { return !o.Done() })
}

// encoded returns the encoding of a node's state. A paused node cannot be
// asked, and has not changed.
func (w *World) encoded(id node.ID) ([]byte, error) {
	if n := &w.nodes[id]; n.paused || w.sight != nil {
		return n.frozen, nil
	}
	b, err := w.fleet.State(id)
	if err != nil {
		return nil, w.failed(err)
	}
	return b, nil
}

// Snapshots returns an error when the state of machines cannot be written down.
func (w *World) Snapshots() error {
	if _, ok := w.options.Protocol.(node.Restorer); !ok {
		return fmt.Errorf("%s: %w", w.options.Protocol.Name(), node.ErrNoSnapshots)
	}
	return nil
}

// machine returns a copy of a node's machine.
func (w *World) machine(id node.ID) (node.Snapshotter, error) {
	if err := w.Snapshots(); err != nil {
		return nil, err
	}
	b, err := w.encoded(id)
	if err != nil {
		return nil, err
	}
	m, err := node.Restore(w.options.Protocol, w.options.config(id), b)
	if err != nil {
		return nil, w.fail(fmt.Errorf("%v: reading its state: %w", id, err))
	}
	return m, nil
}

// readable returns an error when id cannot be looked at. Looking is allowed
// to predicates too.
func (w *World) readable(id node.ID) error {
	if w.broken != nil {
		return w.broken
	}
	return w.known(id)
}

// Records returns the synced bytes of a node's record file.
func (w *World) Records(id node.ID) ([]byte, error) {
	if err := w.readable(id); err != nil {
		return nil, err
	}
	if w.sight != nil {
		return nil, errors.New("a search looks at what nodes know, and not at the bytes on their disks")
	}
	b, err := w.fleet.Records(id)
	if err != nil {
		return nil, w.fail(err)
	}
	return b, nil
}

// File returns the content of the file that a node publishes, and whether there is one
// yet.
func (w *World) File(id node.ID) ([]byte, bool, error) {
	if err := w.readable(id); err != nil {
		return nil, false, err
	}
	if w.sight != nil {
		v := w.sight.Node(id).Published
		return []byte(v), !v.Absent(), nil
	}
	b, ok, err := w.fleet.File(id, node.PublishedFile(w.options.Protocol))
	if err != nil {
		return nil, false, w.fail(err)
	}
	return b, ok, nil
}

// Judge returns what the safety checks have seen. It is for reading only.
func (w *World) Judge() *safety.Judge {
	if w.sight != nil {
		return w.sight.Judge()
	}
	return w.judge
}

// invariant is a property that a script wants checked after every event.
type invariant struct {
	name string
	hold func(*World) (bool, string, error)
	own  bool // the protocol brings it, so that every run has it
}

// Invariant lets hold be asked after every event from now on, and now. It says
// whether the property holds and, if not, may add a sentence. It may look at
// the world and not change it. An error of its own is an error of the event;
// one that cannot be asked now is not added.
func (w *World) Invariant(name string, hold func(*World) (bool, string, error)) error {
	if err := w.usable(); err != nil {
		return err
	}
	if slices.Contains(w.Properties(), name) {
		return fmt.Errorf("%s is a property that is always checked; name the invariant differently", name)
	}
	for _, in := range w.invariants {
		if in.name == name {
			return fmt.Errorf("there is an invariant %q already; name this one differently", name)
		}
	}
	w.invariants = append(w.invariants, invariant{name: name, hold: hold})
	err := w.checkInvariants(w.seq)
	if err != nil && !w.violated { // it could not be asked
		w.invariants = w.invariants[:len(w.invariants)-1]
	}
	return err
}

// CheckInvariants asks all invariants about the present. Events that move a node
// do so by themselves; what somebody does to the network or to a node, such as a
// crash, is over when he says so.
func (w *World) CheckInvariants() error {
	if w.broken != nil || w.looking {
		return nil
	}
	return w.checkInvariants(w.seq)
}

// checkInvariants asks all invariants about the event seq.
func (w *World) checkInvariants(seq int) error {
	if len(w.invariants) == 0 || w.violated {
		return nil
	}
	for _, in := range w.invariants {
		sentence := ""
		ok, err := w.look(func() (ok bool, err error) {
			ok, sentence, err = in.hold(w)
			return ok, err
		})
		if err != nil {
			return fmt.Errorf("invariant %s: %w", in.name, err)
		}
		if !ok {
			return w.violation(in.name, sentence, seq)
		}
	}
	return nil
}

// Recent returns the lines of the latest n records.
func (w *World) Recent(n int) []string { return Lines(w.log.Last(n), w.Words()) }

// Lines returns the trace's line for each record.
func Lines(records []trace.Record, words trace.Words) []string {
	lines := make([]string, len(records))
	for i := range records {
		lines[i] = trace.Line(&records[i], words)
	}
	return lines
}
