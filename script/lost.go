package script

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"synod/engine/fleet"
	"synod/node"
)

// A node is lost when its process was ended, or stopped, from outside the lab.
// Nothing happens in its cluster any more until it is up again, or down for the run
// too. A conversation goes on after that, and is repeated without the loss: what
// failed because of it and did nothing is no part of it, what it cut short is cut
// short in the same place, and who restarts the node crashes it first.

// isLoss reports whether err says that a node is lost.
func isLoss(err error) bool {
	var lab *fleet.Error
	return errors.As(err, &lab) && lab.Lost
}

// revival is the restart of a node that was lost.
type revival struct {
	cluster int // from 1, in the order in which they were made
	node    node.ID
	current bool // it was the cluster that bare verbs act on
}

// revives reports whether a restart is of a node that was lost, or was when it was
// done before, and takes that down.
func (c *call) revives(id node.ID) bool {
	r := revival{c.cluster.number, id, c.cluster == c.session.current}
	lost := slices.Contains(c.cluster.world.Lost(), id)
	if talk := c.session.talk; talk != nil {
		return talk.tape.revives(r, lost, c.cluster.world.Up(id))
	}
	return lost
}

// revives is that for a conversation.
func (t *tape) revives(r revival, lost, up bool) bool {
	i := t.owner()
	if i < 0 {
		return lost
	}
	e := &t.entries[i]
	if lost {
		e.revived = append(slices.Clip(e.revived), r)
	}
	return lost || up && slices.Contains(e.revived, r)
}

// explainLoss says what helps when a node is lost.
func (s *Session) explainLoss(text io.Writer, err error) {
	if !isLoss(err) {
		return
	}
	var names, restarts []string
	for _, id := range s.lost(err) {
		names = append(names, id.String())
		restarts = append(restarts, fmt.Sprintf("restart(%d)", id))
	}
	help := strings.Join(restarts, ", ") + " or reset() brings " + listed(names) + " up again; undo() and a new cluster() help as well"
	if s.script != nil { // a file, and no conversation
		help = "something outside the lab did that, so there is no verdict; run it again\nat the prompt " + help
	}
	fmt.Fprintln(text, help)
}

// lost lists the nodes that are lost; at least the one that err is about.
func (s *Session) lost(err error) []node.ID {
	for _, c := range s.clusters {
		if ids := c.world.Lost(); len(ids) > 0 {
			return ids
		}
	}
	var lab *fleet.Error
	errors.As(err, &lab)
	return []node.ID{lab.Node}
}

// listed returns "n1", "n1 and n2" or "n1, n2 and n3".
func listed(names []string) string {
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
