package script

// alone says of a verb that looks when it prints.
const alone = `

It prints where the call is a whole statement; inside an expression, such as print(…), it only
returns the text.`

// fitted says of a verb that looks at a table how wide that is.
const fitted = `

A table that is wider than the terminal is turned, with a field in each line; see synod doc values.`

// lookVerbs are the verbs that look at a run and change nothing.
func lookVerbs() []*Verb {
	return []*Verb{
		{Name: "state", On: "cluster", Group: groupLook, fn: stateVerb, Result: "a state",
			Params: []Param{nodeParam},
			Doc: `Returns the state of a node as it is now, with one attribute for each field of the protocol, and
node, down and hash.`},
		{Name: "show", On: "cluster", Group: groupLook, fn: showVerb, Result: "the text",
			Doc: `Prints the state of all nodes as a table.` + fitted + alone},
		{Name: "trace", On: "cluster", Group: groupLook, fn: traceVerb, Result: "the text",
			Params: []Param{{Name: "last", Default: "20", Type: anInt, Unit: "lines", Doc: "How many lines are shown at most."}},
			Doc:    `Prints the last lines of the trace, also when it is off.` + alone},
		{Name: "diagram", On: "cluster", Group: groupLook, fn: diagramVerb, Result: "the text",
			Params: []Param{
				{Name: "last", Default: "200", Type: anInt, Unit: "events", Doc: "How many events are shown at most."},
				{Name: "width", Default: "None", Type: anInt, Unit: "columns", Doc: "How wide it may be, 40 to 1000. Unless given, as wide as the terminal, or 100 elsewhere."},
			},
			Doc: `Prints the last events as a space-time diagram: a column for each node, an arrow for each
message, lost ones included.` + alone},
		{Name: "played", On: "cluster", Group: groupLook, fn: playedVerb, Result: "a script",
			Doc: `Returns the run so far as a script without tasks, loops and draws, which gives the same trace.

What a task did stands where it did it, after so many events and so much time. A rule or a trap
with a function of the script cannot be written down like that; a comment stands in its place, and
says of an invariant that it broke.`},
		{Name: "file", On: "cluster", Group: groupLook, fn: fileVerb, Result: "a value or None",
			Params: []Param{nodeParam},
			Doc:    `Returns what the file ` + exampleFile + ` in a node's directory holds, or None while there is no such file.`},
		{Name: "files", On: "cluster", Group: groupLook, fn: filesVerb, Result: "a dict",
			Doc: `Returns what every node's file holds, by the number of the node.`},
		{Name: "breakpoint", Group: groupLook, fn: breakpointVerb,
			Doc: `Stops here and asks at a prompt what to do, with the names of the script and of the function
that is running; Ctrl-D or :go goes on.

Lines on a pipe are read as what is typed. Where there are none, as in synod test, it says so and
goes on. See also synod run --break-at and --repl-on-failure.`},
		{Name: "note", On: "cluster", Acts: true, Group: groupLook, fn: noteVerb,
			Params: []Param{{Name: "text", Type: aString, Doc: "The text, in one line."}},
			Doc:    `Puts a line of text into the trace.`},
	}
}
