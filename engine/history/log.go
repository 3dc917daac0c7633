package history

import (
	"errors"
	"fmt"
	"strconv"

	"synod/node"
)

// Log is a list that only grows. An append puts a value at its end and may return
// its position, which counts from 0. A read returns the whole list, or the value at
// the position that it asks for, None behind the end.
var Log = &Model{
	Name: "log",
	Doc:  "a list that only grows: append puts a value at the end and may return its position, from 0; read returns the list, or the value at a position, None behind the end",
	Ops:  []string{"append", "read"}, Keyed: true,
	Init:     items(""),
	Step:     logStep,
	relevant: withoutOpen("read"),
	check:    logCheck,
	answers:  logAnswers,
}

func logStep(state any, c Call) (any, bool, error) {
	log := state.(items)
	switch {
	case c.Op == "append":
		at := node.Value(strconv.Itoa(log.count()))
		return log.push(c.Value), c.Open || c.Result.Absent() || c.Result == at, nil
	case c.Open:
		return log, true, nil
	case c.Value.Absent():
		return log, log.is(c.Result), nil
	}
	at, _ := strconv.Atoi(string(c.Value))
	return log, log.at(at) == c.Result, nil
}

func logCheck(o *Operation) error {
	_, isList := elements(o.Result)
	switch {
	case o.Op == "append" && o.Value.Absent():
		return errors.New("it appends None, want a value")
	case o.Op == "append" && !o.Result.Absent() && !isPosition(o.Result):
		return fmt.Errorf("got the result %v, want the position of the value, from 0", o.Result)
	case o.Op == "read" && o.Value.Absent() && !isList:
		return fmt.Errorf("got the result %v, want the list of all values", o.Result)
	case o.Op == "read" && !o.Value.Absent() && !isPosition(o.Value):
		return fmt.Errorf("it reads at %v, want a position, from 0", o.Value)
	}
	return nil
}

// logAnswers returns nothing for an append: which positions are free is not worth a
// try, and that none was returned says nothing.
func logAnswers(o *Operation) []node.Value {
	if o.Op == "append" {
		return []node.Value{}
	}
	return nil
}

// isPosition reports whether v is a whole number from 0.
func isPosition(v node.Value) bool {
	n, err := strconv.Atoi(string(v))
	return err == nil && n >= 0
}
