package process

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/disk"
	"synod/node/paxos"
)

// TestSameAsSimulated drives a cluster of processes and a simulated one with
// the same random events, crash points, disk faults and damage, and expects the
// same effects, errors, states, records and files of both at every step: nobody
// can tell them apart.
func TestSameAsSimulated(t *testing.T) {
	real := newFleet(t, Options{})
	simulated := sim.New()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3).Draw(t, "nodes")
		tw := &twins{t: t, fleets: [2]fleet.Fleet{real, simulated}, up: make([]bool, n)}
		tw.reset(n)
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			tw.step()
		}
	})
}

// twins are two fleets that must stay equal, and what is pending in both.
type twins struct {
	t       *rapid.T
	fleets  [2]fleet.Fleet
	up      []bool // of node i+1
	pending []sent
	asked   uint64 // requests so far
}

// sent is a message on its way.
type sent struct {
	from, to node.ID
	message  node.Message
}

// reset starts both fleets over.
func (tw *twins) reset(n int) {
	cfgs := configs(n)
	for i := range cfgs {
		cfgs[i].Settings = node.Settings{"backoff": `["1ms","2ms"]`, "retransmit": `"1s"`}
	}
	var effects [2][][]node.Effect
	for i, f := range tw.fleets {
		var err error
		if effects[i], err = f.Reset(fleet.Setup{Protocol: "paxos", Configs: cfgs}); err != nil {
			tw.t.Fatalf("%s: %v", f.Name(), err)
		}
	}
	for i := range n {
		tw.up[i] = true
		tw.same(node.ID(i+1), effects[0][i], effects[1][i])
	}
}

// step lets something happen to a node.
func (tw *twins) step() {
	id := node.ID(rapid.IntRange(1, len(tw.up)).Draw(tw.t, "node"))
	if !tw.up[id-1] {
		tw.repair(id)
		return
	}
	if rapid.IntRange(0, 9).Draw(tw.t, "harm") == 0 {
		tw.harm(id)
		return
	}
	ev := tw.event(&id)
	if ev == nil {
		tw.up[id-1] = false
		tw.both(id, func(f fleet.Fleet) ([]node.Effect, error) { return nil, f.Crash(id) })
		return
	}
	tw.both(id, func(f fleet.Fleet) ([]node.Effect, error) { return f.Step(id, ev) })
}

// repair restarts a node that is down, or damages it further.
func (tw *twins) repair(id node.ID) {
	keep, bit := rapid.IntRange(0, 12).Draw(tw.t, "keep"), rapid.IntRange(0, 900).Draw(tw.t, "bit")
	damage := rapid.SampledFrom([]*disk.Damage{nil, nil, nil, {Torn: &keep}, {Rollback: 1}, {Flip: &bit}}).Draw(tw.t, "damage")
	if damage != nil {
		tw.both(id, func(f fleet.Fleet) ([]node.Effect, error) { return nil, f.Damage(id, *damage) })
		return
	}
	d := rapid.SampledFrom([]fleet.Disk{fleet.Keep, fleet.Wipe}).Draw(tw.t, "disk")
	tw.up[id-1] = true
	tw.both(id, func(f fleet.Fleet) ([]node.Effect, error) { return f.Restart(id, d) })
}

// harm lets something be wrong with the disk of a node that is up, or stops it
// for a moment.
func (tw *twins) harm(id node.ID) {
	if rapid.Bool().Draw(tw.t, "pause") {
		tw.both(id, func(f fleet.Fleet) ([]node.Effect, error) { return nil, errors.Join(f.Pause(id), f.Resume(id)) })
		return
	}
	faults := rapid.SampledFrom([]disk.Faults{{}, {FailSync: 1}, {Full: true}, {Lie: true}}).Draw(tw.t, "faults")
	tw.both(id, func(f fleet.Fleet) ([]node.Effect, error) { return nil, f.Fault(id, faults) })
}

// event draws an event for a node, which may turn out another; nil is a crash.
func (tw *twins) event(id *node.ID) *node.Event {
	if i := rapid.IntRange(-4, len(tw.pending)-1).Draw(tw.t, "message"); i >= 0 {
		s := tw.pending[i]
		tw.pending = append(tw.pending[:i], tw.pending[i+1:]...)
		if tw.up[s.to-1] {
			*id = s.to
			return &node.Event{Kind: node.EventDeliver, From: s.from, Message: s.message, Crash: tw.point()}
		}
	}
	switch rapid.IntRange(0, 7).Draw(tw.t, "event") {
	case 0:
		return nil
	case 1:
		return &node.Event{Kind: node.EventTimer, Timer: node.Timer(rapid.IntRange(0, 1).Draw(tw.t, "timer"))}
	}
	tw.asked++
	return &node.Event{Kind: node.EventRequest, Request: paxos.Request{
		ID:    rapid.Uint64Range(1, tw.asked).Draw(tw.t, "proposal"),
		Op:    rapid.SampledFrom([]string{paxos.OpPropose, paxos.OpRead, paxos.OpOpen, paxos.OpPrepare, paxos.OpAccept, paxos.OpStop}).Draw(tw.t, "op"),
		Value: rapid.SampledFrom([]node.Value{`"X"`, `"Y"`, "0", `{"a":[1,"é"]}`}).Draw(tw.t, "value"),
		To:    rapid.SampledFrom([][]node.ID{nil, {}, {1}}).Draw(tw.t, "to"),
	}.Open()}
}

// point draws where in a step to die, mostly nowhere.
func (tw *twins) point() *node.Point {
	if rapid.IntRange(0, 4).Draw(tw.t, "die") > 0 {
		return nil
	}
	return &node.Point{
		Kind:  rapid.SampledFrom([]node.EffectKind{node.EffectWrite, node.EffectSync, node.EffectSend, node.EffectPublish}).Draw(tw.t, "kind"),
		Nth:   rapid.IntRange(1, 2).Draw(tw.t, "nth"),
		After: rapid.Bool().Draw(tw.t, "after"),
	}
}

// both does the same to both fleets and expects the same of it. A node that
// died in its step, or would not start, is down in both.
func (tw *twins) both(id node.ID, do func(f fleet.Fleet) ([]node.Effect, error)) {
	var effects [2][]node.Effect
	var texts [2]string
	for i, f := range tw.fleets {
		var err error
		if effects[i], err = do(f); err != nil {
			texts[i] = err.Error()
		}
		var died *node.Died
		var refused *fleet.Refused
		var lab *fleet.Error
		switch {
		case errors.As(err, &died), errors.As(err, &refused):
			tw.up[id-1] = false
		case errors.As(err, &lab):
			tw.t.Fatalf("%s: %v", f.Name(), err)
		}
	}
	if texts[0] != texts[1] {
		tw.t.Fatalf("%v: got the error %q, want %q", id, texts[0], texts[1])
	}
	tw.same(id, effects[0], effects[1])
}

// plain returns effects with the results of replies as plain lists, which is how
// they come out of a process.
func plain(effects []node.Effect) []node.Effect {
	effects = slices.Clone(effects)
	for i := range effects {
		if r := effects[i].Reply; r != nil {
			told := *r
			told.Result = node.Fields(node.ListOf(r.Result))
			effects[i].Reply = &told
		}
	}
	return effects
}

// same compares the effects and what can be seen of a node, and notes what was sent.
func (tw *twins) same(id node.ID, got, want []node.Effect) {
	if len(got)+len(want) > 0 && !reflect.DeepEqual(plain(got), plain(want)) {
		tw.t.Fatalf("%v: got effects %+v, want %+v", id, got, want)
	}
	if got, want := tw.look(0, id), tw.look(1, id); got != want {
		tw.t.Fatalf("%v: got %s, want %s", id, got, want)
	}
	for _, e := range want {
		if e.Kind == node.EffectSend {
			tw.pending = append(tw.pending, sent{id, e.To, e.Message})
		}
	}
}

// look returns everything that can be seen of a node in one of the fleets.
func (tw *twins) look(i int, id node.ID) string {
	f := tw.fleets[i]
	var state []byte
	if tw.up[id-1] {
		var err error
		if state, err = f.State(id); err != nil {
			tw.t.Fatalf("%s: %v", f.Name(), err)
		}
	}
	records, err := f.Records(id)
	if err != nil {
		tw.t.Fatalf("%s: %v", f.Name(), err)
	}
	file, exists, err := f.File(id, node.PublishedFile(paxos.Protocol{}))
	if err != nil {
		tw.t.Fatalf("%s: %v", f.Name(), err)
	}
	return fmt.Sprintf("state %x, records %x, file %q %v", bytes.Clone(state), records, file, exists)
}
