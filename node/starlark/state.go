package starlark

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"synod/node"
)

// AppendState appends the encoding of the state: the canonical text of each field, and
// the lists of the requests that are open and of those that were answered, a line each.
// No canonical text has a line's end.
func (m *machine) AppendState(dst []byte) []byte {
	for _, v := range m.state {
		dst = append(appendValue(dst, v), '\n')
	}
	return append(appendNumbers(append(appendNumbers(dst, m.open), '\n'), m.answered), '\n')
}

// appendNumbers appends "[1,2]".
func appendNumbers(dst []byte, list []uint64) []byte {
	dst = append(dst, '[')
	for i, n := range list {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendUint(dst, n, 10)
	}
	return append(dst, ']')
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
	rest := string(b)
	for i := range m.state {
		v, after, err := nextLine(rest)
		if err != nil {
			return nil, err
		}
		m.state[i], rest = v, after
	}
	for _, list := range []*[]uint64{&m.open, &m.answered} {
		v, after, err := nextLine(rest)
		if err != nil {
			return nil, err
		}
		var ok bool
		if *list, ok = numbersOf(v); !ok || !ascending(*list) {
			return nil, errState
		}
		rest = after
	}
	if rest != "" || len(m.answered) > maxAnswered {
		return nil, errState
	}
	for _, id := range m.open {
		if has(m.answered, id) {
			return nil, errState
		}
	}
	return m, nil
}

// nextLine returns the value in the first line of an encoding, and what comes after it.
func nextLine(b string) (v starlark.Value, after string, err error) {
	line, after, ok := strings.Cut(b, "\n")
	if !ok {
		return nil, "", errState
	}
	if v, err = node.BuildValue(node.Value(line), builder{}); err != nil {
		return nil, "", errState
	}
	v.Freeze()
	return v, after, nil
}

// numbersOf returns a list of numbers.
func numbersOf(v starlark.Value) ([]uint64, bool) {
	list, ok := v.(*starlark.List)
	if !ok {
		return nil, false
	}
	var numbers []uint64
	for i := range list.Len() {
		n, whole := list.Index(i).(starlark.Int)
		if !whole {
			return nil, false
		}
		id, fits := n.Uint64()
		if !fits {
			return nil, false
		}
		numbers = append(numbers, id)
	}
	return numbers, true
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
