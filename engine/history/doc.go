// Package history is what clients saw of a system, and the judge of whether it
// can be explained.
//
// A [History] is a list of operations, each from its invocation to its return,
// with a result when there is one. It is linearizable when every operation can
// be given one point between its two ends so that the results are those of a
// single machine that takes the operations one at a time: Herlihy and Wing,
// "Linearizability: A Correctness Condition for Concurrent Objects". What that
// machine does is a [Model].
//
// An operation has a name, arguments by name and, when it is ok, the fields of a
// reply by name. Two arguments mean the same everywhere: "value" is what is asked
// for, and "key" says which of many machines of a kind it is about. What was told is
// the reply's field "value". Models read these and say in their Doc what else.
//
// Three rules for a reader of results:
//
//  1. An operation that is [OK] happened between its ends. One that is [Fail]
//     surely did not happen, and is left out. One that is [Unknown] may have
//     happened at any time from its invocation on, or never, whenever its
//     client gave up.
//  2. [Judge] is bounded by a number of steps and by nothing else, so a verdict
//     is the same on every machine. When the steps are spent it is [Undecided],
//     never [Holds].
//  3. A violated history comes with a [Window]: operations whose results fit no
//     order, of which none can be left out.
//
// The search itself is porcupine's. What cannot matter is taken out before it
// begins, so that a run with a hundred crashed clients is judged as fast as one
// without.
//
// The package knows no world and no script.
package history
