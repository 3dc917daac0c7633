package script

import (
	histories "synod/engine/history"
	"synod/node/protocols"
)

// searchVerbs are the verbs that search, shrink and explain.
func searchVerbs() []*Verb {
	walks := []Param{
		{Name: "walks", Default: "1000", Type: anInt, Doc: "How many random continuations there are from the start and from each step, 1 to 1000000."},
		walkSeed,
	}
	return []*Verb{
		{Name: "explore", On: "cluster", Group: groupSearch, fn: exploreVerb, Result: "an exploration", Params: exploreParams(),
			Doc: `Searches everything that can come of the cluster as it is now, and changes nothing: every order
in which messages may arrive, and any of them never.

The safety properties and the invariants of the run are checked in every state. The budgets timers,
crashes, restarts, wipes, duplicates, drops and partitions say how often such a thing may happen in
all; timers counts at each node. ` + whatRetries + ` To send
again is nothing that a search would need, since no message is lost.

Safety needs neither drops nor partitions, since every message may for ever be on its way, so they
are left out of a search with "safety" (see reduce). They are for goals and invariants that look at
what is pending or linked, and for walks, in which a node is seldom alone for long by chance.

The search asks its predicates an unspecified number of times: goal, prune, the invariants, the
functions of rules, and a model that is a function. They may neither print nor draw, and change only
what they make themselves.

A search that hits a bound is "unknown", and so is one that found nothing when prune cut off what
comes of a state: it has not seen everything. With linearizable the search asks besides that what
clients are told can be explained; the history begins with that of the run.

synod explore fails where the search found a violation that the script does not expect. It expects
one that an assertion reads, such as assert.eq(x.verdict, "violated") or assert.true(x.violated): in
the assertion, in a function called there, or through a name that was given what was read. It
expects one, too, whose play expect_violation() calls. To print it is not to expect it.

reduce leaves out what makes no difference. "dead" is messages that can no longer do anything.
"safety" works when only the safety properties look: also messages that no node needs any more,
crashes that lose nothing, and orders of answers that come to the same. "symmetry" is of states that
differ only in which of some nodes alike is which, all but one, where no predicate could tell these
nodes apart, such as a goal, a cut or a crash in the middle of a step.`},
		{Name: "play", On: "exploration", Group: groupSearch, fn: playVerb,
			Doc: `Lets the cluster take the steps that were found, one by one, and then stand there; the last one
breaks the property.`},
		{Name: "script", On: "exploration", Group: groupSearch, fn: scriptVerb, Result: "a script",
			Doc: `Returns the run up to the search and the steps that were found as a script.`},
		{Name: "shrink", On: "exploration", Group: groupSearch, fn: shrinkVerb, Result: "a counterexample",
			Params: []Param{statesParam},
			Doc: `Shrinks what was found, with the run that led up to it, as shrink() does with the run of a
cluster.`},
		{Name: "shrink", On: "cluster", Group: groupSearch, fn: shrinkVerb, Result: "a counterexample",
			Params: []Param{statesParam},
			Doc: `Returns the shortest run it can make of this one that breaks the same property; the cluster stays
as it is.

The run must have broken a property, for instance inside expect_violation; if it has not, what the
last explore() of this run found is shrunk. Requests, crashes, restarts, failures of disks, timers
and deliveries are left out as long as the property breaks: a message that is not delivered is lost,
and a cut or a network rule is nothing but such messages. Then there are fewer nodes, shorter
values, and an order in which one thing leads to the next. In the end a search looks for a shorter
way; if it comes to its end, the counterexample is proven shortest.

Invariants are asked as explore() asks them. A run whose invariant depends on the time, or on what
the script remembers, cannot be told again.`},
		{Name: "script", On: "counterexample", Group: groupSearch, fn: counterexampleScriptVerb, Result: "a script",
			Doc: `Returns the counterexample as a script that expects the violation, with a remark behind each line
that says what comes of it.`},
		{Name: "why", On: "cluster", Alone: true, Group: groupSearch, fn: whyVerb, Result: "an explanation",
			Params: append([]Param{
				{Name: "run", Default: "None", Type: aRun, Doc: "What shrink() or explore() returned, or None for this run."},
			}, walks...),
			Doc: `Says which step of a counterexample decided, by letting it go on at random from its start and
after each step, so many walks from each.

None is the run of the cluster if that broke a property, or else what the last explore() of this run
found. What shrink() has not shrunk is shrunk first.

A walk may do what the counterexample does and has not done yet, in any order, and delivers every
message. The share of the walks that break the property is 100 % from the point of no return on.`},
		{Name: "why", On: "exploration", Group: groupSearch, fn: whyThisVerb, Result: "an explanation", Params: walks,
			Doc: `Says which step of what was found decided, as why() does with the run of a cluster.`},
		{Name: "why", On: "counterexample", Group: groupSearch, fn: whyThisVerb, Result: "an explanation", Params: walks,
			Doc: `Says which step of the counterexample decided, as why() does with the run of a cluster.`},
		{Name: "diagram", On: "explanation", Group: groupSearch, fn: explanationDiagramVerb, Result: "the text",
			Params: []Param{{Name: "width", Default: "100", Type: anInt, Unit: "columns", Doc: "How wide it may be, 40 to 1000."}},
			Doc:    `Prints the counterexample as a space-time diagram, with a mark after the step that decided.` + alone},
	}
}

// exploreParams say what may happen in a search, what is looked for, and where it ends.
func exploreParams() []Param {
	return []Param{
		{Name: "propose", Default: "[]", Type: someRequests, Doc: `What clients may ask for, each once, such as [(1, "A"), (2, "B")]; (3, None) is a read.`},
		{Name: "timers", Default: "0", Type: anInt, Doc: "How many timers may fire at each node."},
		{Name: "crashes", Default: "0", Type: anInt, Doc: "How many crashes there may be in all, at every crash point."},
		{Name: "restarts", Default: "None", Type: anInt, Doc: "How many restarts there may be in all. As many as crashes unless given."},
		{Name: "wipes", Default: "0", Type: anInt, Doc: "How many of the restarts may be on an empty disk."},
		{Name: "duplicates", Default: "0", Type: anInt, Doc: "How many messages may arrive once more."},
		{Name: "drops", Default: "0", Type: anInt, Doc: "How many messages may be lost."},
		{Name: "partitions", Default: "0", Type: anInt, Doc: "How often a network of at most 8 nodes may divide in two, in any way, and heal at any time."},
		{Name: "properties", Default: "None", Type: someNames, Choices: protocols.Properties(), Doc: "The safety properties that count. All of them unless given; none of them with []."},
		{Name: "linearizable", Default: "None", Type: aJudge, Choices: histories.Models(), Doc: "Whether histories have to be linearizable: True, a model, or (function, first state)."},
		{Name: "goal", Default: "None", Type: aQuestion, Doc: "It may look but not act. The search looks for a state in which it is true."},
		{Name: "prune", Default: "None", Type: aQuestion, Doc: "It may look but not act. Where it is true the search goes no further."},
		{Name: "strategy", Default: `"breadth"`, Type: aWord, Choices: sortedKeys(strategies), Doc: `How the search goes: "breadth" finds a shortest way, "random" and "pct" walk by the seed.`},
		{Name: "depth", Default: "None", Type: anInt, Unit: "steps", Doc: "How far the search goes from the start. There is no bound unless given."},
		{Name: "states", Default: "50000000", Type: anInt, Unit: "states", Doc: "How many distinct states the search may see."},
		{Name: "memory", Default: "1024", Type: anInt, Unit: "MB", Doc: "How much memory the search may take."},
		{Name: "time", Default: `"0s"`, Type: aDuration, Unit: wallClock, Doc: `How long the search may take. "0s" is for ever.`},
		{Name: "walks", Default: "None", Type: anInt, Doc: `How many walks there are with the strategies "random" and "pct".`},
		{Name: "changes", Default: "2", Type: anInt, Doc: `How often priorities change in a walk of the strategy "pct".`},
		walkSeed,
		{Name: "reduce", Default: "True", Type: aReduction, Choices: sortedKeys(reductions), Doc: "What is left out that makes no difference: all of it, nothing, or one or some of the names."},
		{Name: "paranoid", Default: "False", Type: aBool, Doc: "Does everything twice, and compares."},
		{Name: "requests", Default: "[]", Type: askedOf, Keyword: true, Doc: `What clients may ask for, each once: (node, op), (node, op, {"value": 1}), or a client behind.`},
	}
}
