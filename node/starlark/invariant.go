package starlark

import (
	"errors"
	"fmt"

	"go.starlark.net/starlark"

	"synod/node"
)

var _ node.Guarded = (*Protocol)(nil)

// Invariants lists the invariants, in the order of the definition. The error of one
// that could not be asked is a *node.HandlerError.
func (p *Protocol) Invariants() []node.Invariant {
	list := make([]node.Invariant, len(p.invariants))
	for i, e := range p.invariants {
		list[i] = node.Invariant{Name: e.name, Holds: func(up []node.Standing) (bool, string, error) { return p.holds(e, up) }}
	}
	return list
}

// holds asks an invariant. It answers True or None when it holds, False when it does
// not, or with a string that says what is wrong; an empty one says that nothing is.
func (p *Protocol) holds(e entry, up []node.Standing) (bool, string, error) {
	nodes := make([]starlark.Value, len(up))
	for i, s := range up {
		nodes[i] = &nodeState{p, s.Node, s.Machine.(*machine).state}
	}
	list := starlark.NewList(nodes)
	list.Freeze()
	thread := &starlark.Thread{Name: e.name, OnMaxSteps: func(t *starlark.Thread) { t.Cancel(tooManySteps) }}
	thread.SetMaxExecutionSteps(maxSteps)
	v, err := starlark.Call(thread, e.fn, starlark.Tuple{list}, nil)
	if err != nil {
		return false, "", p.invariantError(e, err)
	}
	switch v := v.(type) {
	case starlark.NoneType:
		return true, "", nil
	case starlark.Bool:
		return bool(v), "", nil
	case starlark.String:
		return v == "", string(v), nil
	}
	return false, "", p.invariantError(e, &misfit{e.fn, fmt.Sprintf("%s returned %s, want True or False, or a string that says what is wrong", e.fn.Name(), described(v))})
}

func (p *Protocol) invariantError(e entry, err error) error {
	where, text, calls := placeOf(err)
	return &node.HandlerError{Where: where, Text: text, Calls: calls, Event: "the invariant " + e.name + " was asked"}
}

// nodeState is a node as an invariant sees it.
type nodeState struct {
	protocol *Protocol
	id       node.ID
	values   []starlark.Value
}

var _ starlark.HasAttrs = (*nodeState)(nil)

// String returns the name of the node.
func (n *nodeState) String() string { return n.id.String() }

// Type returns "node".
func (n *nodeState) Type() string { return "node" }

// Freeze does nothing: a state never changes.
func (n *nodeState) Freeze() {}

// Truth returns true.
func (n *nodeState) Truth() starlark.Bool { return true }

// Hash fails: a node's number is a key, and its state is none.
func (n *nodeState) Hash() (uint32, error) {
	return 0, errors.New("the state of a node is no key, want its number, such as n.node")
}

// Attr returns node or a field of the state.
func (n *nodeState) Attr(name string) (starlark.Value, error) {
	if name == "node" {
		return starlark.MakeInt(int(n.id)), nil
	}
	if i := n.protocol.field(name); i >= 0 {
		return n.values[i], nil
	}
	return nil, lacks("the state of a node", "field", name, n.AttrNames())
}

// AttrNames returns the names of what the state of a node has.
func (n *nodeState) AttrNames() []string { return append([]string{"node"}, n.protocol.fields...) }
