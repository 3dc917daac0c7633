package script

import (
	"bytes"
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
