package observer

import "synod/node"

// Forget drops what can make no difference to any later judgement by all the
// properties, so that Observers that judge alike have equal states. Of the
// choice it keeps the value: a sentence about it names other voters afterwards.
// No node may be wiped later.
//
// A vote below a promise breaks a property itself, so those that promised a
// higher ballot need not be expected to vote.
func (o *Observer) Forget() {
	for v, t := range o.tallies {
		if o.settled(v) || !o.open(v, t) {
			delete(o.tallies, v)
		}
	}
	o.last = nil
	before := o.chosen
	o.chosen = nil
	for _, c := range before {
		if o.first(c.Slot) != nil {
			continue
		}
		choice := vote{slot: c.Slot, value: c.Value} // at no ballot: it does not matter
		t := o.tally(choice)
		for id := node.ID(1); t.voters.size < o.quorum; id++ {
			t.voters.add(id)
		}
		o.choose(choice)
	}
}

// settled reports whether it no longer matters who votes for v, since its value
// is the one that is chosen.
func (o *Observer) settled(v vote) bool {
	first := o.first(v.slot)
	return first != nil && first.Value == v.value
}

// open reports whether a quorum may yet come to vote for v.
func (o *Observer) open(v vote, t *tally) bool {
	n := 0
	for i, promised := range o.promised[1:] {
		if !v.ballot.Less(promised) || t.voters.has(node.ID(i+1)) {
			n++
		}
	}
	return n >= o.quorum
}
