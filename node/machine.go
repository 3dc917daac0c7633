package node

import (
	"errors"
	"fmt"
)

// Machine is one node's part of a protocol. See the package comment for the
// rules on both sides.
type Machine interface {
	// Step takes one event and appends the effects it wants to out. It keeps
	// neither ev nor out.
	Step(ev *Event, out *Effects)
}

// Snapshotter is an optional extension of Machine: its state can be written down, so
// that it can be looked at, searched, and compared. A machine without it runs, crashes,
// and is recorded and replayed as any other.
type Snapshotter interface {
	Machine
	// AppendState appends the canonical encoding of the whole state: equal
	// bytes mean that the two machines cannot be told apart by any events.
	AppendState(dst []byte) []byte
	// State returns the state for people: flat, named, always in the same order.
	State() []Field
}

// Protocol makes machines and knows their language.
type Protocol interface {
	// Name is what a script calls the protocol.
	Name() string
	// Rules lists the rules that can be switched, in the order of the reference.
	Rules() []Rule
	// Parameters lists what can be set, in the order of the reference.
	Parameters() []Parameter
	// New returns a machine that has not started yet. The error names what in
	// cfg is wrong and what would be right.
	New(cfg Config) (Machine, error)
	// Encode appends the canonical encoding of m, one of the protocol's own.
	Encode(dst []byte, m Message) []byte
	// Decode reads what Encode wrote and refuses everything else.
	Decode(b []byte) (Message, error)
	// AppendRequest appends the text of a request, such as "write x 1".
	AppendRequest(dst []byte, r *Request) []byte
	// AppendNote appends the text of n.
	AppendNote(dst []byte, n Note) []byte
	// TimerName returns what a trace calls t.
	TimerName(t Timer) string
}

// Restorer is an optional extension of Protocol, whose machines are then all a
// Snapshotter.
type Restorer interface {
	// Restore returns a machine in the state that AppendState wrote. It
	// refuses bytes that no machine with this cfg can have written.
	Restore(cfg Config, state []byte) (Snapshotter, error)
}

// ErrNoSnapshots is the error of whatever needs the state of a machine written down.
var ErrNoSnapshots = errors.New("the state of its machines cannot be written down")

// Restore returns a machine of p in the state that AppendState wrote. The error is
// ErrNoSnapshots, with the name of p, when p is no Restorer.
func Restore(p Protocol, cfg Config, state []byte) (Snapshotter, error) {
	r, ok := p.(Restorer)
	if !ok {
		return nil, fmt.Errorf("%s: %w", p.Name(), ErrNoSnapshots)
	}
	return r.Restore(cfg, state)
}

// Publisher is an optional extension of Protocol: it names the file that its machines
// publish.
type Publisher interface {
	PublishedFile() string
}

// PublishedFile returns the name of the file that machines of p publish, which is
// "published" unless p names another. It exists once a machine has published something.
func PublishedFile(p Protocol) string {
	if p, ok := p.(Publisher); ok {
		return p.PublishedFile()
	}
	return "published"
}

// Rule is one rule of a protocol that a script may switch, to see what the
// rule is for.
type Rule struct {
	Name    string
	Default bool   // whether the rule is on unless a script says otherwise
	Unsafe  bool   // whether switching it loses safety, and not just progress
	Doc     string // one sentence: what the rule asks for
}

// Config is everything a machine knows before it starts.
type Config struct {
	Self     ID
	Nodes    int             // how many nodes there are, named 1 to Nodes
	Rules    map[string]bool // rules that differ from their default
	Settings Settings        // parameters that differ from their default
}

// Majority returns the size of the smallest majority of n.
func Majority(n int) int { return n/2 + 1 }
