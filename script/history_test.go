package script

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// told runs a script in the simulator and returns what it printed, and how it
// failed, if it did.
func told(t *testing.T, src string) string {
	t.Helper()
	var out bytes.Buffer
	s := newTestSession(t, &out)
	err := s.Run("script", "", src)
	text, _, _ := strings.Cut(s.Explain(err), "last events:")
	return out.String() + text
}

func TestHistoryScripts(t *testing.T) {
	const stale = `
stale = [
    operation("alice", "write", 1, invoked = "0ms", returned = "1ms"),
    operation("alice", "write", 2, invoked = "2ms", returned = "3ms"),
    operation("bob", "read", invoked = "4ms", returned = "5ms", result = 1),
]
`
	tests := []struct {
		name, src, want string
	}{
		{"what clients did", `
cluster(3, quiet = True)
submit(1, "X", client = "alice")
crash(1)
assert.fails(lambda: submit(1, "Y", client = "alice"), "is down")
p = propose(2, "Z")
h = history()
h.show()
print(h.clients, len(h), bool(h), h)
a = h[0]
print(a.client, a.node, a.op, a.value, a.result, a.outcome, repr(a.why), a.invoked, a.returned, a.invoked_event, a.returned_event)
f = h[1]
print(f.outcome, f.why)
p = h[-1]
print(p.outcome, p.why, p.result, p.returned, p.returned_event)
print([o.op for o in h[:2]], h[::-1] == [p, f, a], a == h[0], a != f, {a: 1}[h[0]])
p = propose(3, "W", client = "bob")
assert.fails(lambda: read(2, client = "bob"), "bob still waits for its propose W at n3")
print(len(h), len(history()))
reset()
print(history(), bool(history()), linearizable())
`, `
client  node  operation  invoked   returned  outcome
alice   n1    propose X  0ms (1)   4ms (14)  ok X
alice   n1    propose Y  4ms (16)  4ms (16)  fail: n1 is down since 4ms; restart
                                             it first
c2      n2    propose Z  4ms (17)  -         unknown: in flight
("alice", "c2") 3 True history of 3 operations
alice n1 propose X X ok "" 0s 4ms 1 14
fail n1 is down since 4ms; restart it first
unknown in flight None None 0
["propose", "propose"] True True True 1
3 4
history of 0 operations False linearizable as consensus: 0 operations
`},
		{"a client that gave up", `
cluster(3, quiet = True)
crash(2)
crash(3)
print(submit(1, "X", timeout = "5ms", client = "alice").outcome)
assert.fails(lambda: read(1, client = "alice"), "already has a proposer")
restart(2)
settle()
print(read(2, client = "alice"))
history().show()
print(linearizable().verdict)
print([o.late for o in history()])
`, `
unknown
X
client  node  operation  invoked    returned   outcome
alice   n1    propose X  0ms (3)    5ms (7)    unknown: timed out
alice   n1    read       5ms (7)    5ms (7)    fail: n1 already has a proposer:
                                               X at 1.1, phase 1; wait for it,
                                               or stop it
alice   n2    read       55ms (23)  59ms (35)  ok X
holds
[{"outcome": "ok", "why": "", "at": 54ms, "fields": {"value": "X"}}, None, None]
`},
		{"a judgement", stale + `
j = linearizable("register", stale)
print(j.verdict, bool(j), j.model, j.steps, type(j))
print([(o.client, o.op) for o in j.window])
print(j.text == str(j))
print(j)
j = linearizable("register", history(stale[:2]))
print(j.verdict, bool(j), j.window)
j = linearizable("register", stale, budget = 1)
print(j.verdict, bool(j), j.window, j)
`, `
violated False register 3 judgement
[("alice", "write"), ("alice", "write"), ("bob", "read")]
True
not linearizable as register
these 3 operations fit no order:
  client  operation  invoked  returned  outcome
  alice   write 1    0ms      1ms       ok
  alice   write 2    2ms      3ms       ok
  bob     read       4ms      5ms       ok 1
bob's read returned 1; 2 would fit
holds True None
unknown False None not known to be linearizable as register: 3 operations, and the budget of 1 step is spent
`},
		{"an assertion", stale + `assert.true(linearizable("register", stale), "the register")`, `
script:7:12: assertion failed: the register
    assert.true(linearizable("register", stale), "the register")
    ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
  got  not linearizable as register
  these 3 operations fit no order:
    client  operation  invoked  returned  outcome
    alice   write 1    0ms      1ms       ok
    alice   write 2    2ms      3ms       ok
    bob     read       4ms      5ms       ok 1
  bob's read returned 1; 2 would fit
  want something true
`},
		{"a model of one's own", `
def queue(state, op, result):
    if op.op == "put":
        return state + [op.value]
    if op.outcome == "unknown":
        return state[1:] if state else None
    return state[1:] if state and state[0] == result else None

def put(client, value, at):
    return operation(client, "put", value, "%dms" % at, "%dms" % (at + 1))

def take(client, result, at):
    return operation(client, "take", None, "%dms" % at, "%dms" % (at + 1), result)

two = [put("a", 1, 0), put("b", 2, 2)]
print(linearizable(queue, two + [take("c", 1, 4), take("c", 2, 6)], initial = []))
print(linearizable(queue, two + [take("c", 2, 4)], initial = []))
print(linearizable(queue, two + [operation("d", "take", invoked = "3ms"), take("c", 2, 4)], initial = []))
`, `
linearizable as queue: 4 operations
not linearizable as queue
these 2 operations fit no order:
  client  operation  invoked  returned  outcome
  a       put 1      0ms      1ms       ok
  c       take       4ms      5ms       ok 2
c's take returned 2; 1 would fit
whatever became of the other operation
linearizable as queue: 4 operations, 1 of them unknown
`},
		{"as text", `
h = history([operation("b", "read", invoked = "3ms", returned = "4ms"), operation("a", "put", {"k": [1, "x"]}, "0ms", "2ms")])
print(h.json())
print(h.edn())
`, `
{"history":"synod","version":2,"operations":2}
{"client":"a","op":"put","value":{"k":[1,"x"]},"invoked":{"at_us":0},"returned":{"at_us":2000},"outcome":"ok","result":null}
{"client":"b","op":"read","invoked":{"at_us":3000},"returned":{"at_us":4000},"outcome":"ok","result":null}

{:type :invoke, :f :put, :value {"k" [1 "x"]}, :process 0, :time 0, :index 0}
{:type :ok, :f :put, :value {"k" [1 "x"]}, :process 0, :time 2000000, :index 1}
{:type :invoke, :f :read, :value nil, :process 1, :time 3000000, :index 2}
{:type :ok, :f :read, :value nil, :process 1, :time 4000000, :index 3}

`},
		{"arguments and fields by name", `
h = history([
    operation("a", "write", 1, "0ms", "1ms", args = {"key": "x"}),
    operation("b", "read", None, "2ms", "3ms", 1, args = {"key": "x"}, fields = {"version": 7}),
    operation("c", "cas", None, "4ms", "5ms", True, args = {"key": "x", "from": 1, "to": 2}),
    operation("d", "read", None, "6ms", "7ms", None, args = {"key": "y"}),
])
h.show()
print(h[0].args, h[0].value, h[0].fields)
print(h[1].args, h[1].result, h[1].fields)
print(h[2].args)
print(h[0] == operation("a", "write", 1, "0ms", "1ms", args = {"key": "x"}), h[0] == operation("a", "write", 1, "0ms", "1ms", args = {"key": "y"}))
print(linearizable("register", h))
print(linearizable("register", list(h) + [operation("e", "read", None, "8ms", "9ms", 1, args = {"key": "x"})]))
print(linearizable("register", list(h) + [operation("e", "grow", 1), operation("f", "promote")], ignore = ["grow", "promote", "shrink"]))
print(linearizable("register", list(h) + [operation("e", "grow", 1)], ignore = "grow"))
def step(state, op, result):
    return state + 1 if op.args["key"] == "x" else state
print(linearizable(step, h, initial = 0))
`, `
client  operation              invoked  returned  outcome
a       write key=x value=1    0ms      1ms       ok
b       read key=x             2ms      3ms       ok version=7 value=1
c       cas key=x from=1 to=2  4ms      5ms       ok true
d       read key=y             6ms      7ms       ok None
{"key": "x", "value": 1} 1 {}
{"key": "x"} 1 {"version": 7, "value": 1}
{"key": "x", "from": 1, "to": 2}
True False
linearizable as register: 4 operations
not linearizable as register
these 2 operations fit no order:
  client  operation              invoked  returned  outcome
  c       cas key=x from=1 to=2  4ms      5ms       ok true
  e       read key=x             8ms      9ms       ok 1
e's read returned 1; 2 would fit
whatever became of the other 3 operations
linearizable as register: 4 operations, 2 left out
linearizable as register: 4 operations, 1 left out
linearizable as step: 4 operations
`},
		{"faults", `
cluster(3, quiet = True)
submit(1, "X")
cut = partition([1], [2, 3])
crash(3)
sleep("5ms")
restart(3)
f = pause(2)
cut.stop()
h = history()
for f in h.faults:
    print(f)
f = h.faults[0]
print(f.kind, f.node, f.text, f.began, f.ended, f.began_event, f.ended_event, type(f), bool(f))
f = h.faults[2]
print(f.kind, f.node, f.ended, f.ended_event, f.nodes if hasattr(f, "nodes") else "")
print(history(h).faults == h.faults, history().faults == h.faults, f == h.faults[0], {f: 1}[f], history([]).faults, history(h[:1]).faults)
print(len(h.json().splitlines()), h.edn().count(":nemesis"))
print(linearizable().verdict)
assert.fails(lambda: f < f, "failures have no order")
reset()
print(history().faults)
`, `
warning: script:8:10: it never happened: n2: pause, 0 hits, over
network: partition n1 | n2 n3, 4ms (16) to 9ms (23)
n3: crash, 4ms (20) to 9ms (21)
n2: pause, from 9ms (22)
partition None partition n1 | n2 n3 4ms 9ms 16 23 failure True
pause n2 None 0 
True True False 1 [] []
5 10
holds
[]
`},
		{"models by name", `
def op(client, what, at, value = None, result = None):
    return operation(client, what, value, "%dms" % at, "%dms" % (at + 1), result)
for model, ops in {
    "queue": [op("a", "enqueue", 0, "x"), op("b", "dequeue", 2, result = "x"), op("b", "dequeue", 4)],
    "set": [op("a", "add", 0, "x"), op("b", "contains", 2, "x", True), op("b", "read", 4, result = ["x"])],
    "counter": [op("a", "inc", 0), op("b", "add", 2, 5, 6), op("b", "read", 4, result = 6)],
    "lock": [op("a", "acquire", 0), op("b", "acquire", 2, result = False), op("a", "release", 4)],
    "log": [op("a", "append", 0, "x", 0), op("b", "append", 2, "y", 1), op("b", "read", 4, result = ["x", "y"])],
}.items():
    print(linearizable(model, ops).verdict, linearizable(model, ops[1:]).verdict)
`, `
holds violated
holds violated
holds violated
holds violated
holds violated
`},
		{"broken, and judged", `
def duel():
    cluster(3, hold = True, quiet = True, rules = {"adopt_reported_value": False})
    a = proposer(1, "X", ballot = (1, 1), client = "alice")
    b = proposer(3, "Y", ballot = (2, 3), client = "bob")
    a.prepare(to = [1, 2])
    a.accept(to = [1, 2])
    b.prepare(to = [2, 3])
    b.accept(to = [2, 3])

expect_violation(duel, "agreement")
deliver(kind = "accepted", dst = 3)
print(linearizable())
`, `
not linearizable as consensus
these 2 operations fit no order:
  client  node  operation  invoked  returned  outcome
  alice   n1    propose X  0ms (1)  4ms (14)  ok X
  bob     n3    propose Y  0ms (2)  8ms (28)  ok Y
bob's propose returned Y; X would fit
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := told(t, test.src); got != test.want[1:] {
				t.Errorf("got\n%s\nwant\n%s", got, test.want[1:])
			}
		})
	}
}

func TestHistoryErrors(t *testing.T) {
	tests := []struct{ src, want string }{
		{`linearizable()`, `linearizable: there is no cluster yet, and no history was given; make one of them, such as history([operation(…)])`},
		{`history()`, `history: there is no cluster yet, and no history was given; make one of them, such as history([operation(…)])`},
		{`history([1])`, `history: got 1 in the list, want operations, as operation() returns them`},
		{`history(1)`, `history: got 1, want a history or a list of operations`},
		{`linearizable("registr", [])`, `linearizable: there is no model "registr"; did you mean "register"?`},
		{`linearizable(1, [])`, `linearizable: got 1, want a model: a name such as "register", or a function`},
		{`linearizable(lambda s, o, r: s, [])`, `linearizable: a model that is a function wants its first state, such as initial=0; it cannot be None, which refuses an operation`},
		{`linearizable("cas", [], initial = 1)`, `linearizable: the model "cas" has a first state of its own; leave out initial`},
		{`linearizable("cas", [], budget = 0)`, `linearizable: got a budget of 0 steps, want at least 1`},
		{`linearizable("consensus", [operation("a", "write", 1)])`, `linearizable: the model "consensus" knows no operation "write", as a asked for at 0ms; want propose or read, or leave out what is not to be judged with ignore = ["write"]; "register" is a model that knows all of them`},
		{`operation("a", "read", returned = 5)`, `operation: for parameter returned: got 5, want a duration with its unit, such as "5ms"`},
		{`operation("a", "read", invoked = "5ms", returned = "2ms")`, `operation: it returned at 2ms, before it was invoked at 5ms`},
		{`operation("a", "read", result = 1)`, `operation: got the result 1 of an operation that is "unknown"; only one that is "ok" has a result`},
		{`operation("a", "read", outcome = "ok")`, `operation: an operation that is "ok" has returned; say when`},
		{`operation("a", "read", outcome = "lost")`, `operation: for parameter outcome: got "lost", want "ok", "fail" or "unknown"`},
		{`operation("", "read")`, `operation: got the client "", want a name of one line`},
		{`operation("a", "read", lambda: 1)`, `operation: for parameter value: got function, want a value to propose: an int, a string, a bool, or a list or dict of them`},
		{`operation("a", "r") < operation("a", "r")`, `operations have no order; compare when they were invoked or returned`},
		{`history([operation("a", "read", returned = "5ms"), operation("a", "read", invoked = "2ms", returned = "6ms")])`,
			`history: a begins read at 2ms and its read returned at 5ms: a client does one thing at a time, and begins the next later than the last returned`},
		{`cluster(); submit(1, "X", client = "c1")`, `submit: got the client "c1", want another name: c1, c2 and so on are those without a name`},
		{`cluster(); read(1, client = "a\nb")`, `read: got the client "a\nb", want a name of one line`},
		{`linearizable(lambda s, o, r: s.append(1), [operation("a", "x")], initial = [])`, `append: cannot append to frozen list`},
		{`linearizable(lambda s, o, r: 1 // 0, [operation("a", "x")], initial = [])`, `floored division by zero`},
		{`cluster(); linearizable(lambda s, o, r: crash(1), [operation("a", "x")], initial = [])`, `crash: a predicate may look but not act`},
	}
	for _, test := range tests {
		t.Run(test.src, func(t *testing.T) {
			if got := told(t, test.src); !strings.Contains(got, test.want+"\n") {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

// A budget gives the same verdict every time, however hard the history.
func TestBudgetIsNoClock(t *testing.T) {
	src := `
ops = [operation("w%d" % i, "write", i, "0ms", "9ms") for i in range(40)]
ops.append(operation("r", "read", invoked = "10ms", returned = "11ms", result = 99))
print(linearizable("register", ops, budget = 20000).verdict)
def step(state, op, result):
    return op.value if op.op == "write" else (state if state == result else None)
print(linearizable(step, ops, budget = 20000, initial = -1).verdict)
`
	for range 3 {
		if got := told(t, src); got != "unknown\nunknown\n" {
			t.Fatalf("got\n%s", got)
		}
	}
}

func TestSaveHistory(t *testing.T) {
	var out bytes.Buffer
	s := newTestSession(t, &out)
	dir := t.TempDir()
	if err := s.Run("script", "", `cluster(3, quiet = True); submit(1, "X"); close()`); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"h.json": `{"history":"synod"`, "h.edn": "{:type :invoke", "h.html": "<!doctype html>"} {
		if err := s.SaveHistory(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || !bytes.HasPrefix(b, []byte(want)) {
			t.Errorf("%s: got %.40q, %v, want it to begin with %q", name, b, err, want)
		}
	}
	if err := s.SaveHistory("h.txt"); err == nil || err.Error() != `got "h.txt", want a file name that ends in .json, .edn or .html` {
		t.Errorf("got %v", err)
	}
}
