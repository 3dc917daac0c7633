package paxos

import "synod/node"

// Status says how far a proposal has come.
type Status uint8

// The statuses of a proposal. Chosen, Empty and Stopped are final. Rejected is for
// the request that it answers.
const (
	StatusOpened    Status = iota // nothing sent yet
	StatusPreparing               // phase 1 at Ballot
	StatusProposing               // a quorum promised Ballot: phase 2 is for Value
	StatusRefused                 // an acceptor promised a higher ballot, or Ballot is spent
	StatusChosen                  // Value is chosen
	StatusEmpty                   // a read found that nothing can have been chosen
	StatusStopped                 // given up
	StatusRejected                // the request makes no sense now; Why says so, nothing changed
)

// statuses says of each what it is called, and what it means to a client.
var statuses = [...]struct {
	name    string
	outcome node.Outcome
	final   bool
}{
	StatusOpened:    {name: "opened"},
	StatusPreparing: {name: "preparing"},
	StatusProposing: {name: "proposing"},
	StatusRefused:   {name: "refused"},
	StatusChosen:    {"chosen", node.OutcomeOK, true},
	StatusEmpty:     {"empty", node.OutcomeOK, true},
	StatusStopped:   {"stopped", node.OutcomeInfo, true},
	StatusRejected:  {name: "rejected", outcome: node.OutcomeFail},
}

// String returns the status in one word.
func (s Status) String() string { return statuses[s].name }

// Reply is what a node tells a client of its proposal. The fields that its status
// does not have are zero.
type Reply struct {
	ID     uint64
	Status Status
	Ballot node.Ballot // chosen: the one at which Value was, which may be a rival's
	Value  node.Value  // proposing: the value bound to the ballot; chosen: the value chosen
	Mine   bool        // chosen: Value is what this client asked for
	Rounds int         // ballots started so far
	Why    string      // rejected: what is wrong and what would be right
}

// Open returns r in the words of every protocol.
func (r Reply) Open() *node.Reply {
	if r.Status == StatusStopped {
		r.Why = r.Status.String()
	}
	s := &statuses[r.Status]
	both := &struct { // one piece of memory for both
		open node.Reply
		told Reply
	}{node.Reply{ID: r.ID, Final: s.final, Outcome: s.outcome}, r}
	both.open.Result = &both.told
	return &both.open
}

// Fields appends what r says.
func (r *Reply) Fields(dst []node.Field) []node.Field {
	dst = append(dst, node.Field{Name: fieldStatus, Value: r.Status.String()})
	if !r.Ballot.IsZero() {
		dst = append(dst, node.Field{Name: argBallot, Value: r.Ballot})
	}
	if !r.Value.Absent() || r.Status == StatusEmpty { // which says that there is no value
		dst = append(dst, node.Field{Name: argValue, Value: r.Value})
	}
	if r.Mine {
		dst = append(dst, node.Field{Name: fieldMine, Value: true})
	}
	if r.Rounds != 0 {
		dst = append(dst, node.Field{Name: fieldRounds, Value: r.Rounds})
	}
	if r.Why != "" {
		dst = append(dst, node.Field{Name: fieldWhy, Value: r.Why})
	}
	return dst
}

// ReplyOf returns what n tells of a proposal.
func ReplyOf(n *node.Reply) Reply {
	if told, ok := n.Result.(*Reply); ok {
		return *told
	}
	r := Reply{ID: n.ID}
	for _, f := range node.ListOf(n.Result) {
		switch f.Name {
		case fieldStatus:
			r.Status = statusOf(f.Value)
		case argBallot:
			r.Ballot, _ = f.Value.(node.Ballot)
		case argValue:
			r.Value, _ = f.Value.(node.Value)
		case fieldMine:
			r.Mine, _ = f.Value.(bool)
		case fieldRounds:
			r.Rounds, _ = f.Value.(int)
		case fieldWhy:
			r.Why, _ = f.Value.(string)
		}
	}
	return r
}

// statusOf returns the status of a name.
func statusOf(name any) Status {
	for s := range statuses {
		if statuses[s].name == name {
			return Status(s)
		}
	}
	return StatusOpened
}
