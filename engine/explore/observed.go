package explore

import (
	"slices"

	"synod/engine/safety"
	"synod/node"
)

// observed returns what others get to know of a step: what the safety checks are
// told, in order; and what clients hear, if somebody keeps their history.
func (s *step) observed() []byte {
	told := s.told()
	if !s.counts {
		return told
	}
	if len(told)+len(s.news) == 0 {
		return nil
	}
	return append(appendBytes(nil, told), s.news...)
}

// told returns what the safety checks are told: what a client asked for, whether the
// disk was wiped, and what the node stated. It is nil for most steps.
func (s *step) told() []byte {
	told := s.asked
	if s.kind == Wipe {
		told = safety.AppendWiped(told)
	}
	return append(told, s.stated...)
}

// tell tells the safety checks what id did, and returns the first of the properties
// that it broke; nil means that all of them count.
func tell(j *safety.Judge, id node.ID, told []byte, properties []string) *node.Violation {
	return j.Learn(id, told, func(name string) bool { return properties == nil || slices.Contains(properties, name) })
}
