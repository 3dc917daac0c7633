package process

import (
	"os"
	"time"

	"synod/node"
	"synod/node/protocols"
)

// Options says how nodes are started. The zero Options starts this binary, in
// a temporary directory.
type Options struct {
	Program  string        // the binary of a node; "" is this one
	Args     []string      // its arguments; nil is "node"
	Env      []string      // what it finds in its environment beside the controller's
	DataDir  string        // holds n1, n2 and so on, and stays; "" is a temporary one, which goes
	Patience time.Duration // how long a node may take over one call; 0 is 30s
	Boot     time.Duration // how long a node may take to start; 0 is 10s

	// Logf takes diagnostics, a line each; nil drops them. It is called from
	// several goroutines, and must not call the fleet.
	Logf func(format string, args ...any)
	// Lookup finds a protocol; nil is protocols.Lookup. The nodes have their own.
	Lookup func(name string) (node.Protocol, error)
}

// fill puts the defaults in place.
func (o *Options) fill() error {
	if o.Program == "" {
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
	if o.Lookup == nil {
		o.Lookup = protocols.Lookup
	}
	return nil
}
