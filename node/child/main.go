// Package child is the main loop of a node that is a process of its own, and the
// call that lets a program be one: RunIfNode.
//
// A controller starts the process, with [Variable] in its environment, writes a
// [wire.Boot] to its standard input and leaves it open. The node dials back, shakes hands and opens three
// streams: on the first it takes events, one at a time, on the second it
// answers questions about its state, even while an event keeps it busy, and
// on the third it sends diagnostics, a line each.
//
// # How it ends
//
// Standard input is the lifeline. When it ends, or the session does, the
// controller is gone, and so is the node, at once and whatever it was doing:
// it removes its own directory, if that was to go with it, and what else is
// left of the run and needed by nobody. It ends in the same way after a bye.
// A crash is a SIGKILL, so it is not handled here, or anywhere.
package child

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"synod/node"
	"synod/node/protocols"
	"synod/node/wire"
)

// The exit statuses of a node.
const (
	exitGone  = 0 // the controller has gone, or said bye
	exitUsage = 2 // no controller wrote a boot record
	exitLab   = 3 // the controller cannot be reached or makes no sense
)

// Usage is what a person reads who types "synod node".
const Usage = `synod node is one node of a cluster. The controller starts it and tells it over
its standard input what to do; by hand there is nothing to do with it.
To run a scenario: synod run FILE
`

// unmade is what a process reads that was started as a node by no controller.
const unmade = `the environment variable ` + Variable + ` makes this process a node of a cluster, and
no controller tells it over its standard input what to do (%v).
Unset ` + Variable + ` to run this program as usual, such as: synod run FILE
`

// bootTimeout is how long a controller may take to write the boot record.
const bootTimeout = 10 * time.Second

// Main runs a node until its controller is done with it, and returns the exit
// status for the process. Whatever cannot be said to a controller goes to stderr.
func Main(stdin io.Reader, stderr io.Writer) int {
	return MainWith(protocols.Make, stdin, stderr)
}

// MainWith is Main with protocols of the caller's own.
func MainWith(maker node.Maker, stdin io.Reader, stderr io.Writer) int {
	boot, err := readBoot(stdin, bootTimeout)
	if err != nil {
		fmt.Fprintf(stderr, unmade, err)
		return exitUsage
	}
	// A controller that is killed may leave the kernel to send SIGHUP, and a
	// pipe without a reader. Neither may keep the node from tidying up.
	signal.Ignore(syscall.SIGHUP, syscall.SIGPIPE)
	gone := lifeline(stdin)
	err = run(boot, maker, gone)
	if left(boot, gone) || err == nil {
		return exitGone
	}
	fmt.Fprintf(stderr, "%v: %v\n", boot.Node, err)
	return exitLab
}

// errDevice is a standard input that no controller made.
var errDevice = errors.New("it is a terminal or another device, want a pipe")

// readBoot reads what the controller writes at once, and waits for it no longer
// than limit.
func readBoot(stdin io.Reader, limit time.Duration) (wire.Boot, error) {
	if isTerminal(stdin) {
		return wire.Boot{}, errDevice
	}
	type result struct {
		boot wire.Boot
		err  error
	}
	read := make(chan result, 1)
	go func() {
		boot, err := wire.ReadBoot(stdin)
		read <- result{boot, err}
	}()
	select {
	case r := <-read:
		return r.boot, r.err
	case <-time.After(limit):
		return wire.Boot{}, fmt.Errorf("boot record: none within %v", limit)
	}
}

// isTerminal reports whether r is a device, such as the terminal of a person. A
// controller uses a pipe.
func isTerminal(r io.Reader) bool {
	f, ok := r.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// lifeline returns a channel that is closed when stdin ends.
func lifeline(stdin io.Reader) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		io.Copy(io.Discard, stdin)
		close(gone)
	}()
	return gone
}

// errSession is a session that ended without a bye.
var errSession = errors.New("session: the controller has closed it")

// run joins the controller of boot and serves it until it says bye, which is
// no error, or until the session ends or gone is closed.
func run(boot wire.Boot, maker node.Maker, gone <-chan struct{}) error {
	l, err := join(boot, gone)
	if err != nil {
		return err
	}
	defer l.session.Close()
	p := &process{boot: boot, make: maker, logf: l.logs.printf}
	done := make(chan error, 2)
	go func() { done <- p.serveEvents(l.events) }()
	go func() { done <- p.serveInspection(l.inspect) }()
	select {
	case err := <-done:
		if err == nil {
			<-l.session.CloseChan() // the controller hears the answer to its bye first
		}
		return err
	case <-l.session.CloseChan():
		return errSession
	case <-gone:
		return nil
	}
}
