package script

import (
	"go.starlark.net/starlark"

	"synod/node"
	"synod/script/paxos"
)

// boxesVerb is boxes().
func boxesVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	return c.lookIn(c.session.tableColumns(), paxos.BoxesOf(c.cluster.world).Text)
}

// chosenVerb is chosen().
func chosenVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	c.session.looked = true
	if choices := paxos.Chosen(c.cluster.world); len(choices) > 0 {
		return fromValue(choices[0].Value), nil
	}
	return starlark.None, nil
}

// refreshVerb is refresh().
func refreshVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	fields := []string{"promised", "accepted", "value", "learned"}
	rows := [][]string{append(append([]string{"node"}, fields...), "file")}
	for _, n := range c.cluster.nodes[1:] {
		s, err := c.cluster.world.State(n.id)
		if err != nil {
			return nil, err
		}
		row := []string{n.String()}
		for _, name := range fields {
			row = append(row, cell(s.Fields, name, s.Down))
		}
		v, err := c.cluster.file(n.id)
		if err != nil {
			return nil, err
		}
		rows = append(rows, append(row, v.String()))
	}
	return c.lookAtTable(rows)
}

func cell(fields []node.Field, name string, down bool) string {
	for _, f := range fields {
		if f.Name == name {
			return fieldText(f.Value)
		}
	}
	if down {
		return "down"
	}
	return nothing
}
