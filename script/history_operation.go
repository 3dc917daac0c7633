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
	same := o == y.(Operation)
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
	{"value", "the value it asked for; None for a read", func(o Operation) (starlark.Value, error) {
		return fromValue(o.operation.Value), nil
	}},
	{"result", "what it was told; None unless the outcome is ok", func(o Operation) (starlark.Value, error) {
		return fromValue(o.operation.Result), nil
	}},
	{"outcome", `"ok", "fail" when it surely did not happen, or "unknown"`, func(o Operation) (starlark.Value, error) {
		return starlark.String(o.operation.Outcome), nil
	}},
	{"why", `why it failed or is unknown, such as "n1 crashed"; "" otherwise`, func(o Operation) (starlark.Value, error) {
		return starlark.String(o.operation.Why), nil
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

// operationVerb is operation(client, op, value, invoked, returned, result, outcome).
func operationVerb(c *call) (starlark.Value, error) {
	var o histories.Operation
	var asked, result value
	var invoked duration
	var returned starlark.Value
	var outcome string
	err := c.unpack(&o.Client, &o.Op, &asked, &invoked, &returned, &result, &outcome)
	if err != nil {
		return nil, err
	}
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
