package script

// Texts about all protocols have an example of Paxos where they need one: it is what a
// cluster runs unless another protocol is given.
const (
	exampleRules = `{"promise_durable": False}`
	exampleRoles = `{"acceptors": [1, 2, 3]}`
	exampleKind  = "proposer"
	exampleField = "ballot"
	exampleTyped = "ballot"
	exampleFile  = "CISC5597"

	driven    = "proposer"  // what a client asked for, in its word
	allDriven = "proposers" // several of them

	whatWipeShows = "A node that forgets what it promised can break agreement: wiping is there to show that."
	whatRetries   = "A proposer that was refused retries when a timer fires."
)

// aStep is what a node may be about to do: a message, or the start of a proposal.
var aStep = Type{"message or proposer", "Message | Proposer"}

// paxosTypes are what parameters take of what Paxos brings.
var paxosTypes = []Type{aBallot, aStep}
