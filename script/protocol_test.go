package script

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// counterRun runs the counter of testdata for a while.
const counterRun = `
load("protocols/counter.star", "counter")
c = cluster(3, protocol = counter, every = "4ms")
run("14ms")
show()
`

// A protocol that was loaded runs, with its parameters, in the simulator as anywhere.
func TestProtocolRuns(t *testing.T) {
	var out bytes.Buffer
	s := newTestSession(t, &out)
	if err := s.Run("run.star", "testdata", counterRun+`
assert.eq(state(1).count, 9)
assert.eq(str(c), "cluster of 3 counter nodes")
check()
crash(3)
restart(3)
assert.eq(state(3).count, 9)
`); err != nil {
		t.Fatal(s.Explain(err))
	}
	for _, want := range []string{
		"  1       4ms  n1        timer tick\n",
		"n1 -> n2  gossip count=1              old\n",
		"n3 -> n1  gossip count=3              now 3\n",
		"node  count\nn1    9\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("got\n%s\nwant %q in it", out.String(), want)
		}
	}
	if strings.Contains(out.String(), "warning") {
		t.Errorf("got\n%s\nwant no warning about what was chosen", out.String())
	}
}

// What protocol() returns tells what it has, is a key, and is equal to nothing else.
func TestProtocolValue(t *testing.T) {
	s := newTestSession(t, discard{})
	err := s.Run("value.star", "testdata", `
load("protocols/counter.star", "counter")
assert.eq([str(counter), type(counter), counter.name, counter.doc], ['protocol("counter")', "protocol", "counter", "A counter that gossips by itself."])
assert.eq([counter.state, counter.messages, counter.timers, counter.requests], [("count",), ("gossip",), ("tick",), ()])
assert.eq([counter.parameters, counter.rules, counter.invariants], [("every",), ("never_down",), ("small",)])
again = protocol("again")
assert.eq({counter: 1, again: 2}[again], 2)
assert.true(counter == counter and counter != again and counter)
assert.eq(dir(counter), ["doc", "invariants", "messages", "name", "parameters", "requests", "rules", "state", "timers"])
assert.fails(lambda: counter.nmae, "protocol has no .nmae field or method")
`)
	if err != nil {
		t.Fatal(s.Explain(err))
	}
}

// What a script does after protocol() to what the handlers use changes nothing.
func TestProtocolIsFrozen(t *testing.T) {
	s := newTestSession(t, discard{})
	err := s.Run("frozen.star", "", `
steps = [1]
def on_tick(self): self.count += steps[0]
def start(self, disk): self.set_timer("tick", "1ms")
p = protocol("p", state = {"count": 0}, start = start, timers = {"tick": on_tick})
steps = [5]
cluster(1, protocol = p)
run("1ms")
assert.eq(state(1).count, 1)
`)
	if err != nil {
		t.Fatal(s.Explain(err))
	}
}

// A lambda is found in its text to its last letter, whatever it ends with.
func TestProtocolWithLambdas(t *testing.T) {
	s := newTestSession(t, discard{})
	err := s.Run("lambdas.star", "", `
first = lambda l: l[0]
some = lambda l: l[1:]
pair = lambda: (1, 2)
negated = lambda l: not l[0]
either = lambda l: 0 if l else l[0]
both = lambda l: l and (
    l[1])
def start(self, disk): self.got = (first([7, 8]), some([7, 8]), pair(), negated([0]), either([1]), both([5, 6]))
p = protocol("p", state = {"got": ()}, start = start)
cluster(1, protocol = p)
assert.eq(state(1).got, (7, [8], (1, 2), True, 0, 6))
`)
	if err != nil {
		t.Fatal(s.Explain(err))
	}
}

// A protocol may be typed at the prompt: its lines are found there, also those of
// functions that were typed again, and after undo().
func TestProtocolAtThePrompt(t *testing.T) {
	got, err := talk(t, "",
		"def start(self, disk):", `    self.set_timer("tick", "1ms")`, "",
		"def on_tick(self):", "    self.count += 1", `    return "counts"`, "",
		`p = protocol("p", state = {"count": 0}, start = start, timers = {"tick": on_tick})`,
		"p",
		"cluster(1, protocol = p)",
		`run("1ms")`,
		"state(1).count",
		"undo()", "undo()",
		"def on_tick(self):", "    self.count += 10", "",
		`p = protocol("p", state = {"count": 0}, start = start, timers = {"tick": on_tick})`,
		"cluster(1, protocol = p)",
		`run("1ms")`,
		"state(1).count",
		"undo()", "redo()",
		"state(1).count",
	)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"synod> p\nprotocol(\"p\")\n",
		"n1        timer tick                  counts\n",
		"synod> state(1).count\n1\n",
		"synod> state(1).count\n10\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant %q in it", got, want)
		}
	}
	if strings.Count(got, "synod> state(1).count\n10\n") != 2 {
		t.Errorf("got\n%s\nwant the count of 10 again after redo()", got)
	}
}

// A session in which a protocol was typed, or read from a file, is saved as a script.
func TestProtocolIsSaved(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	typed := []string{
		"def start(self, disk):", `    self.set_timer("tick", "1ms")`, "",
		"def on_tick(self):", "    self.count += 1", "",
		"def on_tick(self):", "    self.count += 10", "",
		`p = protocol("p", state = {"count": 0}, start = start, timers = {"tick": on_tick})`,
	}
	if err := os.WriteFile("p.star", []byte(strings.Join(typed, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	then := []string{"cluster(1, protocol = p)", `run("1ms")`, "undo()", `run("1ms")`, "show()", `save("saved.star", overwrite = True)`}
	for file, lines := range map[string][]string{"": append(slices.Clone(typed), then...), "p.star": then} {
		got, err := talk(t, file, lines...)
		if err != nil || !strings.Contains(got, "saved.star") || strings.Contains(got, "cannot") {
			t.Fatalf("got %v and\n%s\nwant it saved", err, got)
		}
		var out bytes.Buffer
		s := newTestSession(t, &out)
		if err := s.RunFile("saved.star", "saved.star"); err != nil || !strings.Contains(out.String(), "n1    10\n") {
			t.Errorf("%s: got %s and\n%s", file, s.Explain(err), out.String())
		}
	}
}

// A run can be written down, with the protocol that the script defined.
func TestProtocolIsWrittenDown(t *testing.T) {
	for name, src := range map[string]string{
		"loaded": counterRun,
		"here": `
STEP = 2
def start(self, disk): self.set_timer("tick", self.every)
def on_tick(self): self.count += STEP
p = protocol("p", state = {"count": 0}, start = start, timers = {"tick": on_tick}, parameters = {"every": "3ms"})
cluster(2, protocol = p, every = ("2ms", "5ms"), rules = {})
run("6ms")
crash(1)
show()
`} {
		t.Run(name, func(t *testing.T) {
			var first, second bytes.Buffer
			s := newTestSession(t, &first)
			if err := s.Run("run.star", "testdata", src+"played_text = played()"); err != nil {
				t.Fatal(s.Explain(err))
			}
			text := string(s.globals["played_text"].(interface{ GoString() string }).GoString())
			again := newTestSession(t, &second)
			if err := again.Run("again.star", "", text+"show()\n"); err != nil {
				t.Fatalf("%s\n%s", again.Explain(err), text)
			}
			if first.String() != second.String() {
				t.Errorf("got\n%s\nof\n%s\nwant\n%s", second.String(), text, first.String())
			}
		})
	}
}

// A protocol that a function makes cannot be written down, and that is said.
func TestProtocolWithAGap(t *testing.T) {
	s := newTestSession(t, discard{})
	err := s.Run("run.star", "testdata", `
def make(): return protocol("p")
p = make()
cluster(1, protocol = p)
assert.contains(played(), "# the protocol p cannot be written down by itself: want protocol(…) at the top of a file")
values = [n for n in range(3)]
helper = str(values)
def on_tick(self): return helper
q = protocol("q", timers = {"tick": on_tick})
cluster(1, protocol = q)
assert.contains(played(), "# the protocol q cannot be written down by itself: it uses helper")
`)
	if err != nil {
		t.Fatal(s.Explain(err))
	}
}

// The invariants of a protocol are checked under their names, in every run.
func TestProtocolInvariants(t *testing.T) {
	s := newTestSession(t, discard{})
	err := s.Run("run.star", "testdata", `
load("protocols/counter.star", "counter")
for _ in range(2):
    cluster(3, protocol = counter)
    assert.eq(expect_violation(lambda: run("1s"), "small"), "n1 counts 31")
    reset(2)
assert.eq(expect_violation(lambda: cluster(3, protocol = counter) and run("1s"), "small"), "n1 counts 31")
cluster(3, protocol = counter)
assert.fails(lambda: invariant("small", lambda: True), "there is an invariant \"small\" already")
assert.fails(lambda: expect_violation(lambda: run("1s"), "smal"), "want the lambda to break smal")
`)
	if err != nil {
		t.Fatal(s.Explain(err))
	}
}

// A mistake in a handler says where it is, what the node did and what it remembered. It
// ends the run as a wrong script does and changes nothing: the event is still to come.
func TestMistakeInAHandler(t *testing.T) {
	for name, c := range map[string]struct{ handler, want string }{
		"index":  {"self.log[3]", "list index 3 out of range [-1:0]"},
		"frozen": {"self.log.append(2)", "what is read from a state or a message cannot be changed; assign anew, as in self.log = self.log + [x]"},
		"field":  {"self.lgo", "did you mean log?"},
		"node":   {`self.send(9, "m")`, "want"},
		"kind":   {`self.send(1, "mm")`, "p has no message mm, want one of: m"},
		"loop":   {"[x for x in range(100000) for y in range(100000)]", "is there a loop that does not end?"},
		"second": {`[self.choose("coin", [1, 2]), self.log[3]]`, "list index 3 out of range [-1:0]"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			s := newTestSession(t, &out)
			setup := `
def start(self, disk): self.set_timer("tick", "1ms")
def on_tick(self):
    self.set_timer("tick", "1ms")
    if self.id == 2:
        ` + c.handler + `
def on_m(self, m): pass
p = protocol("p", state = {"log": [1]}, timers = {"tick": on_tick}, messages = {"m": on_m}, start = start)
c = cluster(2, protocol = p, order = "random")
c.run("500us")
for m in pending(dst = 1, kind = "timer"): m.deliver()
`
			if err := s.Run("setup.star", "", setup); err != nil {
				t.Fatal(s.Explain(err))
			}
			s.names = maps.Clone(s.names)
			maps.Copy(s.names, s.globals)
			for _, call := range []string{"run(\"700us\")", "pending(dst = 2, kind = \"timer\")[0].deliver()", "assert.fails(lambda: step())"} {
				before, pending := fingerprint(t, s, &out), s.current.world.Pending()
				err := s.Run("call.star", "", call)
				if got := Status(err); got != StatusScript {
					t.Fatalf("%s: got %v with the status %d, want %d", call, err, got, StatusScript)
				}
				text := s.Explain(err)
				for _, want := range []string{"setup.star:6:", c.want, "  while n2 handled the timer tick\n  in the state log=[1]\n", "  called from call.star:1:"} {
					if !strings.Contains(text, want) {
						t.Errorf("%s: got\n%swant %q in it", call, text, want)
					}
				}
				if after := fingerprint(t, s, &out); after != before || !slices.Equal(pending, s.current.world.Pending()) {
					t.Errorf("%s: got\n%swant nothing changed\n%s", call, after, before)
				}
			}
		})
	}
}

// A mistake in start, or in an invariant, is one of the script, too.
func TestMistakeElsewhere(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"start": {`
def start(self, disk): self.x += 1 // 0
cluster(2, protocol = protocol("p", state = {"x": 0}, start = start))`, "while n1 started with 0 records on its disk"},
		"restart": {`
def start(self, disk): self.x += 1 // (1 - len(disk.records))
def on_tick(self): self.save(x = self.x)
def begin(self, disk):
    self.set_timer("tick", "1ms")
    start(self, disk)
cluster(1, protocol = protocol("p", state = {"x": 0}, start = begin, timers = {"tick": on_tick}))
run("1ms")
crash(1)
restart(1)`, "while n1 started with 1 record on its disk"},
		"invariant": {`
cluster(2, protocol = protocol("p", invariants = {"broken": lambda nodes: nodes[7]}))`, "while the invariant broken was asked"},
		"choice": {`
def start(self, disk): self.choose("coin", [1, 2])
cluster(2, protocol = protocol("p", start = start))`, "a node that starts cannot choose: set a timer, and choose when it fires"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestSession(t, discard{})
			err := s.Run("mistake.star", "", c.src)
			if text := s.Explain(err); Status(err) != StatusScript || !strings.Contains(text, c.want) {
				t.Errorf("got the status %d and\n%s\nwant %d and %q", Status(err), text, StatusScript, c.want)
			}
		})
	}
}

// How a choice falls follows from the seed, and from nothing else.
func TestProtocolChooses(t *testing.T) {
	run := func(seed string) string {
		var out bytes.Buffer
		s := newTestSession(t, &out)
		if err := s.Run("choices.star", "", `
def start(self, disk): self.set_timer("tick", "1ms")
def on_tick(self):
    self.coins = self.coins + [self.choose("coin", ["h", "t"]), self.choose("die", [1, 2, 3, 4, 5, 6])]
    self.set_timer("tick", "1ms")
p = protocol("p", state = {"coins": []}, timers = {"tick": on_tick}, start = start)
cluster(2, protocol = p, quiet = True, seed = `+seed+`)
run("20ms")
show()`); err != nil {
			t.Fatal(s.Explain(err))
		}
		return out.String()
	}
	one, again, other := run("1"), run("1"), run("2")
	if one != again || one == other {
		t.Errorf("got\n%s%s%swant the first two alike, and not the third", one, again, other)
	}
	for _, option := range []string{`"h"`, `"t"`, ",1,", ",6,"} {
		if !strings.Contains(one, option) {
			t.Errorf("got\n%s\nwant %s among the choices", one, option)
		}
	}
	if forked := run(`"1,21:7"`); forked == one || forked[:40] != one[:40] {
		t.Errorf("got\n%s\nwant the run of\n%s\nwith another end", forked, one)
	}
}

// At the prompt help about a protocol is its doc, and TAB offers what cluster() takes for
// it in place of what it takes for one that is built in.
func TestProtocolHelp(t *testing.T) {
	c := completing(t, "")
	said := "ring = protocol('ring', parameters = {'retry': ('5ms', 'how long to wait')}, rules = {'forward': 'a rule'}, doc = 'A ring.')\n"
	if err := c.take(entry{item: item{text: said, line: 20}, name: "prompt", echo: true}); err != nil {
		t.Fatal(c.session.Explain(err))
	}
	for line, want := range map[string]string{
		"cluster(3, protocol = ring, r":                     "retry= roles= rules=",
		"cluster(3, protocol = ring, q":                     "quiet=",
		"cluster(3, protocol = 'paxos', re":                 "retransmit=",
		"cluster(3, protocol = ring, rules = {'":            "forward",
		"cluster(3, protocol = 'paxos', rules = {'accept_d": "accept_durable",
	} {
		_, found, _ := c.complete(line, len(line))
		slices.Sort(found)
		found = slices.DeleteFunc(found, func(word string) bool { return strings.HasPrefix(want, "r") && !strings.HasSuffix(word, "=") })
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
	if got := c.explainPlace("cluster(3, protocol = ring, retry = ", 36); !strings.Contains(got, "How long to wait. (duration or pair, virtual time)") {
		t.Errorf("got %q, want what retry is", got)
	}
	got, err := c.explain(c.names.value("ring"))
	if want := "ring\n    A ring.\n\n    parameters\n      retry=\"5ms\"  How long to wait."; err != nil || !strings.HasPrefix(got, want) {
		t.Errorf("got %q, %v, want it to begin with %q", got, err, want)
	}
}

// No verb of a cluster trips over nodes that are not those of Paxos: it does what it does,
// or says what is wrong with the call.
func TestProtocolUnderEveryVerb(t *testing.T) {
	given := map[Type]string{
		aNode: "1", nodeOrAll: "[1, 2]", aString: `"small2"`, aWord: "None", anInt: "1", aNumber: "1", aBool: "False", aDuration: `"1ms"`, aShift: `"1ms"`,
		aSpan: `"1ms"`, aBallot: "(1, 1)", aValue: `"A"`, aQuestion: "lambda: True", aFunction: "lambda *a: None", aFilter: "lambda m: True", aSeed: "3",
	}
	for _, v := range Verbs() {
		if v.On != "cluster" {
			continue
		}
		var all, needed []string
		for _, p := range v.Params {
			value, known := given[p.Type]
			if len(p.Choices) > 0 && p.Type == aWord {
				value, known = `"`+p.Choices[0]+`"`, true
			}
			if p.Rest != "" || !known {
				continue
			}
			if !p.optional() {
				needed = append(needed, p.Name+" = "+value)
			}
			all = append(all, p.Name+" = "+value)
		}
		for _, args := range [][]string{needed, all} {
			s := newTestSession(t, discard{})
			call := "c." + v.Name + "(" + strings.Join(args, ", ") + ")"
			err := s.Run("every.star", "testdata", `
load("protocols/counter.star", "counter")
c = cluster(3, protocol = counter)
run("15ms")
`+call+"\n")
			if text := s.Explain(err); Status(err) == StatusLab || strings.Contains(text, "internal error") {
				t.Errorf("%s: got %s", call, text)
			}
		}
	}
}

// A step has the same bounds in both fleets, and a handler that goes beyond is a mistake:
// it never ends the process of its node.
func TestStepsHaveBounds(t *testing.T) {
	for name, c := range map[string]struct{ handler, want string }{
		"most sends":     {`[self.send(2, "m", i = i) for i in range(r.n)]`, ""},
		"too many sends": {`[self.send(2, "m", i = i) for i in range(r.n + 2)]`, "send: a handler may do 16000 things at once"},
		"most bytes":     {`self.send([2] * 15, "m", i = "a" * 1048000)`, ""},
		"too many bytes": {`self.send([2] * 16, "m", i = "a" * 1048000)`, "send: a handler may send, write, tell and claim 15728640 bytes at once"},
		"largest record": {`self.save(i = "a" * 1048000)`, ""},
		"a record":       {`self.save(i = "a" * 1048570)`, "save: a record may have 1048576 bytes, and this one has 1048581"},
		"recursion":      {`again(self)`, "Starlark stack overflow: is there a function that calls itself without end?"},
	} {
		for _, kind := range fleetsOfMany() {
			_, err := runOver(t, kind, `
def again(self): again(self)
def go(self, r):
    `+c.handler+`
    self.reply(r)
def m(self, m): pass
cluster(2, protocol = protocol("p", requests = {"go": go}, messages = {"m": m}), quiet = True)
assert.eq(call(1, "go", n = 16000 - 1).outcome, "ok")
`)
			switch {
			case c.want == "" && err != nil:
				t.Errorf("%s, %s: got %.300v", name, kind, err)
			case c.want != "" && (Status(err) != StatusScript || !strings.Contains(err.Error(), c.want)):
				t.Errorf("%s, %s: got %.300v, want %q", name, kind, err, c.want)
			}
		}
	}
}

// A run whose violation depends on how choices fell is told again and shrunk: each step
// chooses as it did.
func TestChoicesAreRetold(t *testing.T) {
	const coins = `
def flip(self, r):
    self.side = self.choose("coin", ["h", "t"])
    self.reply(r)
def two(nodes):
    return len([n for n in nodes if n.side == "t"]) < 2
coin = protocol("coin", state = {"side": None}, requests = {"flip": flip}, invariants = {"two": two})
`
	for name, c := range map[string]string{
		"drawn": `
cluster(3, protocol = coin, quiet = True)
def flips():
    for i in range(100): call(i % 3 + 1, "flip")
expect_violation(flips, "two")
`,
		"played": `
cluster(3, protocol = coin, quiet = True)
expect_violation(explore(requests = [(1, "flip"), (2, "flip")]).play, "two")
`,
	} {
		text, err := runOver(t, Simulated, coins+c+`
small = shrink()
assert.eq(small.proven, True)
assert.eq([s.split("  ")[1] for s in small.steps], ["flip, choosing [1]"] * 2)
assert.contains(str(why()), "choosing [1]")
`)
		if err != nil {
			t.Errorf("%s: got %v after\n%s", name, err, text)
		}
	}
}

// A counterexample of steps that choose is written with a seed that makes their choices,
// and says so when there is none.
func TestChoicesAreWrittenDown(t *testing.T) {
	const coins = `
def flip(self, r):
    self.side = self.choose("coin", ["h", "t"])
    self.send(3, "m")
    self.reply(r)
def m(self, m): pass
def two(nodes):
    return len([n for n in nodes if n.side == "t"]) < 2
coin = protocol("coin", state = {"side": None}, requests = {"flip": flip}, messages = {"m": m}, invariants = {"two": two})
`
	const ask = `requests = [(1, "flip"), (2, "flip")]`
	for name, c := range map[string]struct{ src, seed, then string }{
		"search": {"cluster(3, protocol = coin, quiet = True)\nprint(explore(" + ask + ").script())", "seed = 4)", ""},
		"search after an event": {"cluster(3, protocol = coin, quiet = True)\ncall(3, \"flip\")\nsettle()\nprint(explore(" + ask + `, properties = [], goal = lambda: state(1).side == "t" and state(2).side == "t").script())`,
			"seed = \"1,1:", "assert.eq([state(n).side for n in (1, 2)], [\"t\"] * 2)\n"},
		"shrink": {"cluster(3, protocol = coin, quiet = True)\nexpect_violation(explore(" + ask + ").play, \"two\")\nprint(shrink().script())", "seed = 4)", ""},
	} {
		text, err := runOver(t, Simulated, coins+c.src)
		if err != nil || !strings.Contains(text, c.seed) {
			t.Errorf("%s: got %v and\n%s\nwant %s in it", name, err, text, c.seed)
			continue
		}
		if again, err := runOver(t, Simulated, text+c.then); err != nil {
			t.Errorf("%s: got %v from\n%s\n%s", name, err, text, again)
		}
	}
	_, err := runOver(t, Simulated, strings.Replace(coins, `["h", "t"]`, `["h"] * 200 + ["t"]`, 1)+"cluster(3, protocol = coin, quiet = True)\nexplore("+ask+").script()")
	if err == nil || !strings.Contains(err.Error(), "no seed up to 500 makes their choices, which are of 2 steps; play() takes them as they were found") {
		t.Errorf("got %v from a choice of many options", err)
	}
}
