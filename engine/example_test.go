package engine_test

import (
	"context"
	"fmt"
	"time"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/paxos"
	"synod/node/paxos/observer"
)

// A world is a cluster in which nothing happens between two calls.
func Example() {
	protocol := paxos.Protocol{}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: protocol,
		Nodes:    3,
		Fleet:    sim.New(),
		Latency:  engine.Constant(time.Millisecond),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer w.Close()
	if _, err := w.Crash(3); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
		fmt.Println(err)
		return
	}
	quiet, err := w.Settle(time.Second)
	fmt.Println("quiet:", quiet, err)
	fmt.Println("chosen:", w.Judge().Own().(*observer.Observer).Chosen())
	// Output:
	// quiet: true <nil>
	// chosen: [X at 1.1 by n1 n2]
}
