package explore

import (
	"context"
	"testing"

	"synod/engine/search"
)

// lossy is a model in which a message can be lost, as an event of its own that
// a budget pays for. Nobody needs that: a message may be on its way for ever.
type lossy struct {
	*model
	losses uint8
}

const classLoss = 7

// Start implements [search.System].
func (m lossy) Start() search.State {
	s := m.model.Start()
	s.Budgets[classLoss] = m.losses
	return s
}

// React implements [search.System].
func (m lossy) React(slot int, at, body []byte) ([]search.Outcome, error) {
	outcomes, err := m.model.React(slot, at, body)
	if len(outcomes) > 0 {
		outcomes = append(outcomes, search.Outcome{Name: []byte("lost"), Cost: cost(classLoss), Local: at})
	}
	return outcomes, err
}

// An explicit loss makes states, and finds nothing new.
func TestLossesAreNothingNew(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, c := range []struct {
		off     []string
		verdict search.Verdict
		steps   int
		states  []int // with no loss, with one, with two
	}{
		{nil, search.Holds, 0, []int{5881, 29_810, 75_660}},
		{[]string{"adopt_reported_value"}, search.Violated, 14, nil},
	} {
		for losses := range uint8(3) {
			w := newWorld(t, 3, c.off...)
			o := reduced(Options{Requests: clientsAB})
			m, err := newModel(w, &o)
			if err != nil {
				t.Fatal(err)
			}
			r, err := search.Explore(context.Background(), lossy{m, losses}, m.options(w, &o))
			if err != nil || r.Verdict != c.verdict || len(r.Trace) != c.steps {
				t.Errorf("without %v, %d losses: got %v, %v; want %v after %d steps", c.off, losses, r, err, c.verdict, c.steps)
			}
			if c.states != nil && r.Unique != c.states[losses] {
				t.Errorf("%d losses: got %d states, want %d", losses, r.Unique, c.states[losses])
			}
			w.Close()
		}
	}
}
