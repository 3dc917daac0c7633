package node

// Op is what a client asks of a node.
type Op string

// The operations of a client. A machine that does not know one rejects it.
const (
	OpPropose Op = "propose" // run a proposal to its end without further help
	OpRead    Op = "read"    // find out what is chosen, proposing nothing new
	OpOpen    Op = "open"    // get ready to propose; prepare and accept follow by hand
	OpPrepare Op = "prepare" // contact the acceptors in To for phase 1
	OpAccept  Op = "accept"  // contact the acceptors in To for phase 2
	OpStart   Op = "start"   // run an opened proposal from here without further help
	OpStop    Op = "stop"    // give the proposal up
)

// Request is a client's request to one node.
type Request struct {
	Proposal uint64 // names the proposal in every later request and reply
	Op       Op
	Value    Value  // propose, open
	Ballot   Ballot // propose, open: the first ballot; zero lets the node choose
	To       []ID   // prepare, accept: whom to contact, in this order; empty means all
}

// Status says how far a proposal has come.
type Status uint8

// The statuses of a proposal. Chosen, Empty, Stopped and Rejected are final,
// the last for the request that it answers and not for the proposal.
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

var statusNames = [...]string{"opened", "preparing", "proposing", "refused", "chosen", "empty", "stopped", "rejected"}

// String returns the status in one word.
func (s Status) String() string { return statusNames[s] }

// Final reports whether nothing more comes of a proposal with that status.
func (s Status) Final() bool { return s == StatusChosen || s == StatusEmpty || s == StatusStopped }

// Reply tells a client how its proposal stands. A node replies whenever that
// changes, so the last reply is the current status. None follows a final one,
// but for those to requests that are rejected.
type Reply struct {
	Proposal uint64
	Status   Status
	Ballot   Ballot // chosen: the one at which Value was, which may be a rival's
	Value    Value  // proposing: the value bound to the ballot; chosen: the value chosen
	Mine     bool   // chosen: Value is what this client asked for
	Rounds   int    // ballots started so far
	Why      string // rejected: what is wrong and what would be right
}
