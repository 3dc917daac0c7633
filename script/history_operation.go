package script

import (
	"errors"
	"fmt"
	"time"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	histories "synod/engine/history"
	"synod/node"
)

// Operation is an operation of a history as a script sees it.
type Operation struct{ operation histories.Operation }

var (
	_ starlark.HasAttrs   = Operation{}
	_ starlark.Comparable = Operation{}
)

// String returns "c1 at n1: propose X, 0ms (1) to 4ms (14), ok X".
func (o Operation) String() string { return o.operation.String() }

// Type returns "operation".
func (o Operation) Type() string { return "operation" }

// Freeze does nothing: an operation does not change.
func (o Operation) Freeze() {}

// Truth is always true.
func (o Operation) Truth() starlark.Bool { return true }

// Hash makes an operation a key.
func (o Operation) Hash() (uint32, error) { return starlark.String(o.String()).Hash() }

// CompareSameType makes operations equal that are the same in all parts.
func (o Operation) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	other := y.(Operation).operation
	same := o.operation.Equal(&other)
	switch op {
	case syntax.EQL:
		return same, nil
	case syntax.NEQ:
		return !same, nil
	}
	return false, errors.New("operations have no order; compare when they were invoked or returned")
}

// Attr returns a field.
func (o Operation) Attr(name string) (starlark.Value, error) {
	return attr(o, "operation", operationProperties, name)
}

// AttrNames returns the names of the fields, sorted.
func (o Operation) AttrNames() []string { return attrNames("operation", operationProperties) }

var operationProperties = []property[Operation]{
	{"client", `the name of the client; "c3" when it has none`, func(o Operation) (starlark.Value, error) {
		return starlark.String(o.operation.Client), nil
	}},
	{"node", `the name of the node it asked, such as "n1"; None in a history written by hand`, func(o Operation) (starlark.Value, error) {
		if o.operation.Node == 0 {
			return starlark.None, nil
		}
		return str(o.operation.Node), nil
	}},
	{"op", `what it asked for: "propose", "read" or another word`, func(o Operation) (starlark.Value, error) {
		return starlark.String(o.operation.Op), nil
	}},
	{"value", "the value it asked for, its argument of that name; None for a read", func(o Operation) (starlark.Value, error) {
		return fromValue(o.operation.Value), nil
	}},
	{"args", `a dict of all its arguments, such as {"key": "x", "value": 1}`, func(o Operation) (starlark.Value, error) {
		return fromNamed(o.operation.Arguments()), nil
	}},
	{"result", "what it was told, the value in the reply; None unless the outcome is ok", func(o Operation) (starlark.Value, error) {
		return fromValue(o.operation.Result), nil
	}},
	{"fields", `a dict of all that the reply said, such as {"version": 2, "value": 1}`, func(o Operation) (starlark.Value, error) {
		return fromNamed(o.operation.Answers()), nil
	}},
	{"outcome", `"ok", "fail" when it surely did not happen, or "unknown"`, func(o Operation) (starlark.Value, error) {
		return starlark.String(o.operation.Outcome), nil
	}},
	{"why", `why it failed or is unknown, such as "n1 crashed"; "" otherwise`, func(o Operation) (starlark.Value, error) {
		return starlark.String(o.operation.Why), nil
	}},
	{"late", "what its node answered after the client had given up: a dict of outcome, why, at and fields; None for nothing. The client does not know it, and no model goes by it", func(o Operation) (starlark.Value, error) {
		return fromLate(&o.operation.Late), nil
	}},
	{"invoked", "when it began, in virtual time", func(o Operation) (starlark.Value, error) {
		return startime.Duration(o.operation.Invoked.Time), nil
	}},
	{"returned", "when its client heard the result, or gave up; None while it waits", func(o Operation) (starlark.Value, error) {
		if o.operation.InFlight {
			return starlark.None, nil
		}
		return startime.Duration(o.operation.Returned.Time), nil
	}},
	{"invoked_event", "the line of the trace with which it began; 0 in a history written by hand", func(o Operation) (starlark.Value, error) {
		return num(o.operation.Invoked.Event), nil
	}},
	{"returned_event", "the line of the trace with which it returned; 0 where there is none", func(o Operation) (starlark.Value, error) {
		return num(o.operation.Returned.Event), nil
	}},
}

// fromNamed returns named values as a script sees them: a dict that cannot be changed.
func fromNamed(fields []node.Field) starlark.Value {
	d := starlark.NewDict(len(fields))
	for _, f := range fields {
		if err := d.SetKey(starlark.String(f.Name), fromValue(f.Value.(node.Value))); err != nil {
			panic(err) // a string is a key
		}
	}
	d.Freeze()
	return d
}

// fromLate returns a late answer as a script sees it: a dict that cannot be changed.
func fromLate(l *histories.Late) starlark.Value {
	if l.Outcome == "" {
		return starlark.None
	}
	d := starlark.NewDict(4)
	for _, entry := range []struct {
		name  string
		value starlark.Value
	}{
		{"outcome", starlark.String(l.Outcome)},
		{"why", starlark.String(l.Why)},
		{"at", startime.Duration(l.At.Time)},
		{"fields", fromNamed(l.Fields)},
	} {
		if err := d.SetKey(starlark.String(entry.name), entry.value); err != nil {
			panic(err) // a string is a key
		}
	}
	d.Freeze()
	return d
}

// namedArg reads a dict from names to values, in its order.
type namedArg []node.Field

// Unpack implements starlark.Unpacker.
func (n *namedArg) Unpack(v starlark.Value) error {
	d, ok := v.(*starlark.Dict)
	if !ok {
		return fmt.Errorf(`got %s, want a dict such as {"key": "x"}`, describe(v))
	}
	*n = nil
	for _, item := range d.Items() {
		name, ok := item[0].(starlark.String)
		switch {
		case !ok:
			return fmt.Errorf("got the key %s, want names of arguments, which are strings", describe(item[0]))
		case name == "value":
			return errors.New("got the key \"value\", which has a parameter of its own")
		}
		b, err := appendJSON(nil, item[1], 0)
		if err != nil {
			return fmt.Errorf("%s: %w", item[0], err)
		}
		*n = append(*n, node.Field{Name: string(name), Value: node.Value(b)})
	}
	return nil
}

// operationVerb is operation(client, op, value, invoked, returned, result, outcome,
// args, fields).
func operationVerb(c *call) (starlark.Value, error) {
	var o histories.Operation
	var asked, result value
	var invoked duration
	var returned starlark.Value
	var outcome string
	var args, fields namedArg
	err := c.unpack(&o.Client, &o.Op, &asked, &invoked, &returned, &result, &outcome, &args, &fields)
	if err != nil {
		return nil, err
	}
	o.Args, o.Fields = node.Fields(args), node.Fields(fields)
	o.Value, o.Result, o.Outcome = node.Value(asked), node.Value(result), histories.Outcome(outcome)
	o.Invoked.Time, o.InFlight = time.Duration(invoked), returned == nil
	if returned != nil {
		if o.Returned.Time, err = toDuration(returned); err != nil {
			return nil, fmt.Errorf("for parameter returned: %w", err)
		}
	}
	if o.Outcome == "" {
		o.Outcome = histories.OK
		if o.InFlight {
			o.Outcome = histories.Unknown
		}
	}
	return Operation{o}, o.Check()
}
