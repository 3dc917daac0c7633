package script

import "synod/engine"

// nature is what a verb does beside returning a value. It decides who may call it.
type nature uint8

const (
	looks nature = iota + 1 // it answers a question: everyone may call it
	tells                   // it prints, draws, stops or ends the script: the predicates of a search may not, since it shows how often they are called
	acts                    // it changes or moves a cluster, makes one, or searches: no predicate may call it
)

// natures are those of all verbs of scripts, by their full names.
var natures = extended(byName(paxosNatures), byName(map[nature][]string{
	looks: {
		"nodes", "node", "duration", "struct", "args", "now", "protocol",
		"pending", "linked", "crash_points", "state", "file", "files", "played",
		"assert.eq", "assert.ne", "assert.lt", "assert.true", "assert.false", "assert.contains", "assert.fails", "check", "covered",
		"history", "operation", "linearizable", "history.json", "history.edn", "exploration.script", "counterexample.script",
		"during", // what its function may do is up to that
	},
	tells: {
		"random", "random.below", "random.pick", "random.shuffle", "random.hit", "random.between",
		"show", "trace", "diagram", "history.show", "explanation.diagram", "breakpoint", "exit",
	},
	acts: {
		"cluster", "reset", "close", "invariant",
		"call", "request", "request.wait",
		"run", "settle", "step", "stop_before", "sleep", "wait_for", "spawn", "task.wait", "eventually", "expect_violation",
		"deliver", "drop", "duplicate", "release", "flush", "message.deliver", "message.drop", "message.duplicate", "message.release",
		"hold", "delay", "lose", "repeat", "reorder", "partition", "cut", "isolate", "heal", "bridge", "ring", "rule.stop",
		"crash", "pause", "resume", "skew", "disk", "fault.stop", "trap.stop", "restart", "note",
		"explore", "exploration.play", "exploration.shrink", "shrink", "why", "exploration.why", "counterexample.why",
	},
}))

func byName(lists map[nature][]string) map[string]nature {
	all := map[string]nature{}
	for n, names := range lists {
		for _, name := range names {
			all[name] = n
		}
	}
	return all
}

// nature returns what the verb does. Those of a prompt, which stand alone there,
// have none.
func (v *Verb) nature() nature { return natures[v.fullName()] }

// mayBeAsked returns an error for a verb that acts, when a predicate calls it:
// whichever cluster it is about.
func (c *call) mayBeAsked() error {
	if c.session.course.looking > 0 && c.verb.nature() == acts {
		return engine.ErrLooking
	}
	return nil
}
