package script

// requestVerbs are the verbs of clients of any protocol.
func requestVerbs() []*Verb {
	op := Param{Name: "op", Type: aString, Choices: opsOfAll(), Doc: "What is asked for: one of the requests of the protocol."}
	args := Param{Name: "args", Default: "{}", Type: someFields, Doc: `Further arguments, such as {"from": 1}: for those whose names are no keywords or taken.`}
	named := Param{Name: "arguments", Rest: "**", Type: anything, Doc: "The arguments of the request, each by its name."}
	number := Param{Name: "id", Default: "0", Type: anInt, Doc: "The number of the request in this run, which no other has. The next one unless given."}
	return []*Verb{
		{Name: "call", On: "cluster", Group: groupAsk, fn: callVerb, Result: "a reply",
			Params: []Param{nodeParam, op, timeoutParam.with("How long the client waits for the answer."), clientParam, args, named},
			Doc: `Asks a node for something, as a client of its protocol, and waits: request and wait in one.

The reply has outcome, why, and its own fields, as in call(1, "read").value. After timeout, or at
once when nothing can come any more but what is held, the outcome is "info", and the client hears
nothing later. What comes all the same stands in the history as late. It is an error when the node
is down or paused, or takes no such request.`},
		{Name: "request", On: "cluster", Acts: true, Group: groupAsk, fn: requestVerb, Result: "a request",
			Params: []Param{nodeParam, op, clientParam, number, args, named},
			Doc: `Asks a node for something, as a client of its protocol, and does not wait.

The node takes the request at once; many may be open there. wait() lets time pass until it answers.`},
		{Name: "wait", On: "request", Group: groupAsk, fn: waitRequestVerb, Result: "a reply",
			Params: []Param{timeoutParam},
			Doc: `Lets the world run until the request is done, or timeout has passed. When nothing can come any
more but what is held, it says so and returns at once, with the outcome "info".`},
	}
}
