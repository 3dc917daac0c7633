package script

// The parameters that its verbs share.
var (
	ballotParam = Param{Name: "ballot", Default: "None", Type: aBallot, Doc: "The first ballot, such as (3, 1). The node chooses it unless given."}
	proposed    = Param{Name: "value", Type: aValue, Doc: "An int, a string, a bool, or a list or dict of them, of at most 64 KiB as JSON."}
	acceptors   = Param{Name: "to", Default: "None", Type: nodeOrAll, Doc: "The acceptors that are asked, all of them unless given."}
	waitParam   = Param{Name: "wait", Default: "True", Type: aBool, Keyword: true, Doc: "With False the call sends the messages and returns at once."}
)

// paxosVerbs are the other verbs that only Paxos has, each behind the verb that it
// stands after in the reference.
func paxosVerbs() map[string][]*Verb {
	return map[string][]*Verb{
		"close": {{Name: "ballot", Group: groupSetUp, fn: ballotVerb, Result: "a ballot",
			Params: []Param{
				{Name: "round", Type: anInt, Doc: "The round, at least 1."},
				{Name: "node", Type: anInt, Doc: "The number of the node whose ballot it is."},
			},
			Doc: `Returns a ballot, which compares by round and then by node.

Wherever a ballot is wanted, a pair (3, 1) or a string "3.1" will do.`}},
		"show": {{Name: "boxes", Of: ofPaxosOnly, Instead: "diagram() draws what happened", On: "cluster", Group: groupLook, fn: boxesVerb, Result: "the text",
			Doc: `Prints what each acceptor was asked, in its own order: [P ballot] for prepare, [A ballot value]
for accept, with "refused" where it refused.` + alone}},
		"files": {
			{Name: "chosen", Of: ofPaxosOnly, Instead: "state(node) and show() tell what nodes know", On: "cluster", Group: groupLook, fn: chosenVerb, Result: "a value or None",
				Doc: `Returns the value that a quorum has accepted at one ballot, whether or not any node knows; None
while there is none.`},
			{Name: "refresh", Of: ofPaxosOnly, Instead: "show() tells what nodes know", On: "cluster", Group: groupLook, fn: refreshVerb, Result: "the text",
				Doc: `Reads again and prints what every node promised, accepted and learned, and its file. It changes
nothing.` + fitted + alone},
		},
		"eventually": {{Name: "eventually_decides", Of: ofPaxosOnly, Instead: "eventually(fn) waits for what fn says", On: "cluster", Group: groupCheck, fn: eventuallyDecidesVerb, Result: "the result of the first proposer that decided",
			Params: []Param{
				{Name: "quorum", Default: "None", Type: nodeOrAll, Doc: "The nodes that work again: the lowest ones that are a majority unless given."},
				withinParam.with("How long the call waits for a decision."),
				{Name: "value", Default: `"live"`, Type: aValue, Doc: "What is proposed when nothing is under way at one of these nodes."},
			},
			Doc: `Lets a quorum work again, leaves everything else as broken as it is, and fails unless a proposer
at one of its nodes decides within a duration.

Nodes of the quorum that are down restart on the disk they have, paused ones go on, disks and
clocks work, crashes that wait for their place are called off, and heal(among=quorum) heals the
links between them. What is under way at one of them goes on; if that is nothing, the lowest that
can takes the proposal of value.

The failure says of every proposer how many ballots it started, and names those that took the
ballot from each other.`}},
	}
}

// paxosNatures are those of all these verbs.
var paxosNatures = map[nature][]string{
	looks: {"ballot", "chosen"},
	tells: {"boxes", "refresh"},
	acts: {
		"proposer", "propose", "submit", "read", "reader", "proposer.prepare", "proposer.accept", "proposer.start", "proposer.stop", "proposer.wait",
		"eventually_decides",
	},
}

// paxosSteady are those of them whose answers do not change while the world stalls.
var paxosSteady = []string{"ballot", "chosen"}

// proposeVerbs are the verbs of clients and of proposers driven by hand.
func proposeVerbs() []*Verb {
	return []*Verb{
		{Name: "proposer", On: "cluster", Acts: true, Group: groupPropose, fn: proposerVerb, Result: "a proposer",
			Params: []Param{nodeParam, proposed, ballotParam, clientParam},
			Doc: `Returns a proposer at a node that is driven by hand, with prepare and accept.

A node has one proposer at a time.`},
		{Name: "propose", On: "cluster", Acts: true, Group: groupPropose, fn: proposeVerb, Result: "a proposer",
			Params: []Param{nodeParam, proposed, ballotParam, clientParam},
			Doc: `Lets a node propose a value by itself: both phases, again when nothing is answered,
with the next ballot when it is refused.

Nothing moves until the script lets time pass, for instance with wait or run.`},
		{Name: "submit", On: "cluster", Group: groupPropose, fn: submitVerb, Result: "a result",
			Params: []Param{nodeParam, proposed, timeoutParam.with("How long the client waits for the outcome."), clientParam},
			Doc: `Proposes a value and waits: propose and wait in one.

The result has outcome ("chosen" or "unknown"), value, mine (whether it is the value asked for),
ballot, rounds and messages. After timeout, or at once when nothing can come any more but what is
held, the outcome is "unknown", and in the history the client hears nothing later.`},
		{Name: "read", On: "cluster", Group: groupPropose, fn: readVerb, Result: "a value or None",
			Params: []Param{nodeParam, timeoutParam.with("How long the client waits for the answer."), clientParam},
			Doc: `Lets a node find out what is chosen, by a ballot of its own without a value of its own.

It returns None when nothing can have been chosen. It is an error when that cannot be found out
within timeout.`},
		{Name: "reader", On: "cluster", Acts: true, Group: groupPropose, fn: readerVerb, Result: "a proposer",
			Params: []Param{nodeParam, clientParam},
			Doc: `Lets a node find out what is chosen, as read does, without waiting: wait() tells, with the
outcome "empty" when nothing can have been chosen.`},
		{Name: "prepare", On: "proposer", Acts: true, Group: groupPropose, fn: prepareVerb, Result: "the proposer",
			Params: []Param{acceptors, waitParam},
			Doc: `Runs phase 1 with some acceptors, until their answers are back or can no longer come.

Where no quorum has answered and no answer can come by itself, it says of each message or answer
why: a rule holds it, it was lost, or its node is down or paused.

It goes on with the same ballot while phase 1 is open, and starts the next ballot after a refusal
or after phase 2.`},
		{Name: "accept", On: "proposer", Acts: true, Group: groupPropose, fn: acceptVerb, Result: "the proposer",
			Params: []Param{acceptors, waitParam},
			Doc: `Runs phase 2 with some acceptors, until their answers are back or can no longer come.

It wants phase 1 to have a quorum. It may be called again for other acceptors, later than
everything else.`},
		{Name: "start", On: "proposer", Acts: true, Group: groupPropose, fn: startVerb, Result: "the proposer",
			Doc: `Lets a proposer go on by itself from where it stands.`},
		{Name: "stop", On: "proposer", Acts: true, Group: groupPropose, fn: stopProposerVerb,
			Doc: `Lets the client give up. What was sent stays sent.`},
		{Name: "wait", On: "proposer", Group: groupPropose, fn: waitVerb, Result: "a result",
			Params: []Param{timeoutParam},
			Doc: `Lets the world run until the proposer is done, or timeout has passed. When nothing can come any
more but what is held, it says so and returns at once, with the outcome "unknown".`},
	}
}
