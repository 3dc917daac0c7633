package search

// System is what is searched. See the package comment for the rules that its
// methods obey; they are called from several goroutines at once unless
// [Options.Workers] is 1.
//
// An error from a method ends the search with that error.
type System interface {
	// Slots returns how many slots there are: nodes, clients, whatever has a
	// state and receives messages.
	Slots() int

	// Start returns the state in which everything begins.
	Start() State

	// React returns what can come of the message body reaching slot in state
	// local; nothing when the delivery is not a transition. It is usually one
	// outcome, and more when the slot may also crash in the middle.
	React(slot int, local, body []byte) ([]Outcome, error)

	// Moves returns what slot may do by itself in state local: a timer, a
	// crash, a restart, a request. Each outcome has a name.
	Moves(slot int, local []byte) ([]Outcome, error)

	// Watch returns the watcher after slot's observed, which is not empty, and
	// the property that this violates, if any. A violation ends the search,
	// whether or not it can be seen in what Watch returns.
	Watch(watcher []byte, slot int, observed []byte) (next []byte, v Violation, err error)
}

// Hinter is a System that knows when a message can no longer matter: whatever
// else happens to slot, delivering body to it will never be a transition.
// [Options.DropDead] makes use of it.
type Hinter interface {
	Dead(slot int, local, body []byte) bool
}

// Reducer is a System that knows what makes no difference to the watcher.
// [Options.Reduce] makes use of it.
type Reducer interface {
	// Needless returns the reasons, a bit each, for which slot in state local
	// agrees that nobody needs the message body to slot to any more: neither
	// now nor later does its arrival lead to anything that could not happen
	// without it. The message is forgotten for a reason that all slots agree
	// with, for ever.
	Needless(slot int, local []byte, to int, body []byte) uint8

	// Waits returns 0, or how many more events slot in state local waits for,
	// at least. The last event, and any that brings the slot to another state
	// in which it waits, could as well have happened right before the event
	// that ends the waiting, or never.
	Waits(slot int, local []byte) int

	// Joins reports whether body is one of the messages that slot in state
	// local waits for; with no body, whether it is a move of its own.
	Joins(slot int, local, body []byte) bool
}

// Decoder is a System whose local states and watcher have a form that
// predicates like better than bytes. What it returns is shared: nobody may
// change it. It is asked once for each distinct argument.
type Decoder interface {
	DecodeLocal(slot int, local []byte) (any, error)
	DecodeWatcher(watcher []byte) (any, error)
}

// Namer is a System that can name what it is made of, in errors.
type Namer interface {
	SlotName(slot int) string                // such as "n2"
	LocalName(slot int, local []byte) string // a state, on one line
	MessageName(slot int, body []byte) string
}

// State is a global state: a place where a search starts, or one that a trace
// passes through.
type State struct {
	Locals   [][]byte  // by slot
	Watcher  []byte    // the watcher's state
	Messages []Message // in flight, in any order; equal ones count each
	Budgets  Budgets   // what is left of each class
}

// Message is a message in flight. Its body says whom it comes from, if that
// matters.
type Message struct {
	To   int // slot
	Body []byte
}

// Outcome is what can come of an event at a slot.
type Outcome struct {
	Name     []byte    // names it among the outcomes of the event; moves need one
	Cost     Classes   // takes a unit of each of these classes, and is impossible without
	Local    []byte    // the slot's state afterwards
	Send     []Message // what it sends; may be to itself
	Observed []byte    // what the watcher gets to know; empty: nothing
	Lost     bool      // the message is lost: it does not arrive, and so it cannot be duplicated either
}

// Violation says which property broke, and how. The zero value is none.
type Violation struct {
	Property string // its name
	Sentence string // what happened, for a person; may be empty
}

// MaxClasses is how many classes of budget there can be.
const MaxClasses = 8

// Budgets are the units left, by class.
type Budgets [MaxClasses]uint8

// Classes is a set of budget classes: bit k stands for class k. Zero is none.
type Classes uint8
