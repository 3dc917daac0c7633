package paxos

import (
	"synod/engine"
	"synod/node/paxos/observer"
)

// Chosen returns every choice of a run so far, in order. All of them are of one value,
// unless agreement broke. A run of another protocol has none.
func Chosen(w *engine.World) []observer.Choice {
	o, ok := w.Judge().Own().(*observer.Observer)
	if !ok {
		return nil
	}
	return o.Chosen()
}

// Chooses reports whether w runs a protocol whose checks know what is chosen.
func Chooses(w *engine.World) bool {
	_, ok := w.Judge().Own().(*observer.Observer)
	return ok
}
