package history

import (
	"errors"
	"fmt"
	"slices"

	"synod/node"
)

// Register holds one value, None at first. A write, which may be called put,
// replaces it, and a read, or get, returns it. A cas of an old and a new value
// replaces the old with the new and returns True, or returns False when the value
// is not the old one.
var Register = &Model{
	Name: "register",
	Doc:  `one value, None at first: write or put replaces it, read or get returns it, cas replaces the value "from" (or "old") with "to" (or "new") and returns whether it did`,
	Ops:  []string{"write", "read", "put", "get", "cas"}, Keyed: true,
	Init:     node.Value(""),
	Step:     casStep,
	relevant: registerRelevant,
	check:    casCheck,
	answers:  casAnswers,
}

// CAS is the register by its older name.
var CAS = &Model{
	Name: "cas",
	Doc:  "the register, by the name of its third operation",
	Ops:  Register.Ops, Keyed: true,
	Init:     node.Value(""),
	Step:     casStep,
	relevant: casRelevant,
	check:    casCheck,
	answers:  casAnswers,
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

// registerRelevant leaves out open reads, which say nothing. Without a cas, which
// may fail for what it finds, it leaves out open writes of what nobody read too:
// had one happened, another write must have followed before the next read, so that
// it might as well not have.
func registerRelevant(calls []Call) []Call {
	read := map[node.Value]bool{}
	for _, c := range calls {
		switch {
		case c.Op == "cas":
			return casRelevant(calls)
		case isRead(c) && !c.Open:
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
	older, newer, err := c.swap()
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
	if _, _, err := o.swap(); err != nil {
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

// casAnswers returns what a cas may return.
func casAnswers(o *Operation) []node.Value {
	if o.Op == "cas" {
		return []node.Value{swapped, kept}
	}
	return nil
}

// swap returns the old value of a cas and the new one. They are the arguments from
// and to, or old and new, or the value is a list of both.
func (o *Operation) swap() (older, newer node.Value, err error) {
	switch {
	case o.has("from") && o.has("to"):
		older, newer = o.Arg("from"), o.Arg("to")
	case o.has("old") && o.has("new"):
		older, newer = o.Arg("old"), o.Arg("new")
	default:
		return pair(o.Value)
	}
	if newer.Absent() {
		return "", "", errors.New("the new value is None, want a value")
	}
	return older, newer, nil
}

// pair reads the value of a cas.
func pair(v node.Value) (older, newer node.Value, err error) {
	parts, ok := elements(v)
	switch {
	case v.Absent():
		return "", "", errors.New("got neither from and to, nor old and new, nor a value such as [1, 2], want the old value and the new one")
	case !ok || len(parts) != 2 || present(parts[1]).Absent():
		return "", "", fmt.Errorf("got %s, want the old value and the new one, such as [1, 2]", result(v))
	}
	return present(parts[0]), parts[1], nil
}
