package explore

import (
	"bytes"

	"synod/engine"
	"synod/engine/safety"
	"synod/engine/search"
	"synod/node"
)

// step is one step while it is made: what others get to know of it.
type step struct {
	move
	asked  []byte // what the request tells the safety checks
	stated []byte // what the rest of it tells them
	counts bool   // somebody keeps the history of the clients
	news   []byte // of the clients
	send   []search.Message
}

// outcome returns what the search is told of a step that leads to l.
func (s *step) outcome(l *local) search.Outcome {
	o := search.Outcome{Name: s.append(nil), Local: l.append(nil), Send: s.send, Observed: s.observed()}
	if s.costs() {
		o.Cost = cost(s.class())
	}
	return o
}

// take lets a node that is up take an event, in every way in which its choices can
// fall: as a whole, and up to each place inside at which it may die. The first outcome
// is a whole one. A request that the node rejects, or
// that fails at once and changes nothing, is none.
func (m *model) take(slot int, l *local, how move, ev *node.Event) ([]search.Outcome, error) {
	branches, err := m.branches(slot, l, ev)
	if err != nil {
		return nil, err
	}
	var outcomes []search.Outcome
	for i := range branches {
		how.choices = branches[i].choices
		if outcomes, err = m.takeBranch(outcomes, slot, l, how, ev, &branches[i]); err != nil {
			return nil, err
		}
	}
	return outcomes, nil
}

// takeBranch appends the outcomes of one way in which a step can go.
func (m *model) takeBranch(outcomes []search.Outcome, slot int, l *local, how move, ev *node.Event, b *branch) ([]search.Outcome, error) {
	effects := b.effects
	if how.kind == Ask && rejected(effects) {
		return outcomes, nil
	}
	next := *l
	next.state = b.machine.AppendState(nil)
	if how.kind == Ask && failsAtOnce(effects) && bytes.Equal(next.state, l.state) {
		return outcomes, nil
	}
	all, whole, err := m.enact(slot, next, how, ev, effects)
	if err != nil {
		return nil, err
	}
	outcomes = append(outcomes, whole.outcome(all))
	if m.budgets.Crashes == 0 {
		return outcomes, nil
	}
	for _, p := range interior(effects) {
		how.dies, how.point = true, p
		down, part, err := m.enact(slot, *l, how, ev, effects[:p.Index(effects)])
		if err != nil {
			return nil, err
		}
		if !m.harmless(slot, l, down, part) && !m.harmless(slot, all, down, nil) {
			outcomes = append(outcomes, part.outcome(down))
		}
	}
	return outcomes, nil
}

// interior lists the places between the first and the last thing that a step
// does: to die before the first is not to take the step, and to die after the
// last is to take it and to crash then.
func interior(effects []node.Effect) []node.Point {
	points := node.Points(effects)
	if len(points) < 3 {
		return nil
	}
	return points[1 : len(points)-1]
}

// failsAtOnce reports whether a request did nothing but fail for certain. Where its
// state is as it was, nothing has happened.
func failsAtOnce(effects []node.Effect) bool {
	fails := false
	for i := range effects {
		switch e := &effects[i]; e.Kind {
		case node.EffectReply:
			fails = fails || e.Reply.Final && e.Reply.Outcome == node.OutcomeFail
		case node.EffectOutcome, node.EffectNote:
		default:
			return false
		}
	}
	return fails
}

func rejected(effects []node.Effect) bool {
	for i := range effects {
		if effects[i].Reply == nil {
			continue
		}
		if _, refused := effects[i].Reply.Refused(); refused {
			return true
		}
	}
	return false
}

// start lets a node that is down start again.
func (m *model) start(slot int, l *local, how move) (search.Outcome, error) {
	next := *l
	next.up = true
	if how.kind == Wipe {
		next.synced, next.file = nil, nil
	}
	machine, effects, err := m.restarted(slot, &next)
	if err != nil {
		return search.Outcome{}, err
	}
	next.state = machine.AppendState(nil)
	after, s, err := m.enact(slot, next, how, &node.Event{Kind: node.EventStart}, effects)
	if err != nil {
		return search.Outcome{}, err
	}
	return s.outcome(after), nil
}

// enact does what effects ask, as a host would, and then lets the node die if
// that is how. It returns where that leaves the node, and what others get to know.
func (m *model) enact(slot int, l local, how move, ev *node.Event, effects []node.Effect) (*local, *step, error) {
	s := &step{move: how, counts: m.clients != nil}
	if how.kind == Ask {
		s.asked = safety.AppendAsked(nil, m.from.Protocol, ev.Request)
		m.clients.begins(s, ev.Request.ID)
	}
	written, err := m.decodeAll(l.unsynced)
	if err != nil {
		return nil, nil, err
	}
	for i := range effects {
		switch e := &effects[i]; e.Kind {
		case node.EffectWrite:
			written = append(written, e.Message)
		case node.EffectSync:
			err = m.sync(slot, &l, written, s)
			written = nil
		case node.EffectSend:
			err = m.sendTo(slot, e, s)
		case node.EffectPublish:
			l.file = []byte(e.Value)
			m.state(s, e)
		case node.EffectClaim:
			m.state(s, e)
			m.met.claim(e.Claim.Name)
		case node.EffectReply:
			m.clients.hears(s, e.Reply)
		case node.EffectSetTimer:
			err = m.checkTimer(node.ID(slot+1), e.Timer)
			l.timers |= m.timerBit(e.Timer)
			m.met.clock(node.ID(slot+1), e.Timer)
		case node.EffectStopTimer:
			l.timers &^= 1 << e.Timer
		}
		if err != nil {
			return nil, nil, err
		}
	}
	l.unsynced = m.encodeAll(written)
	if how.dies {
		return m.down(&l), s, nil
	}
	return &l, s, nil
}

// state notes what an effect that counts tells the safety checks, if anything.
func (m *model) state(s *step, e *node.Effect) {
	s.stated = safety.AppendStated(s.stated, m.from.Protocol, e)
}

// sync makes what was written durable, and what it states known.
func (m *model) sync(slot int, l *local, written []node.Message, s *step) error {
	if len(written) == 0 {
		return nil
	}
	for _, r := range written {
		m.state(s, &node.Effect{Kind: node.EffectWrite, Message: r})
	}
	records, err := m.decodeAll(l.synced)
	l.synced = m.compact(slot, append(records, written...))
	return err
}

// sendTo sends a message, unless a rule of the network surely loses it.
func (m *model) sendTo(slot int, e *node.Effect, s *step) error {
	m.state(s, e)
	f := engine.Flight{Src: node.ID(slot + 1), Dst: e.To, Message: e.Message}
	rules, lost, err := m.meets(f)
	if err != nil {
		return err
	}
	sent := m.message(f)
	m.met.rules(rules, f, sent.Body)
	if !lost {
		s.send = append(s.send, sent)
	}
	return nil
}

func (m *model) decodeAll(list [][]byte) ([]node.Message, error) {
	var messages []node.Message
	for _, b := range list {
		msg, err := m.from.Protocol.Decode(b)
		if err != nil {
			return nil, err
		}
		messages = append(messages, msg)
	}
	return messages, nil
}

func (m *model) encodeAll(messages []node.Message) [][]byte {
	var list [][]byte
	for _, msg := range messages {
		list = append(list, m.from.Protocol.Encode(nil, msg))
	}
	return list
}
