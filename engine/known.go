package engine

import (
	"fmt"
	"strings"

	"synod/engine/trace"
	"synod/node"
)

// up returns an error when id is no node, or one that is down.
func (w *World) up(id node.ID) error {
	if err := w.usable(); err != nil {
		return err
	}
	if err := w.known(id); err != nil {
		return err
	}
	if n := &w.nodes[id]; n.down {
		return rejected(fmt.Sprintf("%v is down since %s; restart it first", id, trace.AppendTime(nil, n.since)))
	}
	return nil
}

// awake returns an error when id cannot take a step now.
func (w *World) awake(id node.ID) error {
	if err := w.up(id); err != nil {
		return err
	}
	if w.nodes[id].paused {
		return rejected(fmt.Sprintf("%v is paused; resume it first", id))
	}
	return nil
}

// known returns an error when there is no node id.
func (w *World) known(id node.ID) error {
	if id >= 1 && int(id) <= w.Nodes() {
		return nil
	}
	return fmt.Errorf("there is no node %d, want one of %s", id, w.IDs())
}

// IDs lists the ids of the nodes: "1, 2, 3" or "1 to 1000".
func (w *World) IDs() string {
	if w.Nodes() > 9 {
		return fmt.Sprintf("1 to %d", w.Nodes())
	}
	ids := make([]string, w.Nodes())
	for i := range ids {
		ids[i] = fmt.Sprint(i + 1)
	}
	return strings.Join(ids, ", ")
}
