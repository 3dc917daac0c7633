// Package trace holds the record of a run: one Record for each event, in the
// order of the controller, and the views that people and programs read.
//
// A record is data first. It holds nothing that could differ between two runs
// of the same script: no wall time, process id, port, path or map order. The
// text and the JSON Lines are views of it, and so is every table and diagram.
package trace

import (
	"time"

	"synod/node"
)

// Kind says what a record is about.
type Kind uint8

// The kinds of record.
const (
	Deliver   Kind = iota // Message of Src arrived at Dst
	Fire                  // Timer fired at Dst
	Ask                   // a client asked Dst for Request
	Note                  // Dst reached a milestone, Outcome
	Milestone             // the votes now make a value chosen, Text
	Lose                  // Message from Src to Dst never arrives, Text says why
	Drop                  // Message from Src to Dst was thrown away by hand
	Hold                  // Message from Src to Dst waits for its release
	Duplicate             // Message from Src to Dst will arrive once more
	Crash                 // Dst stopped
	Restart               // Dst started again, Text says on what disk, Outcome what it remembers
	Network               // the network changed, Text says how
	Remark                // the script remarked Text
	Violation             // a safety property or an invariant broke, Text says which
)

var kindNames = [...]string{
	"deliver", "timer", "request", "note", "chosen", "lose", "drop", "hold",
	"duplicate", "crash", "restart", "network", "remark", "violation",
}

// String returns the word that the JSON view uses.
func (k Kind) String() string { return kindNames[k] }

// Record is one line of a trace.
type Record struct {
	Seq     int           // from 1, without a gap
	Cause   int           // the record that led to this one, such as the sending of its message; 0 is the script
	Time    time.Duration // virtual
	Kind    Kind
	Src     node.ID // the sender of Message
	Dst     node.ID // where it happened; 0 is the lab
	Timer   node.Timer
	Message node.Message
	Request *node.Request
	Outcome node.Note // what came of it
	Text    string
}

// Words turns what a protocol says into text. Every node.Protocol has them.
type Words interface {
	AppendRequest(dst []byte, r *node.Request) []byte
	AppendNote(dst []byte, n node.Note) []byte
	TimerName(t node.Timer) string
}

// Sink takes the records of a run, in order.
type Sink interface {
	Record(r *Record) error
}
