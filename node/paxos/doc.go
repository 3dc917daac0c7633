// Package paxos is the single-decree Synod: proposer, acceptor and learner of
// one node in one [node.Machine].
//
// The algorithm is the one of Lamport's "The Part-Time Parliament" (1998),
// section 2, in the words of "Paxos Made Simple" (2001). Each file holds one
// part of it and names the section that it follows:
//
//	acceptor.go   promises and votes, and what must be durable first  (2.2)
//	proposer.go   phase 1, the choice of a value, phase 2             (2.2)
//	progress.go   what happens when no answer, or a no, comes back    (2.4)
//	request.go    what a client may ask, and by hand
//	learner.go    what is known to be chosen                          (2.3)
//	rules.go      the rules, each of which can be switched off
//
// Three things are worth knowing before reading on.
//
//  1. A proposal runs by itself or by hand, never both. By itself it asks
//     everybody, resends, and retries with a higher ballot until a value is
//     chosen. By hand it contacts exactly whom it is told to, sets no timer and
//     never retries, so that a script can build any schedule that the
//     algorithm allows, late and useless messages included.
//  2. The state is [state], all of it. Its first part is what the records on
//     the disk say, the rest dies with a crash. What no longer matters is
//     cleared, so that states that behave alike encode alike.
//  3. An outcome is remarked once it is true: a promise after its sync, just
//     before it is sent; a counted vote at once.
//
// A proposal of n1 among three nodes that nothing disturbs is ten messages on
// the network. Those between n1 and n2 are, with what came of each:
//
//	n1 -> n2  prepare 1.1           promise, no vote
//	n2 -> n1  promise 1.1, no vote  promise 2 of 2
//	n1                              quorum 2/3 at 1.1: proposes X
//	n1 -> n2  accept 1.1 X          accepted
//	n2 -> n1  accepted 1.1 X        vote 2 of 2
//	n1                              chosen X at 1.1, 2/3 accepted
//	n1 -> n2  learn X               learned X
package paxos
