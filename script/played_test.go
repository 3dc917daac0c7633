package script

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/fleet"
)

// ran is what came of a script in a test.
type ran struct {
	out, diag string
	err       error
	played    string // what played() says at the end, of the current cluster
}

// execute runs a script in the simulator. It has the verb attempt(fn), which
// calls fn and does not mind how that ends.
func execute(src string, o Options) ran {
	var out, diag bytes.Buffer
	o.Fleet, o.Out, o.Diag = Simulated, &out, &diag
	s := New(context.Background(), o)
	s.names = maps.Clone(s.names)
	s.names["attempt"] = starlark.NewBuiltin("attempt", attempt)
	err := s.Run("test.star", "", src)
	r := ran{err: err}
	if s.current != nil {
		r.played = s.current.played()
	}
	if text := s.Explain(err); err != nil {
		diag.WriteString(text)
	}
	err = s.Close()
	if r.err == nil {
		r.err = err
	}
	r.out, r.diag = out.String(), diag.String()
	return r
}

func attempt(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
	v, err := starlark.Call(thread, args[0], nil, nil)
	var lab *fleet.Error
	if errors.As(err, &lab) || errors.Is(err, errEnded) {
		return nil, err
	}
	if err != nil {
		return starlark.None, nil
	}
	return v, nil
}

// chaos draws a script in which anything may happen. Verbs that make no sense
// where they stand fail, and must leave no trace.
type chaos struct {
	t     *rapid.T
	nodes int
}

func (c chaos) of(words ...string) string { return rapid.SampledFrom(words).Draw(c.t, "word") }
func (c chaos) node() string              { return fmt.Sprint(rapid.IntRange(1, c.nodes).Draw(c.t, "node")) }
func (c chaos) yes() bool                 { return rapid.Bool().Draw(c.t, "yes") }
func (c chaos) below(n int) int           { return rapid.IntRange(0, n-1).Draw(c.t, "below") }

// some draws a list of nodes, which may be empty.
func (c chaos) some() string {
	return strings.ReplaceAll(fmt.Sprint(rapid.SliceOfNDistinct(rapid.IntRange(1, c.nodes), 0, c.nodes, rapid.ID).Draw(c.t, "nodes")), " ", ", ")
}

// match draws which messages are meant, as more arguments.
func (c chaos) match() string {
	text := ""
	if c.yes() {
		text += fmt.Sprintf(", kind = %q", c.of("prepare", "promise", "accept", "accepted", "refused", "learn"))
	}
	if c.yes() {
		text += ", src = " + c.node()
	}
	if c.below(3) == 0 {
		text += ", dst = " + c.some()
	}
	return text
}

// verb draws one thing that a script or a task can do. What it returns is kept
// in lists, from which other verbs take.
func (c chaos) verb() string {
	switch c.below(28) {
	case 0, 1:
		return fmt.Sprintf("kept.append(propose(%s, %q))", c.node(), c.of("X", "Y", "Z"))
	case 2:
		return fmt.Sprintf("kept.append(proposer(%s, [%q, 1], (%d, %s)))", c.node(), c.of("X", "Y"), 1+c.below(4), c.node())
	case 3:
		return fmt.Sprintf("kept.append(reader(node(%s)))", c.node())
	case 4:
		return c.of("read", "submit") + "(" + c.node() + c.of(`, "W", "5ms")`, `, "5ms")`, `, "V")`)
	case 5, 6:
		return "one(kept)." + c.of("prepare", "accept") + "(to = " + c.some() + c.of(")", ", wait = False)")
	case 7:
		return "one(kept)." + c.of("start()", "stop()", `wait("7ms")`)
	case 8:
		return "crash(" + c.node() + ")"
	case 9:
		return fmt.Sprintf("kept.append(crash(%s, at = %q%s))", c.node(), c.of("before_write", "after_write", "after_sync", "after_send", "after_send:2", "after_publish"), c.of("", `, kind = "accept"`, `, kind = "prepare"`))
	case 10, 11:
		return fmt.Sprintf("restart(%s%s)", c.node(), c.of("", "", `, disk = "wipe"`))
	case 12:
		return c.of("pause", "resume", "resume") + "(" + c.node() + ")"
	case 13:
		return fmt.Sprintf(`kept.append(skew(%s, %q, %s))`, c.node(), c.of("5ms", "-5ms", "0s"), c.of("1", "2", "0.5"))
	case 14:
		return fmt.Sprintf("kept.append(disk(%s%s))", c.node(), c.of("", `, fail = "sync"`, ", full = True", `, slow = "3ms"`, ", lose_unsynced = True", ", torn = 1", ", rollback = 1", ", corrupt = 9"))
	case 15, 16:
		return "kept.append(" + c.of("lose(0.3", "repeat(0.4", `repeat(0.5, later = "2ms"`, `delay(("0s", "9ms")`, `delay("4ms"`, `reorder(0.5, by = "5ms"`, "hold(") + c.match() + "))"
	case 17:
		return fmt.Sprintf("kept.append(partition(%s%s))", c.some(), c.of("", `, in_flight = "keep"`))
	case 18:
		return "kept.append(" + c.of("isolate", "bridge") + "(" + c.node() + "))"
	case 19:
		return "kept.append(" + c.of("ring()", "cut("+c.node()+", "+c.some()+c.of(")", ", oneway = True)")) + ")"
	case 20:
		return c.of("heal()", "heal(hold = True)", "release()", `note("a note")`)
	case 21, 22:
		return "one(kept).stop()"
	case 23:
		return c.of("deliver", "drop", "duplicate", "release") + "(" + strings.TrimPrefix(c.match(), ", ") + c.of("", ", where = even") + ")"
	case 24:
		return c.of("deliver", "drop", "duplicate", "release") + "(one(seen))"
	case 25:
		return "heal(among = " + c.some() + c.of(")", ", hold = True)")
	case 26:
		return "eventually_decides(" + c.of("", "quorum = "+c.some()+", ") + `within = "20ms")`
	}
	return "one(seen)." + c.of("deliver", "drop", "duplicate", "release") + "()"
}

// pause draws what lets time pass, or looks.
func (c chaos) pause() string {
	d := c.of("0s", "1ms", "3ms", "10ms", "60ms")
	switch c.below(7) {
	case 0, 1, 2:
		return fmt.Sprintf("sleep(%q)", d)
	case 3:
		return fmt.Sprintf(`see([wait_for(kind = %q, within = %q)])`, c.of("accept", "promise", "learn"), d)
	case 4:
		return fmt.Sprintf(`wait_for(lambda: chosen() != None, within = %q)`, d)
	}
	return "see(pending(" + c.of("", `kind = "timer"`, `kind = "accept"`) + "))"
}

// move draws what only the script itself may do.
func (c chaos) move() string {
	return c.of("step(1)", "step(5)", `run("4ms")`, "flush()", `settle(within = "30ms")`, "deliver()",
		`run(until = lambda: chosen() != None, within = "20ms")`)
}

// body draws the statements of the script, or of a task.
func (c chaos) body(indent string, inTask bool) string {
	var text strings.Builder
	for range rapid.IntRange(1, 14).Draw(c.t, "statements") {
		statement := c.verb()
		switch {
		case c.below(3) == 0:
			statement = c.pause()
		case !inTask && c.below(5) == 0:
			statement = c.move()
		case c.below(12) == 0:
			statement = "during(one(kept), lambda: " + c.of("sleep", "run") + `("3ms"))`
		}
		fmt.Fprintf(&text, "%sattempt(lambda: %s)\n", indent, strings.ReplaceAll(statement, "(, ", "("))
	}
	return text.String()
}

// script draws a whole one.
func (c chaos) script() string {
	var text strings.Builder
	rules := c.of("{}", "{}", `{"accept_durable": False}`, `{"promise_durable": False, "sync_before_reply": False}`, `{"adopt_reported_value": False}`)
	fmt.Fprintf(&text, "cluster(%d, hold = %s, latency = %s, order = %q, rules = %s)\n", c.nodes, c.of("False", "False", "True"),
		c.of(`"1ms"`, `"0s"`, `("1ms", "6ms")`, `("exp", "1ms", "3ms")`), c.of("time", "time", "random"), rules)
	text.WriteString(`kept, seen = [], []
dice = random("chaos")
def one(list): return dice.pick(list)
def even(m): return (m.src.id + m.dst.id) % 2 == 0
def see(list): seen.extend(list)
`)
	for task := range c.below(4) {
		fmt.Fprintf(&text, "def task%d():\n%sspawn(task%d)\n", task, c.body("    ", true), task)
	}
	text.WriteString(c.body("", false))
	text.WriteString("attempt(lambda: run(\"20ms\"))\n")
	return text.String()
}

// Whatever a script and its tasks do, the script that played() returns does it
// again, without tasks, loops and draws: the trace is the same to the byte.
func TestPlayedRunsAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := chaos{t, rapid.IntRange(1, 5).Draw(t, "nodes")}
		o := Options{Seed: rapid.Uint64Range(1, 1000).Draw(t, "seed")}
		if event := rapid.IntRange(0, 40).Draw(t, "fork"); event > 0 {
			o.Forks = []engine.Fork{{Event: event, Seed: rapid.Uint64().Draw(t, "seed after it")}}
		}
		src := c.script()
		first := execute(src, o)
		if first.err != nil {
			t.Fatalf("got %v from\n%s", first.err, src)
		}
		again := execute(first.played, Options{})
		if again.err != nil {
			t.Fatalf("got %v\n%s from\n%s\nwhich played\n%s", again.err, again.diag, src, first.played)
		}
		if first.out != again.out {
			t.Fatalf("got the trace\n%s\nwant\n%s\nof\n%s\nwhich played\n%s", again.out, first.out, src, first.played)
		}
		for _, word := range []string{"spawn", "dice", "#", " for "} {
			if strings.Contains(first.played, word) {
				t.Fatalf("got a script with %q:\n%s", word, first.played)
			}
		}
	})
}

// played returns what a script played, which must be sound.
func played(t *testing.T, src string) string {
	t.Helper()
	r := execute(src, Options{Seed: 7})
	if r.err != nil {
		t.Fatalf("got %v\n%s", r.err, r.diag)
	}
	return r.played
}

// How each kind of thing is written down.
func TestPlayed(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"loops are gone": {
			`cluster(nodes = 3)
for n in nodes(): propose(n, n.id)
run("1ms")`,
			`cluster(nodes = 3, seed = 7)
p1 = propose(1, 1)
p2 = propose(2, 2)
p3 = propose(3, 3)
step(9)
`,
		},
		"roles and fields": {
			`cluster(3, roles = {"pair": [1, 2], "last": 3})
partition("pair", in_flight = "keep")
lose(kind = "accept", value = "X", fields = {"ballot": "1.3"})
propose("last", "X")
run("1ms")`,
			`cluster(3, roles = {"pair": [1, 2], "last": 3}, seed = 7)
rule1 = partition("pair", in_flight = "keep")
rule2 = lose(kind = "accept", value = "X", fields = {"ballot": "1.3"})
p1 = propose("last", "X")
step(1)
`,
		},
		"a seed that changes": {
			`cluster(3, latency = ("1ms", "2ms"), seed = "3,2:9")
reset(seed = "7,1:5,2:6")
run("1ms")`,
			`cluster(3, latency = ("1ms", "2ms"), seed = "7,1:5,2:6")
run("1ms")
`,
		},
		"the seed of a reset": {
			`cluster(3, "paxos", False, ("1ms", "2ms"), seed = 3)
crash(1)
reset(seed = 9)
crash(node("n2"))`,
			`cluster(3, protocol = "paxos", hold = False, latency = ("1ms", "2ms"), seed = 9)
fault1 = crash(2)
`,
		},
		"a task in the middle of a submit": {
			`cluster(3)
def later():
    sleep("1500us")
    lose(kind = "accepted", dst = [node(1)])
spawn(later)
submit(1, ["A"], timeout = "60ms")`,
			`cluster(3, seed = 7)
p1 = propose(1, ["A"])
step(3)
run("500µs")
rule1 = lose(kind = "accepted", dst = [1])
step(10)
run("7ms")
`,
		},
		"a task in the middle of a phase by hand": {
			`cluster(3, hold = True)
def cutter():
    wait_for(kind = "promise")
    cut(1, 3)
spawn(cutter)
run("0s")
p = proposer(1, "A")
p.prepare()
p.accept(to = [2])`,
			`cluster(3, hold = True, seed = 7)
p1 = proposer(1, "A")
p1.prepare(wait = False)
deliver(pending(kind = "prepare", src = 1, dst = 1)[0])
rule1 = cut(1, 3)
deliver(pending(kind = "prepare", src = 1, dst = 2)[0])
deliver(pending(kind = "promise", src = 1, dst = 1)[0])
deliver(pending(kind = "promise", src = 2, dst = 1)[0])
p1.accept(to = [2])
`,
		},
		"messages that a function picks": {
			`cluster(3, hold = True)
propose(1, "A")
drop(where = lambda m: m.dst.id > 1)`,
			`cluster(3, hold = True, seed = 7)
p1 = propose(1, "A")
drop([pending(kind = "prepare", src = 1, dst = 2)[0], pending(kind = "prepare", src = 1, dst = 3)[0]])
`,
		},
		"a message that has gone": {
			`cluster(3)
propose(1, "A")
m = pending(dst = 2)[0]
settle()
duplicate(m)
assert.fails(m.deliver)
m.duplicate()`,
			`cluster(3, seed = 7)
p1 = propose(1, "A")
m1 = pending(kind = "prepare", src = 1, dst = 2)[0]
step(14)
duplicate(m1)
m1.duplicate()
`,
		},
		"a rule with a function": {
			`cluster(3)
def odd(m): return m.dst.id % 2 == 1
r = lose(0.5, where = odd)
r.stop()
lose(0.25)`,
			`# this may not be the same run: what stands in the comments below cannot be written down (lines: 2)
cluster(3, seed = 7)
# lose(0.5, where = odd): a function cannot be written down
# rule.stop(): what it is about could not be written down either
rule1 = lose(0.25)
`,
		},
		"a violation by an event": {
			`cluster(3, rules = {"adopt_reported_value": False})
lose(kind = "learn")
submit(1, "A")
expect_violation(lambda: submit(3, "B"))
crash(3)`,
			`cluster(3, rules = {"adopt_reported_value": False}, seed = 7)
rule1 = lose(kind = "learn")
p1 = propose(1, "A")
step(11)
p2 = propose(3, "B")
expect_violation(lambda: step(9), "agreement")
fault1 = crash(3)
`,
		},
		"an invariant that broke": {
			`cluster(3)
invariant("not yet", lambda: not pending(kind = "promise"))
propose(1, "A")
expect_violation(lambda: run("1ms"))
crash(2)`,
			`# the invariant not yet broke in this run, which is a function and so not part of this script
cluster(3, seed = 7)
p1 = propose(1, "A")
step(1)
fault1 = crash(2)
`,
		},
		"a verb that fails and does something": {
			`cluster(3)
submit(1, "A")
crash(2)
disk(2, corrupt = 3)
assert.fails(lambda: restart(2))
assert.fails(lambda: restart(1))
restart(2, disk = "wipe")`,
			`cluster(3, seed = 7)
p1 = propose(1, "A")
step(11)
fault1 = crash(2)
disk(2, corrupt = 3)
assert.fails(lambda: restart(2))
restart(2, disk = "wipe")
`,
		},
		"during": {
			`cluster(3)
during([isolate(1), pause(2)], lambda: run("2ms"))`,
			`cluster(3, seed = 7)
rule1 = isolate(1)
fault1 = pause(2)
run("2ms")
rule1.stop()
fault1.stop()
`,
		},
		"a drawn order": {
			`cluster(3, order = "random")
propose(1, "A")
run("1ms")`,
			`cluster(3, order = "random", seed = 7)
p1 = propose(1, "A")
deliver(pending(kind = "prepare", src = 1, dst = 2)[0])
deliver(pending(kind = "prepare", src = 1, dst = 3)[0])
deliver(pending(kind = "prepare", src = 1, dst = 1)[0])
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := played(t, c.src)
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if again := execute(got, Options{}); again.err != nil {
				t.Errorf("got %v\n%s", again.err, again.diag)
			}
		})
	}
}

// A run that is too long to be written down says where the script ends.
func TestPlayedHasAnEnd(t *testing.T) {
	got := played(t, fmt.Sprintf("cluster(1, quiet = True)\nfor _ in range(%d): heal()", maxDeeds+10))
	if n := strings.Count(got, "heal()"); n != maxDeeds || !strings.HasSuffix(got, "helps nobody\n") {
		t.Errorf("got %d lines, the last one %q", n, got[max(0, len(got)-100):])
	}
}

// A task sleeps as long as the script would, also where any event may be next.
func TestTaskSleepsInARandomOrder(t *testing.T) {
	for seed := range uint64(20) {
		r := execute(`cluster(3, order = "random", latency = "9ms", quiet = True)
def sleeper():
    sleep("1ms")
    assert.eq(str(now()), "1ms")
    sleep("10ms")
    assert.true(len(pending(kind = "prepare")) == 0, msg = "what was due has happened")
spawn(sleeper)
propose(1, "A")
run("50ms")`, Options{Seed: seed + 1})
		if r.err != nil {
			t.Fatalf("seed %d: %v\n%s", seed+1, r.err, r.diag)
		}
	}
}

// What a script holds of the run before a reset does nothing to the next run.
func TestResetEndsWhatWas(t *testing.T) {
	r := execute(`cluster(3)
def waiter():
    during(pause(3), lambda: sleep("1h"))
spawn(waiter)
propose(1, "A")
old = [lose(), crash(2), crash(1, at = "after_sync")]
m = pending()[0]
reset()
for x in old: x.stop()
print(assert.fails(m.duplicate))
print(assert.fails(lambda: duplicate(m)))
`, Options{})
	if r.err != nil {
		t.Fatalf("got %v\n%s", r.err, r.diag)
	}
	_, after, _ := strings.Cut(r.out, "crash")
	if want := "\nduplicate: the message belongs to the run before the reset, want one of this run\nduplicate: the message belongs to the run before the reset, want one of this run\n"; after != want {
		t.Errorf("got %q, want %q", after, want)
	}
}

// A timer is no message.
func TestTimersAreNotDropped(t *testing.T) {
	r := execute(`cluster(3)
propose(1, "A")
timer = pending(kind = "timer")[0]
for fn in [timer.drop, timer.duplicate, lambda: drop(timer)]:
    assert.fails(fn, "got the timer resend of n1 to d")
timer.deliver()
`, Options{})
	if r.err != nil {
		t.Fatalf("got %v\n%s", r.err, r.diag)
	}
}
