package engine

import (
	"slices"

	"synod/node"
)

// HealAmong ends what the rules in force do to messages between nodes of ids, and
// lets those that a rule holds go. All other messages the rules are about as much
// as before. What the cluster itself holds stays held, and is held from then on
// too, unless release ends that between these nodes as well.
func (w *World) HealAmong(ids []node.ID, release bool) error {
	if err := w.usable(); err != nil {
		return err
	}
	for _, id := range ids {
		if err := w.known(id); err != nil {
			return err
		}
	}
	ids = slices.Clone(ids)
	for _, r := range w.rules {
		r.spared = append(r.spared, ids)
	}
	text := "heal among" + idsText(ids)
	if release {
		text += ", hold no more"
	}
	if release && w.holding {
		w.unheld = append(w.unheld, ids)
	}
	w.releaseHeld(func(p *Pending) bool { return between(ids, p) && (release || p.heldBy != nil) })
	return w.network(text)
}

// between reports whether p goes from one of ids to another, or to itself.
func between(ids []node.ID, p *Pending) bool {
	return slices.Contains(ids, p.Src) && slices.Contains(ids, p.Dst)
}

// spares reports whether the rule has ended for messages such as p.
func (r *Rule) spares(p *Pending) bool {
	return slices.ContainsFunc(r.spared, func(ids []node.ID) bool { return between(ids, p) })
}
