package script

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"synod/node"
	machine "synod/node/starlark"
)

// errNoValue is the error of proposing None.
var errNoValue = errors.New("got None, which is what chosen() says when nothing is; want an int, a string, a bool, or a list or dict of them")

// toValue returns what v is as a proposed value.
func toValue(v starlark.Value) (node.Value, error) {
	if v == starlark.None {
		return "", errNoValue
	}
	b, err := appendJSON(nil, v, 0)
	return node.Value(b), err
}

// maxDepth bounds how deep lists may be nested in a value: one that holds
// itself has no end.
const maxDepth = 32

// maxValue bounds a value's JSON text, in bytes: a value is in most messages and
// records of its proposal, and one step may send it to every node.
const maxValue = 64 << 10

// appendJSON appends compact JSON in which equal values have equal bytes. It
// stops as soon as there is too much of it: a list of a list of lists may have
// more elements than there is memory.
func appendJSON(dst []byte, v starlark.Value, depth int) ([]byte, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("got lists nested more than %d deep", maxDepth)
	}
	dst, err := appendOne(dst, v, depth)
	if len(dst) > maxValue {
		return nil, fmt.Errorf("got a value of more than 64 KiB as JSON, want at most %d bytes", maxValue)
	}
	return dst, err
}

func appendOne(dst []byte, v starlark.Value, depth int) ([]byte, error) {
	switch v := v.(type) {
	case starlark.NoneType:
		return append(dst, "null"...), nil
	case starlark.Bool:
		return fmt.Appendf(dst, "%t", bool(v)), nil
	case starlark.Int:
		return append(dst, v.String()...), nil
	case starlark.String:
		return appendString(dst, string(v))
	case *starlark.List, starlark.Tuple:
		return appendArray(dst, v.(starlark.Sequence), depth+1)
	case *starlark.Dict:
		return appendObject(dst, v, depth+1)
	}
	return nil, fmt.Errorf("got %s, want a value to propose: an int, a string, a bool, or a list or dict of them", v.Type())
}

func appendString(dst []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, fmt.Errorf("got a string that is not UTF-8, %q", s)
	}
	return node.AppendQuoted(dst, s), nil
}

func appendArray(dst []byte, seq starlark.Sequence, depth int) ([]byte, error) {
	dst = append(dst, '[')
	first := true
	for e := range starlark.Elements(seq) {
		if !first {
			dst = append(dst, ',')
		}
		first = false
		var err error
		if dst, err = appendJSON(dst, e, depth); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendObject(dst []byte, d *starlark.Dict, depth int) ([]byte, error) {
	entries := map[string]starlark.Value{}
	for _, item := range d.Items() {
		key, ok := item[0].(starlark.String)
		if !ok {
			return nil, fmt.Errorf("got a dict with the key %s, want strings for keys", item[0])
		}
		entries[string(key)] = item[1]
	}
	dst = append(dst, '{')
	for i, key := range sortedKeys(entries) {
		if i > 0 {
			dst = append(dst, ',')
		}
		var err error
		if dst, err = appendString(dst, key); err != nil {
			return nil, err
		}
		if dst, err = appendJSON(append(dst, ':'), entries[key], depth); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

// fromValue returns a proposed value as a script sees it; no value is None.
// What comes back cannot be changed: it was chosen.
func fromValue(v node.Value) starlark.Value {
	if v.Absent() {
		return starlark.None
	}
	if text := string(v); text[0] == '"' && !strings.Contains(text, `\`) {
		return starlark.String(text[1 : len(text)-1])
	}
	return machine.Starlark(v)
}

// fromField returns a field of a message or a state as a script sees it.
func fromField(v any) starlark.Value {
	switch v := v.(type) {
	case node.Typed:
		if v.IsZero() {
			return starlark.None
		}
		return kindOf(v).seen(v)
	case node.Value:
		return fromValue(v)
	case node.ID:
		return starlark.String(v.String())
	case []node.ID:
		ids := make(starlark.Tuple, len(v))
		for i, id := range v {
			ids[i] = starlark.String(id.String())
		}
		return ids
	case int:
		return starlark.MakeInt(v)
	case bool:
		return starlark.Bool(v)
	case string:
		return starlark.String(v)
	}
	panic(fmt.Sprintf("a field holds a %T, which no script can see", v))
}
