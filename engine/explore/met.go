package explore

import (
	"sync"

	"synod/engine"
	"synod/node"
)

// met is what the rules and faults of the run meet in a search: each thing once,
// however often and in whatever order the search comes to it. So the numbers do
// not depend on how many workers there are.
type met struct {
	mu      sync.Mutex
	seen    map[thing]bool
	claimed map[string]bool // the names of the claims that a node made
	engine.Encounters
}

// thing is something that is met once: a message by a rule, or a message or a timer
// by what is wrong with a node.
type thing struct {
	kind     byte
	rule     int
	src, dst node.ID
	timer    node.Timer
	body     string
}

// The kinds of things.
const (
	byRule byte = iota
	byPause
	byClock
)

func newMet() *met {
	return &met{seen: map[thing]bool{}, claimed: map[string]bool{}, Encounters: engine.Encounters{Rules: map[int]int{}, Pauses: map[node.ID]int{}, Clocks: map[node.ID]int{}}}
}

// first reports whether what was not met before.
func (m *met) first(what thing) bool {
	known := m.seen[what]
	m.seen[what] = true
	return !known
}

// rules notes the rules that a message met.
func (m *met) rules(rules []*engine.Rule, f engine.Flight, body []byte) {
	if len(rules) == 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range rules {
		if m.first(thing{kind: byRule, rule: r.Num, src: f.Src, dst: f.Dst, body: string(body)}) {
			m.Rules[r.Num]++
		}
	}
}

// pause notes that a message was to arrive at a node that is paused.
func (m *met) pause(id node.ID, body []byte) {
	m.note(m.Pauses, thing{kind: byPause, dst: id, body: string(body)})
}

// parked notes that a timer of a node that is paused was to fire.
func (m *met) parked(id node.ID, t node.Timer) {
	m.note(m.Pauses, thing{kind: byPause, dst: id, timer: t})
}

// clock notes that a node set a timer.
func (m *met) clock(id node.ID, t node.Timer) {
	m.note(m.Clocks, thing{kind: byClock, dst: id, timer: t})
}

func (m *met) note(hits map[node.ID]int, what thing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.first(what) {
		hits[what.dst]++
	}
}

// claim notes that a node claims something under a name.
func (m *met) claim(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.claimed[name] = true
}
