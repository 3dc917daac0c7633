package paxos

import (
	"fmt"
	"strconv"
	"strings"

	"synod/node"
)

// The operations of a client.
const (
	OpPropose = "propose" // run a proposal to its end without further help
	OpRead    = "read"    // find out what is chosen, proposing nothing new
	OpOpen    = "open"    // get ready to propose; prepare and accept follow by hand
	OpPrepare = "prepare" // contact the acceptors in To for phase 1
	OpAccept  = "accept"  // contact the acceptors in To for phase 2
	OpStart   = "start"   // run an opened proposal from here without further help
	OpStop    = "stop"    // give the proposal up
)

// Request is what a client asks of a proposer. The fields that its operation does
// not have are zero.
type Request struct {
	ID     uint64 // of the proposal
	Op     string
	Value  node.Value  // propose, open
	Ballot node.Ballot // propose, open: the first ballot; zero lets the node choose
	To     []node.ID   // prepare, accept: which acceptors to contact, in this order; empty means all
}

// The names of arguments and of fields of replies.
const (
	argValue    = "value"
	argBallot   = "ballot"
	argTo       = "to"
	fieldStatus = "status"
	fieldMine   = "mine"
	fieldRounds = "rounds"
	fieldWhy    = "why"
)

// Propose asks a node to propose v and to go on until it is chosen. The zero ballot
// lets the node choose one.
func Propose(v node.Value, b node.Ballot) *node.Request {
	return Request{Op: OpPropose, Value: v, Ballot: b}.Open()
}

// ByHand asks a node to be ready to propose v by hand, at ballot b first.
func ByHand(v node.Value, b node.Ballot) *node.Request {
	return Request{Op: OpOpen, Value: v, Ballot: b}.Open()
}

// Read asks a node what is chosen.
func Read() *node.Request { return Request{Op: OpRead}.Open() }

// Drive asks for what drives a proposal: OpPrepare or OpAccept with the acceptors in
// to, of which none means all, OpStart or OpStop.
func Drive(op string, to ...node.ID) *node.Request { return Request{Op: op, To: to}.Open() }

// Requests lists what begins a proposal.
func (Protocol) Requests() []node.Offer {
	asked, told := []string{argValue, argBallot}, []string{argValue}
	return []node.Offer{
		{Op: OpPropose, Args: asked, Tell: told},
		{Op: OpRead, Args: []string{}, Tell: told},
		{Op: OpOpen, Args: asked, Tell: told, As: OpPropose},
	}
}

// Open returns r in the words of every protocol.
func (r Request) Open() *node.Request {
	both := &struct { // one piece of memory for both
		open node.Request
		args Request
	}{node.Request{ID: r.ID, Op: r.Op}, r}
	both.open.Args = &both.args
	return &both.open
}

// Fields appends the arguments that there are.
func (r *Request) Fields(dst []node.Field) []node.Field {
	if !r.Value.Absent() {
		dst = append(dst, node.Field{Name: argValue, Value: r.Value})
	}
	if !r.Ballot.IsZero() {
		dst = append(dst, node.Field{Name: argBallot, Value: r.Ballot})
	}
	if len(r.To) > 0 {
		dst = append(dst, node.Field{Name: argTo, Value: r.To})
	}
	return dst
}

// Field implements [node.Keyed]: it returns what Fields appends under a name.
func (r *Request) Field(name string) any {
	switch {
	case name == argValue && !r.Value.Absent():
		return r.Value
	case name == argBallot && !r.Ballot.IsZero():
		return r.Ballot
	case name == argTo && len(r.To) > 0:
		return r.To
	}
	return nil
}

// RequestOf returns what q asks of a proposer. Arguments of another type are none.
func RequestOf(q *node.Request) Request {
	if args, ok := q.Args.(*Request); ok {
		r := *args
		r.ID, r.Op = q.ID, q.Op
		return r
	}
	r := Request{ID: q.ID, Op: q.Op}
	if v, _ := q.Arg(argValue).(node.Value); v != "null" {
		r.Value = v
	}
	r.Ballot, _ = ballotOf(q.Arg(argBallot))
	r.To, _ = q.Arg(argTo).([]node.ID)
	return r
}

// ballotOf returns the ballot that an argument is: one, a pair such as (3,1), or "3.1".
// It is zero for none.
func ballotOf(arg any) (b node.Ballot, err error) {
	if b, ok := arg.(node.Ballot); ok {
		return b, nil
	}
	v, _ := arg.(node.Value)
	if v.Absent() || v == "null" {
		return b, nil
	}
	if text, err := strconv.Unquote(string(v)); err == nil {
		return node.ParseBallot(text)
	}
	pair := strings.NewReplacer("[", "(", "]", ")").Replace(string(v))
	if n, err := fmt.Sscanf(pair, "(%d,%d)", &b.Round, &b.Node); n != 2 || err != nil || b.Round < 1 {
		return node.Ballot{}, fmt.Errorf("got ballot %v, want a pair such as (3, 1), or \"3.1\"", v)
	}
	return b, nil
}

// AppendRequest appends "propose X" or "prepare to n1 n2".
func (Protocol) AppendRequest(dst []byte, q *node.Request) []byte {
	r := RequestOf(q)
	dst = append(dst, r.Op...)
	if !r.Value.Absent() {
		dst = r.Value.Append(append(dst, ' '))
	}
	if len(r.To) == 0 {
		return dst
	}
	dst = append(dst, " to"...)
	for _, id := range r.To {
		dst = id.Append(append(dst, ' '))
	}
	return dst
}
