package script

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"go.starlark.net/starlark"

	"synod/node"
	scripted "synod/node/starlark"
)

// toField reads a value in the type of a field, of which like has examples: nil for
// any type. Where there is none, or there are several types, any value will do.
func (c *Cluster) toField(v starlark.Value, like []any) (any, error) {
	for _, other := range like {
		if reflect.TypeOf(other) != reflect.TypeOf(like[0]) {
			like = nil
			break
		}
	}
	if len(like) == 0 || like[0] == nil {
		return openField(v)
	}
	switch like := like[0].(type) {
	case node.Typed:
		return kindOf(like).field(v)
	case node.Value:
		if v == starlark.None {
			return node.Value(""), nil
		}
		return toFieldValue(v)
	case node.ID:
		return c.nodeID(v)
	case []node.ID:
		ids := nodesArg{cluster: c}
		err := ids.Unpack(v)
		return ids.ids, err
	case int:
		var n int
		if err := starlark.AsInt(v, &n); err != nil {
			return 0, fmt.Errorf("got %s, want an int", describe(v))
		}
		return n, nil
	case bool:
		b, ok := v.(starlark.Bool)
		if !ok {
			return false, fmt.Errorf("got %s, want True or False", describe(v))
		}
		return bool(b), nil
	case string:
		s, ok := starlark.AsString(v)
		if !ok {
			return "", fmt.Errorf("got %s, want a string", describe(v))
		}
		return s, nil
	}
	return nil, fmt.Errorf("the field holds a %T, which no script can write down", like[0])
}

// openField reads a value for a field that may have any. A node is its number, and
// a value of a protocol's own type its text.
func openField(v starlark.Value) (node.Value, error) {
	switch v := v.(type) {
	case *Node:
		return node.CountValue(int(v.id)), nil
	case typedValue:
		return toValue(starlark.String(v.String()))
	}
	return scripted.ValueOf(v)
}

// toFieldValue is toValue for what nobody proposes.
func toFieldValue(v starlark.Value) (node.Value, error) {
	got, err := toValue(v)
	if err != nil {
		err = errors.New(strings.Replace(err.Error(), "a value to propose: ", "", 1))
	}
	return got, err
}

// isPlainField reports whether other values than those of a protocol's own type look
// like v, so that its name has to stand beside it.
func isPlainField(v any) bool {
	switch v.(type) {
	case nil, node.Value, node.ID, []node.ID, int, bool, string:
		return true
	}
	return false
}

// saidField returns the value of a field in one word for a trace.
func saidField(v any) string {
	switch v := v.(type) {
	case bool:
		return starlark.Bool(v).String()
	case node.Value:
		if v.Absent() || v == "null" {
			return "None"
		}
	case interface{ IsZero() bool }:
		if v.IsZero() {
			return "None"
		}
	}
	return fieldText(v)
}
