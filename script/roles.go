package script

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"synod/node"
	"synod/node/spell"
)

// role is a name that a script gives to some nodes of a cluster. It may stand
// wherever these nodes may.
type role struct {
	name string
	ids  []node.ID // at least one, each once, in the order in which they were given
}

// rolesArg reads a dict from names to nodes. Which nodes there are is known later.
type rolesArg struct{ dict *starlark.Dict }

// Unpack implements starlark.Unpacker.
func (r *rolesArg) Unpack(v starlark.Value) error {
	d, ok := v.(*starlark.Dict)
	if !ok {
		return fmt.Errorf("got %s, want a dict such as "+exampleRoles, v.Type())
	}
	r.dict = d
	return nil
}

// of returns the roles in a cluster of so many nodes.
func (r *rolesArg) of(size int) ([]role, error) {
	var roles []role
	for _, item := range r.dict.Items() {
		name, ok := starlark.AsString(item[0])
		if !ok {
			return nil, fmt.Errorf("got the name %s, want a string", describe(item[0]))
		}
		if err := checkRole(name); err != nil {
			return nil, err
		}
		ids, err := membersOf(item[1], size)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", name, err)
		}
		roles = append(roles, role{name, ids})
	}
	return roles, nil
}

// roleName is what a role may be called: a word, which no other text that means
// nodes is.
var roleName = newPattern(`^[\pL_][\pL\pN_-]*$`)

// likeNode is a name that a node has, or might have in a larger cluster.
var likeNode = newPattern(`^[nN]?[0-9]+$`)

// checkRole refuses a name that is no word or reads as a node.
func checkRole(name string) error {
	switch {
	case likeNode.MatchString(name):
		return fmt.Errorf("a role cannot be called %q, which reads as a node; want a word", name)
	case !roleName.MatchString(name):
		return fmt.Errorf("a role cannot be called %q, want a word", name)
	}
	return nil
}

// membersOf reads one node or a list of them before there is a cluster.
func membersOf(v starlark.Value, size int) ([]node.ID, error) {
	list, ok := v.(starlark.Iterable)
	if !ok {
		list = starlark.Tuple{v}
	}
	var ids []node.ID
	for e := range starlark.Elements(list) {
		id, ok := numberOfNode(e, size)
		switch {
		case !ok:
			return nil, fmt.Errorf("got %s, want nodes from 1 to %d", describe(e), size)
		case slices.Contains(ids, id):
			return nil, fmt.Errorf("got %v twice, want every node once", id)
		}
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, fmt.Errorf("got no node, want at least one")
	}
	return ids, nil
}

// numberOfNode reads the number or the name of one of so many nodes.
func numberOfNode(v starlark.Value, size int) (node.ID, bool) {
	text := ""
	switch v := v.(type) {
	case starlark.Int:
		text = "n" + v.String()
	case starlark.String:
		text = string(v)
	}
	digits, ok := strings.CutPrefix(text, "n")
	i, err := strconv.Atoi(digits)
	return node.ID(i), ok && err == nil && i >= 1 && i <= size && node.ID(i).String() == text
}

// roleOf returns the nodes of a role, or nil when v names none. A world of a search
// may have fewer nodes than the cluster.
func (c *Cluster) roleOf(v starlark.Value) ([]node.ID, error) {
	name, ok := starlark.AsString(v)
	i := slices.IndexFunc(c.roles, func(r role) bool { return r.name == name })
	if !ok || i < 0 {
		return nil, nil
	}
	for _, id := range c.roles[i].ids {
		if int(id) > c.world.Nodes() {
			return nil, fmt.Errorf("%v of the role %q is not there, want one of %s", id, name, c.world.IDs())
		}
	}
	return c.roles[i].ids, nil
}

// oneOf returns the only node of a role.
func (c *Cluster) oneOf(name string, ids []node.ID) (node.ID, error) {
	if len(ids) == 1 {
		return ids[0], nil
	}
	return 0, fmt.Errorf("the role %q has %d nodes, want one node: one of %s", name, len(ids), joinIDs(ids))
}

func joinIDs(ids []node.ID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id.String()
	}
	return strings.Join(names, ", ")
}

// noNode is the error of a text that names neither a node nor a role.
func (c *Cluster) noNode(v starlark.String) error {
	names := c.roleNames()
	if len(names) == 0 {
		return fmt.Errorf(`there is no node %v, want one of %s, or a name such as "n1"`, v, c.world.IDs())
	}
	return fmt.Errorf(`there is no node and no role %v, want one of %s, a name such as "n1", or a role: %s%s`, v, c.world.IDs(), strings.Join(names, ", "), spell.Hint(string(v), names))
}

// roleNames returns the names of the roles, in the order in which they were given.
func (c *Cluster) roleNames() []string {
	names := make([]string, len(c.roles))
	for i, r := range c.roles {
		names[i] = r.name
	}
	return names
}

// rolesValue returns the roles as a dict from names to lists of nodes.
func (c *Cluster) rolesValue() starlark.Value {
	d := starlark.NewDict(len(c.roles))
	for _, r := range c.roles {
		list := make([]starlark.Value, len(r.ids))
		for i, id := range r.ids {
			list[i] = c.nodes[id]
		}
		_ = d.SetKey(starlark.String(r.name), starlark.NewList(list)) // a string is a key
	}
	d.Freeze()
	return d
}

// rolesText returns the argument that names the roles, as a script writes it.
func (c *Cluster) rolesText() string {
	var parts []string
	for _, r := range c.roles {
		ids := make([]string, len(r.ids))
		for i, id := range r.ids {
			ids[i] = fmt.Sprint(int(id))
		}
		parts = append(parts, fmt.Sprintf("%q: [%s]", r.name, strings.Join(ids, ", ")))
	}
	return "roles = {" + strings.Join(parts, ", ") + "}"
}
