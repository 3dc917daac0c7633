package explore

import (
	"sync"

	"synod/engine"
	"synod/node"
)

// known holds what the reducer is asked about in a form that it understands: it
// is asked about every message in every state of every node.
type known struct {
	mu      sync.RWMutex
	states  []map[string]*standing // by slot
	flights []map[string]engine.Flight
}

// standing is where a node stands, for reading only.
type standing struct {
	machine   node.Machine
	prospects node.Prospects
	awake     bool
}

func newKnown(slots int) *known {
	k := &known{}
	for range slots {
		k.states, k.flights = append(k.states, map[string]*standing{}), append(k.flights, map[string]engine.Flight{})
	}
	return k
}

// at returns where the node of slot stands at a local state.
func (k *known) at(m *model, slot int, at []byte) *standing {
	k.mu.RLock()
	s := k.states[slot][string(at)]
	k.mu.RUnlock()
	if s != nil {
		return s
	}
	l := parseLocal(at)
	s = &standing{must(m.standing(slot, l)), l.prospects(), l.awake()}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.states[slot][string(at)] = s
	return s
}

// flight returns the message to slot that body is.
func (k *known) flight(m *model, slot int, body []byte) engine.Flight {
	k.mu.RLock()
	f, known := k.flights[slot][string(body)]
	k.mu.RUnlock()
	if known {
		return f
	}
	f = must(m.flight(slot, body))
	k.mu.Lock()
	defer k.mu.Unlock()
	k.flights[slot][string(body)] = f
	return f
}
