package engine

import "synod/node"

// ownInvariants returns the invariants that the protocol brings. They hold from the
// first event on, in every run.
func (w *World) ownInvariants() (all []invariant) {
	guarded, ok := w.options.Protocol.(node.Guarded)
	if !ok {
		return nil
	}
	for _, in := range guarded.Invariants() {
		all = append(all, invariant{name: in.Name, hold: func(w *World) (bool, string, error) {
			up, err := w.standings()
			if err != nil {
				return false, "", err
			}
			ok, why, err := in.Holds(up)
			if !ok && why == "" {
				why = "it does not hold any more"
			}
			return ok, why, err
		}, own: true})
	}
	return all
}

// standings returns where the nodes stand that are up, in the order of their ids. A
// node that took no step since it was asked stands where it stood.
func (w *World) standings() (up []node.Standing, err error) {
	for id := node.ID(1); int(id) <= w.options.Nodes; id++ {
		if !w.Up(id) {
			continue
		}
		n := &w.nodes[id]
		if n.stands == nil || w.sight != nil {
			if n.stands, err = w.machine(id); err != nil {
				return nil, err
			}
		}
		up = append(up, node.Standing{Node: id, Machine: n.stands})
	}
	return up, nil
}
