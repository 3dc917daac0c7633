package engine

import "synod/node"

// sieve keeps most of the messages away from a rule that is not about them, at
// the price of a few comparisons: a scenario may have many rules, and every
// message passes all of them. What it lets through the rule is asked about.
type sieve struct {
	src, dst uint64      // the bits of the ids that may pass, see bit
	kind     string      // "" lets every kind through
	ballot   node.Ballot // zero lets every ballot through
}

// grain is what a sieve looks at in a message.
type grain struct {
	src, dst uint64
	kind     string
	ballot   node.Ballot
}

// grainOf returns the grain of p on its way through so many rules. Without a rule
// nobody looks.
func grainOf(p *Pending, rules int) grain {
	if rules == 0 {
		return grain{}
	}
	b, _ := node.BallotOf(p.Message)
	return grain{bit(p.Src), bit(p.Dst), p.Message.Kind(), b}
}

// bit returns the bit that stands for id. Ids that are 64 apart share one.
func bit(id node.ID) uint64 { return 1 << (uint(id) % 64) }

// bitsOf returns the bits of ids; nil is all of them.
func bitsOf(ids []node.ID) uint64 {
	if ids == nil {
		return ^uint64(0)
	}
	var set uint64
	for _, id := range ids {
		set |= bit(id)
	}
	return set
}

// newSieve returns the sieve of a rule. The sides of a partition let everything
// through.
func newSieve(r *Rule) sieve {
	return sieve{bitsOf(r.Match.Src), bitsOf(r.Match.Dst), r.Match.Kind, r.Match.Ballot}
}

// stops reports whether the rule cannot be about g.
func (s *sieve) stops(g *grain) bool {
	return s.src&g.src == 0 || s.dst&g.dst == 0 ||
		s.kind != "" && s.kind != g.kind ||
		s.ballot != (node.Ballot{}) && s.ballot != g.ballot
}
