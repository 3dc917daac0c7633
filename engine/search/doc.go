// Package search explores every state that a system of communicating machines
// can reach, or as many as there is room and time for.
//
// It is an explicit-state model checker that knows no protocol, no node and no
// script. A [System] describes slots (nodes, clients) that each have a small
// local state, the messages that slots send one another, the moves that a slot
// makes by itself (timers, crashes, requests) and one global watcher (a
// history, an observer of safety). Everything is canonical bytes: equal bytes
// are equal states. [Explore] searches; [Replay] walks a trace again and gives
// the states along it; a [Cursor] goes step by step.
//
// The network is unordered and delivers a message at most once. A drop need not
// be modelled: a lost message is one that is never delivered. A System that wants
// to name it has an outcome that is [Outcome.Lost], and one whose network can be
// divided is a [Gate]. What else may
// go wrong (a duplicate, a crash, a timeout) spends a unit of a budget, which
// is part of the state, so that there is an end to it.
//
// A delivery that React answers with nothing is no transition, and the message
// stays where it is. An outcome that React returns is a transition even when
// it changes nothing.
//
// Three rules for a System:
//
//  1. Its methods are functions of their arguments. They are called once for
//     each distinct argument and then remembered, from several goroutines.
//     [Options.Paranoid] finds the one that is not.
//  2. Local states are small and recur. A log, a counter or a time in them
//     makes every state a new one, and the search never ends.
//  3. What it is given is not its own: it changes no argument and keeps none.
//     What it returns it no longer touches.
//
// A search ends in one of five ways, and never claims more than it knows:
//
//	Holds     every reachable state was seen, and all is well
//	Violated  a property is violated; the trace is a shortest one, if breadth-first
//	Found     a goal is reached, likewise
//	NotFound  every reachable state was seen, and none is a goal
//	Unknown   a bound ended the search before it was done
//
// The answer is a function of the System and the Options, to the byte: the
// number of workers does not change it, only time and an interrupt do.
//
//	result, err := search.Explore(ctx, system, search.Options{MaxStates: 1e6})
//	if err == nil && result.Verdict == search.Violated {
//		states, err := search.Replay(system, search.Options{}, result.Trace)
//		…
//	}
//
// A staged search goes on from where another one got to: put one of those
// states into [Options.From].
package search
