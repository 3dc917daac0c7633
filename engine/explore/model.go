package explore

import (
	"bytes"
	"fmt"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
)

// model is the world as a search sees it. Slots are nodes: slot i is node i+1.
type model struct {
	from     *engine.Snapshot
	hints    node.Hinter // nil when the protocol has none
	configs  []node.Config
	requests []Request
	budgets  Budgets
	severed  func(engine.Flight) (bool, error)
}

// The classes of budgets.
const (
	classDuplicate search.Class = iota + 1
	classCrash
	classRestart
	classWipe
)

// Request is something that a client may ask of a node at any time, once.
type Request struct {
	Node  node.ID
	Value node.Value // absent: a read
}

// newModel returns the model of w. In a search no message is lost, so nobody
// needs to send again: machines are told never to.
func newModel(w *engine.World, o *Options) (*model, error) {
	from, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	m := &model{from: from, requests: o.Requests, budgets: o.Budgets, severed: w.Severed}
	m.hints, _ = from.Protocol.(node.Hinter)
	for _, cfg := range from.Configs {
		cfg.Retransmit = 0
		m.configs = append(m.configs, cfg)
	}
	return m, nil
}

// Slots implements [search.System].
func (m *model) Slots() int { return len(m.configs) }

// Start implements [search.System].
func (m *model) Start() search.Start {
	s := search.Start{Watcher: m.from.Observer, Budgets: m.budgets.classes()}
	for i := range m.from.Nodes {
		s.Locals = append(s.Locals, m.first(i).append(nil))
	}
	for _, f := range m.from.Messages {
		s.Messages = append(s.Messages, m.message(f.Src, f.Dst, f.Message))
	}
	return s
}

// first returns where node i+1 stands at first.
func (m *model) first(i int) *local {
	n := &m.from.Nodes[i]
	l := &local{up: !n.Down, paused: n.Paused, state: n.State, left: uint64(m.budgets.Timers), synced: m.compact(i, n.Records), file: []byte(n.Learned)}
	for _, t := range n.Timers {
		m.setTimer(l, t)
	}
	for k, r := range m.requests {
		if int(r.Node) == i+1 {
			l.requests |= 1 << k
		}
	}
	return l
}

// setTimer notes that t is set, unless it would only send again.
func (m *model) setTimer(l *local, t node.Timer) {
	if m.hints == nil || !m.hints.Resends(t) {
		l.timers |= 1 << t
	}
}

// compact returns records as the local state of node i+1 holds them.
func (m *model) compact(i int, records []node.Message) [][]byte {
	if m.budgets.Crashes == 0 && m.from.Nodes[i].Down == false {
		return nil // nobody will ever read them
	}
	if m.hints != nil {
		records = m.hints.Compact(m.configs[i], records)
	}
	var list [][]byte
	for _, r := range records {
		list = append(list, m.from.Protocol.Encode(nil, r))
	}
	return list
}

// message returns a message as the search sees it.
func (m *model) message(src, dst node.ID, msg node.Message) search.Message {
	return search.Message{To: int(dst) - 1, Body: m.from.Protocol.Encode([]byte{byte(src), byte(src >> 8)}, msg)}
}

// parseBody returns the sender and the message of a body.
func (m *model) parseBody(body []byte) (node.ID, node.Message) {
	msg, err := m.from.Protocol.Decode(body[2:])
	if err != nil {
		panic(fmt.Sprintf("explore: reading a message of its own: %v", err))
	}
	return node.ID(body[0]) | node.ID(body[1])<<8, msg
}

// machine returns the machine of a node that is up.
func (m *model) machine(slot int, l *local) node.Machine {
	machine, err := m.from.Protocol.Restore(m.configs[slot], l.state)
	if err != nil {
		panic(fmt.Sprintf("explore: reading a state of its own: %v", err))
	}
	return machine
}

// React implements [search.System].
func (m *model) React(slot int, at, body []byte) []search.Outcome {
	l := parseLocal(at)
	if !l.awake() {
		return nil // it may arrive later
	}
	from, msg := m.parseBody(body)
	outcomes := m.take(slot, l, move{kind: deliver}, &node.Event{Kind: node.EventDeliver, From: from, Message: msg})
	if whole := &outcomes[0]; len(whole.Send) == 0 && len(whole.Observed) == 0 && bytes.Equal(whole.Local, at) {
		return nil // it changes nothing
	}
	return outcomes
}

// Moves implements [search.System].
func (m *model) Moves(slot int, at []byte) []search.Outcome {
	l := parseLocal(at)
	if !l.up {
		return []search.Outcome{m.start(slot, l, move{kind: restart}), m.start(slot, l, move{kind: wipe})}
	}
	var moves []search.Outcome
	if l.awake() {
		moves = append(m.timerMoves(slot, l), m.requestMoves(slot, l)...)
	}
	return append(moves, m.outcome(slot, m.down(l), &step{move: move{kind: crash}}))
}

func (m *model) timerMoves(slot int, l *local) (moves []search.Outcome) {
	if l.left == 0 {
		return nil
	}
	for _, t := range l.set() {
		after := *l
		after.left, after.timers = l.left-1, l.timers&^(1<<t)
		moves = append(moves, m.take(slot, &after, move{kind: timer, index: uint8(t)}, &node.Event{Kind: node.EventTimer, Timer: t})...)
	}
	return moves
}

func (m *model) requestMoves(slot int, l *local) (moves []search.Outcome) {
	for _, k := range bitsOf[uint8](l.requests) {
		after := *l
		after.requests &^= 1 << k
		moves = append(moves, m.take(slot, &after, move{kind: request, index: k}, &node.Event{Kind: node.EventRequest, Request: m.request(k)})...)
	}
	return moves
}

// request returns the k-th request in the words of the contract. Its number is
// like none of a proposal that there is.
func (m *model) request(k uint8) *node.Request {
	r := m.requests[k]
	q := &node.Request{Proposal: 1<<32 + uint64(k), Op: node.OpPropose, Value: r.Value}
	if r.Value.Absent() {
		q.Op = node.OpRead
	}
	return q
}

// step is one step while it is made.
type step struct {
	move
	facts []node.Fact
	asked node.Value // that a client asked for in it
	wiped bool
	send  []search.Message
}

// take lets a node that is up take an event: as a whole, and up to each place
// inside at which it may die. A request that the node rejects is none.
func (m *model) take(slot int, l *local, how move, ev *node.Event) []search.Outcome {
	machine := m.machine(slot, l)
	var effects node.Effects
	machine.Step(ev, &effects)
	if how.kind == request && isRejected(effects) {
		return nil
	}
	next := *l
	next.state = machine.AppendState(nil)
	outcomes := []search.Outcome{m.perform(slot, next, how, ev, effects)}
	if m.budgets.Crashes == 0 {
		return outcomes
	}
	for _, p := range interior(effects) {
		how.dies, how.point = true, p
		outcomes = append(outcomes, m.perform(slot, *l, how, ev, effects[:p.Index(effects)]))
	}
	return outcomes
}

// interior lists the places between the first and the last thing that a step
// does: to die before the first is not to take the step, and to die after the
// last is to take it and die.
func interior(effects []node.Effect) []node.Point {
	points := node.Points(effects)
	if len(points) < 3 {
		return nil
	}
	return points[1 : len(points)-1]
}

func isRejected(effects []node.Effect) bool {
	for i := range effects {
		if r := effects[i].Reply; r != nil && r.Status == node.StatusRejected {
			return true
		}
	}
	return false
}

// perform does what effects ask, and then lets the node die if that is how.
func (m *model) perform(slot int, l local, how move, ev *node.Event, effects []node.Effect) search.Outcome {
	s := &step{move: how}
	if how.kind == request {
		s.asked = ev.Request.Value
	}
	pending := m.decodeAll(l.unsynced)
	for i := range effects {
		switch e := &effects[i]; e.Kind {
		case node.EffectWrite:
			pending = append(pending, e.Message)
		case node.EffectSync:
			m.sync(slot, &l, pending, s)
			pending = nil
		case node.EffectSend:
			m.sendTo(slot, e, s)
		case node.EffectPublish:
			l.file = []byte(e.Value)
			s.facts = append(s.facts, node.Fact{Kind: node.FactLearned, Value: e.Value})
		case node.EffectSetTimer:
			m.setTimer(&l, e.Timer)
		case node.EffectStopTimer:
			l.timers &^= 1 << e.Timer
		}
	}
	l.unsynced = m.encodeAll(pending)
	if how.dies {
		return m.outcome(slot, m.down(&l), s)
	}
	return m.outcome(slot, &l, s)
}

// sync makes what was written durable, with the facts that follow.
func (m *model) sync(slot int, l *local, written []node.Message, s *step) {
	for _, r := range written {
		if f := r.Fact(); f.Kind != node.FactNone {
			s.facts = append(s.facts, f)
		}
	}
	if len(written) > 0 {
		l.synced = m.compact(slot, append(m.decodeAll(l.synced), written...))
	}
}

func (m *model) sendTo(slot int, e *node.Effect, s *step) {
	if f := e.Message.Fact(); f.Kind != node.FactNone {
		s.facts = append(s.facts, f)
	}
	src := node.ID(slot + 1)
	if lost, err := m.severed(engine.Flight{Src: src, Dst: e.To, Message: e.Message}); err != nil {
		panic(search.Fail(err))
	} else if !lost {
		s.send = append(s.send, m.message(src, e.To, e.Message))
	}
}

func (m *model) decodeAll(list [][]byte) []node.Message {
	var messages []node.Message
	for _, b := range list {
		msg, err := m.from.Protocol.Decode(b)
		if err != nil {
			panic(fmt.Sprintf("explore: reading a record of its own: %v", err))
		}
		messages = append(messages, msg)
	}
	return messages
}

func (m *model) encodeAll(messages []node.Message) [][]byte {
	var list [][]byte
	for _, msg := range messages {
		list = append(list, m.from.Protocol.Encode(nil, msg))
	}
	return list
}

// down returns where a node stands that crashed at l.
func (m *model) down(l *local) *local {
	return &local{synced: l.synced, left: l.left, requests: l.requests, file: l.file}
}

// start lets a node that is down start again.
func (m *model) start(slot int, l *local, how move) search.Outcome {
	s := &step{move: how, wiped: how.kind == wipe}
	next := *l
	next.up = true
	if s.wiped {
		next.synced, next.file = nil, nil
	}
	machine, err := m.from.Protocol.New(m.configs[slot])
	if err != nil {
		panic(search.Fail(err))
	}
	var effects node.Effects
	machine.Step(&node.Event{Kind: node.EventStart, Records: m.decodeAll(next.synced)}, &effects)
	next.state = machine.AppendState(nil)
	outcome := m.perform(slot, next, how, nil, effects)
	return outcome
}

// outcome returns what the search is told of a step.
func (m *model) outcome(slot int, l *local, s *step) search.Outcome {
	return search.Outcome{
		Name: s.move.append(nil), Class: s.class(), Local: l.append(nil), Send: s.send, Observed: s.observed(),
	}
}

// Watch implements [search.System].
func (m *model) Watch(watcher []byte, slot int, observed []byte) ([]byte, string) {
	o, err := m.from.Observed(watcher)
	if err != nil {
		panic(fmt.Sprintf("explore: reading an observer of its own: %v", err))
	}
	v := tell(o, node.ID(slot+1), observed)
	if v != nil {
		return watcher, v.Error()
	}
	return o.AppendState(nil), ""
}
