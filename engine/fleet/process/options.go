package process

import (
	"errors"
	"fmt"
	"os"
	"time"

	"synod/node"
	"synod/node/child"
	"synod/node/protocols"
)

// Options says how nodes are started. The zero Options starts this binary, in
// a temporary directory.
type Options struct {
	Program  string        // the binary of a node: a synod, or one that calls child.RunIfNode; "" is this one
	Args     []string      // its arguments; nil is "node"
	Env      []string      // what it finds in its environment beside the controller's
	DataDir  string        // holds n1, n2 and so on, and stays; "" is a temporary one, which goes
	Patience time.Duration // how long a node may take over one call; 0 is 30s
	Boot     time.Duration // how long a node may take to start; 0 is 10s

	// Logf takes diagnostics, a line each; nil drops them. It is called from
	// several goroutines, and must not call the fleet.
	Logf func(format string, args ...any)
	// Make makes a protocol; nil is protocols.Make. The nodes have their own.
	Make node.Maker

	named bool // Program is the caller's
}

// unmet says of a process that did not become a node what it had to be.
func (o *Options) unmet(err error) error {
	if !o.named {
		return err
	}
	return fmt.Errorf("%w; want %s to be a synod, or a program that calls child.RunIfNode() of synod/node/child first", err, o.Program)
}

// How a program that starts nodes of its own kind has to be made.
var (
	errNotReady = errors.New(`this program cannot be a node, and so cannot start any as processes: ` +
		`call child.RunIfNode() of synod/node/child first thing in main or TestMain, or name a synod as the Program of the options, or run the nodes in the simulator, fleet "sim"`)
	errMarked = errors.New(`this process was itself started as a node (` + child.Variable + ` is in its environment), and a node starts no others: ` +
		`call child.RunIfNode() of synod/node/child before anything else in main or TestMain`)
)

// mayStart returns an error when a node would not be one, but what this program
// is: a process that starts nodes, each of which starts nodes.
func (o *Options) mayStart() error {
	switch {
	case child.Marked():
		return errMarked
	case o.Program == "" && !child.Ready():
		return errNotReady
	}
	return nil
}

// fill puts the defaults in place.
func (o *Options) fill() error {
	if err := o.mayStart(); err != nil {
		return err
	}
	o.named = o.Program != ""
	if !o.named {
		program, err := os.Executable()
		if err != nil {
			return err
		}
		o.Program = program
	}
	if o.Args == nil {
		o.Args = []string{"node"}
	}
	if o.Patience == 0 {
		o.Patience = 30 * time.Second
	}
	if o.Boot == 0 {
		o.Boot = 10 * time.Second
	}
	if o.Logf == nil {
		o.Logf = func(string, ...any) {}
	}
	if o.Make == nil {
		o.Make = protocols.Make
	}
	return nil
}
