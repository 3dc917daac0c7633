// Package explore searches everything that can come of a world: every order in
// which its messages may arrive, and within budgets timers, crashes at every
// crash point, restarts, wiped disks and duplicates.
//
// The nodes that are searched are the machines that run everywhere else. What
// the search knows of the world is an [engine.Snapshot]; the search itself is
// package search, which knows nothing of consensus.
//
// # What needs no budget
//
// A lost message is one that never arrives, and in a search every message may
// take for ever. So is a partition, which is the loss of some messages, and so
// is a message that comes after others that were sent later. Time does not
// pass: a timer that is set may fire whenever there is one left to fire.
//
// A timer that only sends again never fires: what it would send has been sent,
// and may be on its way, or arrive twice if there is a duplicate left. So the
// timers that are left are the retries of proposers that were refused.
//
// # What clients are told
//
// [Options.Linearizable] asks besides whether the answers that clients get can be
// explained, by one of the models of package history. Part of a state is then of
// each operation whether it began, which others had returned by then, and what it
// returned: which came first is known, and when is not. It is the history that
// Stateright's register models carry. Safety properties see no answers, so nothing but
// dead messages is left out of such a search.
//
// # What is left out
//
// [Options.Reduce] leaves out what makes no difference. Messages that can no
// longer do anything are forgotten, whatever the search is for, and the search
// checks afterwards that they could not. When nobody looks at more than the
// safety properties, all of them, it goes further, by what a [node.Reducer]
// says:
//
//   - Messages that nobody needs any more are forgotten, such as a no to a
//     proposer that has given up.
//   - Answers that count only once there are enough arrive right before that.
//   - A crash that loses nothing is a delay. Whether it loses something is not
//     a matter of belief: the node starts again on its disk, and is compared.
//   - Of the votes those are remembered that can still choose something.
//
// And nodes of which clients ask nothing, and which were set up alike, are taken
// for one another as long as nobody looks who could tell them apart: see
// [search.Symmetric]. How many states that spares is counted, to the last one.
//
// None of these moves a violation farther away. That is argued where it is
// decided, and tested: every rule's counterexample is as short, and every
// history of proposals and votes is still there.
package explore
