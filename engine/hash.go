package engine

import (
	"cmp"
	"fmt"
	"hash"
	"maps"
	"slices"

	"github.com/cespare/xxhash/v2"

	"synod/node"
)

// Hash returns a hash of everything that decides how the run goes on: what the
// cluster was made with, the time, the nodes with their disks, clocks and traps,
// the network, what is pending, and every stream of random numbers. Functions of
// the script have no hash; that there are some, and their names, does.
func (w *World) Hash() (uint64, error) {
	h := xxhash.New()
	o := &w.options
	fmt.Fprintln(h, o.Protocol.Name(), o.Nodes, o.Hold, o.Latency, o.Settings, o.Rules, o.Order)
	if w.holding != o.Hold || w.unheld != nil {
		fmt.Fprintln(h, w.holding, w.unheld)
	}
	fmt.Fprintln(h, w.now, w.seq, w.made, len(w.operations), w.violated)
	for id := node.ID(1); int(id) <= w.Nodes(); id++ {
		if err := w.hashNode(h, id); err != nil {
			return 0, err
		}
	}
	for _, r := range w.rules {
		r.hash(h)
	}
	for _, p := range w.Pending() {
		w.hashPending(h, p)
	}
	w.hashScript(h)
	w.latency.hash(h)
	w.order.hash(h)
	for _, f := range w.forks {
		fmt.Fprintln(h, f.Event, f.Seed)
	}
	return h.Sum64(), nil
}

// hashNode adds a node and everything that is wrong with it.
func (w *World) hashNode(h hash.Hash, id node.ID) error {
	s, err := w.State(id)
	if err != nil {
		return err
	}
	records, err := w.Records(id)
	if err != nil {
		return err
	}
	file, exists, err := w.File(id)
	if err != nil {
		return err
	}
	n := &w.nodes[id]
	fmt.Fprintln(h, id, s.Down, s.Paused, s.Hash, xxhash.Sum64(records), xxhash.Sum64(file), exists, n.rate)
	if n.disk != nil {
		fmt.Fprintf(h, "%q\n", n.disk.Text)
	}
	for _, t := range n.traps {
		if t.Armed() {
			fmt.Fprintln(h, t.Point, t.Any)
			t.Match.hash(h)
		}
	}
	n.draws.hash(h)
	if n.choices != nil {
		n.choices.hash(h)
	}
	return nil
}

// hashPending adds a message or a timer, and where it waits.
func (w *World) hashPending(h hash.Hash, p *Pending) {
	holder := 0
	if p.heldBy != nil {
		holder = p.heldBy.Num
	}
	fmt.Fprintln(h, p.Num, p.Due, p.Cause, p.Src, p.Dst, p.Timer, p.where, holder)
	if p.Message != nil {
		fmt.Fprintf(h, "%q\n", w.options.Protocol.Encode(nil, p.Message))
	}
}

// hashScript adds what the script waits for, watches and draws from.
func (w *World) hashScript(h hash.Hash) {
	for _, p := range w.alarms() {
		fmt.Fprintln(h, p.Num, p.Due)
	}
	for _, in := range w.invariants {
		fmt.Fprintf(h, "%q\n", in.name)
	}
	for _, name := range slices.Sorted(maps.Keys(w.dice)) {
		fmt.Fprintf(h, "%q\n", name)
		w.dice[name].stream.hash(h)
	}
}

// alarms returns the wake-ups of the script, in order.
func (w *World) alarms() []*Pending {
	var alarms []*Pending
	for _, p := range w.queue {
		if p.wake != nil {
			alarms = append(alarms, p)
		}
	}
	slices.SortFunc(alarms, func(p, q *Pending) int { return cmp.Compare(p.Num, q.Num) })
	return alarms
}

// hash adds a rule and the streams that it draws from.
func (r *Rule) hash(h hash.Hash) {
	fmt.Fprintf(h, "%d %d %v %v %q %v\n", r.Num, r.Action, r.Time, r.Rate, r.Text, r.groups)
	if r.spared != nil {
		fmt.Fprintln(h, r.spared)
	}
	r.Match.hash(h)
	links := slices.SortedFunc(maps.Keys(r.streams), func(a, b [2]node.ID) int { return slices.Compare(a[:], b[:]) })
	for _, link := range links {
		fmt.Fprintln(h, link)
		r.streams[link].hash(h)
	}
}

// hash adds what m says, and whether it asks a function.
func (m *Match) hash(h hash.Hash) {
	fmt.Fprintf(h, "%q %v %t %v %t %v %t\n", m.Kind, m.Src, m.Src == nil, m.Dst, m.Dst == nil, m.Fields, m.Where != nil)
}

// hash adds where the stream stands.
func (s *stream) hash(h hash.Hash) {
	b, _ := s.source.MarshalBinary() // plain memory: it cannot fail
	h.Write(b)
}
