package node_test

import (
	"fmt"

	"synod/node"
	"synod/node/paxos"
)

// A machine is handed one event at a time, and says what it wants done, in order.
// Here an acceptor hears of a ballot for the first time: it makes its promise
// durable before it sends it.
func ExampleMachine() {
	m, err := paxos.Protocol{}.New(node.Config{Self: 2, Nodes: 3})
	if err != nil {
		fmt.Println(err)
		return
	}
	var effects node.Effects
	m.Step(&node.Event{Kind: node.EventStart}, &effects)
	effects = effects[:0]
	m.Step(&node.Event{Kind: node.EventDeliver, From: 1, Message: paxos.Message{What: paxos.Prepare, Ballot: node.Ballot{Round: 3, Node: 1}}}, &effects)
	for _, e := range effects {
		switch e.Kind {
		case node.EffectWrite:
			fmt.Printf("write %s\n", e.Message.Append(nil))
		case node.EffectSync:
			fmt.Println("sync")
		case node.EffectSend:
			fmt.Printf("send %v %s\n", e.To, e.Message.Append(nil))
		}
	}
	// Output:
	// write promised 3.1
	// sync
	// send n1 promise 3.1, no vote
}
