package script

// networkVerbs are the verbs that make rules about all messages to come.
func networkVerbs() []*Verb {
	rule := func(own ...Param) []Param { return matchParams(own, nil) }
	return []*Verb{
		{Name: "hold", On: "cluster", Acts: true, Group: groupNetwork, fn: holdVerb, Result: "a rule", Params: rule(),
			Doc: `Holds messages that are sent from now on, until they are released or delivered by hand. stop()
ends the rule; what it holds stays held.

` + matchDoc},
		{Name: "delay", On: "cluster", Acts: true, Group: groupNetwork, fn: delayVerb, Result: "a rule",
			Params: rule(Param{Name: "time", Type: aSpan, Unit: virtualTime, Doc: `How much longer they take: fixed, a pair to draw from evenly, or ("exp", least, mean).`}),
			Doc: `Lets messages that are sent from now on take longer.

` + matchDoc},
		{Name: "lose", On: "cluster", Acts: true, Group: groupNetwork, fn: loseVerb, Result: "a rule",
			Params: rule(rateParam.with("The probability with which a message is lost.")),
			Doc: `Loses messages that are sent from now on, each with the probability rate.

` + matchDoc},
		{Name: "repeat", On: "cluster", Acts: true, Group: groupNetwork, fn: repeatVerb, Result: "a rule",
			Params: rule(rateParam.with("The probability with which a message arrives twice."),
				Param{Name: "later", Default: `"0s"`, Type: aSpan, Unit: virtualTime, Doc: "How much later the second one arrives."}),
			Doc: `Lets messages that are sent from now on arrive twice, each with the probability rate, the second
time later by a duration.

` + matchDoc},
		{Name: "reorder", On: "cluster", Acts: true, Group: groupNetwork, fn: reorderVerb, Result: "a rule",
			Params: rule(rateParam.with("The probability with which a message takes longer."),
				Param{Name: "by", Default: `"10ms"`, Type: aDuration, Unit: virtualTime, Doc: "How much longer it takes at most, drawn evenly."}),
			Doc: `Lets messages that are sent from now on be overtaken: each with the probability rate takes up to by
longer.

` + matchDoc},
		{Name: "partition", On: "cluster", Acts: true, Group: groupNetwork, fn: partitionVerb, Result: "a rule",
			Params: []Param{
				{Name: "groups", Rest: "*", Type: nodeOrAll, Doc: "The groups: lists of nodes, or single nodes. Nodes in no group form one more."},
				inFlight.byName(),
			},
			Doc: `Cuts every link between nodes of different groups, such as partition([1, 2], [3, 4, 5]).`},
		{Name: "cut", On: "cluster", Acts: true, Group: groupNetwork, fn: cutVerb, Result: "a rule",
			Params: []Param{
				{Name: "a", Type: nodeOrAll, Doc: "The nodes at one end of the links."},
				{Name: "b", Type: nodeOrAll, Doc: "The nodes at the other end of the links."},
				{Name: "oneway", Default: "False", Type: aBool, Doc: "With True only the links from a to b are cut."},
				inFlight,
			},
			Doc: `Cuts the links between a and b, each a node or a list. A node has no link to itself.`},
		{Name: "isolate", On: "cluster", Acts: true, Group: groupNetwork, fn: isolateVerb, Result: "a rule",
			Params: []Param{nodeParam, inFlight},
			Doc:    `Cuts every link of a node.`},
		{Name: "linked", On: "cluster", Group: groupNetwork, fn: linkedVerb, Result: "True or False",
			Params: []Param{
				{Name: "a", Type: aNode, Doc: "The node that sends."},
				{Name: "b", Type: aNode, Doc: "The node that is sent to."},
			},
			Doc: `Returns whether messages from node a to node b pass the cuts in force: those of partition, cut,
isolate, bridge and ring.

A node is always linked to itself. What lose takes is another matter.`},
		{Name: "heal", On: "cluster", Acts: true, Group: groupNetwork, fn: healVerb,
			Params: []Param{
				{Name: "among", Default: "None", Type: nodeOrAll, Doc: "The nodes whose links to each other work again, all of them unless given."},
				{Name: "hold", Default: "False", Type: aBool, Doc: "With True what is held goes its way, and nothing is held any more."},
			},
			Doc: `Stops every network rule but those of hold. What is held stays held, unless hold=True is given:
that ends cluster(hold=True) too.

With among it is about the messages between these nodes only: every rule, one of hold too, does
nothing any more to them, and what a rule held of them goes its way. cluster(hold=True) goes on to
hold them unless hold=True is given here too. To all other messages everything is as before.`},
		{Name: "bridge", On: "cluster", Acts: true, Group: groupNetwork, fn: bridgeVerb, Result: "a rule",
			Params: []Param{nodeParam.with("The node that still reaches both halves."), inFlight},
			Doc:    `Cuts the other nodes into two halves that only this node can reach both of.`},
		{Name: "ring", On: "cluster", Acts: true, Group: groupNetwork, fn: ringVerb, Result: "a rule",
			Params: []Param{inFlight},
			Doc:    `Lets every node reach only its two neighbours, the last one being the first one's.`},
		{Name: "stop", On: "rule", Acts: true, Group: groupNetwork, fn: stopVerb,
			Doc: `Stops the rule. What it holds stays held until it is released.`},
	}
}
