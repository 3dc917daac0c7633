package starlark

import (
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"synod/node"
)

// typeOf returns the type of the parameter whose default is v, and what a value of it is.
func typeOf(v starlark.Value) (node.ParameterType, string, error) {
	if _, ok := spanOf(v); ok {
		return node.SpanParameter, `a duration such as "5ms", or a range such as ("1ms", "20ms")`, nil
	}
	switch v.(type) {
	case starlark.Bool:
		return node.BoolParameter, "True or False", nil
	case starlark.Int:
		return node.IntParameter, "a whole number", nil
	case starlark.Float:
		return node.FloatParameter, "a number", nil
	case starlark.String:
		return node.TextParameter, "a string", nil
	case *starlark.List, starlark.Tuple:
		return node.ListParameter, "a list", nil
	}
	return 0, "", fmt.Errorf("got a %s for a default, want a bool, a number, a string, a duration such as \"50ms\", or a list", v.Type())
}

// span is a time, or two to draw between.
type span struct{ least, most time.Duration }

// spanOf reads a duration, or a pair of durations.
func spanOf(v starlark.Value) (span, bool) {
	switch v := v.(type) {
	case starlark.String:
		d, ok := durationOf(v)
		return span{d, d}, ok
	case starlark.Tuple, *starlark.List:
		pair := v.(starlark.Indexable)
		if pair.Len() != 2 {
			return span{}, false
		}
		least, ok1 := durationOf(pair.Index(0))
		most, ok2 := durationOf(pair.Index(1))
		return span{least, most}, ok1 && ok2 && least <= most
	}
	return span{}, false
}

// durationOf reads a string such as "50ms".
func durationOf(v starlark.Value) (time.Duration, bool) {
	s, ok := starlark.AsString(v)
	if !ok {
		return 0, false
	}
	d, err := time.ParseDuration(s)
	return d, err == nil && d >= 0
}

// setting returns the value of a parameter as handlers see it.
func setting(p *node.Parameter, settings node.Settings) (starlark.Value, error) {
	text, set := settings[p.Name]
	if !set {
		text = p.Default
	}
	if !text.Valid() {
		return nil, fmt.Errorf("%s: got %v, want %s", p.Name, text, p.Want)
	}
	v := Starlark(text)
	switch got, _, err := typeOf(v); {
	case err == nil && got == p.Type:
	case p.Type == node.TextParameter && v.Type() == "string":
	case p.Type == node.FloatParameter && v.Type() == "int":
		v = v.(starlark.Int).Float()
	case p.Type == node.ListParameter && err == nil && (v.Type() == "list" || v.Type() == "tuple"):
	default:
		return nil, fmt.Errorf("%s: got %v, want %s", p.Name, text, p.Want)
	}
	if list, ok := v.(*starlark.List); ok && p.Type == node.SpanParameter {
		return starlark.Tuple{list.Index(0), list.Index(1)}, nil
	}
	return v, nil
}
