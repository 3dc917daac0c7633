package child_test

import (
	"fmt"

	"synod/node/child"
)

// The first thing that a program does which starts nodes. In a process that was
// started as a node the call does not return.
func ExampleRunIfNode() {
	child.RunIfNode()
	fmt.Println("this process may start nodes:", child.Ready())
	// Output: this process may start nodes: true
}
