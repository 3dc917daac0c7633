package script

// timeVerbs are the verbs that let virtual time pass.
func timeVerbs() []*Verb {
	return []*Verb{
		{Name: "run", On: "cluster", Group: groupTime, fn: runVerb, Result: "whether until became true",
			Params: []Param{
				{Name: "duration", Default: "None", Type: aDuration, Unit: virtualTime, Doc: "How much time passes."},
				{Name: "until", Default: "None", Type: aQuestion, Doc: "It is asked before every event. It may look but not act."},
				withinParam.with("How long the call waits for until."),
			},
			Doc: `Lets everything happen that is due in a duration, or until until() is true.

It gives up after within, and at once when nothing can come any more but what is held and until does
not look at what time alone changes.`},
		{Name: "settle", On: "cluster", Group: groupTime, fn: settleVerb, Result: "whether all is quiet",
			Params: []Param{withinParam.with("The call ends after so long although something is left to happen.")},
			Doc: `Lets everything happen until nothing is left to happen, or within has passed.
What is held does not count: when all that is left are timers whose messages are held too, it says
so and returns False at once.`},
		{Name: "step", On: "cluster", Group: groupTime, fn: stepVerb, Result: "how many events happened",
			Params: []Param{{Name: "n", Default: "1", Type: anInt, Unit: "events", Doc: "How many events happen, at least 1."}},
			Doc:    `Lets the next n events happen.`},
		{Name: "stop_before", On: "cluster", Group: groupTime, fn: stopBeforeVerb,
			Params: []Param{
				{Name: "event", Type: anInt, Doc: "The number of an event, as the trace shows it."},
				{Name: "fn", Type: aQuestion, Doc: "The function that is called."},
			},
			Doc: `Calls fn and ends it just before an event of the trace, by its number. It is an error when
fn ends before that.

What fn would have done then is not done; what it did stays. A session that was saved uses it for
a command that was cut short.`},
		{Name: "sleep", On: "cluster", Group: groupTime, fn: sleepVerb,
			Params: []Param{{Name: "duration", Type: aDuration, Unit: virtualTime, Doc: "How much time passes."}},
			Doc:    `Lets a duration of virtual time pass, with everything that is due in it.`},
		{Name: "wait_for", On: "cluster", Group: groupTime, fn: waitForVerb, Result: "the message, or what until returned",
			Params: matchParams([]Param{
				{Name: "until", Default: "None", Type: aQuestion, Doc: "What becomes true, in place of a description of messages."},
			}, []Param{withinParam.with("It is an error when what is waited for does not come in this time.")}),
			Doc: `Lets time pass until a message that is meant is in flight, or until() is true. It is an error
when that does not come within.

` + matchDoc},
		{Name: "spawn", On: "cluster", Group: groupTime, fn: spawnVerb, Result: "a task",
			Params: []Param{
				{Name: "fn", Type: aFunction, Doc: "The function that the task runs."},
				{Name: "args", Rest: "*", Type: anything, Doc: "The arguments of that function."},
			},
			Doc: `Lets fn(*args) run beside the script, whenever virtual time passes: one task at a time, each
until it sleeps or waits.

A task may propose, sleep, wait and wait_for, crash and cut; what moves the world by itself, such
as deliver, is for the script alone.`},
		{Name: "wait", On: "task", Group: groupTime, fn: waitTaskVerb, Result: "what the task returned",
			Params: []Param{timeoutParam.with("It is an error when the task takes longer.")},
			Doc: `Lets time pass until the task is done. It is an error when that takes longer than timeout.

What the task waits for is given up at once, as outside of a task, when nothing can come any more
but what is held.`},
		{Name: "now", On: "cluster", Group: groupTime, fn: nowVerb, Result: "a duration",
			Doc: `Returns the virtual time since the cluster started.`},
	}
}
