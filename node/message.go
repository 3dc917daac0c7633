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
	// Fact returns what becomes true when the message is sent or, for a
	// record, when it is synced. Most messages state nothing.
	Fact() Fact
}

// Field is one named part of a message or of a machine's state.
type Field struct {
	Name  string
	Value any // a Ballot, Value, ID, []ID, int, bool or string
}

// Balloted is what a Message has beside if it can tell its field named "ballot"
// without listing all of them.
type Balloted interface {
	AtBallot() (Ballot, bool)
}

// BallotOf returns the field named "ballot" of m, if it has one.
func BallotOf(m Message) (Ballot, bool) {
	if m, ok := m.(Balloted); ok {
		return m.AtBallot()
	}
	var buf [8]Field
	for _, f := range m.Fields(buf[:0]) {
		if b, ok := f.Value.(Ballot); ok && f.Name == "ballot" {
			return b, true
		}
	}
	return Ballot{}, false
}

// FactKind says which of consensus's few notions a Fact is about.
type FactKind uint8

// The facts that the safety of consensus is defined by.
const (
	FactNone     FactKind = iota
	FactPromised          // the node promised Ballot
	FactProposed          // the node asked for votes for Value at Ballot
	FactVoted             // the node accepted Value at Ballot
	FactLearned           // the node holds Value to be chosen
)

// Fact is something a message or a record states, in the words of consensus
// rather than of one protocol. An observer that collects facts can tell what
// is chosen, and whether that is safe, without trusting the machine's state.
type Fact struct {
	Kind   FactKind
	Ballot Ballot
	Value  Value
}
