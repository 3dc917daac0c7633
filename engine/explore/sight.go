package explore

import (
	"synod/engine"
	"synod/engine/safety"
	"synod/engine/search"
	"synod/node"
)

// sight shows a state of a search to predicates that look at a world.
type sight struct {
	model *model
	view  *search.View
}

var _ engine.Sight = sight{}

// Node implements [engine.Sight].
func (s sight) Node(id node.ID) engine.NodeSight {
	l := must(s.view.DecodedLocal(int(id) - 1)).(*local)
	return engine.NodeSight{Down: !l.up, Paused: l.paused, State: l.state, Published: node.Value(l.file), Timers: l.set()}
}

// Messages implements [engine.Sight].
func (s sight) Messages() []engine.Flight {
	var flights []engine.Flight
	for slot := range s.model.configs {
		for _, body := range s.view.Messages(slot) {
			flights = append(flights, must(s.model.flight(slot, body)))
		}
	}
	return flights
}

// Judge implements [engine.Sight].
func (s sight) Judge() *safety.Judge { return must(s.view.DecodedWatcher()).(*safety.Judge) }

// must returns v: reading what the model itself wrote cannot fail.
func must[T any](v T, err error) T {
	if err != nil {
		panic("explore: reading its own state: " + err.Error())
	}
	return v
}

// predicate returns p as the search asks it.
func (m *model) predicate(w *engine.World, p *Predicate) search.Predicate {
	return search.Predicate{Name: p.Name, Test: func(v *search.View) (bool, error) {
		return p.Ask(w.Ghost(sight{m, v}))
	}}
}
