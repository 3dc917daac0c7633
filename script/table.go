package script

import (
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
	"go.starlark.net/syntax"

	"synod/engine"
	histories "synod/engine/history"
)

// The parameters that say which messages are meant.
const (
	matchParams = `kind=None, src=None, dst=None, ballot=None, where=None`
	matchDoc    = `A message is meant when it is of that kind, from one of src, to one of dst, at that ballot, and where(message) is true; what is left out is any.`
)

// alone says of a verb that looks when it prints.
const alone = ` It prints where the call is a whole statement; inside an expression, such as print(…), it only returns the text.`

// Verbs returns every verb, in the order of the reference.
func Verbs() []*Verb {
	theVerbs.Do(func() {
		theVerbs.verbs = verbs()
		for _, v := range theVerbs.verbs {
			v.prepare()
		}
	})
	return theVerbs.verbs
}

// theVerbs is made when it is first asked for, because verbs may run scripts and
// scripts have verbs.
var theVerbs struct {
	sync.Once
	verbs []*Verb
}

// The groups of the reference, in order.
const (
	groupSetUp    = "set up"
	groupPropose  = "propose"
	groupTime     = "time"
	groupMessages = "messages"
	groupNetwork  = "network"
	groupFailures = "failures"
	groupLook     = "look"
	groupCheck    = "check"
	groupSearch   = "search"
)

// Groups lists the headings of the reference, in order.
func Groups() []string {
	return []string{groupSetUp, groupPropose, groupTime, groupMessages, groupNetwork, groupFailures, groupLook, groupCheck, groupSearch}
}

func verbs() []*Verb {
	return []*Verb{
		{Name: "cluster", Group: groupSetUp, fn: clusterVerb, Result: "a cluster",
			Params: `nodes=3, protocol="paxos", hold=False, latency="1ms", backoff="random", q1=None, q2=None, rules={}, seed=None, fleet=None, quiet=False, unsafe=False, retransmit="50ms", order="time"`,
			Doc: `Starts a cluster of nodes and makes it the one that the other verbs act on.
hold keeps every message, a node's own included, until it is delivered or released by hand; release() or heal(hold=True) ends that. latency is how long a message takes: a duration, a pair to draw from evenly, or ("exp", least, mean). backoff is how long a refused proposer waits: "random", "none", a duration or a pair. retransmit is how long a proposer waits for answers before it asks again; "0s" is for ever. q1 and q2 are the quorum sizes of both phases, a majority unless given; quorums that need not overlap want unsafe=True. rules switches rules of the protocol, such as {"promise_durable": False}. seed decides every random draw, and with a text such as "7,120:93" seed 7 does up to event 120 and seed 93 from there on; the run's --seed unless given. fleet is "processes" or "sim"; the run's --fleet unless given. quiet leaves the trace out. order="random" lets any pending event be next, drawn by the seed.`},
		{Name: "nodes", On: "cluster", Group: groupSetUp, fn: nodesVerb, Result: "a list of nodes",
			Doc: `Returns the nodes, in the order of their numbers.`},
		{Name: "node", On: "cluster", Group: groupSetUp, fn: nodeVerb, Params: `which`, Result: "a node",
			Doc: `Returns the node with a number or a name such as "n2".
A node has every verb that begins with a node as a method: node(2).crash() is crash(2).`},
		{Name: "reset", On: "cluster", Group: groupSetUp, fn: resetVerb, Params: `seed=None`,
			Doc: `Starts over: time 0, every node up on an empty disk, nothing in flight, no network rule, no invariant.
Processes that run keep running. The seed stays as it is unless given.`},
		{Name: "close", On: "cluster", Group: groupSetUp, fn: closeVerb,
			Doc: `Stops the nodes and waits for them. The end of the script does it too.`},
		{Name: "ballot", Group: groupSetUp, fn: ballotVerb, Params: `round, node`, Result: "a ballot",
			Doc: `Returns a ballot, which compares by round and then by node.
Wherever a ballot is wanted, a pair (3, 1) or a string "3.1" will do.`},
		{Name: "duration", Group: groupSetUp, fn: durationVerb, Params: `text`, Result: "a duration",
			Doc: `Returns a duration that compares and adds, such as duration("1.5ms").
Wherever a duration is wanted, the string will do. The unit is needed: us, ms, s, m or h.`},
		{Name: "struct", Group: groupSetUp, fn: structVerb, Params: `**fields`, Result: "a struct",
			Doc: `Returns a value with the fields given, such as struct(name="A", votes=3).`},
		{Name: "random", On: "cluster", Group: groupSetUp, fn: randomVerb, Params: `name="script"`, Result: "a source of random numbers",
			Doc: `Returns random numbers for the use that name says, drawn from the seed: what one use draws does not disturb another.`},
		{Name: "below", On: "random", Group: groupSetUp, fn: belowVerb, Params: `n`, Result: "a number", Doc: `Returns a number from 0 to n-1.`},
		{Name: "pick", On: "random", Group: groupSetUp, fn: pickVerb, Params: `list`, Result: "a value", Doc: `Returns one element of a list.`},
		{Name: "shuffle", On: "random", Group: groupSetUp, fn: shuffleVerb, Params: `list`, Result: "a list", Doc: `Returns the elements of a list in random order.`},
		{Name: "hit", On: "random", Group: groupSetUp, fn: hitVerb, Params: `rate`, Result: "a bool", Doc: `Returns True with the probability rate, from 0 to 1.`},
		{Name: "between", On: "random", Group: groupSetUp, fn: betweenVerb, Params: `least, most`, Result: "a duration", Doc: `Returns a duration from least to most, in whole microseconds.`},
		{Name: "args", Group: groupSetUp, fn: argsVerb, Params: `name, default=None`, Result: "a value",
			Doc: `Returns an argument of the script, given after -- as name=value, or the default.
It has the type of the default: a whole number, a bool or a string.`},
		{Name: "exit", Group: groupSetUp, fn: exitVerb, Params: `code=0`,
			Doc: `Ends the script, or the conversation, with an exit status from 0 to 125.`},

		{Name: "proposer", On: "cluster", Acts: true, Group: groupPropose, fn: proposerVerb, Params: `node, value, ballot=None, client=""`, Result: "a proposer",
			Doc: `Returns a proposer at a node that is driven by hand, with prepare and accept.
value is an int, a string, a bool, or a list or dict of them, of at most 64 KiB as JSON. ballot is its first ballot, such as (3, 1); the node chooses unless given. A node has one proposer at a time. client names who asks, for the history; one that has a name waits for its answer before it asks again.`},
		{Name: "propose", On: "cluster", Acts: true, Group: groupPropose, fn: proposeVerb, Params: `node, value, ballot=None, client=""`, Result: "a proposer",
			Doc: `Lets a node propose a value by itself: both phases, again when nothing is answered, with the next ballot when it is refused.
Nothing moves until the script lets time pass, for instance with wait or run. client is as for proposer.`},
		{Name: "submit", On: "cluster", Group: groupPropose, fn: submitVerb, Params: `node, value, timeout="10s", client=""`, Result: "a result",
			Doc: `Proposes a value and waits: propose and wait in one.
The result has outcome ("chosen" or "unknown"), value, mine (whether it is the value asked for), ballot, rounds and messages. After timeout of virtual time, or at once when nothing can come any more but what is held, the outcome is "unknown", and in the history the client hears nothing later. client is as for proposer.`},
		{Name: "read", On: "cluster", Group: groupPropose, fn: readVerb, Params: `node, timeout="10s", client=""`, Result: "a value or None",
			Doc: `Lets a node find out what is chosen, by a ballot of its own without a value of its own.
It returns None when nothing can have been chosen. It is an error when that cannot be found out within timeout. client is as for proposer.`},
		{Name: "reader", On: "cluster", Acts: true, Group: groupPropose, fn: readerVerb, Params: `node, client=""`, Result: "a proposer",
			Doc: `Lets a node find out what is chosen, as read does, without waiting: wait() tells, with the outcome "empty" when nothing can have been chosen. client is as for proposer.`},
		{Name: "prepare", On: "proposer", Acts: true, Group: groupPropose, fn: prepareVerb, Params: `to=None, *, wait=True`, Result: "the proposer",
			Doc: `Runs phase 1 with the acceptors in to, all unless given, until their answers are back or can no longer come; with wait=False it only sends the messages.
It goes on with the same ballot while phase 1 is open, and starts the next ballot after a refusal or after phase 2.`},
		{Name: "accept", On: "proposer", Acts: true, Group: groupPropose, fn: acceptVerb, Params: `to=None, *, wait=True`, Result: "the proposer",
			Doc: `Runs phase 2 with the acceptors in to, all unless given, until their answers are back or can no longer come; with wait=False it only sends the messages.
It wants phase 1 to have a quorum. It may be called again for other acceptors, later than everything else.`},
		{Name: "start", On: "proposer", Acts: true, Group: groupPropose, fn: startVerb, Result: "the proposer",
			Doc: `Lets a proposer go on by itself from where it stands.`},
		{Name: "stop", On: "proposer", Acts: true, Group: groupPropose, fn: stopProposerVerb,
			Doc: `Lets the client give up. What was sent stays sent.`},
		{Name: "wait", On: "proposer", Group: groupPropose, fn: waitVerb, Params: `timeout="10s"`, Result: "a result",
			Doc: `Lets the world run until the proposer is done, or timeout of virtual time has passed. When nothing can come any more but what is held, it says so and returns at once, with the outcome "unknown".`},

		{Name: "run", On: "cluster", Group: groupTime, fn: runVerb, Params: `duration=None, until=None, within="10s"`, Result: "whether until became true",
			Doc: `Lets everything happen that is due in a duration, or until until() is true.
until is asked before every event and may look but not act. It is given up after within, and at once when nothing can come any more but what is held and until does not look at what time alone changes.`},
		{Name: "settle", On: "cluster", Group: groupTime, fn: settleVerb, Params: `within="10s"`, Result: "whether all is quiet",
			Doc: `Lets everything happen until nothing is left to happen, or within has passed. What is held does not count: when all that is left are timers whose messages are held too, it says so and returns False at once.`},
		{Name: "step", On: "cluster", Group: groupTime, fn: stepVerb, Params: `n=1`, Result: "how many events happened",
			Doc: `Lets the next n events happen.`},
		{Name: "stop_before", On: "cluster", Group: groupTime, fn: stopBeforeVerb, Params: `event, fn`,
			Doc: `Calls fn and ends it just before an event of the trace, by its number. It is an error when fn ends before that.
What fn would have done then is not done; what it did stays. A session that was saved uses it for a command that was cut short.`},
		{Name: "sleep", On: "cluster", Group: groupTime, fn: sleepVerb, Params: `duration`,
			Doc: `Lets a duration of virtual time pass, with everything that is due in it.`},
		{Name: "wait_for", On: "cluster", Group: groupTime, fn: waitForVerb, Params: `until=None, kind=None, src=None, dst=None, ballot=None, where=None, within="10s"`, Result: "the message, or what until returned",
			Doc: `Lets time pass until a message that is meant is in flight, or until() is true. It is an error when that does not come within.
` + matchDoc},
		{Name: "spawn", On: "cluster", Group: groupTime, fn: spawnVerb, Params: `fn, *args`, Result: "a task",
			Doc: `Lets fn(*args) run beside the script, whenever virtual time passes: one task at a time, each until it sleeps or waits.
A task may propose, sleep, wait and wait_for, crash and cut; what moves the world by itself, such as deliver, is for the script alone.`},
		{Name: "wait", On: "task", Group: groupTime, fn: waitTaskVerb, Params: `timeout="10s"`, Result: "what the task returned",
			Doc: `Lets time pass until the task is done. It is an error when that takes longer than timeout of virtual time.`},
		{Name: "now", On: "cluster", Group: groupTime, fn: nowVerb, Result: "a duration",
			Doc: `Returns the virtual time since the cluster started.`},

		{Name: "pending", On: "cluster", Group: groupMessages, fn: pendingVerb, Params: matchParams, Result: "a list of messages",
			Doc: `Returns the messages in flight and held, in the order in which they are due; kind="timer" returns the timers.
` + matchDoc + ` A message has kind, src, dst, due, held, waiting and its own fields, such as ballot and value.`},
		{Name: "deliver", On: "cluster", Acts: true, Group: groupMessages, fn: deliverVerb, Params: `message=None, ` + matchParams, Result: "how many messages",
			Doc: `Delivers messages now, before anything else: one, a list of them, or all that are meant.
` + matchDoc + ` It is an error to mean none. The clock moves to the time the message was due, if that is still to come.`},
		{Name: "drop", On: "cluster", Acts: true, Group: groupMessages, fn: dropVerb, Params: `message=None, ` + matchParams, Result: "how many messages",
			Doc: `Throws messages away. It says which as deliver does.`},
		{Name: "duplicate", On: "cluster", Acts: true, Group: groupMessages, fn: duplicateVerb, Params: `message=None, ` + matchParams, Result: "how many messages",
			Doc: `Lets messages arrive once more. It says which as deliver does; one that has arrived already will do too.`},
		{Name: "release", On: "cluster", Acts: true, Group: groupMessages, fn: releaseVerb, Params: `message=None, ` + matchParams, Result: "how many messages",
			Doc: `Lets held messages go on their way. It says which as deliver does; of those that a description means, only the held ones count. They arrive when time passes, each when it was due or else at once.
release() with nothing in it lets everything held go and holds no more: it ends cluster(hold=True) and every rule of hold.`},
		{Name: "flush", On: "cluster", Acts: true, Group: groupMessages, fn: flushVerb,
			Doc: `Delivers everything in flight or held, and what comes of it, until no message is left. Timers do not fire.`},
		{Name: "deliver", On: "message", Acts: true, Group: groupMessages, fn: onMessage((*engine.World).Deliver), Doc: `Delivers the message now, before anything else.`},
		{Name: "drop", On: "message", Acts: true, Group: groupMessages, fn: onMessage((*engine.World).Drop), Doc: `Throws the message away.`},
		{Name: "duplicate", On: "message", Acts: true, Group: groupMessages, fn: onMessage(duplicate), Doc: `Lets the message arrive once more.`},
		{Name: "release", On: "message", Acts: true, Group: groupMessages, fn: onMessage((*engine.World).Release), Doc: `Lets the message, if it is held, go on its way.`},

		{Name: "hold", On: "cluster", Acts: true, Group: groupNetwork, fn: holdVerb, Params: matchParams, Result: "a rule",
			Doc: `Holds messages from now on, until they are released or delivered by hand. stop() ends the rule; what it holds stays held.
` + matchDoc},
		{Name: "delay", On: "cluster", Acts: true, Group: groupNetwork, fn: delayVerb, Params: `time, ` + matchParams, Result: "a rule",
			Doc: `Lets messages take longer from now on, by a duration, a pair to draw from evenly, or ("exp", least, mean).
` + matchDoc},
		{Name: "lose", On: "cluster", Acts: true, Group: groupNetwork, fn: loseVerb, Params: `rate=1, ` + matchParams, Result: "a rule",
			Doc: `Loses messages from now on, each with the probability rate.
` + matchDoc},
		{Name: "repeat", On: "cluster", Acts: true, Group: groupNetwork, fn: repeatVerb, Params: `rate=1, later="0s", ` + matchParams, Result: "a rule",
			Doc: `Lets messages arrive twice from now on, each with the probability rate, the second time later by a duration.
` + matchDoc},
		{Name: "reorder", On: "cluster", Acts: true, Group: groupNetwork, fn: reorderVerb, Params: `rate=1, by="10ms", ` + matchParams, Result: "a rule",
			Doc: `Lets messages be overtaken from now on: each with the probability rate takes up to by longer, drawn evenly.
` + matchDoc},
		{Name: "partition", On: "cluster", Acts: true, Group: groupNetwork, fn: partitionVerb, Params: `*groups, in_flight="lose"`, Result: "a rule",
			Doc: `Cuts every link between nodes of different groups, such as partition([1, 2], [3, 4, 5]).
Nodes in no group form one more. Messages on a link when it is cut are lost, or arrive with in_flight="keep".`},
		{Name: "cut", On: "cluster", Acts: true, Group: groupNetwork, fn: cutVerb, Params: `a, b, oneway=False, in_flight="lose"`, Result: "a rule",
			Doc: `Cuts the links between a and b, each a node or a list; with oneway only those from a to b.
A node has no link to itself. in_flight is as for partition.`},
		{Name: "isolate", On: "cluster", Acts: true, Group: groupNetwork, fn: isolateVerb, Params: `node, in_flight="lose"`, Result: "a rule",
			Doc: `Cuts every link of a node. in_flight is as for partition.`},
		{Name: "linked", On: "cluster", Group: groupNetwork, fn: linkedVerb, Params: `a, b`, Result: "True or False",
			Doc: `Returns whether messages from node a to node b pass the cuts in force: those of partition, cut, isolate, bridge and ring.
A node is always linked to itself. What lose takes is another matter.`},
		{Name: "heal", On: "cluster", Acts: true, Group: groupNetwork, fn: healVerb, Params: `among=None, hold=False`,
			Doc: `Stops every network rule but those of hold. What is held stays held, and with hold=True it goes its way and nothing is held any more: that ends cluster(hold=True) too.
With among, a list of nodes, it is about the messages between these nodes only: every rule, one of hold too, does nothing any more to them, and what a rule held of them goes its way. cluster(hold=True) goes on to hold them unless hold=True is given here too. To all other messages everything is as before.`},
		{Name: "bridge", On: "cluster", Acts: true, Group: groupNetwork, fn: bridgeVerb, Params: `node, in_flight="lose"`, Result: "a rule",
			Doc: `Cuts the other nodes into two halves that only this node can reach both of. in_flight is as for partition.`},
		{Name: "ring", On: "cluster", Acts: true, Group: groupNetwork, fn: ringVerb, Params: `in_flight="lose"`, Result: "a rule",
			Doc: `Lets every node reach only its two neighbours, the last one being the first one's. in_flight is as for partition.`},
		{Name: "stop", On: "rule", Acts: true, Group: groupNetwork, fn: stopVerb, Doc: `Stops the rule. What it holds stays held until it is released.`},

		{Name: "crash", On: "cluster", Acts: true, Group: groupFailures, fn: crashVerb, Params: `node, at=None, kind=None, src=None, ballot=None, where=None`, Result: "a fault, or with at a trap",
			Doc: `Stops a node at once; a process is killed with SIGKILL.
What it had not synced is lost, and its timers and proposers with it. What it sent is on its way; what reaches it while it is down is lost.
With at it dies in its next step instead, between two effects: "before_" or "after_" and write, sync, send or publish, with ":2" for the second, such as "after_send:2". With kind, src, ballot or where it is the next step for a message that is meant. See crash_points.`},
		{Name: "crash_points", On: "cluster", Group: groupFailures, fn: crashPointsVerb, Params: `node, message=None`, Result: "a list of strings",
			Doc: `Lists the places at which a node can die in the step that a message to it causes, or else whatever comes to it next.
message may be a proposer that is still driven by hand: then it is the step in which it starts.`},
		{Name: "pause", On: "cluster", Acts: true, Group: groupFailures, fn: pauseVerb, Params: `node`, Result: "a fault",
			Doc: `Stops a node from running; a process gets SIGSTOP. What comes for it waits, and nothing is lost.`},
		{Name: "resume", On: "cluster", Acts: true, Group: groupFailures, fn: resumeVerb, Params: `node`,
			Doc: `Lets a paused node go on, with what has come for it meanwhile.`},
		{Name: "skew", On: "cluster", Acts: true, Group: groupFailures, fn: skewVerb, Params: `node, step="0s", rate=1`, Result: "a fault",
			Doc: `Puts a node's clock forward by step, or back with "-5ms", and lets it run at rate, 1 being right.
Timers that are set fire by that clock: put forward, it makes them fire early.`},
		{Name: "disk", On: "cluster", Acts: true, Group: groupFailures, fn: diskVerb, Params: `node, fail=None, times=1, full=False, slow="0s", lose_unsynced=False, torn=None, rollback=None, corrupt=None`, Result: "a fault, or None for damage",
			Doc: `Says what is wrong with a node's disk from now on, or damages it while the node is down; with nothing but the node it works again.
While the node is up: fail="sync" lets as many syncs fail as times says, and full=True all of them, and a node whose disk fails stops; slow lets each sync take a virtual time; lose_unsynced=True lets the disk say that it synced when it did not, so that a crash loses it. While it is down: torn=k leaves k bytes of the last record, rollback=k takes the last k records away, corrupt=k flips bit k of the file, and corrupt=True its last.`},
		{Name: "stop", On: "fault", Acts: true, Group: groupFailures, fn: stopVerb, Doc: `Ends the fault: a crashed node restarts, a paused one goes on, a disk works, a clock runs right.`},
		{Name: "stop", On: "trap", Acts: true, Group: groupFailures, fn: stopVerb, Doc: `Takes the trap away.`},
		{Name: "during", Group: groupFailures, fn: duringVerb, Params: `what, fn`, Result: "what fn returned",
			Doc: `Calls fn and then ends what, whatever happens inside fn: a rule, a fault, a trap, anything with a stop(), or a list of them.`},
		{Name: "restart", On: "cluster", Acts: true, Group: groupFailures, fn: restartVerb, Params: `node, disk="keep"`,
			Doc: `Starts a node that is down, on the disk it had, or with disk="wipe" on an empty one.
A node that forgets what it promised can break agreement: wiping is there to show that.`},

		{Name: "state", On: "cluster", Group: groupLook, fn: stateVerb, Params: `node`, Result: "a state",
			Doc: `Returns the state of a node as it is now, with one attribute for each field of the protocol, and node, down and hash.`},
		{Name: "show", On: "cluster", Group: groupLook, fn: showVerb, Result: "the text",
			Doc: `Prints the state of all nodes as a table.` + alone},
		{Name: "boxes", On: "cluster", Group: groupLook, fn: boxesVerb, Result: "the text",
			Doc: `Prints what each acceptor was asked, in its own order: [P ballot] for prepare, [A ballot value] for accept, with "refused" where it refused.` + alone},
		{Name: "trace", On: "cluster", Group: groupLook, fn: traceVerb, Params: `last=20`, Result: "the text",
			Doc: `Prints the last lines of the trace, also when it is off.` + alone},
		{Name: "diagram", On: "cluster", Group: groupLook, fn: diagramVerb, Params: `last=200, width=None`, Result: "the text",
			Doc: `Prints the last events as a space-time diagram: a column for each node, an arrow for each message, lost ones included.` + alone + `
width is how many columns it may take, 40 to 1000: as many as the terminal has unless given, or 100 where there is none.`},
		{Name: "played", On: "cluster", Group: groupLook, fn: playedVerb, Result: "a script",
			Doc: `Returns the run so far as a script without tasks, loops and draws, which gives the same trace.
What a task did stands where it did it, after so many events and so much time. A rule or a trap with a function of the script cannot be written down like that; a comment stands in its place, and says of an invariant that it broke.`},
		{Name: "file", On: "cluster", Group: groupLook, fn: fileVerb, Params: `node`, Result: "a value or None",
			Doc: `Returns what the file CISC5597 in a node's directory holds, or None while there is no such file.`},
		{Name: "files", On: "cluster", Group: groupLook, fn: filesVerb, Result: "a dict",
			Doc: `Returns what every node's file holds, by the number of the node.`},
		{Name: "chosen", On: "cluster", Group: groupLook, fn: chosenVerb, Result: "a value or None",
			Doc: `Returns the value that a quorum has accepted at one ballot, whether or not any node knows; None while there is none.`},
		{Name: "refresh", On: "cluster", Group: groupLook, fn: refreshVerb, Result: "the text",
			Doc: `Reads again and prints what every node promised, accepted and learned, and its file. It changes nothing.` + alone},
		{Name: "breakpoint", Group: groupLook, fn: breakpointVerb,
			Doc: `Stops here and asks at a prompt what to do, with the names of the script and of the function that is running; Ctrl-D or :go goes on.
Lines on a pipe are read as what is typed. Where there are none, as in synod test, it says so and goes on. See also synod run --break-at and --repl-on-failure.`},
		{Name: "note", On: "cluster", Acts: true, Group: groupLook, fn: noteVerb, Params: `text`,
			Doc: `Puts a line of text into the trace.`},

		{Name: "eq", On: "assert", Group: groupCheck, fn: compare(syntax.EQL, ""), Params: `x, y, msg=""`,
			Doc: `Fails unless x and y are equal, however deep they go.
Where one of two values is a ballot, a duration or a node, and the other is not, that may be what a verb takes for one: (3, 1) or "3.1", "5ms", 2 or "n2", inside lists, dicts, sets and structs too. Starlark's own == holds only between values of one type.`},
		{Name: "ne", On: "assert", Group: groupCheck, fn: compare(syntax.NEQ, "anything but "), Params: `x, y, msg=""`, Doc: `Fails if x and y are equal, as assert.eq compares them.`},
		{Name: "lt", On: "assert", Group: groupCheck, fn: compare(syntax.LT, "less than "), Params: `x, y, msg=""`, Doc: `Fails unless x < y. A ballot or a duration is compared with what a verb takes for one, as in assert.eq.`},
		{Name: "true", On: "assert", Group: groupCheck, fn: assertTruth(true), Params: `x, msg=""`, Doc: `Fails unless x is true.`},
		{Name: "false", On: "assert", Group: groupCheck, fn: assertTruth(false), Params: `x, msg=""`, Doc: `Fails unless x is false.`},
		{Name: "contains", On: "assert", Group: groupCheck, fn: assertContains, Params: `x, y, msg=""`, Doc: `Fails unless y is in x: a list, a tuple, a dict, a set or a string. Elements are compared as assert.eq compares them.`},
		{Name: "fails", On: "assert", Group: groupCheck, fn: assertFails, Params: `fn, part=""`, Result: "how it failed",
			Doc: `Calls fn and fails unless fn fails, with an error that contains part. A violation of a safety property is not caught: see expect_violation.`},
		{Name: "check", On: "cluster", Group: groupCheck, fn: checkVerb,
			Doc: `Fails unless no property broke in this run and every node's file holds what is chosen. The properties are checked after every event anyway.`},
		{Name: "covered", Group: groupCheck, fn: coveredVerb, Params: `*what`,
			Doc: `Fails unless every rule, fault and trap in what has done something: a scenario whose failure never happened shows nothing.`},
		{Name: "invariant", On: "cluster", Group: groupCheck, fn: invariantVerb, Params: `name, fn`,
			Doc: `Lets fn() be called after every event from now on, and now; the run is violated once it returns something false or an assertion in it fails.
fn may look but not act. Returning None counts as holding.`},
		{Name: "eventually", On: "cluster", Group: groupCheck, fn: eventuallyVerb, Params: `fn, within="10s"`,
			Doc: `Lets the world run until fn() is true, and fails if that does not come within a duration.`},
		{Name: "eventually_decides", On: "cluster", Group: groupCheck, fn: eventuallyDecidesVerb, Params: `quorum=None, within="10s", value="live"`, Result: "the result of the first proposer that decided",
			Doc: `Lets a quorum work again, leaves everything else as broken as it is, and fails unless a proposer at one of its nodes decides within a duration.
quorum lists nodes, the lowest ones that are a majority unless given. Those that are down restart on the disk they have, paused ones go on, disks and clocks work, crashes that wait for their place are called off, and heal(among=quorum) heals the links between them. What is under way at one of them goes on; if that is nothing, the lowest that can takes the proposal of value. The failure says of every proposer how many ballots it started, and names those that took the ballot from each other.`},
		{Name: "history", On: "cluster", Alone: true, Group: groupCheck, fn: historyVerb, Params: `operations=None`, Result: "a history",
			Doc: `Returns what clients asked of the nodes in this run and what they know of it, or a history of operations that were written by hand with operation().`},
		{Name: "operation", Group: groupCheck, fn: operationVerb, Params: `client, op, value=None, invoked="0s", returned=None, result=None, outcome=None`, Result: "an operation",
			Doc: `Returns an operation of a history written by hand, such as operation("alice", "read", invoked="4ms", returned="5ms", result=1).
op is "propose", "write", "read", "cas" or a word of a model of your own, and value what it asks for. outcome is "ok" for one that returned with a result, "fail" for one that surely did not happen, and "unknown" for one that may happen at any time from invoked on, or never; an operation without returned is unknown. A client does one thing at a time. Operations of which neither returned before the other was invoked overlap.`},
		{Name: "linearizable", On: "cluster", Alone: true, Group: groupCheck, fn: linearizableVerb, Params: `model="consensus", history=None, budget=1000000, initial=None`, Result: "a judgement",
			Doc: `Decides whether the operations of a history fit an order in which each happens at one point between its invocation and its return, and the results are those of a model; in a check it is assert.true(linearizable()).
The history is that of this run unless given, as a history or a list of operations. model is "consensus" (the first propose fixes the value, and each returns it), "register" (write and read), "cas" (a register with cas of [old, new]), or a function step(state, operation, result) that returns the next state, or None where the operation cannot have that result; initial is its first state, and no state is None. Of an unknown operation it is asked with the result None, and may refuse it. The search ends after budget steps, and what it has not decided then is "unknown", never "holds".`},
		{Name: "show", On: "history", Group: groupCheck, fn: showHistoryVerb, Result: "the text", Doc: `Prints the history as a table: times, and in brackets lines of the trace.` + alone},
		{Name: "json", On: "history", Group: groupCheck, fn: historyText(histories.History.JSON), Result: "the text", Doc: `Returns the history as JSON Lines, an operation a line. A whole number beyond 2^53 is {"$int": "…"} there: see synod doc values.`},
		{Name: "edn", On: "history", Group: groupCheck, fn: historyText(histories.History.EDN), Result: "the text", Doc: `Returns the history as Jepsen writes one: an invocation or a completion a line, times in nanoseconds.`},
		{Name: "expect_violation", Group: groupCheck, fn: expectViolationVerb, Params: `fn, name=None`, Result: "what happened, in a sentence",
			Doc: `Calls fn and fails unless it breaks a property, the one of that name if given: then others may break on the way.
The properties are agreement, validity, one_value_per_ballot, promises_never_go_back, learned_implies_chosen, and the names of the invariants that were added before. Nothing is checked in this run afterwards.`},

		{Name: "explore", On: "cluster", Group: groupSearch, fn: exploreVerb, Result: "an exploration",
			Params: `propose=[], timers=0, crashes=0, restarts=None, wipes=0, duplicates=0, drops=0, partitions=0, properties=None, linearizable=None, goal=None, prune=None, strategy="breadth", depth=None, states=50000000, memory=1024, time="0s", walks=None, changes=2, seed=None, reduce=True, paranoid=False`,
			Doc: `Searches everything that can come of the cluster as it is now, and changes nothing: every order in which messages may arrive, and any of them never.
propose lists what clients may ask for, each once and at any time, such as [(1, "A"), (2, "B")]; a value of None is a read. timers is how many timers may fire at each node, which is how often a proposer that was refused may retry: to send again is nothing that a search would need, since no message is lost. crashes, at every crash point, restarts (as many as crashes unless given), wipes (restarts on an empty disk) and duplicates (messages that arrive once more) count in all. drops (messages that are lost) and partitions (the network of at most eight nodes is divided in two, in any way, what is between the sides is lost, and it may heal at any time) count in all too; safety needs neither, since every message may for ever be on its way, so they are left out of a search with "safety" (see reduce): they are for goals and invariants that look at what is pending or linked, and for walks, in which a node is seldom alone for long by chance. The safety properties and the invariants of the run are checked in every state; properties names those of the former that count, all unless given. linearizable asks besides that what clients are told can be explained: as by linearizable() if True, or as by the model of that name or a function with its first state, such as (queue, []); the history begins with that of the run. With goal, a function like those of invariant, the search is for a state in which it is true; where prune is true it goes no further. strategy is "breadth" (the shortest way), "depth", "random" or "pct" (walks, drawn by seed; changes is how often priorities change in a walk). depth bounds the steps, states the distinct states, memory the megabytes, time the wall clock; a search that hits a bound is "unknown". reduce leaves out what makes no difference, all of it unless given as False or as some of these: "dead", messages that can no longer do anything; "safety", when only the safety properties look, also messages that nobody needs any more, crashes that lose nothing, and orders of answers that come to the same; "symmetry", of states that differ only in which of some nodes alike is which, all but one, where nobody looks who could tell these nodes apart, such as a goal, a cut or a crash in the middle of a step. paranoid does everything twice.`},
		{Name: "play", On: "exploration", Group: groupSearch, fn: playVerb,
			Doc: `Lets the cluster take the steps that were found, one by one, and then stand there; the last one breaks the property.`},
		{Name: "script", On: "exploration", Group: groupSearch, fn: scriptVerb, Result: "a script",
			Doc: `Returns the run up to the search and the steps that were found as a script.`},
		{Name: "shrink", On: "exploration", Group: groupSearch, fn: shrinkVerb, Params: `states=2000000`, Result: "a counterexample",
			Doc: `Shrinks what was found, with the run that led up to it, as shrink() does with the run of a cluster.
The search for a shorter way sees at most so many states.`},
		{Name: "shrink", On: "cluster", Group: groupSearch, fn: shrinkVerb, Params: `states=2000000`, Result: "a counterexample",
			Doc: `Returns the shortest run it can make of this one that breaks the same property; the cluster stays as it is.
The run must have broken a property, for instance inside expect_violation; if it has not, what the last explore() of this run found is shrunk. Requests, crashes, restarts, failures of disks, timers and deliveries are left out as long as the property breaks: a message that is not delivered is lost, and a cut or a network rule is nothing but such messages. Then there are fewer nodes, shorter values, and an order in which one thing leads to the next. In the end a search of at most so many states looks for a shorter way; if it comes to its end, the counterexample is proven shortest. A run whose invariant depends on the time, or on what the script remembers, cannot be told again.`},
		{Name: "script", On: "counterexample", Group: groupSearch, fn: counterexampleScriptVerb, Result: "a script",
			Doc: `Returns the counterexample as a script that expects the violation, with a remark behind each line that says what comes of it.`},
		{Name: "why", On: "cluster", Alone: true, Group: groupSearch, fn: whyVerb, Params: `run=None, walks=1000, seed=None`, Result: "an explanation",
			Doc: `Says which step of a counterexample decided, by letting it go on at random from its start and after each step, so many walks from each.
run is what shrink() returned, or an exploration that found a violation; None is the run of the cluster if that broke a property, or else what the last explore() of this run found. All but the first are shrunk first. A walk may do what the counterexample does and has not done yet, in any order, and delivers every message. The share of the walks that break the property is 100 % from the point of no return on. seed draws the walks; the run's seed unless given.`},
		{Name: "why", On: "exploration", Group: groupSearch, fn: whyThisVerb, Params: `walks=1000, seed=None`, Result: "an explanation",
			Doc: `Says which step of what was found decided, as why() does with the run of a cluster; walks and seed are as there.`},
		{Name: "why", On: "counterexample", Group: groupSearch, fn: whyThisVerb, Params: `walks=1000, seed=None`, Result: "an explanation",
			Doc: `Says which step of the counterexample decided, as why() does with the run of a cluster; walks and seed are as there.`},
		{Name: "diagram", On: "explanation", Group: groupSearch, fn: explanationDiagramVerb, Params: `width=100`, Result: "the text",
			Doc: `Prints the counterexample as a space-time diagram, with a mark after the step that decided.` + alone + `
width is how many columns it may take, 40 to 1000.`},
	}
}

// duplicate is World.Duplicate for a caller who does not want the copy.
func duplicate(w *engine.World, p *engine.Pending) error {
	_, err := w.Duplicate(p)
	return err
}

// predeclared returns the names that every script has: each verb of a cluster
// and each verb without a receiver, and the module assert. They are not to be
// changed.
func predeclared() starlark.StringDict {
	theNames.Do(func() { theNames.names = namesOf(Verbs()) })
	return theNames.names
}

// theNames is made when it is first asked for, as theVerbs is.
var theNames struct {
	sync.Once
	names starlark.StringDict
}

func namesOf(verbs []*Verb) starlark.StringDict {
	names := starlark.StringDict{}
	checks := starlark.StringDict{}
	for _, v := range verbs {
		switch v.On {
		case "", "cluster":
			names[v.Name] = builtin(v)
		case "assert":
			checks[v.Name] = builtin(v)
		}
	}
	names["assert"] = &starlarkstruct.Module{Name: "assert", Members: checks}
	return names
}
