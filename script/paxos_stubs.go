package script

// paxosStubs declares what stands for more than one kind of value.
const paxosStubs = `_BallotLike = Ballot | tuple[int, int] | str
`

// paxosStub is what of it the library's files use.
const paxosStub = "_BallotLike"

// paxosOperators are what values of its kinds can besides having attributes.
var paxosOperators = map[string]string{
	"ballot": `
    def __lt__(self, other: Ballot, /) -> bool: ...
    def __le__(self, other: Ballot, /) -> bool: ...
    def __gt__(self, other: Ballot, /) -> bool: ...
    def __ge__(self, other: Ballot, /) -> bool: ...
`,
}

// paxosAttributes are the types of the attributes of its kinds of values, and of what
// its messages and states have.
var paxosAttributes = map[string]map[string]string{
	"proposer": {"node": "Node", "asked": "Any", "value": "Any", "ballot": "Ballot?", "status": "str", "done": "bool", "messages": "int", "result": "Result"},
	"result":   {"outcome": "str", "value": "Any", "mine": "bool", "ballot": "Ballot?", "rounds": "int", "messages": "int"},
	"ballot":   {"round": "int", "node": "int"},
	"message":  {"ballot": "Ballot?", "vote_ballot": "Ballot?", "promised": "Ballot?"},
	"state":    {"promised": "Ballot?", "accepted": "Ballot?", "used": "Ballot?", "proposer": "str?", "ballot": "Ballot?"},
}
