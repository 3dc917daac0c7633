// Package shrink makes a short story of a long run that broke a property.
//
// A run is taken apart into choices, an [explore.Step] each: what clients asked
// for, crashes and restarts, disks that failed, timers that fired, and which
// message arrived when. Everything else follows from those, so the run can be
// told again in a world where nothing moves by itself, and told with less in it.
// What is left out did not happen: a message that is not delivered is lost, and
// so are a cut, a partition and a rule of the network nothing but messages that
// never arrive. A choice that makes no sense any more is skipped.
//
// What breaks is a property of the protocol, an invariant of a script, or that
// what clients were told fits an order ([Untrue]): the history of the run is then
// judged after every event.
//
// Three things are kept whatever is left out: the same property breaks, the run
// gets no longer, and the answer is a function of the run. A run that was shrunk
// is shrunk no further.
//
// # What is tried
//
// Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating
// Failure-Inducing Input", 2002) over what came from outside first, then over
// deliveries and timers; milder failures; fewer nodes; shorter values; an order
// in which one thing leads to the next. When little enough is left, a
// breadth-first search with exactly the requests and failures that are left
// looks for a shorter way. If it comes to its end without one, there is none.
//
// # How an event is named
//
// By what a message says, if there is such a message; or else by its sender, its
// receiver, its kind, and which of those it was. Ballots and values change when
// something before them is left out, and the name has to outlive that.
package shrink
