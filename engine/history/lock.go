package history

import (
	"fmt"

	"synod/node"
)

// Lock is held by one client at most. An acquire takes it when nobody holds it, and
// a release by its holder frees it. Both may return True, or False when they did
// nothing: the lock was held, or was not held by this client.
var Lock = &Model{
	Name: "lock",
	Doc:  "held by one client at most, told apart by their names: acquire takes it when it is free, release by its holder frees it (the result may be True, or False when that could not be)",
	Ops:  []string{"acquire", "release"}, Keyed: true,
	Init:    holder(""),
	Step:    lockStep,
	check:   lockCheck,
	answers: lockAnswers,
}

// holder is the client that holds a lock; "" for nobody.
type holder string

// String returns who holds the lock.
func (h holder) String() string {
	if h == "" {
		return "free"
	}
	return "held by " + string(h)
}

func lockStep(state any, c Call) (any, bool, error) {
	before, after := state.(holder), holder("")
	done := before == holder(c.Client)
	if c.Op == "acquire" {
		done, after = before == "", holder(c.Client)
	}
	if c.Result == no && !c.Open {
		return before, !done, nil
	}
	return after, done, nil
}

func lockCheck(o *Operation) error {
	switch {
	case !isFlag(o.Result):
		return fmt.Errorf("got the result %v, want True, False or none", o.Result)
	case !o.Value.Absent():
		return fmt.Errorf("%s takes no value; the client is who holds the lock", o.Op)
	}
	return nil
}

// lockAnswers returns what an operation may return.
func lockAnswers(*Operation) []node.Value { return []node.Value{yes, no} }
