package script

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
