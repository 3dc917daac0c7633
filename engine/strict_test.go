package engine_test

import (
	"errors"
	"fmt"
	"testing"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
)

// strictFleet holds the engine to the contract of a fleet: a simulated fleet
// forgives calls on which a real process would hang. It also fails where a test
// wants it to.
type strictFleet struct {
	fleet.Fleet
	t      testing.TB
	up     []bool // by id; 0 is unused
	paused []bool
	fails  string // the method that fails
	lost   map[node.ID]bool
}

// lose ends a node as somebody does who kills its process.
func (f *strictFleet) lose(id node.ID) {
	if f.lost == nil {
		f.lost = map[node.ID]bool{}
	}
	f.lost[id] = true
}

// loss is the error of a node that is lost.
func (f *strictFleet) loss(id node.ID) error {
	return &fleet.Error{Node: id, Doing: "running", Err: errBroken, Lost: true}
}

// Lost implements [fleet.Fleet].
func (f *strictFleet) Lost(id node.ID) bool { return f.lost[id] }

// errBroken is how a strictFleet fails.
var errBroken = errors.New("the wire is cut")

func newStrictFleet(t testing.TB, f fleet.Fleet) *strictFleet { return &strictFleet{Fleet: f, t: t} }

// runs complains unless a node can be talked to.
func (f *strictFleet) runs(method string, id node.ID) error {
	f.t.Helper()
	if !f.up[id] || f.paused[id] || f.lost[id] {
		f.t.Fatalf("%s of %v: got up %t and paused %t, want it up and running", method, id, f.up[id], f.paused[id])
	}
	return f.broken(method)
}

// down complains unless a node is.
func (f *strictFleet) down(method string, id node.ID) error {
	f.t.Helper()
	if f.up[id] {
		f.t.Fatalf("%s of %v: got it up, want it down", method, id)
	}
	return f.broken(method)
}

// broken returns the error that a test wants of a method.
func (f *strictFleet) broken(method string) error {
	if f.fails == method {
		return fmt.Errorf("%s: %w", method, errBroken)
	}
	return nil
}

// Reset implements [fleet.Fleet].
func (f *strictFleet) Reset(s fleet.Setup) ([][]node.Effect, error) {
	for id, paused := range f.paused {
		if paused && !f.lost[node.ID(id)] {
			f.t.Errorf("Reset: got n%d paused, want every process running", id)
		}
	}
	clear(f.lost)
	f.up, f.paused = make([]bool, len(s.Configs)+1), make([]bool, len(s.Configs)+1)
	for id := range f.up {
		f.up[id] = true
	}
	if err := f.broken("Reset"); err != nil {
		return nil, err
	}
	return f.Fleet.Reset(s)
}

// Step implements [fleet.Fleet].
func (f *strictFleet) Step(id node.ID, ev *node.Event) ([]node.Effect, error) {
	if err := f.runs("Step", id); err != nil {
		return nil, err
	}
	if f.fails == "a step, for ever" {
		f.lose(id)
		return nil, f.loss(id)
	}
	effects, err := f.Fleet.Step(id, ev)
	var died *node.Died
	if errors.As(err, &died) {
		f.up[id] = false
	}
	return effects, err
}

// Crash implements [fleet.Fleet].
func (f *strictFleet) Crash(id node.ID) error {
	if !f.up[id] {
		f.t.Fatalf("Crash of %v: got it down, want it up", id)
	}
	f.up[id], f.paused[id] = false, false
	delete(f.lost, id)
	if err := f.broken("Crash"); err != nil {
		return err
	}
	return f.Fleet.Crash(id)
}

// Restart implements [fleet.Fleet].
func (f *strictFleet) Restart(id node.ID, d fleet.Disk) ([]node.Effect, error) {
	if err := f.down("Restart", id); err != nil {
		return nil, err
	}
	effects, err := f.Fleet.Restart(id, d)
	f.up[id] = err == nil
	return effects, err
}

// Fault implements [fleet.Fleet].
func (f *strictFleet) Fault(id node.ID, faults disk.Faults) error {
	if err := f.runs("Fault", id); err != nil {
		return err
	}
	return f.Fleet.Fault(id, faults)
}

// Damage implements [fleet.Fleet].
func (f *strictFleet) Damage(id node.ID, d disk.Damage) error {
	if err := f.down("Damage", id); err != nil {
		return err
	}
	return f.Fleet.Damage(id, d)
}

// Pause implements [fleet.Fleet].
func (f *strictFleet) Pause(id node.ID) error {
	if err := f.runs("Pause", id); err != nil {
		return err
	}
	f.paused[id] = true
	return f.Fleet.Pause(id)
}

// Resume implements [fleet.Fleet].
func (f *strictFleet) Resume(id node.ID) error {
	if !f.up[id] || !f.paused[id] {
		f.t.Fatalf("Resume of %v: got up %t and paused %t, want it up and paused", id, f.up[id], f.paused[id])
	}
	f.paused[id] = false
	if err := f.broken("Resume"); err != nil {
		return err
	}
	return f.Fleet.Resume(id)
}

// State implements [fleet.Fleet].
func (f *strictFleet) State(id node.ID) ([]byte, error) {
	if err := f.runs("State", id); err != nil {
		return nil, err
	}
	return f.Fleet.State(id)
}

// Records implements [fleet.Fleet].
func (f *strictFleet) Records(id node.ID) ([]byte, error) {
	if err := f.broken("Records"); err != nil {
		return nil, err
	}
	return f.Fleet.Records(id)
}

// File implements [fleet.Fleet].
func (f *strictFleet) File(id node.ID, name string) ([]byte, bool, error) {
	if err := f.broken("File"); err != nil {
		return nil, false, err
	}
	return f.Fleet.File(id, name)
}

// Check implements [fleet.Fleet].
func (f *strictFleet) Check() error {
	for id := range f.up {
		if f.lost[node.ID(id)] {
			return f.loss(node.ID(id))
		}
	}
	if err := f.broken("Check"); err != nil {
		return err
	}
	return f.Fleet.Check()
}

// Close implements [fleet.Fleet].
func (f *strictFleet) Close() error { return errors.Join(f.broken("Close"), f.Fleet.Close()) }
