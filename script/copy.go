package script

import "go.starlark.net/starlark"

// copyOf returns a copy of v, down to the elements of lists, dicts and sets, which
// may be frozen without the script noticing.
func copyOf(v starlark.Value) starlark.Value { return copies{}.of(v) }

// copies are those of the values that may hold themselves.
type copies map[starlark.Value]starlark.Value

func (c copies) of(v starlark.Value) starlark.Value {
	switch v := v.(type) {
	case *starlark.List:
		return c.list(v)
	case *starlark.Dict:
		return c.dict(v)
	case *starlark.Set:
		copied := starlark.NewSet(v.Len())
		for e := range starlark.Elements(v) {
			_ = copied.Insert(e) // it was in a set before
		}
		return copied
	case starlark.Tuple:
		copied := make(starlark.Tuple, len(v))
		for i, e := range v {
			copied[i] = c.of(e)
		}
		return copied
	}
	return v
}

func (c copies) list(v *starlark.List) starlark.Value {
	if copied := c[v]; copied != nil {
		return copied
	}
	copied := starlark.NewList(nil)
	c[v] = copied
	for i := range v.Len() {
		_ = copied.Append(c.of(v.Index(i))) // it is neither frozen nor gone through
	}
	return copied
}

func (c copies) dict(v *starlark.Dict) starlark.Value {
	if copied := c[v]; copied != nil {
		return copied
	}
	copied := starlark.NewDict(v.Len())
	c[v] = copied
	for _, item := range v.Items() {
		_ = copied.SetKey(item[0], c.of(item[1])) // it was a key before
	}
	return copied
}
