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
package explore
