package observer

import (
	"slices"

	"synod/node"
)

// Renamed returns what o would be if node id were called to(id), but for the
// nodes of ballots, which keep their names. To must be a permutation.
func (o *Observer) Renamed(to func(node.ID) node.ID) node.Checker {
	r := NewObserver(len(o.promised)-1, o.quorum)
	r.asked, r.proposed = o.asked, o.proposed
	for id := 1; id < len(o.promised); id++ {
		r.promised[to(node.ID(id))], r.unsynced[to(node.ID(id))] = o.promised[id], o.unsynced[id]
	}
	for v, t := range o.tallies {
		other := r.tally(v)
		for _, id := range t.voters.list() {
			other.voters.add(name(id, to))
		}
		other.chosen = t.chosen
	}
	for _, c := range o.chosen {
		c.Voters = slices.Clone(c.Voters)
		for i, id := range c.Voters {
			c.Voters[i] = name(id, to)
		}
		slices.Sort(c.Voters)
		r.chosen = append(r.chosen, c)
	}
	return r
}

// name returns the new name of id; no node stays none.
func name(id node.ID, to func(node.ID) node.ID) node.ID {
	if id == 0 {
		return 0
	}
	return to(id)
}
