package node

import "slices"

// Vocabulary is what a Protocol has beside if it can list the kinds of its
// messages. Whoever asks for another kind, or another field, can be told so.
type Vocabulary interface {
	Kinds() []Shape
}

// Shape is a kind of message and what messages of that kind have.
type Shape struct {
	Kind   string
	Fields []Field // in the order of Message.Fields; the values tell the types, nil is any
	Open   bool    // messages may have more fields, or others
}

// Field returns the field called name, whose value tells its type.
func (s *Shape) Field(name string) (Field, bool) {
	i := slices.IndexFunc(s.Fields, func(f Field) bool { return f.Name == name })
	if i < 0 {
		return Field{}, false
	}
	return s.Fields[i], true
}

// Names returns the names of the fields, in order.
func (s *Shape) Names() []string {
	names := make([]string, len(s.Fields))
	for i, f := range s.Fields {
		names[i] = f.Name
	}
	return names
}

// Shapes returns the kinds of p's messages, or nil when p cannot list them.
func Shapes(p Protocol) []Shape {
	if v, ok := p.(Vocabulary); ok {
		return v.Kinds()
	}
	return nil
}
