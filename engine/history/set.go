package history

import (
	"errors"
	"fmt"
	"slices"

	"synod/node"
)

// Set holds different values. An add puts one in and a remove takes one out; both
// may say whether that changed anything. A contains says whether a value is in, and
// a read returns all of them, in any order.
var Set = &Model{
	Name: "set",
	Doc:  "different values: add puts one in, remove takes it out (the result may say whether that changed anything), contains returns whether it is in, read returns the list of all, in any order",
	Ops:  []string{"add", "remove", "contains", "read"}, Keyed: true,
	Init:     items(""),
	Step:     setStep,
	relevant: withoutOpen("contains", "read"),
	check:    setCheck,
	answers:  setAnswers,
}

func setStep(state any, c Call) (any, bool, error) {
	set := state.(items)
	in := set.has(c.Value)
	switch {
	case c.Op == "add" && !in:
		return set.with(c.Value), c.Open || says(c.Result, true), nil
	case c.Op == "remove" && in:
		return set.without(c.Value), c.Open || says(c.Result, true), nil
	case c.Op == "add" || c.Op == "remove":
		return set, c.Open || says(c.Result, false), nil
	case c.Op == "contains":
		return set, c.Open || (c.Result == yes) == in, nil
	}
	return set, c.Open || set.holds(c.Result), nil
}

// holds reports whether v is a list of the values of a set, in any order.
func (l items) holds(v node.Value) bool {
	list, ok := elements(v)
	slices.Sort(list)
	return ok && l == itemsOf(list)
}

func setCheck(o *Operation) error {
	_, isList := elements(o.Result)
	switch {
	case o.Op != "read" && o.Value.Absent():
		return fmt.Errorf("it is about None, want a value to %s", o.Op)
	case o.Op == "read" && !o.Value.Absent():
		return errors.New("a read asks for no value; what it was told is its result")
	case o.Op == "read" && !isList:
		return fmt.Errorf("got the result %v, want the list of all values", o.Result)
	case o.Op == "contains" && o.Outcome == OK && o.Result.Absent(), o.Op != "read" && !isFlag(o.Result):
		return fmt.Errorf("got the result %s, want True or False", result(o.Result))
	}
	return nil
}

// setAnswers returns what an operation that said whether something is so may return.
func setAnswers(o *Operation) []node.Value {
	if o.Op == "read" || o.Result.Absent() {
		return nil
	}
	return []node.Value{yes, no}
}
