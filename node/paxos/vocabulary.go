package paxos

import "synod/node"

// Kinds lists the kinds of messages and their fields, in the order in which a
// proposal sends them.
func (Protocol) Kinds() []node.Shape {
	var kinds []node.Shape
	for w := Prepare; w <= Learn; w++ {
		m := Message{What: w}
		kinds = append(kinds, node.Shape{Kind: m.Kind(), Fields: m.Fields(nil)})
	}
	return kinds
}

// FieldTest returns what reports whether a message has the field f with an equal
// value. Of values it leaves None to others, since no value and null are that.
func (Protocol) FieldTest(f node.Field) func(node.Message) bool {
	switch want := f.Value.(type) {
	case node.Ballot:
		return testOfBallot(f.Name, want)
	case node.Value:
		if want.Absent() || want == "null" {
			return nil
		}
		return testOfValue(f.Name, want)
	case bool:
		if f.Name == "voted" {
			return func(m node.Message) bool { p := m.(Message); return p.Voted == want && shapes[p.What].vote }
		}
	}
	return nil
}

func testOfBallot(name string, want node.Ballot) func(node.Message) bool {
	switch name {
	case "ballot":
		return func(m node.Message) bool { p := m.(Message); return p.Ballot == want && shapes[p.What].ballot }
	case "vote_ballot":
		return func(m node.Message) bool { p := m.(Message); return p.Other == want && shapes[p.What].vote }
	case "promised":
		return func(m node.Message) bool { p := m.(Message); return p.Other == want && shapes[p.What].promised }
	}
	return nil
}

func testOfValue(name string, want node.Value) func(node.Message) bool {
	switch name {
	case "value":
		return func(m node.Message) bool { p := m.(Message); return p.Value == want && shapes[p.What].value }
	case "vote_value":
		return func(m node.Message) bool { p := m.(Message); return p.Value == want && shapes[p.What].vote }
	}
	return nil
}

// Sketch returns the ballot of m as a number.
func (Protocol) Sketch(m node.Message) uint64 { return sketchOf(m.(Message).Ballot) }

// SketchOf returns the ballot f as a number.
func (Protocol) SketchOf(f node.Field) (uint64, bool) {
	b, ok := f.Value.(node.Ballot)
	return sketchOf(b), ok && f.Name == "ballot"
}

func sketchOf(b node.Ballot) uint64 { return uint64(uint32(b.Round))<<32 | uint64(uint32(b.Node)) }
