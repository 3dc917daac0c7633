package engine

import (
	"bytes"
	"errors"
	"fmt"

	"synod/engine/history"
	"synod/engine/safety"
	"synod/node"
	"synod/node/disk"
)

// Snapshot is where a world stands: everything that decides what can come of
// it, whatever the network, the clocks and the crashes do. It is a copy.
type Snapshot struct {
	Protocol node.Protocol
	Configs  []node.Config   // of node i+1
	Nodes    []NodeSnapshot  // of node i+1
	Messages []Flight        // in flight, held or waiting for a paused node, in order
	Judge    []byte          // what the safety checks have seen
	History  history.History // what clients asked of the nodes, and know
	Asked    []uint64        // the ID of each operation
	Next     uint64          // the ID of the next one
}

// NodeSnapshot is where one node stands.
type NodeSnapshot struct {
	Down, Paused bool
	State        []byte         // of the machine; nil while the node is down
	Records      []node.Message // what its disk holds, oldest first
	Published    node.Value     // what its file holds; absent when there is none
	Timers       []node.Timer   // that are set, ascending
}

// Flight is a message on its way.
type Flight struct {
	Src, Dst node.ID
	Message  node.Message
}

// Snapshot returns where the world stands. It changes nothing.
func (w *World) Snapshot() (*Snapshot, error) {
	if w.broken != nil {
		return nil, w.broken
	}
	s := &Snapshot{Protocol: w.options.Protocol, Configs: w.options.setup().Configs, Judge: w.judge.AppendState(nil)}
	for id := node.ID(1); int(id) <= w.Nodes(); id++ {
		n, err := w.nodeSnapshot(id)
		if err != nil {
			return nil, err
		}
		s.Nodes = append(s.Nodes, n)
	}
	s.History, s.Next = w.History(), w.nextRequest()
	for _, p := range w.asked {
		s.Asked = append(s.Asked, p.ID)
	}
	for _, p := range w.Pending() {
		if p.Message != nil {
			s.Messages = append(s.Messages, Flight{p.Src, p.Dst, p.Message})
		}
	}
	return s, nil
}

func (w *World) nodeSnapshot(id node.ID) (s NodeSnapshot, err error) {
	n := &w.nodes[id]
	s.Down, s.Paused = n.down, n.paused
	if !n.down {
		if s.State, err = w.encoded(id); err != nil {
			return s, err
		}
	}
	if s.Records, err = w.records(id); err != nil {
		return s, err
	}
	file, _, err := w.File(id)
	if err != nil {
		return s, err
	}
	s.Published = node.Value(bytes.TrimSuffix(file, []byte("\n")))
	for t, p := range n.timers {
		if p != nil {
			s.Timers = append(s.Timers, node.Timer(t))
		}
	}
	return s, nil
}

// records returns what a node would find on its disk.
func (w *World) records(id node.ID) ([]node.Message, error) {
	b, err := w.Records(id)
	if err != nil {
		return nil, err
	}
	raw, err := disk.Decode(b, id.String())
	if err != nil {
		return nil, fmt.Errorf("%v: its records: %w", id, err)
	}
	var records []node.Message
	for _, r := range raw {
		m, err := w.options.Protocol.Decode(r)
		if err != nil {
			return nil, fmt.Errorf("%v: its records: %w", id, err)
		}
		records = append(records, m)
	}
	return records, nil
}

// Searchable returns an error when the world is in a condition that a search
// could not go on from as the world itself would.
func (w *World) Searchable() error {
	if err := w.usable(); err != nil {
		return err
	}
	if err := w.Snapshots(); err != nil {
		return fmt.Errorf("a search goes from state to state: %w", err)
	}
	if w.violated {
		return errors.New("a property broke in this run already; start over with reset()")
	}
	for _, r := range w.rules {
		if r.Action == ActRepeat || (r.Action == ActLose || r.Action == ActCut) && r.Rate > 0 && r.Rate < 1 {
			return fmt.Errorf("the rule %q leaves what happens to chance, and a search tries everything: stop it first", r.Text)
		}
	}
	for id := range w.nodes {
		n := &w.nodes[id]
		for _, t := range n.traps {
			if t.Armed() {
				return fmt.Errorf("a crash of %v at %v waits for its place: stop it first; a search tries every place by itself", t.Node, t.Point)
			}
		}
		if n.disk != nil && !n.disk.Over() {
			return fmt.Errorf("n%d has a %s: a search knows disks that work, so end that first", id, n.disk.Text)
		}
	}
	return nil
}

// Linked reports whether messages from src to dst pass the cuts in force. A node is
// always linked to itself.
func (w *World) Linked(src, dst node.ID) (bool, error) {
	if w.broken != nil {
		return false, w.broken
	}
	for _, id := range []node.ID{src, dst} {
		if err := w.known(id); err != nil {
			return false, err
		}
	}
	if w.sight != nil {
		return w.sight.Linked(src, dst), nil
	}
	for _, r := range w.rules {
		if r.Action != ActCut {
			continue
		}
		if cut, err := r.applies(&Pending{Src: src, Dst: dst}); cut || err != nil {
			return false, err
		}
	}
	return true, nil
}

// JudgeOf returns a Judge that has seen what state says.
func (s *Snapshot) JudgeOf(state []byte) (*safety.Judge, error) {
	return safety.Restore(s.Protocol, s.Configs, state)
}

// FlightText returns what a person would call a message on its way, such as
// "n1 -> n2 prepare 1.1".
func FlightText(f Flight) string {
	return fmt.Sprintf("%v -> %v %s", f.Src, f.Dst, f.Message.Append(nil))
}
