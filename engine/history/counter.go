package history

import (
	"errors"
	"fmt"
	"math/big"

	"synod/node"
)

// Counter holds a whole number, 0 at first. An add changes it by its value, which
// may be negative, and an inc by 1; both may return the new number. A read returns
// it.
var Counter = &Model{
	Name: "counter",
	Doc:  "a whole number, 0 at first: add changes it by a value, inc by 1 (the result may be the new number), read returns it",
	Ops:  []string{"add", "inc", "read"}, Keyed: true,
	Init:     node.Value("0"),
	Step:     counterStep,
	relevant: withoutOpen("read"),
	check:    counterCheck,
	answers:  counterAnswers,
}

func counterStep(state any, c Call) (any, bool, error) {
	count := state.(node.Value)
	if c.Op == "read" {
		return count, c.Open || c.Result == count, nil
	}
	count = plus(count, c.by())
	return count, c.Open || c.Result.Absent() || c.Result == count, nil
}

// counterAnswers returns nothing for what changes a counter: that no number was
// returned says nothing.
func counterAnswers(o *Operation) []node.Value {
	if o.Op != "read" {
		return []node.Value{}
	}
	return nil
}

// by returns by how much an add or an inc changes a counter.
func (o *Operation) by() node.Value {
	if o.Op == "inc" {
		return "1"
	}
	return o.Value
}

// plus adds whole numbers of any size.
func plus(a, b node.Value) node.Value {
	x, _ := whole(a)
	y, _ := whole(b)
	return node.Value(x.Add(x, y).String())
}

// whole returns the number that v is, and whether it is a whole one.
func whole(v node.Value) (*big.Int, bool) {
	n, ok := new(big.Int).SetString(string(v), 10)
	return n, ok
}

func counterCheck(o *Operation) error {
	_, number := whole(o.by())
	_, count := whole(o.Result)
	switch {
	case o.Op == "add" && !number:
		return fmt.Errorf("it adds %s, want a whole number", result(o.Value))
	case o.Op != "add" && !o.Value.Absent():
		return fmt.Errorf("%s takes no value; what it was told is its result", o.Op)
	case o.Op == "read" && o.Outcome == OK && o.Result.Absent():
		return errors.New("it is ok without a result, want the number")
	case !o.Result.Absent() && !count:
		return fmt.Errorf("got the result %v, want a whole number", o.Result)
	}
	return nil
}
