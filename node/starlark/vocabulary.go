package starlark

import (
	"go.starlark.net/starlark"

	"synod/node"
)

var _ node.Tester = (*Protocol)(nil)

// Kinds lists the kinds of messages, in the order of the definition, with the fields
// that the handlers send. A field may hold any value. A kind is open unless every
// call that sends it is plain to see in the text.
func (p *Protocol) Kinds() []node.Shape {
	shapes := make([]node.Shape, len(p.messages))
	for i, e := range p.messages {
		shapes[i] = node.Shape{Kind: e.name, Open: p.unread > 0 || p.spread(e.name)}
		for _, name := range p.sends[e.name] {
			if name != "**" {
				shapes[i].Fields = append(shapes[i].Fields, node.Field{Name: name})
			}
		}
	}
	return shapes
}

// FieldTest returns what reports whether a message has the field f with an equal
// value.
func (p *Protocol) FieldTest(f node.Field) func(node.Message) bool {
	want, ok := f.Value.(node.Value)
	if !ok {
		return nil
	}
	switch want := Starlark(want).(type) {
	case starlark.NoneType, starlark.Bool, starlark.String:
		return func(m node.Message) bool { return m.(*Message).get(f.Name) == want }
	case starlark.Int:
		return func(m node.Message) bool {
			v, ok := m.(*Message).get(f.Name).(starlark.Int)
			if !ok {
				return false
			}
			c, err := v.Cmp(want, 0)
			return err == nil && c == 0
		}
	}
	return func(m node.Message) bool {
		v := m.(*Message).get(f.Name)
		return v != nil && string(appendValue(nil, v)) == string(want)
	}
}
