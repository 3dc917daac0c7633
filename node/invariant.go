package node

// Guarded is what a Protocol may be besides: it says what must hold of the states of
// its nodes, after every event and in every state of a search.
type Guarded interface {
	// Invariants returns what must hold, in the order of checking.
	Invariants() []Invariant
}

// Invariant is a property of the states of the nodes that are up.
type Invariant struct {
	Name string
	// Holds asks whether the property holds of the nodes that are up, in the order of
	// their ids. When it does not, it may say why in a sentence; an error is that of
	// the property itself, which could not be asked. It changes nothing and keeps
	// nothing, and may be called from several goroutines.
	Holds func(up []Standing) (holds bool, why string, err error)
}

// Standing is a node that is up, and where its machine stands.
type Standing struct {
	Node    ID
	Machine Snapshotter
}
