package script

// paxosKinds are the kinds of values that only Paxos has, each behind the kind that it
// stands after in the reference.
func paxosKinds() map[string][]*kind {
	return map[string][]*kind{
		"reply": {{name: "proposer", properties: describeAll(proposerProperties),
			doc: `A proposer is what proposer() and propose() return: one client's wish at one node, and what has become of it.`}},
		"explanation": {{name: "result", properties: describeAll(resultProperties),
			doc: `A result is what a client knows of its proposal. It is false while the outcome is "unknown".`}},
		"state": {{name: "ballot", properties: describeAll(ballotProperties),
			doc: `A ballot is the number of an attempt. Ballots compare, and may be keys of a dict.`}},
	}
}

// messageFields are the fields of messages, in every protocol there is.
var messageFields = []described{
	{"ballot", "the ballot it belongs to"},
	{"value", "of accept, accepted and learn: the value it is about"},
	{"voted", "of promise: whether the acceptor has accepted anything before"},
	{"vote_ballot", "of promise: the ballot of that vote; None without one"},
	{"vote_value", "of promise: the value of that vote; None without one"},
	{"promised", "of nack: the higher ballot that the acceptor has promised"},
}

// stateFields are the fields of states, in every protocol there is.
var stateFields = []described{
	{"promised", "the highest ballot it has promised to go along with; None before the first"},
	{"accepted", "the ballot of its vote; None while it has not voted"},
	{"value", "the value of its vote; None while it has not voted"},
	{"learned", "the value it knows to be chosen; None while it does not know"},
	{"round", "the highest round it has seen anywhere"},
	{"used", "the highest ballot it has used itself"},
	{"proposer", `what its proposer is doing, such as "idle" or "preparing 3.1"`},
	{"ballot", "the ballot of its proposer"},
	{"asked", "the value that its client asked for"},
	{"proposes", "the value bound to that ballot; None before a quorum has promised"},
	{"promises", "the nodes that have promised that ballot, in phase 1"},
	{"votes", "the nodes that have voted at that ballot, in phase 2"},
}
