// Command synod is a scriptable chaos lab for consensus: it runs scenarios
// written in Starlark on a cluster whose network, clock and failures it owns.
//
// The exit status is 0 when all held; 1 when an assertion, a property or an
// invariant failed, a script said fail(…), or a golden differs; 2 when the script or the command line
// is wrong; 3 when the lab itself failed, was interrupted or was not done by its
// --timeout, so that there is no verdict. Prints and the trace go to standard output, everything else to
// standard error.
package main

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"synod/engine/fleet/process"
	"synod/node/child"
)

func main() {
	child.RunIfNode() // before all else: a run may start many
	os.Exit(command(os.Args[1:]))
}

// maxStack bounds the stack of a goroutine, in bytes. Starlark goes into a list in
// a list as deep as it goes, and what does not fit on the stack ends the program
// with a dump of it; the bound on the memory of values is met before that.
const maxStack = 16 << 30

// command performs a command line and returns the exit status. The first
// signal interrupts what runs, so that nodes are stopped and their directories
// removed; the second one ends the program at once. See ending.
func command(args []string) int {
	debug.SetMaxStack(maxStack)
	signal.Ignore(syscall.SIGPIPE) // a write says so instead; see outlet
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)

	c := newConsole(os.Stdin, os.Stdout, os.Stderr)
	c.ending = newEnding(c, cancel)
	defer c.ending.release()
	defer process.Abandon() // of what could not be interrupted, if there is such
	c.out.cancel = func() { c.ending.begin(errOutput) }
	root := newRoot(c)
	root.SetArgs(args)
	executed, err := root.ExecuteContextC(ctx)
	c.ending.notice()
	c.gauge.set("")
	return c.out.settle(c.err, report(c.err, executed, err))
}
