// Package host runs one machine with its disk.
//
// A [Host] gives each event to the machine and performs the effects, in order:
// those that concern the disk here, all others by returning them. The same
// Host runs in a process of its own and in the simulator; only the
// [disk.Store] differs.
//
//	h, effects, err := host.Start(paxos.Protocol{}, cfg, disk.Dir(path), host.Create)
//	...
//	effects, err = h.Step(&ev) // for every event, until it is closed or crashes
//
// # Three rules for the caller
//
//  1. Sends, timers, replies and notes among the returned effects are the
//     caller's to perform, in the order in which they stand.
//  2. To crash a node, drop its Host: what it had not synced dies with it.
//     Start it again with [Keep].
//  3. After an error the node is down. The effects returned with it were
//     performed, and those after them never will be. Only after the error of a
//     machine that is a [node.Failing] the node is as it was before the event.
package host

import (
	"errors"
	"fmt"

	"synod/node"
	"synod/node/disk"
)

// errClosed is what a closed Host returns.
var errClosed = errors.New("host: got a step after close, want none")

// Host is one machine and its disk. It is not safe for concurrent use.
type Host struct {
	protocol node.Protocol
	machine  node.Machine
	failing  node.Failing // the machine, if its steps can come to nothing
	store    disk.Store
	file     string // that the machine publishes
	log      *disk.Log
	effects  node.Effects // of the latest step
	buf      []byte       // a record or a file on its way to the disk
	err      error        // why the node is down; nil while it is up
}

// usualEffects is how many effects most steps have at most.
const usualEffects = 8

// Start opens the disk in store, makes the machine of cfg.Self and lets it
// take its start event, whose effects it returns. A cfg that the protocol
// refuses leaves the disk alone. The store belongs to the Host from here on,
// and is closed when there is none because of an error.
func Start(p node.Protocol, cfg node.Config, store disk.Store, mode Mode) (*Host, []node.Effect, error) {
	h := &Host{protocol: p, store: store, file: node.PublishedFile(p), effects: make(node.Effects, 0, usualEffects)}
	effects, err := h.start(cfg, mode)
	if err != nil {
		return nil, effects, errors.Join(err, store.Close())
	}
	return h, effects, nil
}

// start is the fallible part of Start.
func (h *Host) start(cfg node.Config, mode Mode) ([]node.Effect, error) {
	var err error
	if h.machine, err = h.protocol.New(cfg); err != nil {
		return nil, err
	}
	h.failing, _ = h.machine.(node.Failing)
	records, log, err := open(h.store, cfg.Self.String(), mode)
	if err != nil {
		return nil, err
	}
	h.log = log
	ev := node.Event{Kind: node.EventStart}
	if ev.Records, err = decode(h.protocol, records); err != nil {
		return nil, err
	}
	effects, err := h.take(&ev)
	var wanted *node.ChoiceWanted
	if errors.As(err, &wanted) {
		return nil, &node.HandlerError{Text: fmt.Sprintf("the choice %s is made while the node starts: a node chooses when it handles a message, a request or a timer", wanted.Name)}
	}
	return effects, err
}

// decode turns what the disk held into messages of the protocol.
func decode(p node.Protocol, records [][]byte) ([]node.Message, error) {
	if len(records) == 0 {
		return nil, nil
	}
	messages := make([]node.Message, len(records))
	for i, b := range records {
		m, err := p.Decode(b)
		if err != nil {
			return nil, fmt.Errorf("record %d: %w", i+1, err)
		}
		messages[i] = m
	}
	return messages, nil
}

// Step lets the machine take ev, and returns the effects performed, in order.
// They are valid until the next call. It panics on a start event, which only
// Start may give.
func (h *Host) Step(ev *node.Event) ([]node.Effect, error) {
	if h.err != nil {
		return nil, h.err
	}
	if ev.Kind == node.EventStart {
		panic("host: got a start event for a machine that has started")
	}
	return h.take(ev)
}

// take gives ev to the machine and performs the effects, up to the place where
// the event wants the node to die, if the step comes to one. The error is a
// *node.Died then. When a disk fails the node dies too, since it cannot know
// what the disk holds: with a *node.Died if the failure was asked for, and with
// the failure itself if it is a real one. The effects returned were performed. A
// machine that could not take the event leaves everything as it was.
func (h *Host) take(ev *node.Event) ([]node.Effect, error) {
	h.effects = h.effects[:0]
	h.machine.Step(ev, &h.effects)
	if h.failing != nil {
		if err := h.failing.Err(); err != nil {
			return nil, err
		}
	}
	end := -1
	if ev.Crash != nil {
		end = ev.Crash.Index(h.effects)
	}
	for i := range h.effects {
		if i == end {
			break
		}
		if err := h.perform(&h.effects[i]); err != nil {
			return h.effects[:i], h.fail(err)
		}
	}
	if end >= 0 {
		return h.effects[:end], h.die(ev.Crash.String(), nil)
	}
	return h.effects, nil
}

// fail ends the node because of its disk.
func (h *Host) fail(err error) error {
	if disk.IsFault(err) {
		return h.die(err.Error(), err)
	}
	h.err = err
	return err
}

// die ends the node as it was told to.
func (h *Host) die(why string, cause error) error {
	h.err = &node.Died{Why: why, Err: cause}
	return h.err
}

// perform does what e asks of the disk. Everything else is the caller's.
func (h *Host) perform(e *node.Effect) error {
	switch e.Kind {
	case node.EffectWrite:
		h.buf = h.protocol.Encode(h.buf[:0], e.Message)
		return h.log.Append(h.buf)
	case node.EffectSync:
		return h.log.Sync()
	case node.EffectPublish:
		h.buf = append(append(h.buf[:0], e.Value...), '\n')
		return h.store.Publish(h.file, h.buf)
	}
	return nil
}

// AppendState appends the canonical encoding of the machine's state to dst; nothing
// for a machine that is no [node.Snapshotter].
func (h *Host) AppendState(dst []byte) []byte {
	if m, ok := h.machine.(node.Snapshotter); ok {
		return m.AppendState(dst)
	}
	return dst
}

// Close ends the node: what it had not synced is lost, and the store is
// closed. Closing it again does nothing.
func (h *Host) Close() error {
	if h.err == nil {
		h.err = errClosed
	}
	return h.log.Close()
}
