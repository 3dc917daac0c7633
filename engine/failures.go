package engine

import (
	"errors"
	"fmt"

	"synod/engine/fleet"
	"synod/engine/history"
	"synod/engine/trace"
	"synod/node"
	"synod/node/disk"
	"synod/node/spell"
)

// Crash stops a node at once. What it had not synced is lost, its timers are
// gone, its clients never hear of it again. Messages that it sent are on
// their way; messages to it are lost if they arrive while it is down.
func (w *World) Crash(id node.ID) (*Fault, error) {
	if err := w.crashable(id); err != nil {
		return nil, err
	}
	err := w.crash(id)
	return w.nodes[id].crash, err
}

// crashable returns an error when id cannot be crashed. One that is lost can: it
// has stopped, and is to be down.
func (w *World) crashable(id node.ID) error {
	if err := w.standing(); err != nil {
		return err
	}
	if err := w.known(id); err != nil || w.lost(id) {
		return err
	}
	return w.up(id)
}

// crash lets a node be down that is up, or lost.
func (w *World) crash(id node.ID) error {
	if err := w.fleet.Crash(id); err != nil {
		return w.fail(err)
	}
	w.told = w.told && len(w.Lost()) > 0 // the others were reported with it
	return w.gone(id, "")
}

// dying notes that a node dies in the step that caused effects, before they are
// done: whatever is asked meanwhile, such as a rule's function about what it
// sends, finds a node that is down. A client that was answered before it died
// has its answer.
func (w *World) dying(id node.ID, effects []node.Effect, cause int) {
	for i := range effects {
		if e := &effects[i]; e.Kind == node.EffectReply {
			w.reply(id, e.Reply, cause)
		}
	}
	w.down(id)
}

// down puts a node down: its timers and operations end with it. It records nothing.
func (w *World) down(id node.ID) {
	n := &w.nodes[id]
	n.down, n.since = true, w.now
	for t := range n.timers {
		w.stopTimer(id, node.Timer(t))
	}
	for _, o := range n.open {
		if !o.Done() {
			o.crashed, o.Finished = true, w.now
		}
	}
}

// gone does what follows from the end of a node, and records it.
func (w *World) gone(id node.ID, why string) error {
	n := &w.nodes[id]
	n.slow = 0
	w.end(&n.disk)
	w.unpark(id)
	w.fault(&n.crash, &Fault{Node: id, Text: "crash", kind: "crash", hits: 1, undo: func(w *World) error { return w.Restart(id, fleet.Keep) }})
	w.down(id)
	w.judge.Crashed(id)
	for _, o := range n.open {
		o.end(w.moment(w.seq+1), history.Unknown, id.String()+" crashed")
	}
	n.open = nil
	return w.record(&trace.Record{Kind: trace.Crash, Dst: id, Text: why})
}

// Restart starts a node that is down, or lost; the latter crashes first. When the
// error is a *fleet.Refused, the node would not start on its disk: the trace says
// so, and it is down still.
func (w *World) Restart(id node.ID, d fleet.Disk) error {
	if err := w.standing(); err != nil {
		return err
	}
	if err := w.known(id); err != nil {
		return err
	}
	n := &w.nodes[id]
	if w.lost(id) {
		if err := w.crash(id); err != nil {
			return err
		}
	}
	if !n.down {
		return fmt.Errorf("%v is up; crash it first", id)
	}
	text := w.found(id, d)
	effects, err := w.fleet.Restart(id, d)
	var refused *fleet.Refused
	if errors.As(err, &refused) {
		return errors.Join(err, w.record(&trace.Record{Kind: trace.Restart, Dst: id, Text: StartRefused + refused.Why}))
	}
	if mistake := asMistake(err); mistake != nil {
		return mistake
	}
	if err != nil {
		return w.fail(err)
	}
	n.down = false
	w.end(&n.crash)
	if d == fleet.Wipe {
		w.judge.Wiped(id)
		w.happens(history.Fault{Kind: "wipe", Node: id, Text: text})
	}
	r := &trace.Record{Kind: trace.Restart, Dst: id, Text: text}
	for i := range effects {
		if effects[i].Kind == node.EffectOutcome {
			r.Outcome = effects[i].Note
		}
	}
	if err := w.record(r); err != nil {
		return err
	}
	w.sent = w.sent[:0]
	return w.perform(id, effects, r.Seq, nil)
}

// StartRefused begins the text of the record of a node that does not start on the disk
// that it found.
const StartRefused = "refused: "

// DiskWiped is the text of the record of a node that starts on an empty disk.
const DiskWiped = "disk wiped"

// found says what a node that starts finds on its disk, and what it cuts off of
// that: a node that forgets a record must not do so in silence.
func (w *World) found(id node.ID, d fleet.Disk) string {
	if d == fleet.Wipe {
		return DiskWiped
	}
	b, err := w.fleet.Records(id)
	if err != nil {
		return "disk kept" // the start will say what is wrong
	}
	if torn := disk.Tail(b, id.String()); torn > 0 {
		return fmt.Sprintf("disk kept, %s of a torn record cut off", spell.Count(torn, "byte"))
	}
	return "disk kept"
}

// lose lets a pending message never arrive.
func (w *World) lose(p *Pending, why string) error {
	w.unqueue(p)
	return w.message(trace.Lose, p, why)
}
