// Package sim is the fleet whose nodes live in this process.
//
// Every node is the same [host.Host] that runs in a process of its own
// elsewhere, on a [disk.Memory] in place of real files. The disk outlives a
// crash and holds what was synced; the host, with everything else, does not.
// Nothing here draws, waits, or starts a goroutine, so a run costs little more
// than its machines do.
package sim

import (
	"errors"
	"fmt"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/host"
	"synod/node/protocols"
)

// Fleet implements [fleet.Fleet]. Make one with New.
type Fleet struct {
	make     node.Maker
	protocol node.Protocol
	configs  []node.Config
	disks    []*disk.Faulty // of node i+1
	gone     error          // what Check returns: the first node that went by itself
	hosts    []*host.Host   // of node i+1; nil while it is down
}

var _ fleet.Fleet = (*Fleet)(nil)

// New returns a fleet without nodes: Reset makes them.
func New() *Fleet { return NewWith(protocols.Make) }

// NewWith is New with protocols of the caller's own.
func NewWith(maker node.Maker) *Fleet { return &Fleet{make: maker} }

// Name implements [fleet.Fleet].
func (f *Fleet) Name() string { return "sim" }

// Reset implements [fleet.Fleet].
func (f *Fleet) Reset(s fleet.Setup) ([][]node.Effect, error) {
	p, err := f.make(s.Protocol, s.Program)
	if err != nil {
		return nil, &fleet.Error{Doing: "starting", Err: err}
	}
	f.protocol, f.configs, f.gone = p, append(f.configs[:0], s.Configs...), nil
	f.size(len(s.Configs))
	effects := make([][]node.Effect, len(s.Configs))
	for i, cfg := range s.Configs {
		id := node.ID(i + 1)
		if cfg.Self != id {
			panic(fmt.Sprintf("sim: got the config of %v, want that of %v", cfg.Self, id))
		}
		if effects[i], err = f.start(id, host.Wipe); err != nil {
			return nil, &fleet.Error{Node: id, Doing: "starting", Err: err}
		}
	}
	return effects, nil
}

// size makes room for n nodes, all down. Disks there are stay, for their memory.
func (f *Fleet) size(n int) {
	f.hosts = make([]*host.Host, n)
	f.disks = f.disks[:min(n, len(f.disks))]
	for len(f.disks) < n {
		f.disks = append(f.disks, disk.NewFaulty(disk.NewMemory()))
	}
}

// start starts a node that is down.
func (f *Fleet) start(id node.ID, mode host.Mode) ([]node.Effect, error) {
	h, effects, err := host.Start(f.protocol, f.configs[id-1], f.disks[id-1], mode)
	if err != nil {
		return nil, err
	}
	f.hosts[id-1] = h
	return effects, nil
}

// Step implements [fleet.Fleet].
func (f *Fleet) Step(id node.ID, ev *node.Event) ([]node.Effect, error) {
	effects, err := f.up(id).Step(ev)
	if err == nil || fleet.NothingDone(err) {
		return effects, err
	}
	var died *node.Died
	if errors.As(err, &died) {
		return effects, errors.Join(died, f.Crash(id))
	}
	err = &fleet.Error{Node: id, Doing: fleet.Doing(f.protocol, ev), Err: err}
	if f.gone == nil {
		f.gone = err
	}
	return effects, err
}

// up returns the host of a node that is up.
func (f *Fleet) up(id node.ID) *host.Host {
	h := f.hosts[id-1]
	if h == nil {
		panic(id.String() + " is down, want it up")
	}
	return h
}

// Crash implements [fleet.Fleet]. The disk keeps what was synced, and its faults
// end with the node, as they do where the node is a process.
func (f *Fleet) Crash(id node.ID) error {
	f.up(id)
	f.hosts[id-1] = nil
	f.disks[id-1].Crash()
	return nil
}

// Fault implements [fleet.Fleet].
func (f *Fleet) Fault(id node.ID, faults disk.Faults) error {
	f.up(id)
	return f.disks[id-1].Set(faults)
}

// Damage implements [fleet.Fleet].
func (f *Fleet) Damage(id node.ID, d disk.Damage) error {
	return d.Apply(f.disks[id-1], id.String())
}

// Pause implements [fleet.Fleet]. A node here runs only when it is told to.
func (f *Fleet) Pause(node.ID) error { return nil }

// Resume implements [fleet.Fleet].
func (f *Fleet) Resume(node.ID) error { return nil }

// Restart implements [fleet.Fleet].
func (f *Fleet) Restart(id node.ID, d fleet.Disk) ([]node.Effect, error) {
	if f.hosts[id-1] != nil {
		panic(id.String() + " is up, want it down")
	}
	mode := host.Keep
	if d == fleet.Wipe {
		mode = host.Wipe
	}
	effects, err := f.start(id, mode)
	switch {
	case disk.IsUnfit(err):
		return nil, &fleet.Refused{Node: id, Why: err.Error()}
	case err != nil:
		return nil, &fleet.Error{Node: id, Doing: "starting", Err: err}
	}
	return effects, nil
}

// State implements [fleet.Fleet].
func (f *Fleet) State(id node.ID) ([]byte, error) { return f.up(id).AppendState(nil), nil }

// Records implements [fleet.Fleet].
func (f *Fleet) Records(id node.ID) ([]byte, error) {
	b, exists, err := f.disks[id-1].Load()
	if err == nil && !exists {
		err = disk.ErrMissing
	}
	if err != nil {
		return nil, &fleet.Error{Node: id, Doing: "reading its records", Err: err}
	}
	return b, nil
}

// File implements [fleet.Fleet].
func (f *Fleet) File(id node.ID, name string) ([]byte, bool, error) {
	b, exists, err := f.disks[id-1].ReadFile(name)
	if err != nil {
		return nil, false, &fleet.Error{Node: id, Doing: "reading its file " + name, Err: err}
	}
	return b, exists, nil
}

// Check implements [fleet.Fleet]. A node here goes by itself only when its
// disk refuses what it writes.
func (f *Fleet) Check() error { return f.gone }

// Lost implements [fleet.Fleet]. Nothing outside can end a node here.
func (f *Fleet) Lost(node.ID) bool { return false }

// Close implements [fleet.Fleet].
func (f *Fleet) Close() error {
	f.hosts, f.disks, f.configs, f.gone = nil, nil, nil, nil
	return nil
}
