package node

// EventKind says what happened to a node.
type EventKind uint8

// The four things that can happen to a node.
const (
	EventStart   EventKind = iota // it starts, with Records from its disk
	EventDeliver                  // Message arrives from From
	EventTimer                    // Timer fires
	EventRequest                  // a client asks Request
)

// Event is one thing that happens to a node.
type Event struct {
	Kind    EventKind
	From    ID        // deliver
	Message Message   // deliver
	Timer   Timer     // timer
	Request *Request  // request
	Records []Message // start: what was synced, oldest first
	Choices []int     // how the choices of the step fall, in the order in which it comes to them
	Crash   *Point    // where in the step the node dies; nil for nowhere. It is the host's, not the machine's
}

// Timer names a timer of a machine. Each machine numbers its own from 0; a
// timer set again replaces the earlier setting.
type Timer uint8
