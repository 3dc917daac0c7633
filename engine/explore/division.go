package explore

import (
	"encoding/binary"
	"errors"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
)

var _ search.Gate = (*model)(nil)

// maxDivided bounds the nodes of a network that a search divides: it tries every
// division in two, and of eight nodes there are 127.
const maxDivided = 8

// division is how a network is divided: the nodes on the side that n1 is not on,
// a bit each, as their slots. Zero is a whole network.
type division uint64

// append appends the encoding of d, which is the local state of the slot that
// stands for the network.
func (d division) append(dst []byte) []byte { return binary.AppendUvarint(dst, uint64(d)) }

func parseDivision(b []byte) division {
	d, _ := binary.Uvarint(b)
	return division(d)
}

// sides returns the nodes of either side, ascending.
func (d division) sides(nodes int) [][]node.ID {
	sides := make([][]node.ID, 2)
	for slot := range nodes {
		side := d >> slot & 1
		sides[side] = append(sides[side], node.ID(slot+1))
	}
	return sides
}

// splits reports whether a and b are on different sides.
func (d division) splits(a, b node.ID) bool { return (d>>(a-1)^d>>(b-1))&1 != 0 }

// sidesText returns "n1 n3 | n2".
func sidesText(sides [][]node.ID) string {
	text := ""
	for i, side := range sides {
		if i > 0 {
			text += " |"
		}
		for _, id := range side {
			text += " " + id.String()
		}
	}
	return text[1:]
}

// divided reports whether the search divides the network. Whoever looks at nothing
// but the safety properties need not: the messages that a division loses may as
// well never arrive.
func (m *model) divided() bool { return m.budgets.Partitions > 0 && m.reducer == nil }

// GateSlot implements [search.Gate]: behind the nodes comes the network.
func (m *model) GateSlot() int {
	if !m.divided() {
		return -1
	}
	return len(m.configs)
}

// Passes implements [search.Gate].
func (m *model) Passes(at []byte, to int, body []byte) bool {
	f := must(m.flight(to, body))
	return !parseDivision(at).splits(f.Src, f.Dst)
}

// networkMoves returns what the network may do: be divided, in every way, or be
// whole again.
func (m *model) networkMoves(d division) (moves []search.Outcome) {
	if d != 0 {
		s := &step{move: move{kind: Heal}}
		return []search.Outcome{{Name: s.append(nil), Local: division(0).append(nil)}}
	}
	for sides := division(2); sides < 1<<len(m.configs); sides += 2 {
		s := &step{move: move{kind: Partition, index: uint8(sides >> 1)}}
		moves = append(moves, search.Outcome{Name: s.append(nil), Local: sides.append(nil), Cost: cost(classPartition)})
	}
	return moves
}

// dropped returns the loss of a message that would find l, if it can be lost by
// itself. One that is dead was forgotten.
func (m *model) dropped(slot int, at, body []byte) []search.Outcome {
	if !m.drops() || m.reduce.Dead && (!parseLocal(at).up || m.Dead(slot, at, body)) {
		return nil
	}
	s := &step{move: move{kind: Drop}}
	return []search.Outcome{{Name: s.append(nil), Local: at, Cost: cost(classDrop), Lost: true}}
}

// drops reports whether the search loses messages one by one. Whoever looks at
// nothing but the safety properties need not: they may as well never arrive.
func (m *model) drops() bool { return m.budgets.Drops > 0 && m.reducer == nil }

// unspent lists the budgets that are there and have no use.
func (m *model) unspent() (names []string) {
	if m.budgets.Drops > 0 && !m.drops() {
		names = append(names, "drops")
	}
	if m.budgets.Partitions > 0 && !m.divided() {
		names = append(names, "partitions")
	}
	return names
}

// Linked reports whether messages from src to dst pass, as far as the division of
// a state goes and the rules that were in force when the search began.
func (s sight) Linked(src, dst node.ID) bool {
	if !s.model.linked(src, dst) {
		return false
	}
	if !s.model.divided() {
		return true
	}
	return !parseDivision(s.view.Local(s.model.GateSlot())).splits(src, dst)
}

// partition divides the network of w.
func (s *Step) partition(w *engine.World) error {
	_, err := w.Partition(s.Sides, engine.InFlightLost)
	return err
}

// heal ends the last partition, which is the one that a step before this one made.
func (s *Step) heal(w *engine.World) error {
	rules := w.Rules()
	for i := len(rules) - 1; i >= 0; i-- {
		if rules[i].Partitions() {
			return w.Lift(rules[i])
		}
	}
	return errors.New("there is no partition to heal")
}
