package script_test

import (
	"context"
	"fmt"
	"os"

	"synod/script"
)

// A scenario runs in the simulator, in this process, unless Options say
// otherwise. What it prints and its trace go to one writer.
func Example() {
	s := script.New(context.Background(), script.Options{Out: os.Stdout})
	defer s.Close()
	err := s.Run("one.star", "", `
cluster(1)
result = submit(1, "X")
print(result.value, result.rounds)
`)
	fmt.Println("status", script.Status(err))
	// Output:
	//     1       0ms  n1        propose X                   ballot 1.1
	//   2       1ms  n1 -> n1  prepare 1.1                 promise, no vote
	//   3       2ms  n1 -> n1  promise 1.1, no vote        promise 1 of 1
	//   4       2ms  n1        quorum 1/1 at 1.1: proposes X
	//   5       3ms  n1 -> n1  accept 1.1 X                accepted
	//   6       3ms  lab       chosen: X at 1.1 by n1
	//   7       4ms  n1 -> n1  accepted 1.1 X              vote 1 of 1
	//   8       4ms  n1        chosen X at 1.1, 1/1 accepted
	// X 1
	// status 0
}

// A scenario that fails says where, and what would be right.
func ExampleSession_Explain() {
	s := script.New(context.Background(), script.Options{Out: os.Stdout, Trace: script.TraceOff})
	defer s.Close()
	err := s.Run("wrong.star", "", `
cluster(3)
crash(4)
`)
	fmt.Print(s.Explain(err))
	fmt.Println("status", script.Status(err) == script.StatusScript)
	// Output:
	// wrong.star:3:6: crash: for parameter node: there is no node 4, want one of 1, 2, 3
	//     crash(4)
	//     ^~~~~~~~
	// status true
}

// A script is given arguments and a seed, and what it does is a function of
// them. Here any pending event may be next, as the seed draws.
func ExampleOptions() {
	for seed := range uint64(3) {
		s := script.New(context.Background(), script.Options{
			Out:   os.Stdout,
			Trace: script.TraceOff,
			Seed:  seed + 1,
			Args:  map[string]string{"nodes": "5"},
		})
		err := s.Run("random.star", "", `
c = cluster(int(args("nodes", 3)), order = "random")
print("seed", c.seed, "takes", submit(1, "X").messages, "messages")
`)
		fmt.Print(s.Explain(err))
		s.Close()
	}
	// Output:
	// seed 1 takes 36 messages
	// seed 2 takes 35 messages
	// seed 3 takes 39 messages
}
