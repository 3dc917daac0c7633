package script

import (
	"fmt"
	"strings"

	"go.starlark.net/syntax"

	histories "synod/engine/history"
	"synod/node/protocols"
)

// checkVerbs are the verbs that require something, and histories.
func checkVerbs() []*Verb {
	return append(assertVerbs(), propertyVerbs()...)
}

// assertVerbs are the functions of the module assert.
func assertVerbs() []*Verb {
	compared := []Param{
		{Name: "x", Type: anything, Doc: "The value that was got."},
		{Name: "y", Type: anything, Doc: "The value that it is compared with."},
		msgParam,
	}
	asked := []Param{{Name: "x", Type: anything, Doc: "The value that is asked whether it is true."}, msgParam}
	return []*Verb{
		{Name: "eq", On: "assert", Group: groupCheck, fn: compare(syntax.EQL, ""), Params: compared,
			Doc: `Fails unless x and y are equal, however deep they go.

Where one of two values is a ` + exampleTyped + `, a duration or a node, and the other is not, that may be what a
verb takes for one: (3, 1) or "3.1", "5ms", 2 or "n2", inside lists, dicts, sets and structs too.
Starlark's own == holds only between values of one type.`},
		{Name: "ne", On: "assert", Group: groupCheck, fn: compare(syntax.NEQ, "anything but "), Params: compared, Doc: `Fails if x and y are equal, as assert.eq compares them.`},
		{Name: "lt", On: "assert", Group: groupCheck, fn: compare(syntax.LT, "less than "), Params: compared,
			Doc: `Fails unless x < y. A ` + exampleTyped + ` or a duration is compared with what a verb takes for one, as in
assert.eq.`},
		{Name: "true", On: "assert", Group: groupCheck, fn: assertTruth(true), Params: asked, Doc: `Fails unless x is true.`},
		{Name: "false", On: "assert", Group: groupCheck, fn: assertTruth(false), Params: asked, Doc: `Fails unless x is false.`},
		{Name: "contains", On: "assert", Group: groupCheck, fn: assertContains,
			Params: []Param{
				{Name: "x", Type: anything, Doc: "A list, a tuple, a dict, a set or a string."},
				{Name: "y", Type: anything, Doc: "What has to be in it."},
				msgParam,
			},
			Doc: `Fails unless y is in x. Elements are compared as assert.eq compares them.`},
		{Name: "fails", On: "assert", Group: groupCheck, fn: assertFails, Result: "how it failed",
			Params: []Param{
				{Name: "fn", Type: aQuestion, Doc: "The function that is called."},
				{Name: "part", Default: `""`, Type: aString, Doc: "A part of what the error says."},
			},
			Doc: `Calls fn and fails unless fn fails, with an error that contains part.

A violation of a safety property is not caught: see expect_violation.`},
	}
}

// propertyVerbs are the verbs about what must hold of a run, and of what clients were told.
func propertyVerbs() []*Verb {
	return []*Verb{
		{Name: "check", On: "cluster", Group: groupCheck, fn: checkVerb,
			Doc: `Fails unless no property broke in this run and every node's file holds what is chosen. The
properties are checked after every event anyway.`},
		{Name: "covered", Group: groupCheck, fn: coveredVerb,
			Params: []Param{{Name: "what", Rest: "*", Type: aThing, Doc: "Rules, faults and traps."}},
			Doc: `Fails unless every rule, fault and trap that is given has done something: a scenario whose
failure never happened shows nothing.`},
		{Name: "invariant", On: "cluster", Group: groupCheck, fn: invariantVerb,
			Params: []Param{
				{Name: "name", Type: aString, Doc: "What the property is called."},
				{Name: "fn", Type: aQuestion, Doc: "What is asked. It may look but not act; None counts as holding."},
			},
			Doc: `Lets fn() be called after every event from now on, and now; the run is violated once it returns
something false or an assertion in it fails. explore() and shrink() ask it too, and then it may
neither print nor change what is outside of it.`},
		{Name: "eventually", On: "cluster", Group: groupCheck, fn: eventuallyVerb,
			Params: []Param{
				{Name: "fn", Type: aQuestion, Doc: "What is asked. It may look but not act."},
				withinParam.with("How long the call waits for fn."),
			},
			Doc: `Lets the world run until fn() is true, and fails if that does not come within a duration.`},
		{Name: "history", On: "cluster", Alone: true, Group: groupCheck, fn: historyVerb, Result: "a history",
			Params: []Param{{Name: "operations", Default: "None", Type: operationList, Doc: "Operations written by hand with operation(), in place of those of this run."}},
			Doc: `Returns what clients asked of the nodes in this run and what they know of it, or a history of
operations that were written by hand.`},
		{Name: "operation", Group: groupCheck, fn: operationVerb, Result: "an operation",
			Params: []Param{
				{Name: "client", Type: aString, Doc: "Who asked. A client does one thing at a time."},
				{Name: "op", Type: aString, Choices: []string{"propose", "write", "read", "cas"}, Doc: "What is asked for; a model of your own may have words of its own."},
				{Name: "value", Default: "None", Type: aValue, Doc: "The value that op asks for: its argument of that name."},
				{Name: "invoked", Default: `"0s"`, Type: aDuration, Unit: virtualTime, Doc: "When it began."},
				{Name: "returned", Default: "None", Type: aDuration, Unit: virtualTime, Doc: "When it returned. An operation without it is unknown."},
				{Name: "result", Default: "None", Type: aValue, Doc: "What it returned."},
				{Name: "outcome", Default: "None", Type: aWord, Choices: outcomes(), Doc: "Whether it returned a result, surely did not happen, or may happen at any time, or never."},
				{Name: "args", Default: "None", Type: namedValues, Doc: `Its other arguments by name, such as {"key": "x"}.`},
				{Name: "fields", Default: "None", Type: namedValues, Doc: "What else the reply said, by name."},
			},
			Doc: `Returns an operation of a history written by hand, such as
operation("alice", "read", invoked="4ms", returned="5ms", result=1).

Operations of which neither returned before the other was invoked overlap.`},
		{Name: "linearizable", On: "cluster", Alone: true, Group: groupCheck, fn: linearizableVerb, Result: "a judgement",
			Params: []Param{
				{Name: "model", Default: `"consensus"`, Type: aModel, Choices: histories.Models(), Doc: "The model, by its name or as a function step(state, operation, result)."},
				{Name: "history", Default: "None", Type: operationList, Doc: "A history or a list of operations. That of this run unless given."},
				{Name: "budget", Default: "1000000", Type: anInt, Unit: "steps", Doc: `How many steps the search takes at most. What it has not decided then is "unknown".`},
				{Name: "initial", Default: "None", Type: anything, Doc: "The first state of a model that is a function. A state is never None."},
				{Name: "ignore", Default: "None", Type: someNames, Doc: `Operations that are left out, such as ["promote"]: a model need not know them.`},
			},
			Doc: `Decides whether the operations of a history fit an order in which each happens at one point
between its invocation and its return, and the results are those of a model; in a check it is
assert.true(linearizable()).

An operation with the outcome "fail" did not happen; one that is "unknown" may have, at any time
since its invocation, or never.

A model says what an operation does to a state. Models with a name read the argument "value" and
the value in the reply. Operations with different arguments "key" are about different things, each
judged apart.

` + modelParagraphs() + `

A function step(state, operation, result) returns the next state, or None where the operation cannot
have that result. Of an unknown operation it is asked with the result None, and may refuse it. It is
asked about the operations of all keys: operation.args has them.`},
		{Name: "show", On: "history", Group: groupCheck, fn: showHistoryVerb, Result: "the text", Doc: `Prints the history as a table: times, and in brackets lines of the trace.` + fitted + alone},
		{Name: "json", On: "history", Group: groupCheck, fn: historyText(histories.History.JSON), Result: "the text",
			Doc: `Returns the history as JSON Lines, an operation a line, and then a fault a line. A whole number
beyond 2^53 is {"$int": "…"} there: see synod doc values.`},
		{Name: "edn", On: "history", Group: groupCheck, fn: historyText(histories.History.EDN), Result: "the text",
			Doc: `Returns the history as Jepsen writes one: an invocation or a completion a line, times in
nanoseconds. Where a fault begins or ends there are two lines of the process :nemesis.`},
		{Name: "expect_violation", Group: groupCheck, fn: expectViolationVerb, Result: "what happened, in a sentence",
			Params: []Param{
				{Name: "fn", Type: aQuestion, Doc: "The function that is called."},
				{Name: "name", Default: "None", Type: aString, Choices: protocols.Properties(), Doc: "The property that has to break, also an invariant's; others may break on the way."},
			},
			Doc: `Calls fn and fails unless it breaks a property, the one of that name if given.

Nothing is checked in this run afterwards.`},
	}
}

// outcomes are those of an operation.
func outcomes() []string {
	return []string{string(histories.OK), string(histories.Fail), string(histories.Unknown)}
}

// docWidth is how wide the lines of a doc are.
const docWidth = 100

// modelParagraphs has a paragraph for each model.
func modelParagraphs() string {
	var paragraphs []string
	for _, m := range histories.Catalog() {
		paragraphs = append(paragraphs, strings.TrimSpace(wrap(fmt.Sprintf("%q: %s.", m.Name, m.Doc), "", docWidth)))
	}
	return strings.Join(paragraphs, "\n\n")
}
