package engine

import "synod/node"

// sieve keeps most of the messages away from a rule that is not about them, at
// the price of a few comparisons: a scenario may have many rules, and every
// message passes all of them. What it lets through the rule is asked about.
type sieve struct {
	src, dst     uint64 // the bits of the ids that may pass, see bit
	kind         string // "" lets every kind through
	sketch, mask uint64 // a message passes if its sketch is the same under the mask, see node.Sketcher
}

// grain is what a sieve looks at in a message.
type grain struct {
	src, dst uint64
	kind     string
	sketch   uint64
}

// grainOf returns the grain of p on its way through so many rules. Without a rule
// nobody looks.
func grainOf(p *Pending, rules int, by node.Sketcher) grain {
	if rules == 0 {
		return grain{}
	}
	g := grain{src: bit(p.Src), dst: bit(p.Dst), kind: p.Message.Kind()}
	if by != nil {
		g.sketch = by.Sketch(p.Message)
	}
	return g
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
// through, and so do fields that no sketch tells.
func newSieve(r *Rule, by node.Sketcher) sieve {
	s := sieve{src: bitsOf(r.Match.Src), dst: bitsOf(r.Match.Dst), kind: r.Match.Kind}
	for _, f := range r.Match.Fields {
		if by == nil {
			break
		}
		if sketch, ok := by.SketchOf(f); ok {
			s.sketch, s.mask = sketch, ^uint64(0)
		}
	}
	return s
}

// stops reports whether the rule cannot be about g.
func (s *sieve) stops(g *grain) bool {
	return s.src&g.src == 0 || s.dst&g.dst == 0 || (s.sketch^g.sketch)&s.mask != 0 ||
		s.kind != "" && s.kind != g.kind
}
