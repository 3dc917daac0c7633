// Package engine is the lab: the world in which the nodes of one cluster
// live, with its network, its clock, its failures and its trace.
//
// A [World] holds what is pending, messages in flight and timers, and the
// virtual time. It moves only when it is told to, and one loop in one place
// (loop.go) picks the next event: in order of time, by seed, or by hand. A run
// is therefore a function of the calls made and the seed, and repeats to the
// byte, whichever fleet the nodes live in.
//
// Three rules for a caller:
//
//  1. A World belongs to one goroutine.
//  2. An error of type [*Violation] means that the protocol broke a property;
//     one of type [*fleet.Error] that the lab itself failed; every other error
//     means that the call made no sense, and that nothing has changed.
//  3. Close it: nodes may be processes.
//
// The engine knows no script and no terminal.
package engine
