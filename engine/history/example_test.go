package history_test

import (
	"fmt"
	"time"

	"synod/engine/history"
	"synod/node"
)

// at returns a moment of a history that is written by hand.
func at(ms int) history.Moment { return history.Moment{Time: time.Duration(ms) * time.Millisecond} }

// A read that returns what another one has already seen replaced fits no order.
func ExampleJudge() {
	h, err := history.New([]history.Operation{
		{Client: "alice", Op: "write", Value: node.Value("1"), Outcome: history.OK, Invoked: at(0), Returned: at(1)},
		{Client: "alice", Op: "write", Value: node.Value("2"), Outcome: history.OK, Invoked: at(2), Returned: at(3)},
		{Client: "bob", Op: "read", Result: node.Value("1"), Outcome: history.OK, Invoked: at(4), Returned: at(5)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	j, err := history.Judge(h, history.Register, history.DefaultBudget)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(j)
	// Output:
	// not linearizable as register
	// these 3 operations fit no order:
	//   client  operation  invoked  returned  outcome
	//   alice   write 1    0ms      1ms       ok
	//   alice   write 2    2ms      3ms       ok
	//   bob     read       4ms      5ms       ok 1
	// bob's read returned 1; 2 would fit
}
