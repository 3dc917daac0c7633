package script

import "synod/node/protocols"

// setUpVerbs are the verbs that set up what a scenario needs.
func setUpVerbs() []*Verb {
	return []*Verb{
		{Name: "cluster", Group: groupSetUp, fn: clusterVerb, Result: "a cluster",
			Params: []Param{
				{Name: "nodes", Default: "3", Type: anInt, Doc: "How many nodes there are, 1 to 10000."},
				{Name: "protocol", Default: `"paxos"`, Type: aProtocol, Choices: protocols.Names(), Doc: "The protocol that the nodes run, by its name, or one that protocol() returned."},
				{Name: "hold", Default: "False", Type: aBool, Doc: "Keeps every message, a node's own included, until it is delivered or released by hand."},
				{Name: "latency", Default: `"1ms"`, Type: aSpan, Unit: virtualTime, Doc: `How long a message takes: fixed, a pair to draw from evenly, or ("exp", least, mean).`},
				setting("backoff"),
				setting("q1"),
				setting("q2"),
				{Name: "rules", Default: "{}", Type: someRules, Doc: "Switches rules of the protocol, such as " + exampleRules + "."},
				{Name: "seed", Default: "None", Type: aSeed, Doc: `Decides every random draw; "7,120:93" is 7 up to event 120, then 93. As --seed unless given.`},
				{Name: "fleet", Default: "None", Type: aWord, Choices: []string{string(Processes), string(Simulated)}, Doc: "Whether nodes are processes or simulated. As the run's --fleet unless given."},
				{Name: "quiet", Default: "False", Type: aBool, Doc: "Leaves the trace out."},
				setting("unsafe"),
				setting("retransmit"),
				{Name: "order", Default: `"time"`, Type: aWord, Choices: sortedKeys(orders), Doc: "What happens next: what is due first, or any pending event, drawn by the seed."},
				{Name: "roles", Default: "{}", Type: someRoles, Keyword: true, Doc: "Names for nodes, to stand wherever nodes may, such as " + exampleRoles + "."},
				{Name: "parameters", Rest: "**", Type: anything, Doc: "The parameters of a protocol that the script defines, each by its name."},
			},
			Doc: `Starts a cluster of nodes and makes it the one that the other verbs act on.

release() or heal(hold=True) ends what hold=True began. A protocol that the script defines has the
parameters that it declares in place of backoff, q1, q2, unsafe and retransmit.`},
		{Name: "protocol", Group: groupSetUp, fn: protocolVerb, Result: "a protocol", Params: protocolParams(),
			Doc: `Defines a protocol for cluster(), as functions of this script that say what a node does.

A handler takes self, the node, and what came: a request r, a message m, or nothing for a timer.
What it returns is what the trace says of the event. See synod doc protocols.`},
		{Name: "nodes", On: "cluster", Group: groupSetUp, fn: nodesVerb, Result: "a list of nodes",
			Params: []Param{{Name: "which", Default: "None", Type: nodeOrAll, Doc: "Nodes, or the role of some. All of them unless given."}},
			Doc:    `Returns the nodes, in the order of their numbers, or those that are given in that order.`},
		{Name: "node", On: "cluster", Group: groupSetUp, fn: nodeVerb, Result: "a node",
			Params: []Param{{Name: "which", Type: aNode, Doc: `The number of the node, or its name such as "n2".`}},
			Doc: `Returns the node with a number or a name such as "n2".

A node has every verb that begins with a node as a method: node(2).crash() is crash(2).`},
		{Name: "reset", On: "cluster", Group: groupSetUp, fn: resetVerb,
			Params: []Param{{Name: "seed", Default: "None", Type: aSeed, Doc: "Decides every random draw from here on. It stays as it is unless given."}},
			Doc: `Starts over: time 0, every node up on an empty disk, nothing in flight, no network rule,
no invariant.

Processes that run keep running. Those that were ended from outside are replaced.`},
		{Name: "close", On: "cluster", Group: groupSetUp, fn: closeVerb,
			Doc: `Stops the nodes and waits for them. The end of the script does it too.`},
		{Name: "duration", Group: groupSetUp, fn: durationVerb, Result: "a duration",
			Params: []Param{{Name: "text", Type: aDuration, Doc: "A number and its unit: us, ms, s, m or h."}},
			Doc: `Returns a duration that compares and adds, such as duration("1.5ms").

Wherever a duration is wanted, the string will do.`},
		{Name: "struct", Group: groupSetUp, fn: structVerb, Result: "a struct",
			Params: []Param{{Name: "fields", Rest: "**", Type: anything, Doc: "The fields of the value, each with its name."}},
			Doc:    `Returns a value with the fields given, such as struct(name="A", votes=3).`},
		{Name: "random", On: "cluster", Group: groupSetUp, fn: randomVerb, Result: "a source of random numbers",
			Params: []Param{{Name: "name", Default: `"script"`, Type: aString, Doc: "Says what the numbers are for. The same name gives the same source again."}},
			Doc: `Returns random numbers for the use that name says, drawn from the seed: what one use draws
does not disturb another.`},
		{Name: "below", On: "random", Group: groupSetUp, fn: belowVerb, Result: "a number",
			Params: []Param{{Name: "n", Type: anInt, Doc: "The number is less than n, which is at least 1."}},
			Doc:    `Returns a number from 0 to n-1.`},
		{Name: "pick", On: "random", Group: groupSetUp, fn: pickVerb, Result: "a value",
			Params: []Param{{Name: "list", Type: aList, Doc: "What to pick from: a list or a tuple that is not empty."}},
			Doc:    `Returns one element of a list.`},
		{Name: "shuffle", On: "random", Group: groupSetUp, fn: shuffleVerb, Result: "a list",
			Params: []Param{{Name: "list", Type: aList, Doc: "A list or a tuple. It stays as it is."}},
			Doc:    `Returns the elements of a list in random order.`},
		{Name: "hit", On: "random", Group: groupSetUp, fn: hitVerb, Result: "a bool",
			Params: []Param{{Name: "rate", Type: aRate, Doc: "The probability of True."}},
			Doc:    `Returns True with the probability rate.`},
		{Name: "between", On: "random", Group: groupSetUp, fn: betweenVerb, Result: "a duration",
			Params: []Param{
				{Name: "least", Type: aDuration, Unit: virtualTime, Doc: "The shortest duration that may come."},
				{Name: "most", Type: aDuration, Unit: virtualTime, Doc: "The longest duration that may come."},
			},
			Doc: `Returns a duration from least to most, in whole microseconds.`},
		{Name: "args", Group: groupSetUp, fn: argsVerb, Result: "a value",
			Params: []Param{
				{Name: "name", Type: aString, Doc: "The name of the argument, as in synod run scenario.star -- name=value."},
				{Name: "default", Default: "None", Type: anything, Doc: "What the call returns when the argument is not given."},
			},
			Doc: `Returns an argument of the script, given after -- as name=value, or the default.

It has the type of the default: a whole number, a bool or a string.`},
		{Name: "exit", Group: groupSetUp, fn: exitVerb,
			Params: []Param{{Name: "code", Default: "0", Type: anInt, Doc: "The exit status, 0 to 125."}},
			Doc:    `Ends the script, or the conversation, with an exit status from 0 to 125.`},
	}
}

// protocolParams say what a protocol has.
func protocolParams() []Param {
	return []Param{
		{Name: "name", Type: aString, Doc: "What it is called: a word of letters, digits and underscores, which the lab has no protocol by."},
		{Name: "state", Default: "{}", Type: someFields, Doc: "Every field of a node's state, with the value that it begins with."},
		{Name: "start", Default: "None", Type: aFunction, Doc: "What a node does when it starts, and when it restarts: fn(self, disk)."},
		{Name: "requests", Default: "{}", Type: someHandlers, Doc: "What clients may ask for, each with its handler fn(self, r)."},
		{Name: "messages", Default: "{}", Type: someHandlers, Doc: "The kinds of messages, each with its handler fn(self, m)."},
		{Name: "timers", Default: "{}", Type: someHandlers, Doc: "The timers, each with its handler fn(self)."},
		{Name: "parameters", Default: "{}", Type: someSettings, Doc: `What cluster() takes for it, each with its default and a sentence, as ("50ms", "how long").`},
		{Name: "rules", Default: "{}", Type: someTexts, Doc: "The rules that cluster(rules=…) may switch off, each with a sentence."},
		{Name: "invariants", Default: "{}", Type: someHandlers, Doc: "What must hold after every event: fn(nodes) of the states of the nodes that are up."},
		{Name: "doc", Default: `""`, Type: aString, Doc: "What it does, in a few sentences."},
		{Name: "show", Default: "{}", Type: someTexts, Doc: `How a trace shows a kind of message, such as "term {term}". Else it shows all fields.`},
	}
}
