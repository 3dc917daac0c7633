// Package node is the contract between a consensus protocol and everything
// that runs it.
//
// A protocol is a [Machine]: a pure step that takes one [Event] and appends
// the [Effects] it wants, in order. It has no goroutine, no clock, no input or
// output, no randomness and no map order, so the same events always give the
// same effects. The same machine therefore runs as a real process with a real
// disk, inside the simulator, and under search, and cannot tell which.
//
// # Three rules for whoever writes a machine
//
//  1. Effects are performed in the order they were appended, and the machine
//     may be killed between any two of them. Whatever a message depends on is
//     written and synced before the message is sent.
//  2. State is small plain data with one canonical encoding. Two states that
//     behave alike encode alike, so counters, logs and statistics live
//     outside the machine: search depends on states that recur.
//  3. Anything random is asked for and not drawn: a timer names the shortest
//     and the longest time it may take, and the engine draws.
//
// # Three rules for whoever runs one
//
//  1. Step is called from one goroutine, one event at a time.
//  2. The first event is [EventStart] with the records that the disk held.
//  3. After a crash the machine is thrown away. A new one gets EventStart with
//     what was synced, and nothing else.
//
// A message, a record on the disk: all of them are a [Message], a kind and
// named fields, so that rules, traces and scripts match on them without
// knowing the protocol.
package node
