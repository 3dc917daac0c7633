package history

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"synod/engine/trace"
	"synod/node"
)

// Outcome says what a client knows of its operation.
type Outcome string

// The outcomes.
const (
	OK      Outcome = "ok"      // it happened, with a result
	Fail    Outcome = "fail"    // it surely did not happen
	Unknown Outcome = "unknown" // it may have happened, may happen yet, or never will
)

// Moment is a point of a run. Of two moments at one time the event says which
// came first; a history written by hand has no events.
type Moment struct {
	Time  time.Duration // virtual
	Event int           // the number of the latest line of the trace; 0 for none
}

// Before reports whether m is earlier than o.
func (m Moment) Before(o Moment) bool {
	if m.Time != o.Time {
		return m.Time < o.Time
	}
	return m.Event < o.Event
}

// String returns "4ms (14)": the time, and the line of the trace.
func (m Moment) String() string {
	text := string(trace.AppendTime(nil, m.Time))
	if m.Event > 0 {
		text += fmt.Sprintf(" (%d)", m.Event)
	}
	return text
}

// Operation is one thing that a client asked for, and how it ended.
type Operation struct {
	Client   string      // does one thing at a time
	Node     node.ID     // whom it asked; 0 for nobody in particular
	Op       string      // such as "propose" or "read"
	Value    node.Value  // its argument "value", what it asked for; absent for nothing
	Args     node.Fields // its other arguments, such as "key", each a node.Value
	Result   node.Value  // of OK: the field "value" of the reply, what it was told; absent for nothing
	Fields   node.Fields // of OK: the other fields of the reply, each a node.Value
	Outcome  Outcome
	Why      string // of Fail and Unknown: what the client knows of the reason
	Invoked  Moment
	Returned Moment // when its client heard the result, or gave up
	InFlight bool   // its client still waits, and Returned says nothing
	Late     Late   // what came for a client that had given up; the zero Late for nothing
}

// Late is the answer that came after its client had given up. The client does not
// know it, so no judge may go by it: the operation stays Unknown.
type Late struct {
	Outcome Outcome     // "" for none
	Fields  node.Fields // of OK: what the reply said, each a node.Value
	Why     string      // of Fail and Unknown
	At      Moment      // when it came
}

// Request returns "propose X", "read", or "write key=x value=1": what was asked
// for. Names are left out where there is nothing but a value.
func (o *Operation) Request() string {
	switch {
	case len(o.Args) > 0:
		return o.Op + " " + named(o.Args, o.Value)
	case o.Value.Absent():
		return o.Op
	}
	return o.Op + " " + o.Value.String()
}

// Who returns "c1 at n1", or "c1" for a client who asked nobody in particular.
func (o *Operation) Who() string {
	if o.Node == 0 {
		return o.Client
	}
	return fmt.Sprintf("%s at %v", o.Client, o.Node)
}

// Ending returns "ok X", "ok version=2 value=X", "ok" when there is no result to
// tell, "fail: …" or "unknown: …".
func (o *Operation) Ending() string {
	text := string(o.Outcome)
	switch {
	case o.Outcome == OK && (o.tells() || !o.asks()):
		return text + " " + o.answer()
	case o.Why != "":
		return text + ": " + o.Why
	}
	return text
}

// answer returns what o was told: "X", "None", or "version=2 value=X".
func (o *Operation) answer() string {
	if len(o.Fields) > 0 {
		return named(o.Fields, o.Result)
	}
	return result(o.Result)
}

// asks reports whether o says more than what it is about: a read does not.
func (o *Operation) asks() bool {
	return !o.Value.Absent() || slices.ContainsFunc(o.Args, func(f node.Field) bool { return f.Name != keyArg })
}

// tells reports whether o was told anything.
func (o *Operation) tells() bool { return !o.Result.Absent() || len(o.Fields) > 0 }

// String returns "c1 at n1: propose X, 0ms (1) to 4ms (14), ok X".
func (o *Operation) String() string {
	return fmt.Sprintf("%s: %s, %s, %s", o.Who(), o.Request(), o.span(), o.Ending())
}

// span returns "0ms (1) to 4ms (14)", or "from 0ms (1)" for one whose client
// still waits.
func (o *Operation) span() string {
	if o.InFlight {
		return "from " + o.Invoked.String()
	}
	return o.Invoked.String() + " to " + o.Returned.String()
}

// Check returns an error when the parts of o do not go together.
func (o *Operation) Check() error {
	switch {
	case o.Client == "" || strings.ContainsAny(o.Client, "\r\n"):
		return fmt.Errorf("got the client %q, want a name of one line", o.Client)
	case !isWord(o.Op):
		return fmt.Errorf("got the operation %q, want a name such as read", o.Op)
	case o.Outcome != OK && o.Outcome != Fail && o.Outcome != Unknown:
		return fmt.Errorf("got the outcome %q, want %q, %q or %q", string(o.Outcome), OK, Fail, Unknown)
	case o.InFlight && o.Outcome != Unknown:
		return fmt.Errorf("an operation that is %q has returned; say when", o.Outcome)
	case o.Outcome != OK && o.tells():
		return fmt.Errorf("got the result %s of an operation that is %q; only one that is %q has a result", o.answer(), o.Outcome, OK)
	case !o.InFlight && o.Returned.Before(o.Invoked):
		return fmt.Errorf("it returned at %v, before it was invoked at %v", o.Returned, o.Invoked)
	}
	if err := checkNamed("argument", o.Args); err != nil {
		return err
	}
	return checkNamed("field", o.Fields)
}

// isWord reports whether s is a small name, which every format can write down.
func isWord(s string) bool {
	for i, c := range []byte(s) {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}
