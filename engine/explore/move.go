package explore

import (
	"encoding/binary"

	"synod/node"
)

// Kind says what a node does in a step, or what is done to it.
type Kind uint8

// The kinds of step. The last three are steps of runs only: no search takes them.
const (
	Deliver   Kind = iota // it takes a message
	Fire                  // a timer fires
	Ask                   // a client asks something of it
	Crash                 // it stops
	Restart               // it starts on the disk it had
	Wipe                  // it starts on an empty disk
	Drop                  // a message to it is lost
	Partition             // the network is divided in two
	Heal                  // the network is whole again
	Stop                  // its client gives up
	Fault                 // its disk gets a fault, or works again
	Damage                // its record file is harmed
)

// move names what a node does by itself, or how it takes a message. Its
// canonical encoding is the name that the search knows it by.
type move struct {
	kind  Kind
	index uint8      // timer: which; request: which of the search's; partition: the sides, but for n1
	dies  bool       // in the middle, at point
	point node.Point // where it dies

	choices []int // how the choices of the step fall; nil for none
}

// append appends the encoding of m.
func (m *move) append(dst []byte) []byte {
	dst = append(dst, byte(m.kind), m.index)
	if len(m.choices) > 0 {
		dst = append(dst, chosen, byte(len(m.choices)))
		for _, c := range m.choices {
			dst = append(dst, byte(c))
		}
	}
	if !m.dies {
		return dst
	}
	dst = append(dst, byte(m.point.Kind), b2i(m.point.After))
	return binary.AppendUvarint(dst, uint64(m.point.Nth))
}

// chosen stands in an encoding where choices follow. No effect has that kind.
const chosen = 0xff

func b2i(b bool) byte {
	if b {
		return 1
	}
	return 0
}

// parseMove reads what append wrote.
func parseMove(b []byte) move {
	m := move{kind: Kind(b[0]), index: b[1]}
	rest := b[2:]
	if len(rest) > 1 && rest[0] == chosen {
		for _, c := range rest[2 : 2+rest[1]] {
			m.choices = append(m.choices, int(c))
		}
		rest = rest[2+rest[1]:]
	}
	if len(rest) > 0 {
		nth, _ := binary.Uvarint(rest[2:])
		m.dies, m.point = true, node.Point{Kind: node.EffectKind(rest[0]), After: rest[1] == 1, Nth: int(nth)}
	}
	return m
}

// costs reports whether m takes a unit of a budget, that of its class.
func (m *move) costs() bool { return m.dies || m.kind >= Crash }

// class returns the class of budget that m is paid from.
func (m *move) class() int {
	switch {
	case m.dies || m.kind == Crash:
		return classCrash
	case m.kind == Restart:
		return classRestart
	}
	return classWipe
}
