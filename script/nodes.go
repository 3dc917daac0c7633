package script

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/engine/trace"
	"synod/node"
)

// Node is a node as a script sees it. It has every verb of its cluster that
// begins with a node.
type Node struct {
	handle
	id node.ID
}

var _ starlark.HasAttrs = (*Node)(nil)

// String returns "n2".
func (n *Node) String() string { return n.id.String() }

// Type returns "node".
func (n *Node) Type() string { return "node" }

// Hash makes a node a key.
func (n *Node) Hash() (uint32, error) { return uint32(n.id), nil }

// Attr returns a property or a verb.
func (n *Node) Attr(name string) (starlark.Value, error) {
	return attr(n, "node", nodeProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (n *Node) AttrNames() []string { return attrNames("node", nodeProperties) }

var nodeProperties = []property[*Node]{
	{"id", "its number", func(n *Node) (starlark.Value, error) { return num(n.id), nil }},
	{"name", "its name, such as \"n2\"", func(n *Node) (starlark.Value, error) { return str(n.id), nil }},
	{"cluster", "the cluster that it belongs to", func(n *Node) (starlark.Value, error) { return n.cluster, nil }},
	{"up", "whether it runs, paused or not", func(n *Node) (starlark.Value, error) {
		return yes(n.cluster.world.Up(n.id)), nil
	}},
	{"paused", "whether it is stopped by pause()", func(n *Node) (starlark.Value, error) {
		return yes(n.cluster.world.Paused(n.id)), nil
	}},
	{"idle", "whether it would take a proposal now: it runs, is not paused, and nothing is under way there", func(n *Node) (starlark.Value, error) {
		busy, err := n.busy()
		w := n.cluster.world
		return yes(w.Up(n.id) && !w.Paused(n.id) && !busy), err
	}},
	{"proposing", "whether what a client asked of it, a proposal or a read, is under way", func(n *Node) (starlark.Value, error) {
		busy, err := n.busy()
		return yes(busy), err
	}},
}

// busy reports whether what a client asked of the node is under way.
func (n *Node) busy() (bool, error) {
	if n.cluster.world.IsGhost() {
		return false, errOfClients
	}
	return n.cluster.world.Busy(n.id), nil
}

// errOfClients is what a predicate of a search is told that asks about clients.
var errOfClients = errors.New("a search looks at the states of nodes: what a client knows is no part of them")

// State is a node's state as a script sees it: one attribute for each field
// of the machine, and node, down and hash.
type State struct {
	state  engine.NodeState
	course *course // of the session that looks
}

var _ starlark.HasAttrs = State{}

// String returns "n2: promised 4.5, accepted 3.1, …".
func (s State) String() string {
	if s.state.Down {
		return fmt.Sprintf("%v: down since %s", s.state.Node, trace.AppendTime(nil, s.state.Since))
	}
	parts := make([]string, len(s.state.Fields))
	for i, f := range s.state.Fields {
		parts[i] = f.Name + " " + fieldText(f.Value)
	}
	return s.state.Node.String() + ": " + strings.Join(parts, ", ")
}

// nothing stands in a table where there is nothing.
const nothing = "-"

// fieldText returns a field as a table shows it.
func fieldText(v any) string {
	switch v := v.(type) {
	case node.Typed:
		if v.IsZero() {
			return nothing
		}
		return string(v.Append(nil))
	case []node.ID:
		if len(v) == 0 {
			return nothing
		}
		var text []byte
		for i, id := range v {
			if i > 0 {
				text = append(text, ' ')
			}
			text = id.Append(text)
		}
		return string(text)
	case string:
		if v == "" {
			return nothing
		}
	}
	return fmt.Sprint(v)
}

// Type returns "state".
func (s State) Type() string { return "state" }

// Freeze does nothing: a state is a picture and never changes.
func (s State) Freeze() {}

// Truth reports whether the node was up.
func (s State) Truth() starlark.Bool { return starlark.Bool(!s.state.Down) }

// Hash fails: a state is no key, but has an attribute hash.
func (s State) Hash() (uint32, error) { return unhashable(s.Type()) }

// Attr returns a field.
func (s State) Attr(name string) (starlark.Value, error) {
	if v, err := attr(s, "state", stateProperties, name); v != nil || err != nil {
		return v, err
	}
	for _, f := range s.state.Fields {
		if f.Name == name {
			return fromField(f.Value), nil
		}
	}
	return nil, nil
}

// AttrNames returns the names of the fields.
func (s State) AttrNames() []string {
	names := map[string]bool{}
	for _, name := range attrNames("state", stateProperties) {
		names[name] = true
	}
	for _, f := range s.state.Fields {
		names[f.Name] = true
	}
	return sortedKeys(names)
}

var stateProperties = []property[State]{
	{"node", "the name of the node", func(s State) (starlark.Value, error) { return str(s.state.Node), nil }},
	{"down", "whether the node does not run; then it has no other field", func(s State) (starlark.Value, error) {
		return yes(s.state.Down), nil
	}},
	{"hash", "a number that is the same for nodes that no event can tell apart", func(s State) (starlark.Value, error) {
		s.course.restless = true // a proposer counts how often it asked
		return starlark.MakeUint64(s.state.Hash), nil
	}},
}

// stateVerb is state(node).
func stateVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	s, err := c.cluster.world.State(n.id)
	return State{s, &c.session.course}, err
}
