package starlark

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"

	"go.starlark.net/starlark"

	"synod/node"
)

// AppendState appends the encoding of the state: the canonical text of each field behind
// its length, the requests that are open, and those that were answered.
func (m *machine) AppendState(dst []byte) []byte {
	var buf [128]byte
	for _, v := range m.state {
		text := appendValue(buf[:0], v)
		dst = append(binary.AppendUvarint(dst, uint64(len(text))), text...)
	}
	return appendNumbers(appendNumbers(dst, m.open), m.answered)
}

func appendNumbers(dst []byte, list []uint64) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(list)))
	for _, n := range list {
		dst = binary.AppendUvarint(dst, n)
	}
	return dst
}

var errState = errors.New("state: got bytes that no machine of this protocol was written as")

// Restore returns a machine in the state that AppendState wrote, and refuses bytes that
// it cannot have written.
func (p *Protocol) Restore(cfg node.Config, b []byte) (node.Snapshotter, error) {
	c, err := p.configure(cfg)
	if err != nil {
		return nil, err
	}
	return p.restore(c, b)
}

func (p *Protocol) restore(c *config, b []byte) (*machine, error) {
	m := &machine{config: c, state: make([]starlark.Value, len(p.fields))}
	r := reader{rest: b}
	for i := range m.state {
		v, err := node.BuildValue(node.Value(r.bytes()), builder{})
		if err != nil {
			return nil, errState
		}
		v.Freeze()
		m.state[i] = v
	}
	m.open, m.answered = r.numbers(), r.numbers()
	if r.bad || len(r.rest) > 0 || !ascending(m.open) || !ascending(m.answered) || len(m.answered) > maxAnswered {
		return nil, errState
	}
	for _, id := range m.open {
		if has(m.answered, id) {
			return nil, errState
		}
	}
	if !bytes.Equal(m.AppendState(make([]byte, 0, len(b))), b) { // a number may be written in too many bytes
		return nil, errState
	}
	return m, nil
}

func (r *reader) numbers() []uint64 {
	var list []uint64
	for range r.count() {
		list = append(list, r.number())
	}
	return list
}

func ascending(list []uint64) bool {
	for i := range list {
		if i > 0 && list[i-1] >= list[i] {
			return false
		}
	}
	return true
}

// field returns where a field of the state is, or -1.
func (p *Protocol) field(name string) int { return slices.Index(p.fields, name) }
