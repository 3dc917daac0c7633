package explore

import (
	"bytes"
	"slices"

	"synod/engine/search"
	"synod/node"
)

var _ search.Reducer = (*model)(nil)

// reducerFor returns who knows what makes no difference to the safety
// properties; nil when the protocol does not, or when somebody looks at more
// than those. A node that lost its disk may need everything again, and one that is
// told which ballot to use may start one below what it has heard of.
func (m *model) reducerFor(o *Options, invariants int) node.Reducer {
	walks := o.Strategy == search.RandomWalk || o.Strategy == search.PCT
	looks := invariants > 0 || o.Goal != nil || o.Prune != nil || o.Properties != nil || o.Linearizable != nil
	named := slices.ContainsFunc(o.Requests, func(r Request) bool { return r.Typed() })
	if !o.Reduce.Dead || !o.Reduce.Safety || walks || looks || named || o.Budgets.Wipes > 0 {
		return nil
	}
	r, _ := m.from.Protocol.(node.Reducer)
	return r
}

// prospects returns what may still happen by itself to a node at l.
func (l *local) prospects() node.Prospects {
	return node.Prospects{Timers: l.left > 0, Requests: l.requests != 0}
}

// standing returns the machine of a node at l, for reading only. That of a node
// that is down is the one with which it will start again, if it does.
func (m *model) standing(slot int, l *local) (node.Snapshotter, error) {
	if l.up {
		return m.machine(slot, l)
	}
	again, _, err := m.restarted(slot, l)
	return again, err
}

// restarted returns the machine of a node that starts on the disk it has at l,
// and what it does then.
func (m *model) restarted(slot int, l *local) (node.Snapshotter, node.Effects, error) {
	records, err := m.decodeAll(l.synced)
	if err != nil {
		return nil, nil, err
	}
	machine, err := m.from.Protocol.New(m.configs[slot])
	if err != nil {
		return nil, nil, err
	}
	effects, err := m.step(slot, machine, &node.Event{Kind: node.EventStart, Records: records})
	return machine.(node.Snapshotter), effects, err
}

// Needless implements [search.Reducer].
func (m *model) Needless(slot int, at []byte, to int, body []byte) uint8 {
	s, f := m.known.at(m, slot, at), m.known.flight(m, to, body)
	return m.reducer.Needless(s.machine, s.prospects, f.Src, f.Dst, f.Message)
}

// Waits implements [search.Reducer].
func (m *model) Waits(slot int, at []byte) int {
	s := m.known.at(m, slot, at)
	if !s.awake {
		return 0
	}
	return m.reducer.Waits(s.machine, s.prospects)
}

// Joins implements [search.Reducer].
func (m *model) Joins(slot int, at, body []byte) bool {
	s := m.known.at(m, slot, at)
	if body == nil {
		return m.reducer.Joins(s.machine, nil)
	}
	return m.reducer.Joins(s.machine, m.known.flight(m, slot, body).Message)
}

// harmless reports whether a crash that leaves a node at d, having done only
// what part says, loses nothing: it might as well have gone on at l, which is
// where it was before the step, if part has done nothing, or after it. Such a
// crash is no more than a delay, and time does not pass in a search.
func (m *model) harmless(slot int, l, d *local, part *step) bool {
	if m.reducer == nil || !l.up || !bytes.Equal(l.file, d.file) || !slices.EqualFunc(l.synced, d.synced, bytes.Equal) {
		return false
	}
	if part != nil && len(part.send)+len(part.stated) > 0 {
		return false
	}
	before, err := m.machine(slot, l)
	if err != nil {
		return false
	}
	after, _, err := m.restarted(slot, d)
	return err == nil && m.reducer.Survives(before, after, d.prospects())
}
