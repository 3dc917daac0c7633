package script

import (
	"slices"

	"synod/node"
)

// failureVerbs are the verbs that let nodes fail.
func failureVerbs() []*Verb {
	return []*Verb{
		{Name: "crash", On: "cluster", Acts: true, Group: groupFailures, fn: crashVerb, Result: "a fault", Given: "at", ResultGiven: "a trap", Params: crashParams(),
			Doc: `Stops a node at once; a process is killed with SIGKILL.

What it had not synced is lost, and its timers and ` + allDriven + ` with it. What it sent is on its way;
what reaches it while it is down is lost.

With at it dies in its next step instead, between two effects. With kind, src, where or fields
it is the next step for a message that is meant. See crash_points.`},
		{Name: "crash_points", On: "cluster", Group: groupFailures, fn: crashPointsVerb, Result: "a list of strings",
			Params: []Param{
				nodeParam,
				{Name: "message", Default: "None", Type: aStep, Doc: "A message to the node, or a " + driven + " driven by hand: then its start. Else what comes next."},
			},
			Doc: `Lists the places at which a node can die in the step that a message to it causes.`},
		{Name: "pause", On: "cluster", Acts: true, Group: groupFailures, fn: pauseVerb, Result: "a fault",
			Params: []Param{nodeParam},
			Doc:    `Stops a node from running; a process gets SIGSTOP. What comes for it waits, and nothing is lost.`},
		{Name: "resume", On: "cluster", Acts: true, Group: groupFailures, fn: resumeVerb,
			Params: []Param{nodeParam},
			Doc:    `Lets a paused node go on, with what has come for it meanwhile.`},
		{Name: "skew", On: "cluster", Acts: true, Group: groupFailures, fn: skewVerb, Result: "a fault",
			Params: []Param{
				nodeParam,
				{Name: "step", Default: `"0s"`, Type: aShift, Doc: `How far the clock is put forward, or back with "-5ms".`},
				{Name: "rate", Default: "1", Type: aNumber, Doc: "How fast the clock runs. 1 is right, 2 is twice as fast."},
			},
			Doc: `Puts a node's clock forward or back, and lets it run at a rate.

Timers that are set fire by that clock: put forward, it makes them fire early.`},
		{Name: "disk", On: "cluster", Acts: true, Group: groupFailures, fn: diskVerb, Result: "a fault, or None for damage",
			Params: []Param{
				nodeParam,
				{Name: "fail", Default: "None", Type: aWord, Choices: []string{"sync"}, Doc: "The next syncs fail, while the node is up. A node whose disk fails stops."},
				{Name: "times", Default: "1", Type: anInt, Unit: "syncs", Doc: "How many syncs fail."},
				{Name: "full", Default: "False", Type: aBool, Doc: "Every sync fails, while the node is up."},
				{Name: "slow", Default: `"0s"`, Type: aDuration, Unit: virtualTime, Doc: "How long every sync takes, while the node is up."},
				{Name: "lose_unsynced", Default: "False", Type: aBool, Doc: "The disk says that it synced when it did not, so that a crash loses what was written."},
				{Name: "torn", Default: "None", Type: anInt, Unit: "bytes", Doc: "How many bytes of the last record are left, while the node is down."},
				{Name: "rollback", Default: "None", Type: anInt, Unit: "records", Doc: "How many of the last records are taken away, while the node is down."},
				{Name: "corrupt", Default: "None", Type: aBitOrNot, Doc: "This bit of the file is flipped, with True its last, while the node is down."},
			},
			Doc: `Says what is wrong with a node's disk from now on, or damages it while the node is down; with
nothing but the node it works again.`},
		{Name: "stop", On: "fault", Acts: true, Group: groupFailures, fn: stopVerb,
			Doc: `Ends the fault: a crashed node restarts, a paused one goes on, a disk works, a clock runs right.`},
		{Name: "stop", On: "trap", Acts: true, Group: groupFailures, fn: stopVerb, Doc: `Takes the trap away.`},
		{Name: "during", Group: groupFailures, fn: duringVerb, Result: "what fn returned",
			Params: []Param{
				{Name: "what", Type: anything, Doc: "A rule, a fault, a trap, anything with a stop(), or a list of them."},
				{Name: "fn", Type: aQuestion, Doc: "The function that is called."},
			},
			Doc: `Calls fn and then ends what is given, whatever happens inside fn.`},
		{Name: "restart", On: "cluster", Acts: true, Group: groupFailures, fn: restartVerb,
			Params: []Param{
				nodeParam,
				{Name: "disk", Default: `"keep"`, Type: aWord, Choices: sortedKeys(restartDisks), Doc: "Whether the node finds what its disk had, or an empty one."},
			},
			Doc: `Starts a node that is down, on the disk it had, or with disk="wipe" on an empty one.

A node whose process was ended from outside crashes first: then the run can go on.

` + whatWipeShows},
	}
}

// crashParams say where a node crashes, and at which message.
func crashParams() []Param {
	params := matchParams([]Param{
		nodeParam,
		{Name: "at", Default: "None", Type: aString, Choices: node.PointNames(), Doc: `Where in its next step the node dies. ":2" means the second time, as in "after_send:2".`},
	}, nil)
	return slices.DeleteFunc(params, func(p Param) bool { return p.Name == "dst" }) // it is the node
}
