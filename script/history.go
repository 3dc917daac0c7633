package script

import (
	"errors"
	"fmt"

	"go.starlark.net/starlark"

	histories "synod/engine/history"
)

// History is a history as a script sees it: a list that cannot be changed.
type History struct {
	session *Session
	history histories.History
	faults  []histories.Fault // of the run
}

var (
	_ starlark.HasAttrs  = (*History)(nil)
	_ starlark.Indexable = (*History)(nil)
	_ starlark.Sequence  = (*History)(nil)
	_ starlark.Sliceable = (*History)(nil)
)

// String returns "history of 3 operations".
func (h *History) String() string {
	if len(h.history) == 1 {
		return "history of 1 operation"
	}
	return fmt.Sprintf("history of %d operations", len(h.history))
}

// Type returns "history".
func (h *History) Type() string { return "history" }

// Freeze does nothing: a history does not change.
func (h *History) Freeze() {}

// Truth reports whether there is an operation.
func (h *History) Truth() starlark.Bool { return len(h.history) > 0 }

// Hash fails: a history is no key.
func (h *History) Hash() (uint32, error) { return unhashable(h.Type()) }

// Len returns how many operations there are.
func (h *History) Len() int { return len(h.history) }

// Index returns an operation.
func (h *History) Index(i int) starlark.Value { return Operation{h.history[i]} }

// Slice returns some of the operations, as a list.
func (h *History) Slice(start, end, step int) starlark.Value {
	var some []starlark.Value
	for i := start; (end-i)*step > 0; i += step {
		some = append(some, h.Index(i))
	}
	return starlark.NewList(some)
}

// Iterate goes through the operations.
func (h *History) Iterate() starlark.Iterator { return &historyIterator{h, 0} }

type historyIterator struct {
	history *History
	next    int
}

// Next moves to the next operation.
func (i *historyIterator) Next(v *starlark.Value) bool {
	if i.next == i.history.Len() {
		return false
	}
	*v = i.history.Index(i.next)
	i.next++
	return true
}

// Done does nothing.
func (i *historyIterator) Done() {}

// Attr returns a property or a verb.
func (h *History) Attr(name string) (starlark.Value, error) {
	return attr(h, "history", historyProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (h *History) AttrNames() []string { return attrNames("history", historyProperties) }

var historyProperties = []property[*History]{
	{"clients", "the names of the clients, in the order in which they came", func(h *History) (starlark.Value, error) {
		seen := map[string]bool{}
		var names starlark.Tuple
		for _, o := range h.history {
			if !seen[o.Client] {
				seen[o.Client] = true
				names = append(names, starlark.String(o.Client))
			}
		}
		return names, nil
	}},
	{"faults", "what was wrong meanwhile with nodes and the network, a list in the order in which it began; empty in a history written by hand", func(h *History) (starlark.Value, error) {
		list := make([]starlark.Value, len(h.faults))
		for i := range h.faults {
			list[i] = Failure{&h.faults[i]}
		}
		return starlark.NewList(list), nil
	}},
}

// historyVerb is history(operations).
func historyVerb(c *call) (starlark.Value, error) {
	var operations starlark.Value
	if err := c.unpack(&operations); err != nil {
		return nil, err
	}
	h, err := c.history(operations)
	if err != nil {
		return nil, err
	}
	made := &History{session: c.session, history: h}
	switch v := operations.(type) {
	case nil:
		made.faults = c.cluster.world.FaultHistory()
	case *History:
		made.faults = v.faults
	}
	return made, nil
}

// history returns the history that v means: one, a list of operations, or for
// nil that of the run.
func (c *call) history(v starlark.Value) (histories.History, error) {
	switch v := v.(type) {
	case nil:
		if c.cluster == nil {
			return nil, errors.New("there is no cluster yet, and no history was given; make one of them, such as history([operation(…)])")
		}
		if c.cluster.world.IsGhost() {
			return nil, fmt.Errorf("%w; explore(linearizable = True) asks for it", errOfClients)
		}
		return c.cluster.world.History(), nil
	case *History:
		return v.history, nil
	case starlark.Iterable:
		var ops []histories.Operation
		for e := range starlark.Elements(v) {
			o, ok := e.(Operation)
			if !ok {
				return nil, fmt.Errorf("got %s in the list, want operations, as operation() returns them", describe(e))
			}
			ops = append(ops, o.operation)
		}
		return histories.New(ops)
	}
	return nil, fmt.Errorf("got %s, want a history or a list of operations", describe(v))
}

// showHistoryVerb is history.show().
func showHistoryVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	return c.lookIn(c.session.tableColumns(), c.recv.(*History).history.Table)
}

// historyText is a verb that returns a history and its faults as text.
func historyText(text func(histories.History, []histories.Fault) string) func(*call) (starlark.Value, error) {
	return func(c *call) (starlark.Value, error) {
		if err := c.unpack(); err != nil {
			return nil, err
		}
		h := c.recv.(*History)
		return starlark.String(text(h.history, h.faults)), nil
	}
}
