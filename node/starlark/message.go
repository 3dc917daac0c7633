package starlark

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"

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

// encode appends the encoding of m: its tag, its kind, and each field's name and the
// canonical text of its value, each behind its length.
func (m *Message) encode(dst []byte) []byte {
	tag := byte(tagMessage)
	if m.record {
		tag = tagRecord
	}
	dst = appendText(append(dst, tag), m.kind)
	dst = binary.AppendUvarint(dst, uint64(len(m.fields)))
	var buf [64]byte
	for _, f := range m.fields {
		dst = appendText(dst, f.name)
		text := appendValue(buf[:0], f.value)
		dst = append(binary.AppendUvarint(dst, uint64(len(text))), text...)
	}
	return dst
}

func appendText(dst []byte, s string) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

var errMessage = errors.New("message: got bytes that no message was written as")

// decodeMessage reads what encode wrote and refuses everything else.
func (p *Protocol) decodeMessage(b []byte) (*Message, error) {
	r := reader{rest: b}
	m := &Message{index: -1}
	switch r.byte() {
	case tagMessage:
	case tagRecord:
		m.record = true
	default:
		return nil, errMessage
	}
	m.kind = string(r.bytes())
	n := r.count()
	for range n {
		name := string(r.bytes())
		v, err := node.BuildValue(node.Value(r.bytes()), builder{})
		if err != nil || r.bad {
			return nil, errMessage
		}
		v.Freeze()
		m.fields = append(m.fields, field{name, v})
	}
	if r.bad || len(r.rest) > 0 || !bytes.Equal(m.encode(make([]byte, 0, len(b))), b) {
		return nil, errMessage
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
			return fmt.Errorf("message: got kind %q, %s", m.kind, oneOf(m.kind, p.Kinds()))
		}
		m.index, m.kind, m.show = i, p.messages[i].name, p.show[m.kind]
	}
	names := m.names()
	sort.Strings(names)
	for i, name := range names {
		if i > 0 && names[i-1] == name || reserved[name] || !isWord(name) {
			return errMessage
		}
	}
	if m.record && !isWord(m.kind) {
		return errMessage
	}
	return nil
}

// reader reads an encoding. Once something is wrong it returns nothing more.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.bad = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.bad, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// count reads how many of something follow: no more than there are bytes.
func (r *reader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.bad, r.rest = true, nil
		return 0
	}
	return int(n)
}

func (r *reader) bytes() []byte {
	n := r.count()
	b := r.rest[:n]
	r.rest = r.rest[n:]
	return b
}
