package explore

import (
	"bytes"
	"fmt"
	"sync/atomic"

	"synod/engine"
	"synod/engine/safety"
	"synod/engine/search"
	"synod/node"
)

// model is a world as a search sees it. Slot i is node i+1.
type model struct {
	from       *engine.Snapshot
	hints      node.Hinter // nil when the protocol has none
	compactor  node.Compactor
	reducer    node.Reducer // nil when somebody looks at more than the safety properties
	renamer    node.Renamer // nil when nodes are not exchanged
	orders     [][]int      // in which slots can be exchanged for one another
	known      *known
	configs    []node.Config
	requests   []Request
	budgets    Budgets
	reduce     Reductions
	properties []string // that count; nil is all of them
	meets      func(engine.Flight) ([]*engine.Rule, bool, error)
	met        *met
	clients    *clients    // nil when nobody asks whether the history is linearizable
	unlike     atomic.Bool // nodes that can be exchanged for one another turned out not to be alike
	linked     func(src, dst node.ID) bool
}

var (
	_ search.System  = (*model)(nil)
	_ search.Hinter  = (*model)(nil)
	_ search.Decoder = (*model)(nil)
	_ search.Namer   = (*model)(nil)
)

// The classes of budgets.
const (
	classDuplicate = iota
	classCrash
	classRestart
	classWipe
	classDrop
	classPartition
)

// cost is a unit of one class.
func cost(class int) search.Classes { return 1 << class }

// newModel returns the model of w. In a search no message is lost, so nobody
// needs to send again: machines are told never to.
func newModel(w *engine.World, o *Options) (*model, error) {
	from, err := w.Snapshot()
	if err != nil {
		return nil, err
	}
	m := &model{from: from, requests: o.Requests, budgets: o.Budgets, properties: o.Properties, meets: w.Meets, met: newMet(), reduce: o.Reduce}
	m.linked = func(src, dst node.ID) bool { return must(w.Linked(src, dst)) }
	m.hints, _ = from.Protocol.(node.Hinter)
	m.compactor, _ = from.Protocol.(node.Compactor)
	m.reducer, m.known = m.reducerFor(o, len(w.Invariants())), newKnown(len(from.Configs))
	for _, cfg := range from.Configs {
		cfg.Settings = node.WithoutResends(from.Protocol, cfg.Settings)
		m.configs = append(m.configs, cfg)
	}
	for i := range from.Nodes {
		for _, t := range from.Nodes[i].Timers {
			if err := m.checkTimer(node.ID(i+1), t); err != nil {
				return nil, err
			}
		}
	}
	m.orders = m.ordersFor(w, o)
	m.clients, err = m.clientsOf(o)
	return m, err
}

// Slots implements [search.System].
func (m *model) Slots() int {
	if m.divided() {
		return len(m.configs) + 1 // the network
	}
	return len(m.configs)
}

// Start implements [search.System].
func (m *model) Start() search.State {
	s := search.State{Watcher: m.collected(must(m.from.JudgeOf(m.from.Judge))), Budgets: m.budgets.classes()}
	if m.clients != nil {
		s.Watcher = m.clients.start().append(appendBytes(nil, s.Watcher))
	}
	for i := range m.from.Nodes {
		s.Locals = append(s.Locals, m.first(i).append(nil))
	}
	if m.divided() {
		s.Locals = append(s.Locals, division(0).append(nil))
	}
	for _, f := range m.from.Messages {
		s.Messages = append(s.Messages, m.message(f))
	}
	return s
}

// first returns where node i+1 stands at first.
func (m *model) first(i int) *local {
	n := &m.from.Nodes[i]
	l := &local{
		up: !n.Down, paused: n.Paused, state: n.State, file: []byte(n.Published),
		left: uint64(m.budgets.Timers), synced: m.compact(i, n.Records),
	}
	for _, t := range n.Timers {
		l.timers |= m.timerBit(t) // newModel checked it
	}
	for k, r := range m.requests {
		if int(r.Node) == i+1 {
			l.requests |= 1 << k
		}
	}
	return l
}

// maxTimers is how many timers of a node a search knows: those from 0 on.
const maxTimers = 64

// timerBit returns the bit that says that t is set; 0 if it would only send again.
func (m *model) timerBit(t node.Timer) uint64 {
	if m.hints != nil && m.hints.Resends(t) {
		return 0
	}
	return 1 << t
}

// checkTimer refuses a timer of a node that has no bit.
func (m *model) checkTimer(id node.ID, t node.Timer) error {
	if t < maxTimers || m.hints != nil && m.hints.Resends(t) {
		return nil
	}
	return fmt.Errorf("%v sets the timer %s, number %d: a search knows timers 0 to %d", id, m.from.Protocol.TimerName(t), t, maxTimers-1)
}

// compact returns records as the local state of node i+1 holds them. Nobody
// ever reads those of a node that cannot crash.
func (m *model) compact(i int, records []node.Message) [][]byte {
	if m.budgets.Crashes == 0 && !m.from.Nodes[i].Down {
		return nil
	}
	if m.compactor != nil {
		records = m.compactor.Compact(m.configs[i], records)
	}
	return m.encodeAll(records)
}

// message returns a message as the search sees it: its body begins with the
// sender.
func (m *model) message(f engine.Flight) search.Message {
	head := []byte{byte(f.Src), byte(f.Src >> 8)}
	return search.Message{To: int(f.Dst) - 1, Body: m.from.Protocol.Encode(head, f.Message)}
}

// flight is the way back.
func (m *model) flight(slot int, body []byte) (engine.Flight, error) {
	msg, err := m.from.Protocol.Decode(body[2:])
	return engine.Flight{Src: node.ID(body[0]) | node.ID(body[1])<<8, Dst: node.ID(slot + 1), Message: msg}, err
}

// machine returns the machine of a node that is up.
func (m *model) machine(slot int, l *local) (node.Snapshotter, error) {
	return node.Restore(m.from.Protocol, m.configs[slot], l.state)
}

// React implements [search.System].
func (m *model) React(slot int, at, body []byte) ([]search.Outcome, error) {
	if err := m.alikeStill(); err != nil {
		return nil, err
	}
	l, lost := parseLocal(at), m.dropped(slot, at, body)
	if !l.awake() {
		if l.up {
			m.met.pause(node.ID(slot+1), body)
		}
		return lost, nil // it may arrive later
	}
	f, err := m.flight(slot, body)
	if err != nil {
		return nil, err
	}
	outcomes, err := m.take(slot, l, move{kind: Deliver}, &node.Event{Kind: node.EventDeliver, From: f.Src, Message: f.Message})
	if err != nil {
		return nil, err
	}
	if whole := &outcomes[0]; len(outcomes) == 1 && len(whole.Send) == 0 && len(whole.Observed) == 0 && bytes.Equal(whole.Local, at) {
		return lost, nil // it changes nothing
	}
	return append(outcomes, lost...), nil
}

// Moves implements [search.System].
func (m *model) Moves(slot int, at []byte) ([]search.Outcome, error) {
	if err := m.alikeStill(); err != nil {
		return nil, err
	}
	if slot == m.GateSlot() {
		return m.networkMoves(parseDivision(at)), nil
	}
	l := parseLocal(at)
	if !l.up {
		return m.startMoves(slot, l)
	}
	var moves []search.Outcome
	if l.awake() {
		timers, err := m.timerMoves(slot, l)
		if err != nil {
			return nil, err
		}
		requests, err := m.requestMoves(slot, l)
		if err != nil {
			return nil, err
		}
		moves = append(timers, requests...)
	} else if l.left > 0 {
		for _, t := range l.set() {
			m.met.parked(node.ID(slot+1), t)
		}
	}
	if m.budgets.Crashes > 0 && !m.harmless(slot, l, m.down(l), nil) {
		s := &step{move: move{kind: Crash}}
		moves = append(moves, s.outcome(m.down(l)))
	}
	return moves, nil
}

func (m *model) startMoves(slot int, l *local) (moves []search.Outcome, err error) {
	for _, how := range []move{{kind: Restart}, {kind: Wipe}} {
		if m.budgets.classes()[how.class()] == 0 {
			continue
		}
		o, err := m.start(slot, l, how)
		if err != nil {
			return nil, err
		}
		moves = append(moves, o)
	}
	return moves, nil
}

func (m *model) timerMoves(slot int, l *local) (moves []search.Outcome, err error) {
	if l.left == 0 {
		return nil, nil
	}
	for _, t := range l.set() {
		after := *l
		after.left, after.timers = l.left-1, l.timers&^(1<<t)
		fired, err := m.take(slot, &after, move{kind: Fire, index: uint8(t)}, &node.Event{Kind: node.EventTimer, Timer: t})
		if err != nil {
			return nil, err
		}
		moves = append(moves, fired...)
	}
	return moves, nil
}

func (m *model) requestMoves(slot int, l *local) (moves []search.Outcome, err error) {
	for _, k := range bitsOf[uint8](l.requests) {
		after := *l
		after.requests &^= 1 << k
		asked, err := m.take(slot, &after, move{kind: Ask, index: k}, &node.Event{Kind: node.EventRequest, Request: m.request(k)})
		if err != nil {
			return nil, err
		}
		moves = append(moves, asked...)
	}
	return moves, nil
}

// request returns the k-th request as its node takes it.
func (m *model) request(k uint8) *node.Request {
	q := m.requests[k].Open()
	if q.ID = m.number(k); q.Client == "" {
		q.Client = fmt.Sprintf("request %d", k+1)
	}
	return q
}

// number returns the number of the operation that the k-th request is: whenever it is
// asked, messages and states name it so, and so does the world that plays what is found.
func (m *model) number(k uint8) uint64 { return m.from.Next + uint64(k) }

// down returns where a node stands that crashed at l.
func (m *model) down(l *local) *local {
	return &local{synced: l.synced, left: l.left, requests: l.requests, file: l.file}
}

// Watch implements [search.System].
func (m *model) Watch(watcher []byte, slot int, observed []byte) ([]byte, search.Violation, error) {
	if m.clients != nil {
		return m.watchBoth(watcher, slot, observed)
	}
	return m.watch(watcher, slot, observed)
}

// watch tells the safety checks.
func (m *model) watch(watcher []byte, slot int, observed []byte) ([]byte, search.Violation, error) {
	j, err := m.from.JudgeOf(watcher)
	if err != nil {
		return nil, search.Violation{}, err
	}
	if v := tell(j, node.ID(slot+1), observed, m.properties); v != nil {
		return watcher, search.Violation{Property: v.Name, Sentence: v.Sentence}, nil
	}
	return m.collected(j), search.Violation{}, nil
}

// collected returns what the safety checks have seen, as far as it matters.
func (m *model) collected(j *safety.Judge) []byte {
	if m.reducer != nil {
		j.Forget()
	}
	return j.AppendState(nil)
}

// Dead implements [search.Hinter]. A node that is down may come up, and one that
// may lose its disk may need everything again.
func (m *model) Dead(slot int, at, body []byte) bool {
	l := parseLocal(at)
	if m.hints == nil || !l.up || m.budgets.Wipes > 0 {
		return false
	}
	f, err := m.flight(slot, body)
	if err != nil {
		return false
	}
	machine, err := m.machine(slot, l)
	return err == nil && m.hints.Dead(machine, l.prospects(), f.Src, f.Message)
}

// DecodeLocal implements [search.Decoder].
func (m *model) DecodeLocal(_ int, at []byte) (any, error) { return parseLocal(at), nil }

// DecodeWatcher implements [search.Decoder].
func (m *model) DecodeWatcher(watcher []byte) (any, error) {
	if m.clients != nil {
		watcher = (&reader{watcher}).bytes()
	}
	return m.from.JudgeOf(watcher)
}

// SlotName implements [search.Namer].
func (m *model) SlotName(slot int) string {
	if slot == m.GateSlot() {
		return "network"
	}
	return node.ID(slot + 1).String()
}

// LocalName implements [search.Namer].
func (m *model) LocalName(slot int, at []byte) string {
	if slot == m.GateSlot() {
		return sidesText(parseDivision(at).sides(len(m.configs)))
	}
	l := parseLocal(at)
	if !l.up {
		return "down"
	}
	machine, err := m.machine(slot, l)
	if err != nil {
		return err.Error()
	}
	text := ""
	for _, f := range machine.State() {
		text += fmt.Sprintf(" %s %v", f.Name, f.Value)
	}
	return text[1:]
}

// MessageName implements [search.Namer].
func (m *model) MessageName(slot int, body []byte) string {
	f, err := m.flight(slot, body)
	if err != nil {
		return err.Error()
	}
	return engine.FlightText(f)
}
