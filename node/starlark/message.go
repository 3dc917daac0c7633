package starlark

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"synod/node"
)

// Message is what a handler sends or writes: a kind and fields, in the order in which
// they were given. It never changes.
type Message struct {
	record bool
	index  int // which of the protocol's kinds; -1 for a record
	kind   string
	fields []field
	show   *template // nil for the plain text
}

// field is a value under its name, settled.
type field struct {
	name  string
	value starlark.Value
}

var _ node.Message = (*Message)(nil)

// Kind returns the kind, such as "gossip".
func (m *Message) Kind() string { return m.kind }

// Fields appends the fields.
func (m *Message) Fields(dst []node.Field) []node.Field {
	for _, f := range m.fields {
		dst = append(dst, node.Field{Name: f.name, Value: fieldOf(f.value)})
	}
	return dst
}

// Append appends the kind and what the fields are, such as "gossip count=1", or what
// the protocol says that it shows.
func (m *Message) Append(dst []byte) []byte {
	if m.show != nil {
		return m.show.append(dst, m)
	}
	dst = append(dst, m.kind...)
	for _, f := range m.fields {
		dst = appendShown(append(append(append(dst, ' '), f.name...), '='), f.value)
	}
	return dst
}

// String returns what Append appends.
func (m *Message) String() string { return string(m.Append(nil)) }

// get returns a field, or nil.
func (m *Message) get(name string) starlark.Value {
	for i := range m.fields {
		if m.fields[i].name == name {
			return m.fields[i].value
		}
	}
	return nil
}

// names returns the names of the fields.
func (m *Message) names() []string {
	names := make([]string, len(m.fields))
	for i, f := range m.fields {
		names[i] = f.name
	}
	return names
}

// appendShown appends a settled value as a trace shows it.
func appendShown(dst []byte, v starlark.Value) []byte {
	if s, ok := v.(starlark.String); ok {
		return node.Value(node.AppendQuoted(nil, string(s))).Append(dst)
	}
	return appendValue(dst, v)
}

// The first byte of a message's encoding.
const (
	tagMessage = 'm'
	tagRecord  = 'r'
)

// encode appends the encoding of m: its tag and its kind, and then each field's name and
// the canonical text of its value, a line each. No canonical text has a line's end.
//
//	mgossip
//	count=1
func (m *Message) encode(dst []byte) []byte {
	tag := byte(tagMessage)
	if m.record {
		tag = tagRecord
	}
	dst = append(append(append(dst, tag), m.kind...), '\n')
	for i := range m.fields {
		f := &m.fields[i]
		dst = append(append(dst, f.name...), '=')
		dst = append(appendValue(dst, f.value), '\n')
	}
	return dst
}

var errMessage = errors.New("message: got bytes that no message was written as")

// decodeMessage reads what encode wrote and refuses everything else.
func (p *Protocol) decodeMessage(b []byte) (*Message, error) {
	head, rest, ok := strings.Cut(string(b), "\n")
	if !ok || head == "" || head[0] != tagMessage && head[0] != tagRecord {
		return nil, errMessage
	}
	m := &Message{index: -1, record: head[0] == tagRecord, kind: head[1:], fields: make([]field, 0, strings.Count(rest, "\n"))}
	for rest != "" {
		line, after, ended := strings.Cut(rest, "\n")
		name, text, ok := strings.Cut(line, "=")
		if !ended || !ok {
			return nil, errMessage
		}
		v, err := node.BuildValue(node.Value(text), builder{})
		if err != nil {
			return nil, errMessage
		}
		v.Freeze()
		m.fields = append(m.fields, field{name, v})
		rest = after
	}
	return m, p.own(m)
}

// own refuses a message whose kind or fields no handler can have given it.
func (p *Protocol) own(m *Message) error {
	reserved := reservedInMessages
	if m.record {
		reserved = reservedInRecords
	} else {
		i, ok := p.messageIndex[m.kind]
		if !ok {
			return fmt.Errorf("message: got kind %q, %s", m.kind, oneOf(m.kind, namesOf(p.messages)))
		}
		m.index, m.kind, m.show = i, p.messages[i].name, p.show[m.kind]
	}
	for i, f := range m.fields {
		if reserved[f.name] || !isWord(f.name) {
			return errMessage
		}
		for _, other := range m.fields[:i] {
			if other.name == f.name {
				return errMessage
			}
		}
	}
	if m.record && !isWord(m.kind) {
		return errMessage
	}
	return nil
}
