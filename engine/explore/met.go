package explore

import (
	"strconv"
	"sync"

	"synod/engine"
	"synod/node"
)

// met is what the rules and faults of the run meet in a search: each thing once,
// however often and in whatever order the search comes to it. So the numbers do
// not depend on how many workers there are.
type met struct {
	mu   sync.Mutex
	seen map[string]bool
	engine.Encounters
}

func newMet() *met {
	return &met{seen: map[string]bool{}, Encounters: engine.Encounters{Rules: map[int]int{}, Pauses: map[node.ID]int{}, Clocks: map[node.ID]int{}}}
}

// first reports whether what was not met before.
func (m *met) first(what string) bool {
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
		if m.first("rule " + strconv.Itoa(r.Num) + " " + f.Src.String() + f.Dst.String() + " " + string(body)) {
			m.Rules[r.Num]++
		}
	}
}

// pause notes that a node that is paused was to take something.
func (m *met) pause(id node.ID, what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.first("pause " + id.String() + " " + what) {
		m.Pauses[id]++
	}
}

// clock notes that a node set a timer.
func (m *met) clock(id node.ID, t node.Timer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.first("clock " + id.String() + " " + strconv.Itoa(int(t))) {
		m.Clocks[id]++
	}
}
