package search

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
)

// ErrImpure says that the same question had two answers: a System or a
// predicate depends on more than it is given, such as a clock, a random draw,
// the order of a map, or something that it changed.
var ErrImpure = errors.New("not a function of its arguments")

// errFingerprint says that the search itself is wrong.
var errFingerprint = errors.New("search: the fingerprint of a state is not that of its parts")

func (m *model) sameOutcomes(local item, event uint32, body string, a, b []Outcome) error {
	if slices.EqualFunc(a, b, sameOutcome) {
		return nil
	}
	return fmt.Errorf("%s: %s in state %s: %w: it had two different outcomes", m.slotName(local.slot),
		m.eventName(local.slot, event, body), m.localName(local), ErrImpure)
}

func sameOutcome(a, b Outcome) bool {
	same := func(x, y Message) bool { return x.To == y.To && bytes.Equal(x.Body, y.Body) }
	return bytes.Equal(a.Name, b.Name) && a.Cost == b.Cost && a.Lost == b.Lost && bytes.Equal(a.Local, b.Local) &&
		slices.EqualFunc(a.Send, b.Send, same) && bytes.Equal(a.Observed, b.Observed)
}

func (m *model) impureWatch(observation item) error {
	return fmt.Errorf("watcher: what %s observed, %q: %w: it was seen in two different ways",
		m.slotName(observation.slot), observation.body, ErrImpure)
}

// remembered returns the outcomes whose first transition is first - 1, as the
// System returned them.
func (m *model) remembered(first uint32) []Outcome {
	m.mu.Lock()
	defer m.mu.Unlock()
	if first == 0 {
		return nil
	}
	var outcomes []Outcome
	for t := first - 1; ; t++ {
		tr := &m.transitions[t]
		o := Outcome{Name: []byte(m.names[t]), Cost: tr.cost, Lost: tr.lost, Local: []byte(m.locals.items[tr.local].body)}
		for _, id := range m.sends[tr.send : tr.send+uint32(tr.sent)] {
			o.Send = append(o.Send, Message{int(m.messages.items[id].slot), []byte(m.messages.items[id].body)})
		}
		if tr.observed != 0 {
			o.Observed = []byte(m.observations.items[tr.observed-1].body)
		}
		outcomes = append(outcomes, o)
		if tr.last {
			return outcomes
		}
	}
}

// handledAgain asks once more what comes of event at local, and compares.
func (m *model) handledAgain(local item, event uint32, body string, first uint32) error {
	again, err := m.call(local, event, body)
	if err != nil {
		return err
	}
	return m.sameOutcomes(local, event, body, m.remembered(first), again)
}

// watchedAgain asks once more what the watcher makes of an observation.
func (m *model) watchedAgain(watcher, observation item, i uint32) error {
	next, bad, err := m.sys.Watch([]byte(watcher.body), int(observation.slot), []byte(observation.body))
	if err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.watched[i]
	var was Violation
	if w.bad != 0 {
		was = m.violations[w.bad-1]
	}
	if m.watchers.items[w.next].body != string(next) || was != bad {
		return m.impureWatch(observation)
	}
	return nil
}
