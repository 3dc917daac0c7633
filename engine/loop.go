package engine

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"synod/engine/fleet"
	"synod/engine/safety"
	"synod/engine/trace"
	"synod/node"
)

// next returns the event that happens next, or nil when nothing that is due by
// end is left to happen by itself. It is the one place that decides.
func (w *World) next(end time.Duration) *Pending {
	if w.options.Order == BySeed {
		return w.anyOf(end)
	}
	if len(w.queue) == 0 || w.queue[0].Due > end {
		return nil
	}
	return w.queue[0]
}

// anyOf draws one of the events that are due by end. Of the script's own alarms
// the first one ends the draw, as the end of a run does, and goes off when
// nothing else is due by then: a task that sleeps lets as much happen as a
// script that sleeps.
func (w *World) anyOf(end time.Duration) *Pending {
	alarm := w.firstAlarm(end)
	if alarm != nil {
		end = alarm.Due
	}
	due := uint64(0)
	for _, p := range w.queue {
		if p.wake == nil && p.Due <= end {
			due++
		}
	}
	if due == 0 {
		return alarm
	}
	w.undrawn, w.drew = *w.order.source, true
	nth := w.order.below(due)
	for _, p := range w.queue {
		if p.wake != nil || p.Due > end {
			continue
		}
		if nth == 0 {
			return p
		}
		nth--
	}
	panic("the queue changed while it was counted")
}

// firstAlarm returns the alarm of the script that goes off first by end, or nil.
func (w *World) firstAlarm(end time.Duration) (first *Pending) {
	for _, p := range w.queue {
		if p.wake != nil && p.Due <= end && (first == nil || p.before(first)) {
			first = p
		}
	}
	return first
}

// forever is later than everything.
const forever = time.Duration(math.MaxInt64)

// Step lets the next event happen and reports whether there was one.
func (w *World) Step() (bool, error) {
	if err := w.usable(); err != nil {
		return false, err
	}
	for {
		p := w.next(forever)
		if p == nil {
			return false, nil
		}
		if happened, err := w.turn(p); happened || err != nil {
			return happened, err
		}
	}
}

// Run lets everything happen that is due in the next d, and moves the clock
// there.
func (w *World) Run(d time.Duration) error {
	if err := w.usable(); err != nil {
		return err
	}
	if d < 0 {
		return fmt.Errorf("got %v, want 0 or more: time does not run backwards", d)
	}
	end := w.now + d
	if end < w.now {
		return fmt.Errorf("got %v at %v, want an end that can still be counted", d, w.now)
	}
	_, err := w.until(end, func() (bool, error) { return false, nil })
	if err == nil {
		w.now = max(w.now, end)
	}
	return err
}

// Settle lets everything happen until nothing is left to happen by itself, or
// until limit has passed. It reports whether all is quiet. Held messages do
// not count.
func (w *World) Settle(limit time.Duration) (bool, error) {
	return w.Until(limit, func() (bool, error) { return w.Quiet(), nil })
}

// Quiet reports whether nothing is left to happen by itself.
func (w *World) Quiet() bool { return len(w.queue) == 0 }

// Until lets events happen until done says so, asked before each of them and
// after the last, or until limit has passed or nothing is left to happen. It
// reports whether done said so. When something is still to come, the clock
// moves to the limit.
func (w *World) Until(limit time.Duration, done func() (bool, error)) (bool, error) {
	if err := w.usable(); err != nil {
		return false, err
	}
	return w.until(w.now+limit, done)
}

// until is Until with the end of the time given.
func (w *World) until(end time.Duration, done func() (bool, error)) (bool, error) {
	for range w.options.MaxEvents {
		if over, err := w.look(done); over || err != nil {
			return over, err
		}
		p := w.next(end)
		if p == nil {
			if len(w.queue) > 0 {
				w.now = max(w.now, end)
			}
			return false, nil
		}
		if _, err := w.turn(p); err != nil {
			return false, err
		}
	}
	return false, w.tooMany()
}

// look asks a predicate while the world stands still.
func (w *World) look(ask func() (bool, error)) (answer bool, err error) {
	err = w.Looking(func() (err error) {
		answer, err = ask()
		return err
	})
	return answer, err
}

// Looking runs fn while the world stands still: whatever would move it fails
// with ErrLooking.
func (w *World) Looking(fn func() error) error {
	before := w.looking
	w.looking = true
	defer func() { w.looking = before }()
	return fn()
}

// ErrInterrupted is returned when the context of the World is over.
var ErrInterrupted = errors.New("interrupted")

// tooMany is the error of a call that does not come to its end.
func (w *World) tooMany() error {
	err := fmt.Errorf("%d events and still not done", w.options.MaxEvents)
	if p, ok := w.options.Protocol.(node.Endless); ok {
		err = fmt.Errorf("%w; %s", err, p.Endless())
	}
	return err
}

// happen lets p happen now, or at the time it is due if that is still to come.
func (w *World) happen(p *Pending) error {
	if w.ctx.Err() != nil {
		return ErrInterrupted
	}
	if err := w.fleet.Check(); err != nil {
		return w.failed(err)
	}
	if w.picked != nil && p.wake == nil && (w.options.Order == BySeed || p.where != queued || p.at != 0) {
		w.picked(p)
	}
	before := w.attempting(p)
	w.unqueue(p)
	w.now = max(w.now, p.Due)
	if p.wake == nil {
		w.events, w.eventTime = w.events+1, w.now
		if len(w.forks) > 0 && w.forks[0].Event == w.events {
			w.forked()
		}
	}
	var err error
	switch {
	case p.wake != nil:
		err = p.wake()
	case p.Message == nil:
		err = w.fire(p)
	default:
		err = w.arrive(p)
	}
	if err == errNotTaken {
		err = w.mistake
		w.undo(before, p)
	}
	if err != nil || len(w.waiters) == 0 {
		return err
	}
	sent := slices.Clone(w.sent)
	err = w.wakeWaiters()
	w.sent = append(w.sent[:0], sent...) // of p, and not of what the woken did
	return err
}

// unqueue takes p out of where it waits.
func (w *World) unqueue(p *Pending) {
	switch p.where {
	case held:
		w.held.take(p)
	case parked:
		w.nodes[p.Dst].unpark(p)
	default:
		w.queue.remove(p)
	}
}

// arrive delivers a message.
func (w *World) arrive(p *Pending) error {
	w.sent = w.sent[:0]
	if n := &w.nodes[p.Dst]; n.down {
		return w.message(trace.Lose, p, p.Dst.String()+" is down")
	} else if n.paused {
		n.park(p)
		return nil
	}
	ev := node.Event{Kind: node.EventDeliver, From: p.Src, Message: p.Message}
	return w.take(p.Dst, ev, trace.Record{Kind: trace.Deliver, Cause: p.Cause, Src: p.Src, Dst: p.Dst, Message: p.Message}, p, p.operation)
}

// fire lets a timer fire.
func (w *World) fire(p *Pending) error {
	n := &w.nodes[p.Dst]
	if n.paused {
		n.park(p)
		return nil
	}
	n.timers[p.Timer] = nil
	ev := node.Event{Kind: node.EventTimer, Timer: p.Timer}
	return w.take(p.Dst, ev, trace.Record{Kind: trace.Fire, Cause: p.Cause, Dst: p.Dst, Timer: p.Timer}, p, p.operation)
}

// take lets a node take an event: the trace line, what the observer makes of
// it, and the effects, in this order. P is what makes it happen, nil for a
// request; operation is what it belongs to. The node may die in the middle.
func (w *World) take(id node.ID, ev node.Event, r trace.Record, p *Pending, operation *Operation) error {
	w.sent = w.sent[:0]
	trap, err := w.trapFor(id, p)
	if err != nil {
		return err
	}
	if trap != nil {
		ev.Crash = &trap.Point
	}
	w.event = ev // where it is for a fleet to see, without a piece of memory for each
	effects, err := w.stepOf(id)
	died := asDied(err)
	switch {
	case asMistake(err) != nil && p != nil:
		w.mistake = err
		return errNotTaken
	case asMistake(err) != nil:
		return err
	case err != nil && died == nil:
		return w.stepFailed(err, &r, p)
	}
	for i := range effects {
		switch e := &effects[i]; e.Kind {
		case node.EffectOutcome:
			r.Outcome = e.Note
		case node.EffectReply:
			if why, refused := e.Reply.Refused(); refused && ev.Kind == node.EventRequest {
				return rejected(why)
			}
		}
	}
	if err := w.record(&r); err != nil {
		return err
	}
	w.chose(r.Seq)
	if died == nil {
		return w.perform(id, effects, r.Seq, operation)
	}
	w.dying(id, effects, r.Seq)
	err = w.perform(id, effects, r.Seq, operation)
	if err = errors.Join(err, w.died(id, trap, died)); err == nil {
		err = w.checkInvariants(w.seq)
	}
	return err
}

// stepFailed is the end of a step that no one knows the effects of. What a node
// has been handed that is lost now does not come again, and the trace has it.
func (w *World) stepFailed(err error, r *trace.Record, p *Pending) error {
	err = w.failed(err)
	if w.broken != nil || p == nil {
		return err
	}
	return errors.Join(err, w.record(r))
}

// perform does what the effects of one event ask of the world. What goes wrong
// is reported when all of them are done, so that the world is whole: a rule that
// cannot be asked about a message must not cost a node its timer.
func (w *World) perform(id node.ID, effects []node.Effect, cause int, operation *Operation) error {
	w.lag, w.nodes[id].stands = 0, nil
	broken := w.judge.Performed(id, effects)
	err := w.judge.News(func(text string) error {
		return w.record(&trace.Record{Kind: trace.Milestone, Cause: cause, Text: text})
	})
	if err != nil {
		return err
	}
	var failed error
	for i := range effects {
		if err := w.effect(id, &effects[i], cause, operation); err != nil && failed == nil {
			failed = err
		}
	}
	if broken != nil && !w.violated {
		return w.violation(broken.Name, broken.Sentence, cause)
	}
	if failed != nil || w.nodes[id].down { // of a node that dies in the step, invariants are asked when it is dead
		return failed
	}
	return w.checkInvariants(cause)
}

func (w *World) effect(id node.ID, e *node.Effect, cause int, operation *Operation) error {
	switch e.Kind {
	case node.EffectSync:
		w.lag += w.nodes[id].slow
		bite(w.nodes[id].disk)
	case node.EffectSend:
		return w.send(id, e, cause, operation)
	case node.EffectSetTimer:
		w.setTimer(id, e, cause, operation)
	case node.EffectStopTimer:
		w.stopTimer(id, e.Timer)
	case node.EffectReply:
		w.reply(id, e.Reply, cause)
	case node.EffectNote:
		return w.record(&trace.Record{Kind: trace.Note, Cause: cause, Dst: id, Outcome: e.Note})
	}
	return nil
}

func (w *World) send(id node.ID, e *node.Effect, cause int, operation *Operation) error {
	if e.To < 1 || int(e.To) > w.Nodes() {
		return w.fail(&fleet.Error{Node: id, Doing: "sending", Err: fmt.Errorf("got a message to %v, want a node of the cluster", e.To)})
	}
	p := w.pending()
	p.Cause, p.Src, p.Dst, p.Message, p.operation = cause, id, e.To, e.Message, operation
	p.Due = w.now + w.lag + w.options.Latency.draw(w.latency)
	if operation != nil && id != e.To {
		operation.messages++
	}
	w.sent = append(w.sent, p)
	return w.route(p, 0)
}

// slabSize is how many Pendings are allocated together. A handle that a script
// keeps holds its whole slab, so it is small.
const slabSize = 32

// pending returns a new Pending with the next number.
func (w *World) pending() *Pending {
	if len(w.slab) == 0 {
		w.slab = make([]Pending, slabSize)
	}
	p := &w.slab[0]
	w.slab = w.slab[1:]
	w.made++
	p.Num, p.run = w.made, w.run
	return p
}

func (w *World) setTimer(id node.ID, e *node.Effect, cause int, operation *Operation) {
	w.stopTimer(id, e.Timer)
	n := &w.nodes[id]
	for len(n.timers) <= int(e.Timer) {
		n.timers = append(n.timers, nil)
	}
	p := w.pending()
	p.Cause, p.Dst, p.Timer, p.operation = cause, id, e.Timer, operation
	bite(n.clock)
	p.Due = w.now + w.lag + n.rate.stretch(n.draws.between(e.Min, e.Max))
	if n.down {
		return // it dies in this step: what it set goes with it
	}
	n.timers[e.Timer] = p
	w.queue.push(p)
}

func (w *World) stopTimer(id node.ID, t node.Timer) {
	n := &w.nodes[id]
	if int(t) < len(n.timers) && n.timers[t] != nil {
		w.unqueue(n.timers[t])
		n.timers[t] = nil
	}
}

// violation records that a property broke and returns the error that says so,
// unless another one is expected to.
func (w *World) violation(name, sentence string, seq int) error {
	v := &Violation{Name: name, Sentence: sentence, Seq: seq, Chain: w.log.Chain(seq)}
	if err := w.record(&trace.Record{Kind: trace.Violation, Cause: seq, Text: v.Error()}); err != nil {
		return err
	}
	if w.expected != "" && w.expected != name {
		return nil
	}
	w.violated, w.breach, w.broke, w.brokeAfter = true, v, name, w.events
	return v
}

// Expect lets the run go on when a property breaks that is not the one called
// name: rules that are off break small properties on the way to a great one. It
// returns what was expected before; "" is any.
func (w *World) Expect(name string) (before string) {
	before, w.expected = w.expected, name
	return before
}

// Violated reports whether a safety property or an invariant has broken in this run.
func (w *World) Violated() bool { return w.violated }

// Broke returns the name of the property that broke in this run, "" for none,
// and how many events had happened by then, the violating one included.
func (w *World) Broke() (name string, events int) { return w.broke, w.brokeAfter }

// Properties lists the names of the safety properties that the protocol checks by
// itself, whatever its nodes claim.
func (w *World) Properties() []string { return safety.Properties(w.options.Protocol) }

// Checks reports whether a run of the protocol checks the property called name without
// an invariant of the script: by itself, as an invariant of its own, or as a claim.
// Claims have names that are known once they are made: of a protocol that checks
// nothing by itself, any name may be that of a claim.
func (w *World) Checks(name string) bool {
	own := w.Properties()
	if slices.Contains(own, name) || slices.Contains(w.Judge().Claims().Names(), name) {
		return true
	}
	if i := slices.IndexFunc(w.invariants, func(in invariant) bool { return in.name == name }); i >= 0 {
		return w.invariants[i].own
	}
	return len(own) == 0
}
