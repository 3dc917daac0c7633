package script

import (
	"errors"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	histories "synod/engine/history"
)

// Failure is a fault of a history as a script sees it.
type Failure struct{ fault *histories.Fault }

var (
	_ starlark.HasAttrs   = Failure{}
	_ starlark.Comparable = Failure{}
)

// String returns "n1: crash, 1ms (3) to 4ms (8)".
func (f Failure) String() string { return f.fault.String() }

// Type returns "failure".
func (f Failure) Type() string { return "failure" }

// Freeze does nothing: a failure does not change.
func (f Failure) Freeze() {}

// Truth is always true.
func (f Failure) Truth() starlark.Bool { return true }

// Hash makes a failure a key.
func (f Failure) Hash() (uint32, error) { return starlark.String(f.String()).Hash() }

// CompareSameType makes failures equal that are the same in all parts.
func (f Failure) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	same := *f.fault == *y.(Failure).fault
	switch op {
	case syntax.EQL:
		return same, nil
	case syntax.NEQ:
		return !same, nil
	}
	return false, errors.New("failures have no order; compare when they began or ended")
}

// Attr returns a field.
func (f Failure) Attr(name string) (starlark.Value, error) {
	return attr(f, "failure", failureProperties, name)
}

// AttrNames returns the names of the fields, sorted.
func (f Failure) AttrNames() []string { return attrNames("failure", failureProperties) }

var failureProperties = []property[Failure]{
	{"kind", `"crash", "pause", "disk" or "clock"; "torn", "corrupt", "rollback" or "wipe" of a disk; or what a rule does: "partition", "cut", "hold", "delay", "lose", "repeat" or "reorder"`, func(f Failure) (starlark.Value, error) {
		return starlark.String(f.fault.Kind), nil
	}},
	{"node", `the name of the node that it befell, such as "n1"; None for the network`, func(f Failure) (starlark.Value, error) {
		if f.fault.Node == 0 {
			return starlark.None, nil
		}
		return str(f.fault.Node), nil
	}},
	{"text", `what the trace calls it, such as "partition n1 n2 | n3"`, func(f Failure) (starlark.Value, error) {
		return starlark.String(f.fault.Text), nil
	}},
	{"began", "when it began, in virtual time", func(f Failure) (starlark.Value, error) {
		return startime.Duration(f.fault.Began.Time), nil
	}},
	{"ended", "when it was over; None while it lasts", func(f Failure) (starlark.Value, error) {
		if f.fault.Lasting {
			return starlark.None, nil
		}
		return startime.Duration(f.fault.Ended.Time), nil
	}},
	{"began_event", "the line of the trace with which it began", func(f Failure) (starlark.Value, error) {
		return num(f.fault.Began.Event), nil
	}},
	{"ended_event", "the line of the trace with which it was over; 0 while it lasts", func(f Failure) (starlark.Value, error) {
		return num(f.fault.Ended.Event), nil
	}},
}
