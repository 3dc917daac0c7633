package node

// Typed is a value of a kind that a protocol brings, beside those that all protocols
// share. A ballot is one. Traces, tables and JSON show its text.
type Typed interface {
	// Append appends the text of the value to dst.
	Append(dst []byte) []byte
	// IsZero reports whether the value is none.
	IsZero() bool
	// Renamed returns the value with the nodes that it names called differently.
	Renamed(name func(ID) ID) Typed
}

var _ Typed = Ballot{}
