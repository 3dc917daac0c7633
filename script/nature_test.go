package script

import (
	"fmt"
	"strings"
	"testing"
)

// TestEveryVerbHasANature requires that every verb is said to look, to tell or to
// act, that the ones which a run's script repeats act, and that no name is stale.
func TestEveryVerbHasANature(t *testing.T) {
	known := map[string]bool{}
	for _, v := range Verbs() {
		known[v.fullName()] = true
		switch n := v.nature(); {
		case n == 0:
			t.Errorf("%s: nature.go does not say whether it looks, tells or acts", v.fullName())
		case (v.Acts || v.changes() && n != tells) && n != acts:
			t.Errorf("%s: got nature %d of a verb that changes something, want that of one that acts", v.fullName(), n)
		}
	}
	for name := range natures {
		if !known[name] {
			t.Errorf("%s: nature.go knows it, and there is no such verb", name)
		}
	}
}

// actions are calls of the verbs that act, in the scene: on another cluster than
// the predicate is about where there is one.
var actions = map[string]string{
	"cluster": "cluster(3)", "reset": "other.reset()", "close": "other.close()", "invariant": `other.invariant("y", lambda: True)`,
	"call": `other.call(2, "read")`, "request": `other.request(2, "read")`, "request.wait": "asked.wait()",
	"proposer": `other.proposer(2, "A")`, "propose": `other.propose(2, "A")`, "submit": `other.submit(2, "A")`, "read": "other.read(2)", "reader": "other.reader(2)",
	"proposer.prepare": "h.prepare()", "proposer.accept": "h.accept()", "proposer.start": "h.start()", "proposer.stop": "foreign.stop()", "proposer.wait": "foreign.wait()",
	"run": `other.run("1ms")`, "settle": "other.settle()", "step": "other.step()", "stop_before": "other.stop_before(1, lambda: None)", "sleep": `other.sleep("1ms")`,
	"wait_for": `other.wait_for(lambda: True)`, "spawn": "other.spawn(lambda: None)", "task.wait": "k.wait()",
	"eventually": "other.eventually(lambda: True)", "eventually_decides": "other.eventually_decides()", "expect_violation": "expect_violation(lambda: None)",
	"deliver": "other.deliver(stranger)", "drop": "other.drop(stranger)", "duplicate": "other.duplicate(stranger)", "release": "other.release(stranger)", "flush": "other.flush()",
	"message.deliver": "stranger.deliver()", "message.drop": "stranger.drop()", "message.duplicate": "stranger.duplicate()", "message.release": "stranger.release()",
	"hold": "other.hold()", "delay": `other.delay("1ms")`, "lose": "other.lose()", "repeat": "other.repeat()", "reorder": "other.reorder()",
	"partition": "other.partition([1])", "cut": "other.cut(1, 2)", "isolate": "other.isolate(1)", "heal": "other.heal()", "bridge": "other.bridge(1)", "ring": "other.ring()",
	"rule.stop": "r.stop()", "crash": "other.crash(1)", "pause": "other.pause(1)", "resume": "other.resume(1)", "skew": `other.skew(1, "1ms")`, "disk": "other.disk(1, full = True)",
	"fault.stop": "f.stop()", "trap.stop": "t.stop()", "restart": "other.restart(1)", "note": `other.note("x")`,
	"explore": `alone.explore(propose = [(1, "A")])`, "exploration.play": "found.play()", "exploration.shrink": "found.shrink()", "shrink": "bad.shrink()", "why": "why(ce)", "exploration.why": "found.why()", "counterexample.why": "ce.why()",
}

// predicates are the ways in which a function of the script may be asked; %s is
// what it does. The search is of a cluster that waits for no trap.
var predicates = map[string]string{
	"invariant":    `invariant("x", lambda: %s)`,
	"until":        `run(until = lambda: %s)`,
	"wait_for":     `wait_for(lambda: %s)`,
	"where":        `wait_for(where = lambda m: %s)`,
	"pending":      `pending(where = lambda m: %s)`,
	"deliver":      `deliver(where = lambda m: %s)`,
	"eventually":   `eventually(lambda: %s)`,
	"goal":         `alone.explore(propose = [(1, "A")], goal = lambda: %s)`,
	"prune":        `alone.explore(propose = [(1, "A")], prune = lambda: %s)`,
	"model":        `linearizable(lambda s, o, r: %s, [operation("a", "x")], initial = 0)`,
	"search model": `alone.explore(propose = [(1, "A")], linearizable = (lambda s, o, r: %s, 0))`,
}

// TestPredicatesDoNotAct lets a predicate call every verb that acts, and every
// kind of predicate call some: on other clusters, too. It is an error at the
// place of the call, and nothing has changed.
func TestPredicatesDoNotAct(t *testing.T) {
	if testing.Short() {
		t.Skip("it sets the scene a hundred times")
	}
	refused := func(how, what string) {
		t.Helper()
		got := wrong(t, "", fmt.Sprintf(predicates[how], what))
		name := strings.TrimSpace(what[:strings.Index(what, "(")])
		name = name[strings.LastIndex(name, ".")+1:]
		inSearch := name + ": a search looks at states, which have no past and do not move" // of the cluster that is searched
		if !strings.HasPrefix(got, name+": a predicate may look but not act") && !strings.HasPrefix(got, inSearch) {
			t.Errorf("%s in %s: got %q, want it refused", what, how, got)
		}
	}
	for _, v := range Verbs() {
		if v.nature() != acts {
			continue
		}
		what := actions[v.fullName()]
		if what == "" {
			t.Errorf("%s: the test has no call of it", v.fullName())
			continue
		}
		refused("invariant", what)
	}
	for how := range predicates {
		for _, name := range []string{"run", "sleep", "explore", "submit", "reset", "message.deliver"} {
			refused(how, actions[name])
		}
	}
}
