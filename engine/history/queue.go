package history

import (
	"errors"
	"fmt"
	"slices"

	"synod/node"
)

// Queue holds values in the order in which they were enqueued. A dequeue takes the
// first out and returns it, or returns None when there is none.
var Queue = &Model{
	Name: "queue",
	Doc:  "values in order: enqueue puts one at the end, dequeue takes the first out and returns it, or None when there is none",
	Ops:  []string{"enqueue", "dequeue"}, Keyed: true,
	Init:     items(""),
	Step:     queueStep,
	relevant: queueRelevant,
	check:    queueCheck,
}

func queueStep(state any, c Call) (any, bool, error) {
	queue := state.(items)
	if c.Op == "enqueue" {
		return queue.push(c.Value), true, nil
	}
	first, rest := queue.pop()
	return rest, c.Open || c.Result == first, nil
}

func queueCheck(o *Operation) error {
	switch {
	case o.Op == "enqueue" && o.Value.Absent():
		return errors.New("it enqueues None, want a value")
	case o.Op == "enqueue" && !o.Result.Absent():
		return fmt.Errorf("got the result %v, want none", o.Result)
	case o.Op == "dequeue" && !o.Value.Absent():
		return errors.New("a dequeue asks for no value; what it was told is its result")
	}
	return nil
}

// queueRelevant leaves out open enqueues of what no dequeue returned. Had one
// happened, it and the open dequeue that took it out, if one did, might as well not
// have: what was behind it comes no later without it.
func queueRelevant(calls []Call) []Call {
	taken := map[node.Value]bool{}
	for _, c := range calls {
		if c.Op == "dequeue" && !c.Open {
			taken[c.Result] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(calls), func(c Call) bool {
		return c.Open && c.Op == "enqueue" && !taken[c.Value]
	})
}
