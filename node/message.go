package node

// Message is a kind and named fields: what one node sends to another, and what
// a machine writes on its disk. It never changes once it has been handed over.
type Message interface {
	// Kind returns a lower-case word such as "prepare".
	Kind() string
	// Fields appends the named fields to dst, always in the same order.
	Fields(dst []Field) []Field
	// Append appends the text a trace shows, such as "prepare 3.1".
	Append(dst []byte) []byte
}

// Field is one named part of a message or of a machine's state.
type Field struct {
	Name  string
	Value any // a Value, ID, []ID, int, bool, string or Typed
}
