package wire

import (
	"fmt"

	"synod/node"
	"synod/node/disk"
)

// Op says what a command asks for.
type Op uint8

// The commands. All belong on the stream of events but OpState, which belongs
// on the stream of inspection.
const (
	OpStart Op = iota // start the machine of Setup, in place of any other; answered with its effects
	OpStep            // take Event; answered with the effects performed
	OpBye             // close the disk and wait for the end of the connection
	OpState           // answered with the encoding of the machine's state
	OpFault           // let Faults be wrong with the disk
)

// Disk says what a machine is to find on its node's disk when it starts.
type Disk uint8

// The three ways to start a machine.
const (
	Create Disk = iota // nothing, or refuse
	Keep               // what was synced before, or refuse
	Wipe               // nothing, whatever was there
)

// Command is what a controller asks of a node.
type Command struct {
	Op     Op
	Setup  Setup       // start
	Event  *node.Event // step
	Faults disk.Faults // fault
}

// Setup is what a machine is started with.
type Setup struct {
	_        struct{} `cbor:",toarray"`
	Protocol string
	Program  []byte // what the protocol is made from; nil for one that is built in
	Config   node.Config
	Disk     Disk
}

// Outcome is a node's answer to a command.
type Outcome struct {
	Err     string             // what went wrong; empty means nothing
	Died    string             // step: why the node dies now, right after its answer; start: why it does not on this disk
	Mistake *node.HandlerError // start, step: the machine came upon a mistake of the protocol, and nothing was done
	Choice  *node.ChoiceWanted // step: nothing was done, since the step needs one more choice
	Effects []node.Effect      // start, step: as performed, in order
	State   []byte             // state
}

// command is a Command as it travels.
type command struct {
	_      struct{} `cbor:",toarray"`
	Op     Op
	Setup  *Setup
	Event  *event
	Faults *disk.Faults
}

// outcome is an Outcome as it travels.
type outcome struct {
	_       struct{} `cbor:",toarray"`
	Err     string
	Died    string
	Mistake *node.HandlerError
	Choice  *node.ChoiceWanted
	Effects []effect
	State   []byte
}

// check refuses a command that no controller sends.
func (c *command) check() error {
	switch {
	case c.Op > OpFault:
		return fmt.Errorf("%w: operation: got %d, want at most %d", ErrGarbage, c.Op, OpFault)
	case (c.Op == OpStart) != (c.Setup != nil), (c.Op == OpStep) != (c.Event != nil), (c.Op == OpFault) != (c.Faults != nil):
		return fmt.Errorf("%w: operation %d with the argument of another", ErrGarbage, c.Op)
	case c.Setup != nil && c.Setup.Disk > Wipe:
		return fmt.Errorf("%w: disk: got %d, want at most %d", ErrGarbage, c.Setup.Disk, Wipe)
	}
	return nil
}
