package process

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/wire"
)

// Fleet implements [fleet.Fleet]. Make one with New.
type Fleet struct {
	options  Options
	place    *place
	forker   *forker
	door     *door
	protocol node.Protocol
	program  []byte // of the protocol; nil for one that is built in
	configs  []node.Config
	members  []*member                   // of node i+1; nil while it is down
	gone     atomic.Pointer[fleet.Error] // the first node that went by itself
	closed   bool
	err      error // what Close returned
}

var _ fleet.Fleet = (*Fleet)(nil)

// New returns a fleet without nodes. Reset makes them, and whatever they need;
// what is wrong with o shows there.
func New(o Options) *Fleet { return &Fleet{options: o} }

// Name implements [fleet.Fleet].
func (f *Fleet) Name() string { return "processes" }

// Reset implements [fleet.Fleet]. The first one never removes anything: a data
// directory in use is refused.
func (f *Fleet) Reset(s fleet.Setup) ([][]node.Effect, error) {
	for i, cfg := range s.Configs {
		if id := node.ID(i + 1); cfg.Self != id {
			panic(fmt.Sprintf("process: got the config of %v, want that of %v", cfg.Self, id))
		}
	}
	mode := wire.Wipe
	if f.door == nil {
		mode = wire.Create
	}
	if err := f.prepare(s); err != nil {
		return nil, &fleet.Error{Doing: "starting", Err: err}
	}
	f.gone.Store(nil)
	effects := make([][]node.Effect, len(s.Configs))
	err := together(len(s.Configs), func(i int) (err error) {
		effects[i], err = f.start(node.ID(i+1), mode)
		return err
	})
	if err != nil {
		return nil, err
	}
	f.noteLosses()
	return effects, nil
}

// prepare makes everything ready for the nodes of s and ends those that are
// not among them, or no longer good for anything.
func (f *Fleet) prepare(s fleet.Setup) error {
	if f.closed {
		return errors.New("fleet is closed")
	}
	if err := f.open(); err != nil {
		return err
	}
	p, err := f.options.Make(s.Protocol, s.Program)
	if err != nil {
		return err
	}
	f.protocol, f.program, f.configs = p, s.Program, s.Configs
	if err := f.wake(); err != nil {
		return err
	}
	for i, m := range f.members {
		id := node.ID(i + 1)
		extra := i >= len(s.Configs)
		if m != nil && (extra || m.isLost()) {
			err = errors.Join(err, f.kill(id))
		}
		if extra {
			err = errors.Join(err, f.place.forget(id))
		}
	}
	members := make([]*member, len(s.Configs))
	copy(members, f.members)
	f.members = members
	return err
}

// start lets a node start a machine, in a process that it has or gets; in another
// one if that which it has turns out to be lost. A node that cannot start is down.
func (f *Fleet) start(id node.ID, mode wire.Disk) ([]node.Effect, error) {
	m := f.members[id-1]
	fresh := m == nil
	if fresh {
		var err error
		if m, err = f.launch(id); err != nil {
			return nil, err
		}
		f.members[id-1] = m
	}
	effects, err := m.start(f.protocol, wire.Setup{
		Protocol: f.protocol.Name(),
		Program:  f.program,
		Config:   f.configs[id-1],
		Disk:     mode,
	})
	switch {
	case err == nil:
		return effects, nil
	case !fresh && m.isLost():
		if err := f.kill(id); err != nil {
			return nil, err
		}
		f.acquit(id)
		return f.start(id, mode)
	}
	return nil, errors.Join(err, f.kill(id))
}

// Step implements [fleet.Fleet].
func (f *Fleet) Step(id node.ID, ev *node.Event) ([]node.Effect, error) {
	effects, err := f.up(id).step(ev)
	var died *node.Died
	if errors.As(err, &died) {
		return effects, errors.Join(died, f.bury(id))
	}
	if err != nil && !fleet.NothingDone(err) {
		f.lose(err)
	}
	return effects, err
}

// bury does what follows when a node has died as it was told to: it has killed
// itself by now, or will have. Its end may have been noticed before its last
// answer was read, as that of a node that was lost.
func (f *Fleet) bury(id node.ID) error {
	err := f.kill(id)
	f.acquit(id)
	f.noteLosses()
	return err
}

// acquit forgets that a node was lost whose process is another one now, or none.
func (f *Fleet) acquit(id node.ID) {
	if lost := f.gone.Load(); lost != nil && lost.Node == id {
		f.gone.CompareAndSwap(lost, nil)
	}
}

// noteLosses remembers a node that is lost: only the first to be lost was noted.
func (f *Fleet) noteLosses() {
	for _, m := range f.members {
		if m != nil && m.isLost() {
			f.lose(m.loss())
		}
	}
}

// lose remembers the first error of a node that is of no more use.
func (f *Fleet) lose(err error) {
	var lost *fleet.Error
	if errors.As(err, &lost) {
		f.gone.CompareAndSwap(nil, lost)
	}
}

// up returns a node that is up.
func (f *Fleet) up(id node.ID) *member {
	m := f.members[id-1]
	if m == nil {
		panic(id.String() + " is down, want it up")
	}
	return m
}

// kill ends the process of a node that is up.
func (f *Fleet) kill(id node.ID) error {
	m := f.members[id-1]
	f.members[id-1] = nil
	f.door.forget(id)
	return m.kill()
}

// Crash implements [fleet.Fleet].
func (f *Fleet) Crash(id node.ID) error {
	f.up(id)
	if err := f.bury(id); err != nil {
		return &fleet.Error{Node: id, Doing: "crashing", Err: err}
	}
	return nil
}

// Restart implements [fleet.Fleet].
func (f *Fleet) Restart(id node.ID, d fleet.Disk) ([]node.Effect, error) {
	if f.members[id-1] != nil {
		panic(id.String() + " is up, want it down")
	}
	mode := wire.Keep
	if d == fleet.Wipe {
		mode = wire.Wipe
	}
	effects, err := f.start(id, mode)
	var died *node.Died
	if errors.As(err, &died) {
		return nil, &fleet.Refused{Node: id, Why: died.Why}
	}
	return effects, err
}

// Fault implements [fleet.Fleet].
func (f *Fleet) Fault(id node.ID, faults disk.Faults) error {
	err := f.up(id).fault(faults)
	if err != nil {
		f.lose(err)
	}
	return err
}

// Damage implements [fleet.Fleet]. The file is changed here: the node is down.
func (f *Fleet) Damage(id node.ID, d disk.Damage) error {
	store := disk.Dir(f.place.node(id))
	return errors.Join(d.Apply(store, id.String()), store.Close())
}

// Pause implements [fleet.Fleet].
func (f *Fleet) Pause(id node.ID) error {
	f.up(id).paused = true
	return f.signal(id, "pausing", stopProcess)
}

// Resume implements [fleet.Fleet].
func (f *Fleet) Resume(id node.ID) error {
	f.up(id).paused = false
	return f.signal(id, "resuming", continueProcess)
}

// wake lets every node go on that is stopped, by Pause or from outside: such a
// one neither starts over nor leaves. One that is about to end needs no waking.
func (f *Fleet) wake() error {
	var err error
	for i, m := range f.members {
		if m == nil || m.proc.ended(0) {
			continue
		}
		if failed := f.Resume(node.ID(i + 1)); !errors.Is(failed, os.ErrProcessDone) {
			err = errors.Join(err, failed)
		}
	}
	return err
}

func (f *Fleet) signal(id node.ID, doing string, send func(*os.Process) error) error {
	if err := send(f.up(id).proc.cmd.Process); err != nil {
		return &fleet.Error{Node: id, Doing: doing, Err: err, Lost: errors.Is(err, os.ErrProcessDone)}
	}
	return nil
}

// State implements [fleet.Fleet].
func (f *Fleet) State(id node.ID) ([]byte, error) { return f.up(id).state() }

// Records implements [fleet.Fleet]. The file is read here, not by the node.
func (f *Fleet) Records(id node.ID) ([]byte, error) {
	b, exists, err := disk.Dir(f.place.node(id)).Load()
	if err == nil && !exists {
		err = disk.ErrMissing
	}
	if err != nil {
		return nil, &fleet.Error{Node: id, Doing: "reading its records", Err: err}
	}
	return b, nil
}

// File implements [fleet.Fleet]. The file is read here, not by the node.
func (f *Fleet) File(id node.ID, name string) ([]byte, bool, error) {
	b, exists, err := disk.Dir(f.place.node(id)).ReadFile(name)
	if err != nil {
		return nil, false, &fleet.Error{Node: id, Doing: "reading its file " + name, Err: err}
	}
	return b, exists, nil
}

// Lost implements [fleet.Fleet].
func (f *Fleet) Lost(id node.ID) bool {
	m := f.members[id-1]
	return m != nil && m.isLost()
}

// Check implements [fleet.Fleet].
func (f *Fleet) Check() error {
	if lost := f.gone.Load(); lost != nil {
		return lost
	}
	return nil
}

// Close implements [fleet.Fleet]. Every node leaves at the same time; then
// nobody is left to come in, to start, or to need what is removed.
func (f *Fleet) Close() error {
	if f.closed {
		return f.err
	}
	f.closed = true
	if f.door == nil {
		return nil
	}
	f.door.close()
	f.err = errors.Join(f.leave(), f.place.remove())
	f.forker.close()
	return f.err
}

// leave asks every node that is up to leave.
func (f *Fleet) leave() error {
	_ = f.wake() // one that cannot be woken is killed
	return together(len(f.members), func(i int) error {
		if m := f.members[i]; m != nil {
			return m.leave()
		}
		return nil
	})
}
