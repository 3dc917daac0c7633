package explore

import (
	"encoding/binary"
	"slices"

	"synod/engine/safety"
	"synod/node"
)

// observed returns what others get to know of a step: what the safety checks are
// told, which is what a client asked for, whether the disk was wiped, and the facts,
// in order; and what clients hear, if somebody keeps their history.
func (s *step) observed() []byte {
	facts := s.stated()
	if !s.counts {
		return facts
	}
	if len(facts)+len(s.news) == 0 {
		return nil
	}
	return append(appendBytes(nil, facts), s.news...)
}

// stated returns what the safety checks are told.
func (s *step) stated() []byte {
	wiped := s.kind == Wipe
	if s.asked.Absent() && !wiped && len(s.facts) == 0 {
		return nil
	}
	dst := appendBytes(nil, []byte(s.asked))
	dst = append(dst, b2i(wiped))
	for _, f := range s.facts {
		dst = append(dst, byte(f.Kind))
		dst = binary.AppendUvarint(dst, uint64(f.Ballot.Round))
		dst = binary.AppendUvarint(dst, uint64(f.Ballot.Node))
		dst = appendBytes(dst, []byte(f.Value))
	}
	return dst
}

// tell tells an observer what id did, and returns the first of the properties
// that it broke; nil means that all of them count.
func tell(o *safety.Observer, id node.ID, observed []byte, properties []string) (first *safety.Violation) {
	r := reader{observed}
	if asked := node.Value(r.bytes()); !asked.Absent() {
		o.Asked(asked)
	}
	if r.byte() == 1 {
		o.Wiped(id)
	}
	for len(r.rest) > 0 {
		f := node.Fact{Kind: node.FactKind(r.byte())}
		f.Ballot.Round = int32(r.number())
		f.Ballot.Node = node.ID(r.number())
		f.Value = node.Value(r.bytes())
		v := o.Stated(id, []node.Fact{f})
		if v != nil && first == nil && (properties == nil || slices.Contains(properties, v.Name)) {
			first = v
		}
	}
	return first
}
