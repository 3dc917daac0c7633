package node

import "time"

// EffectKind says what a machine wants done.
type EffectKind uint8

// The effects, in the words of the contract.
const (
	EffectWrite     EffectKind = iota // append Message to the record file, not yet durable
	EffectSync                        // make every write so far durable
	EffectSend                        // send Message to To, which may be the node itself
	EffectSetTimer                    // fire Timer between Min and Max from now
	EffectStopTimer                   // forget Timer
	EffectReply                       // tell the client Reply
	EffectPublish                     // replace the file that PublishedFile names with Value, atomically and durably
	EffectOutcome                     // what came of this event, for its line in the trace
	EffectNote                        // a milestone, for a line of its own in the trace
	EffectClaim                       // hold Claim to be true, for the safety checks
)

// Effect is one thing a machine wants done. Only the fields that its kind
// names are set.
type Effect struct {
	Kind     EffectKind
	Timer    Timer         // set timer, stop timer
	To       ID            // send
	Message  Message       // write, send
	Min, Max time.Duration // set timer; equal when there is nothing to draw
	Value    Value         // publish
	Reply    *Reply        // reply
	Note     Note          // outcome, note
	Claim    *Claim        // claim
}

// Note is a remark of a machine, kept as data so that nobody pays for words
// that nobody reads. The protocol turns it into text.
type Note struct {
	_       struct{} `cbor:",toarray"`
	Code    uint8    // the protocol's own; 0 is no remark
	Refused bool     // the node said no
	Ballot  Ballot
	Other   Ballot // a second ballot, such as the one promised meanwhile
	Value   Value
	Wanted  Value // the value that had to give way
	From    ID
	Count   int32
	Of      int32
	Min     time.Duration
	Max     time.Duration
}

// Ahead returns how the ballot of the note compares with the other one.
func (n *Note) Ahead() int { return n.Ballot.Compare(n.Other) }

// Effects collects what one step wants done, in order. Its array is reused from step to step.
type Effects []Effect

// Write appends m to the record file. It is durable only after a Sync.
func (e *Effects) Write(m Message) { *e = append(*e, Effect{Kind: EffectWrite, Message: m}) }

// Sync makes every earlier Write durable.
func (e *Effects) Sync() { *e = append(*e, Effect{Kind: EffectSync}) }

// Send sends m to the node named to.
func (e *Effects) Send(to ID, m Message) {
	*e = append(*e, Effect{Kind: EffectSend, To: to, Message: m})
}

// SetTimer asks for t to fire at some time from least to most from now.
func (e *Effects) SetTimer(t Timer, least, most time.Duration) {
	*e = append(*e, Effect{Kind: EffectSetTimer, Timer: t, Min: least, Max: most})
}

// StopTimer forgets t. Stopping a timer that is not set does nothing.
func (e *Effects) StopTimer(t Timer) { *e = append(*e, Effect{Kind: EffectStopTimer, Timer: t}) }

// Reply tells the client how its operation stands.
func (e *Effects) Reply(r *Reply) { *e = append(*e, Effect{Kind: EffectReply, Reply: r}) }

// Publish replaces the file that PublishedFile names.
func (e *Effects) Publish(v Value) { *e = append(*e, Effect{Kind: EffectPublish, Value: v}) }

// Outcome remarks what came of the event. A step has at most one.
func (e *Effects) Outcome(n Note) { *e = append(*e, Effect{Kind: EffectOutcome, Note: n}) }

// Note remarks a milestone.
func (e *Effects) Note(n Note) { *e = append(*e, Effect{Kind: EffectNote, Note: n}) }

// Agree claims that value belongs to the key of that name, and no other value ever
// does. The absent key is a key as any other.
func (e *Effects) Agree(name string, key, value Value) {
	*e = append(*e, Effect{Kind: EffectClaim, Claim: &Claim{Kind: ClaimAgree, Name: name, Key: key, Value: value}})
}

// NeverFalls claims that what is called name has come to value at this node and
// will not become less.
func (e *Effects) NeverFalls(name string, value Value) {
	*e = append(*e, Effect{Kind: EffectClaim, Claim: &Claim{Kind: ClaimNeverFalls, Name: name, Value: value}})
}
