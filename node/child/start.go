package child

import (
	"os"
	"sync/atomic"

	"synod/node"
	"synod/node/protocols"
)

// Variable is the environment variable that tells a process that it is a node.
// A controller sets it, to the node's name, for each process that it starts and
// for nothing else; RunIfNode removes it before the node starts anything.
const Variable = "SYNOD_NODE"

// RunIfNode makes this process a node if a controller started it as one, and
// then never returns. Otherwise it returns at once, and from then on this
// program may start nodes: each is the same program once more, which gets as
// far as this call. So the call comes first in main, or in TestMain:
//
//	func main() {
//		child.RunIfNode()
//		…
//	}
//
// Nodes of a program that does not make this call would do what the program
// does, which is to start nodes. Hence a program that has not made it is refused
// the fleet of processes.
func RunIfNode() { RunIfNodeWith(protocols.Make) }

// RunIfNodeWith is RunIfNode with protocols of the caller's own.
func RunIfNodeWith(maker node.Maker) {
	if !Marked() {
		ready.Store(true)
		return
	}
	os.Unsetenv(Variable) // no process that the node starts is a node
	os.Exit(MainWith(maker, os.Stdin, os.Stderr))
}

// ready is whether RunIfNode has returned.
var ready atomic.Bool

// Ready reports whether this program has called RunIfNode, so that a process
// that it starts from its own binary becomes a node.
func Ready() bool { return ready.Load() }

// Marked reports whether this process was started as a node and has not become
// one. Such a process must not start nodes.
func Marked() bool { return os.Getenv(Variable) != "" }
