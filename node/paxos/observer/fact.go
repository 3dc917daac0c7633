package observer

import (
	"strconv"

	"synod/node"
)

// FactKind says which of consensus's few notions a Fact is about.
type FactKind uint8

// The facts that the safety of consensus is defined by.
const (
	None     FactKind = iota
	Promised          // the node promised Ballot
	Proposed          // the node asked for votes for Value at Ballot
	Voted             // the node accepted Value at Ballot
	Learned           // the node holds Value to be chosen
)

// Fact is something a message or a record states, in the words of consensus
// rather than of one protocol. An observer that collects facts can tell what
// is chosen, and whether that is safe, without trusting the machine's state.
type Fact struct {
	Kind   FactKind
	Slot   int32 // of a log: which decision the fact is about; a protocol of one decision has slot 0
	Ballot node.Ballot
	Value  node.Value
}

// in returns " in slot 4", and nothing for slot 0.
func in(slot int32) string {
	if slot == 0 {
		return ""
	}
	return " in slot " + strconv.Itoa(int(slot))
}

// Stating is a Message that may state a fact: one that becomes true when the message
// is sent or, for a record, when it is synced. Most messages state nothing.
type Stating interface {
	Fact() Fact
}

// factOf returns what m states.
func factOf(m node.Message) Fact {
	if s, ok := m.(Stating); ok {
		return s.Fact()
	}
	return Fact{}
}
