// Package fleet is the contract between the engine and the nodes it drives.
//
// A fleet is where nodes live: as processes of the operating system, or in
// this process. The engine cannot tell which, and a trace must not either: for
// the same calls every fleet returns the same effects, the same states and the
// same bytes on disk.
//
// A fleet is driven from one goroutine. The effects that a call returns are
// valid until the next call.
package fleet

import (
	"errors"
	"fmt"

	"synod/node"
	"synod/node/disk"
)

// Setup is what a fleet's nodes are started with.
type Setup struct {
	Protocol string        // its name
	Program  []byte        // what the protocol is made from; nil for one that is built in
	Configs  []node.Config // one for each node, in the order of their ids from 1
}

// Disk says what a node finds on its disk when it starts.
type Disk uint8

// The two ways to restart a node.
const (
	Keep Disk = iota // what was synced before; a disk that lost it is an error
	Wipe             // nothing, as if the disk had been replaced
)

// Fleet drives the nodes of one cluster. Only a node that is up takes Step,
// Crash and State; only one that is down takes Restart; the engine sees to that.
type Fleet interface {
	// Name is what --fleet calls this kind of fleet.
	Name() string
	// Reset starts over: every node of the setup is up, on an empty disk, and
	// has taken its start event, whose effects are returned in the order of the
	// ids. The first Reset starts the nodes, side by side; a later one keeps
	// what is running.
	Reset(Setup) ([][]node.Effect, error)
	// Step lets one node take one event, and returns the effects performed, in
	// order. Effects that come with an error were performed before it. When the
	// error is a *node.Died, the node died as the event or its disk wanted it
	// to, and is down. When NothingDone reports it, the node is as it was before.
	Step(id node.ID, ev *node.Event) ([]node.Effect, error)
	// Crash stops a node at once. What it had not synced is lost. A node that is
	// lost is one that was stopped.
	Crash(id node.ID) error
	// Restart starts a node that is down, and returns the effects of its start
	// event. When the error is a *Refused, the node would not start on what it
	// found on its disk, and is down still.
	Restart(id node.ID, d Disk) ([]node.Effect, error)
	// Fault says what is wrong with the disk of a node that is up, until it
	// crashes or is told otherwise.
	Fault(id node.ID, f disk.Faults) error
	// Damage harms the record file of a node that is down. The error is about
	// d, and nothing has changed.
	Damage(id node.ID, d disk.Damage) error
	// Pause stops a node that is up from running, and Resume lets it go on. A
	// paused node takes neither Step nor State; it may be crashed.
	Pause(id node.ID) error
	Resume(id node.ID) error
	// State returns the canonical encoding of a node's state.
	State(id node.ID) ([]byte, error)
	// Records returns the synced bytes of a node's record file. The node may be down.
	Records(id node.ID) ([]byte, error)
	// File returns the content of a file that a node published, and whether
	// there is one. The node may be down.
	File(id node.ID, name string) ([]byte, bool, error)
	// Check returns an error when a node is lost. It is cheap enough to be asked
	// at every event.
	Check() error
	// Lost reports whether a node is up as far as the engine knows and yet of no
	// more use: its process was ended from outside, or answers no longer. Reset
	// replaces it; Crash makes it one that is down.
	Lost(id node.ID) bool
	// Close stops every node, waits for it to be gone, and removes what is not
	// to be kept. It returns the first error, and may be called again.
	Close() error
}

// Error is a failure of the lab itself: a node that could not start, or went
// without being asked to. It says nothing about the protocol.
type Error struct {
	Node  node.ID // 0 when it is not one node's
	Doing string  // what was being done, such as "starting" or "delivering accept 3.1 X"
	Err   error
	Lost  bool // Node is lost, and nothing else is wrong: a Reset, or a Crash and a Restart, bring it up
}

// Error returns "n3: delivering accept 3.1 X: cause".
func (e *Error) Error() string {
	if e.Node == 0 {
		return fmt.Sprintf("%s: %v", e.Doing, e.Err)
	}
	return fmt.Sprintf("%v: %s: %v", e.Node, e.Doing, e.Err)
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Refused is a node that would not start on the disk that it found.
type Refused struct {
	Node node.ID
	Why  string
}

// Error returns "n2 does not start: why".
func (r *Refused) Error() string { return fmt.Sprintf("%v does not start: %s", r.Node, r.Why) }

// Doing says what a node was doing that took ev, for an Error: both fleets
// fail with the same words.
func Doing(p node.Protocol, ev *node.Event) string {
	switch ev.Kind {
	case node.EventDeliver:
		return string(ev.Message.Append([]byte("delivering ")))
	case node.EventTimer:
		return "firing " + p.TimerName(ev.Timer)
	case node.EventRequest:
		return "asking it to " + ev.Request.Op
	}
	return "starting"
}

// NothingDone reports whether err says that a machine took no step and the node is as
// it was: it came upon a mistake of its protocol, or the step needs one more choice.
func NothingDone(err error) bool {
	var mistake *node.HandlerError
	var choice *node.ChoiceWanted
	return errors.As(err, &mistake) || errors.As(err, &choice)
}
