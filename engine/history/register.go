package history

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"synod/node"
)

// Register holds one value, None at first. A write, which may be called put,
// replaces it, and a read, or get, returns it.
var Register = &Model{
	Name: "register", Ops: []string{"write", "read", "put", "get"},
	Init:     node.Value(""),
	Step:     registerStep,
	relevant: registerRelevant,
	check:    registerCheck,
}

// CAS is a register with one operation more. A cas of [old, new] replaces old
// with new and returns True, or returns False when the value is not old.
var CAS = &Model{
	Name: "cas", Ops: []string{"write", "read", "put", "get", "cas"},
	Init:     node.Value(""),
	Step:     casStep,
	relevant: casRelevant,
	check:    casCheck,
}

func isWrite(c Call) bool { return c.Op == "write" || c.Op == "put" }

func isRead(c Call) bool { return c.Op == "read" || c.Op == "get" }

func registerStep(state any, c Call) (any, bool, error) {
	if isWrite(c) {
		return c.Value, true, nil
	}
	return state, c.Open || c.Result == state.(node.Value), nil
}

func registerCheck(o *Operation) error {
	c := Call{Operation: o}
	switch {
	case isWrite(c) && o.Value.Absent():
		return errors.New("it writes None, want a value")
	case isWrite(c) && !o.Result.Absent():
		return fmt.Errorf("got the result %v, want none", o.Result)
	case isRead(c) && !o.Value.Absent():
		return errors.New("a read asks for no value; what it was told is its result")
	}
	return nil
}

// registerRelevant leaves out open reads, which say nothing, and open writes of
// what nobody read: had one happened, another write must have followed before
// the next read, so that it might as well not have.
func registerRelevant(calls []Call) []Call {
	read := map[node.Value]bool{}
	for _, c := range calls {
		if isRead(c) && !c.Open {
			read[c.Result] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(calls), func(c Call) bool {
		return c.Open && (isRead(c) || !read[c.Value])
	})
}

// swapped and kept are the results of a cas.
const (
	swapped = node.Value("true")
	kept    = node.Value("false")
)

func casStep(state any, c Call) (any, bool, error) {
	if c.Op != "cas" {
		return registerStep(state, c)
	}
	older, newer, err := pair(c.Value)
	if err != nil {
		return nil, false, err
	}
	same := state.(node.Value) == older
	switch {
	case c.Open:
		return newer, same, nil
	case c.Result == kept:
		return state, !same, nil
	}
	return newer, same, nil
}

func casCheck(o *Operation) error {
	if o.Op != "cas" {
		return registerCheck(o)
	}
	if _, _, err := pair(o.Value); err != nil {
		return err
	}
	if o.Outcome == OK && o.Result != swapped && o.Result != kept {
		return fmt.Errorf("got the result %s, want True or False", result(o.Result))
	}
	return nil
}

// casRelevant leaves out open reads.
func casRelevant(calls []Call) []Call {
	return slices.DeleteFunc(slices.Clone(calls), func(c Call) bool { return c.Open && isRead(c) })
}

// pair reads the value of a cas.
func pair(v node.Value) (older, newer node.Value, err error) {
	var parts []json.RawMessage
	if json.Unmarshal([]byte(v), &parts) != nil || len(parts) != 2 || string(parts[1]) == "null" {
		return "", "", fmt.Errorf("got %s, want the old value and the new one, such as [1, 2]", result(v))
	}
	if string(parts[0]) != "null" {
		older = node.Value(parts[0])
	}
	return older, node.Value(parts[1]), nil
}
