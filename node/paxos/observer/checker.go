package observer

import (
	"synod/node"
	"synod/node/packed"
)

var _ node.Checker = (*Observer)(nil)

// Asked tells that a client made a request: what it asks for is its argument "value".
func (o *Observer) Asked(r *node.Request) {
	if v := valueOf(r); !v.Absent() {
		o.AskedFor(v)
	}
}

func valueOf(r *node.Request) node.Value {
	v, _ := r.Arg("value").(node.Value)
	return v
}

// Milestones returns how often a value became chosen.
func (o *Observer) Milestones() int { return len(o.chosen) }

// Milestone returns "chosen: X at 3.1 by n1 n2", or "chosen again: …" for the value
// that was chosen first.
func (o *Observer) Milestone(i int) string {
	c := o.chosen[i]
	if first := o.first(c.Slot); first != &o.chosen[i] && c.Value == first.Value {
		return "chosen again: " + c.String()
	}
	return "chosen: " + c.String()
}

// Statements are facts as a search carries them from a step to those who judge it: the
// kind, the slot and the ballot, and the value to the end. A request states None, and its value.

// AppendAsked appends what a request states; nothing if it asks for no value.
func AppendAsked(dst []byte, r *node.Request) []byte {
	v := valueOf(r)
	if v.Absent() {
		return dst
	}
	return append(append(dst, byte(None)), v...)
}

// AppendStated appends what e states once it counts; nothing for most effects.
func AppendStated(dst []byte, e *node.Effect) []byte {
	var f Fact
	switch e.Kind {
	case node.EffectWrite, node.EffectSend:
		f = factOf(e.Message)
	case node.EffectPublish:
		f = Fact{Kind: Learned, Value: e.Value}
	}
	if f.Kind == None {
		return dst
	}
	return append(appendAt(append(dst, byte(f.Kind)), f.Slot, f.Ballot), f.Value...)
}

// ParseStatement reads what AppendStated appended.
func ParseStatement(statement []byte) Fact {
	f := Fact{Kind: FactKind(statement[0])}
	r := reader{packed.Reader{Rest: statement[1:]}}
	f.Slot, f.Ballot = r.at()
	f.Value = node.Value(r.Rest)
	return f
}

// Learn takes what AppendAsked or AppendStated appended.
func (o *Observer) Learn(id node.ID, statement []byte) *node.Violation {
	if FactKind(statement[0]) == None {
		o.AskedFor(node.Value(statement[1:]))
		return nil
	}
	return o.fact(id, ParseStatement(statement))
}
