package starlark

import (
	"slices"

	"go.starlark.net/starlark"

	"synod/node"
)

// machine is one node of a protocol: what it is told at the start, and what it remembers.
type machine struct {
	*config
	state    []starlark.Value // of each field, settled; it is shared until a field is assigned
	open     []uint64         // the requests that wait for an answer, ascending
	answered []uint64         // those that had one since the node started, ascending, the latest maxAnswered
	err      error            // why the latest step came to nothing
}

var (
	_ node.Snapshotter = (*machine)(nil)
	_ node.Failing     = (*machine)(nil)
)

// maxAnswered bounds how many answered requests are remembered, to tell a second answer
// from one to a request of before a crash.
const maxAnswered = 256

// Step takes one event.
func (m *machine) Step(ev *node.Event, out *node.Effects) {
	s := m.selves.Get().(*self)
	m.err = s.step(m, ev, out)
	m.selves.Put(s)
}

// Err returns why the latest step came to nothing.
func (m *machine) Err() error { return m.err }

// State returns the fields of the state, in the order of the definition.
func (m *machine) State() []node.Field {
	fields := make([]node.Field, len(m.fields))
	for i, name := range m.fields {
		fields[i] = node.Field{Name: name, Value: fieldOf(m.state[i])}
	}
	return fields
}

// opened notes that a request waits for an answer.
func (m *machine) opened(id uint64) { m.open = with(m.open, id) }

// closed notes that a request has its answer.
func (m *machine) closed(id uint64) {
	m.open = without(m.open, id)
	m.answered = with(m.answered, id)
	if len(m.answered) > maxAnswered {
		m.answered = m.answered[1:]
	}
}

// with returns an ascending list with one number more. The list stays as it is.
func with(list []uint64, id uint64) []uint64 {
	i, found := slices.BinarySearch(list, id)
	if found {
		return list
	}
	return slices.Insert(slices.Clone(list), i, id)
}

// without returns an ascending list without a number. The list stays as it is.
func without(list []uint64, id uint64) []uint64 {
	i, found := slices.BinarySearch(list, id)
	if !found {
		return list
	}
	return slices.Delete(slices.Clone(list), i, i+1)
}

func has(list []uint64, id uint64) bool {
	_, found := slices.BinarySearch(list, id)
	return found
}
