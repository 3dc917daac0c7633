package node

// Checked is an optional extension of Protocol: the protocol knows what must never
// break, and judges what its nodes really do. Claims are judged without it.
type Checked interface {
	// Properties lists the names of what is checked, in the order of checking.
	Properties() []string
	// NewChecker returns a checker for nodes of configs, at the beginning of a run.
	NewChecker(configs []Config) Checker
	// RestoreChecker returns a checker of configs in the state that AppendState wrote.
	RestoreChecker(configs []Config, state []byte) (Checker, error)
	// AppendAsked appends what a request tells a checker, for Learn; nothing for most.
	AppendAsked(dst []byte, r *Request) []byte
	// AppendStated appends what e tells a checker, for Learn: a message when it is
	// sent, a record when it is synced, a value when it is published; nothing for most.
	AppendStated(dst []byte, e *Effect) []byte
}

// Checker judges a run by what nodes do: what they send, sync and publish. It never
// looks into a machine, so that a machine cannot persuade it. It is plain data with one
// encoding, so that a search can carry it from state to state.
type Checker interface {
	// Asked tells that a client made a request.
	Asked(r *Request)
	// Performed tells what id did in one event, in order. It returns the first
	// property that this broke, or nil. What breaks a property counts all the same.
	Performed(id ID, effects []Effect) *Violation
	// Learn is Asked or Performed in a search: the statement is what AppendAsked or
	// AppendStated appended, for a request to id or for what id did.
	Learn(id ID, statement []byte) *Violation
	// Crashed tells that id lost what it had not synced.
	Crashed(id ID)
	// Wiped tells that id lost its disk.
	Wiped(id ID)
	// Milestones returns how many things worth a line of the trace there were, and
	// Milestone the text of one of them, from 0.
	Milestones() int
	Milestone(i int) string
	// AppendState appends the canonical encoding: checkers with equal encodings judge
	// everything alike that comes later.
	AppendState(dst []byte) []byte
	// Forget drops what can make no difference to a later judgement by all properties,
	// as long as no node is wiped.
	Forget()
	// Renamed returns what the checker would be if node id were called to(id), which
	// is a permutation. Only a search with a Renamer asks.
	Renamed(to func(ID) ID) Checker
}

// Violation says which property broke, and how.
type Violation struct {
	Name     string // the property's
	Sentence string // what happened, for a person
}

// Error returns "name: sentence".
func (v *Violation) Error() string { return v.Name + ": " + v.Sentence }
