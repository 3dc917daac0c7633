package history

import (
	"fmt"
	"slices"
	"strings"

	"synod/node"
)

// The names of arguments and reply fields that mean the same to every model.
const (
	valueArg = "value"
	keyArg   = "key" // what the operation is about: each key is judged apart
)

// Ask gives o its arguments: the one called "value" becomes Value, the others Args.
// Each is a node.Value.
func (o *Operation) Ask(args []node.Field) { o.Value, o.Args = split(args) }

// Hear gives o the fields of its reply: the one called "value" becomes Result, the
// others Fields. Each is a node.Value.
func (o *Operation) Hear(fields []node.Field) { o.Result, o.Fields = split(fields) }

// split returns the value that is called "value", and the fields that are not.
func split(fields []node.Field) (v node.Value, rest node.Fields) {
	for _, f := range fields {
		if f.Name == valueArg {
			v = present(f.Value.(node.Value))
		} else {
			rest = append(rest, f)
		}
	}
	return v, rest
}

// present returns v, and no value for None.
func present(v node.Value) node.Value {
	if v == "null" {
		return ""
	}
	return v
}

// Arg returns the argument of that name: absent when there is none or it is None.
func (o *Operation) Arg(name string) node.Value {
	if name == valueArg {
		return o.Value
	}
	return valueOf(o.Args, name)
}

// Field returns the field of the reply of that name: absent when there is none or it
// is None.
func (o *Operation) Field(name string) node.Value {
	if name == valueArg {
		return o.Result
	}
	return valueOf(o.Fields, name)
}

func valueOf(fields node.Fields, name string) node.Value {
	for _, f := range fields {
		if f.Name == name {
			return present(f.Value.(node.Value))
		}
	}
	return ""
}

// has reports whether o has an argument of that name, which may be None.
func (o *Operation) has(name string) bool {
	return slices.ContainsFunc(o.Args, func(f node.Field) bool { return f.Name == name })
}

// Arguments returns all arguments. The one called "value" comes last, if it is there.
func (o *Operation) Arguments() []node.Field { return withValue(o.Args, o.Value) }

// Answers returns all fields of the reply. The one called "value" comes last, if it
// is there.
func (o *Operation) Answers() []node.Field { return withValue(o.Fields, o.Result) }

func withValue(fields node.Fields, v node.Value) []node.Field {
	list := slices.Clone([]node.Field(fields))
	if !v.Absent() {
		list = append(list, node.Field{Name: valueArg, Value: v})
	}
	return list
}

// Equal reports whether o and p are the same in all parts.
func (o *Operation) Equal(p *Operation) bool {
	return o.Client == p.Client && o.Node == p.Node && o.Op == p.Op && o.Value == p.Value && slices.Equal(o.Args, p.Args) &&
		o.Result == p.Result && slices.Equal(o.Fields, p.Fields) && o.Outcome == p.Outcome && o.Why == p.Why &&
		o.Invoked == p.Invoked && o.Returned == p.Returned && o.InFlight == p.InFlight && o.Late.equal(&p.Late)
}

func (l *Late) equal(m *Late) bool {
	return l.Outcome == m.Outcome && l.Why == m.Why && l.At == m.At && slices.Equal(l.Fields, m.Fields)
}

// named returns "key=x value=1".
func named(fields node.Fields, v node.Value) string {
	var words []string
	for _, f := range withValue(fields, v) {
		words = append(words, f.Name+"="+result(f.Value.(node.Value)))
	}
	return strings.Join(words, " ")
}

// result returns a value as a script's author calls it.
func result(v node.Value) string {
	if present(v).Absent() {
		return "None"
	}
	return v.String()
}

// checkNamed returns an error when fields cannot be told apart by their names.
func checkNamed(what string, fields node.Fields) error {
	for i, f := range fields {
		switch _, ok := f.Value.(node.Value); {
		case !isWord(f.Name):
			return fmt.Errorf("got the %s %q, want a name such as %s", what, f.Name, keyArg)
		case f.Name == valueArg, slices.ContainsFunc(fields[:i], func(g node.Field) bool { return g.Name == f.Name }):
			return fmt.Errorf("got the %s %q twice, want it once", what, f.Name)
		case !ok:
			return fmt.Errorf("got the %s %s as a %T, want a node.Value", what, f.Name, f.Value)
		}
	}
	return nil
}
