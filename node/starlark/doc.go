// Package starlark makes machines out of protocols that are written in Starlark.
//
// A script defines a protocol with functions: one for each kind of message, for each
// thing that clients can ask, and for each timer. [Define] writes them down as a
// program, with everything that they use, and [Load] makes the same protocol of a
// program anywhere else: in the process of a node, in the simulator, in a recording.
//
//	p, err := starlark.Define(starlark.Definition{
//		Name:     "counter",
//		State:    state,    // {"count": 0}
//		Requests: requests, // {"add": on_add}
//		Messages: messages, // {"gossip": on_gossip}
//	}, sources)
//	...
//	p, err = starlark.Load(p.Program()) // elsewhere
//
// # Three rules for the author of a handler
//
//  1. A handler knows its node by self, and nothing else of the world: no verb of a
//     scenario, no clock, no randomness. What it keeps it assigns to a field of self.
//  2. What is read from a state or a message is frozen. A field is assigned anew.
//  3. Whatever a message depends on is saved before the message is sent: the node may
//     die between any two things that a handler does.
//
// # Three rules for a caller
//
//  1. Functions are captured when Define is called. What a script does to its values
//     later changes nothing, and every machine works on values that are frozen.
//  2. A machine is a [node.Failing]: after a step that a mistake of the handler ended,
//     it is in the state of before, and its error is a *[node.HandlerError].
//  3. Values are canonical: dicts and sets are in the order of their keys, so that
//     states with equal contents have equal encodings.
package starlark
