package script

import (
	"context"
	"strings"
	"testing"
)

// store is a protocol that knows no consensus: a node that is asked to write asks the
// others first, and many requests may wait there at once.
const store = `
def on_write(self, r):
    if r.value == "bad":
        self.fail(r, "it is bad")
        return "refused"
    self.waiting = self.waiting + [r]
    self.send(self.peers, "copy", n = r.id, value = r.value)
def on_copy(self, m):
    self.value = m.value
    self.send(m.src, "done", n = m.n)
def on_done(self, m):
    for r in self.waiting:
        if r.id == m.n:
            self.value = r.value
            self.waiting = [w for w in self.waiting if w.id != m.n]
            self.reply(r, value = r.value, by = self.id)
def on_read(self, r):
    self.reply(r, value = self.value)
def on_shrug(self, r):
    self.unknown(r, "nobody knows")
store = protocol("store", state = {"value": None, "waiting": []}, messages = {"copy": on_copy, "done": on_done},
    requests = {"write": on_write, "read": on_read, "shrug": on_shrug})
c = cluster(3, protocol = store)
`

// inBothFleets runs a script in both fleets, and expects the same output.
func inBothFleets(t *testing.T, src string) string {
	t.Helper()
	var texts []string
	for _, kind := range []FleetKind{Simulated, Processes} {
		var out strings.Builder
		s := New(context.Background(), Options{Fleet: kind, Trace: TraceOff, Out: &out, Diag: &out})
		if err := s.Run("test.star", "", src); err != nil {
			t.Fatalf("%s: %s", kind, s.Explain(err))
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		texts = append(texts, out.String())
	}
	if texts[0] != texts[1] {
		t.Fatalf("got\n%s\nin one fleet and\n%s\nin the other", texts[0], texts[1])
	}
	return texts[0]
}

// Whatever the protocol, call waits for a reply and request does not; a node has many
// of them open, for clients with names and without.
func TestCallAndRequest(t *testing.T) {
	got := inBothFleets(t, store+`
r1 = request(1, "write", value = "X", client = "alice")
r2 = c.request(1, "write", args = {"value": (1, {2: "b"}), "from": 3})
r3 = node(2).request("read")
print(r1, r1.done, r1.result)
print(r3, r3.id, r3.op, r3.node, r3.client, r3.args, r3.result.value)
print(r2.wait(), r1.done, r2.client, r2.args["from"], r2.messages)
x = r2.result
print(x.outcome, x["by"], x.value, "by" in x, bool(x), dir(x))
print(call(3, "write", value = "bad"), bool(call(3, "write", value = "bad")), call(2, "shrug"))
crash(3)
r4 = request(1, "write", value = "Y")
crash(1)
print(r4.result, r4.done, r4)
for o in history():
    print(o.client, o.op, o.args, o.outcome, o.fields, o.why)
`)
	const want = `write value=X of alice at n1: info, in flight False reply(outcome="info", why="in flight")
read of c3 at n2: ok 3 read n2 c3 {} None
reply(outcome="ok", value=(1, {2: "b"}), by=1) True c2 3 4
ok 1 (1, {2: "b"}) True True ["by", "outcome", "value", "why"]
reply(outcome="fail", why="it is bad") False reply(outcome="info", why="nobody knows")
reply(outcome="info", why="n1 crashed") True write value=Y of c7 at n1: info, n1 crashed
alice write {"value": "X"} ok {"by": 1, "value": "X"} 
c2 write {"from": 3, "value": (1, {2: "b"})} ok {"by": 1, "value": (1, {2: "b"})} 
c3 read {} ok {} 
c4 write {"value": "bad"} fail {} it is bad
c5 write {"value": "bad"} fail {} it is bad
c6 shrug {} unknown {} nobody knows
c7 write {"value": "Y"} unknown {} n1 crashed
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What comes after a client gave up it does not hear: its reply stays as it was, and
// the history has the answer as late.
func TestLateReplies(t *testing.T) {
	got := inBothFleets(t, store+`
delay("1s", kind = "copy")
x = call(1, "write", value = "X", timeout = "5ms", client = "alice")
y = call(2, "read", client = "alice")
settle()
print(x, y)
for o in history():
    print(o.client, o.op, o.outcome, o.why, o.result, o.late)
print([line for line in history().json().splitlines() if "late" in line][0])
`)
	const want = `reply(outcome="info", why="timed out") reply(outcome="ok", value=None)
alice write unknown timed out None {"outcome": "ok", "why": "", "at": 1.002s, "fields": {"value": "X", "by": 1}}
alice read ok  None None
{"client":"alice","node":1,"op":"write","value":"X","invoked":{"at_us":0,"event":2},"returned":{"at_us":5000,"event":2},"outcome":"unknown","why":"timed out","late":{"outcome":"ok","fields":{"value":"X","by":1},"at":{"at_us":1002000,"event":6}}}
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Tasks are clients, too: each waits for its own answer.
func TestCallsInTasks(t *testing.T) {
	got := inBothFleets(t, store+`
def client(name, node):
    for i in range(2):
        x = call(node, "write", value = name + str(i), client = name)
        print(now(), name, x.value)
    return call(node, "read", client = name).value
tasks = [spawn(client, "a", 1), spawn(client, "b", 1), spawn(client, "c", 2)]
assert.eq([k.wait() for k in tasks], ["a1", "b1", "c1"])
`)
	const want = `2ms a a0
2ms b b0
2ms c c0
4ms a a1
4ms b b1
4ms c c1
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Requests are written down as the script of a run: what call and request did is
// done again by it, with the same trace.
func TestRequestsArePlayedAgain(t *testing.T) {
	const before = "def no(): pass\n" + store
	r := execute(before+`
request(1, "write", value = "X", client = "alice")
x = request(2, "write", args = {"value": [1, (2,)], "from": node(3)})
call(3, "read")
attempt(lambda: call(3, "write", value = "Y", timeout = "1ms"))
x.wait()
attempt(lambda: call(3, "red"))
`, Options{})
	if r.err != nil {
		t.Fatal(r.diag)
	}
	for _, want := range []string{
		`r1 = request(1, "write", value = "X", client = "alice")`, `request(2, "write", args = {"value": [1, (2,)], "from": 3})`, `request(3, "read")`, `request(3, "write", value = "Y")`,
	} {
		if !strings.Contains(r.played, want) {
			t.Errorf("got the script\n%s\nwant %s in it", r.played, want)
		}
	}
	_, deeds, _ := strings.Cut(r.played, "\n")
	for !strings.HasPrefix(deeds, "r1 = ") {
		_, deeds, _ = strings.Cut(deeds, "\n")
	}
	again := execute(before+deeds, Options{})
	if again.err != nil || again.out != r.out {
		t.Errorf("%v: got the trace\n%s\nwant\n%s\nof\n%s", again.err, again.out, r.out, deeds)
	}
}

// Paxos's own verbs and those of every protocol stand in the history alike.
func TestCallOfPaxos(t *testing.T) {
	got := inBothFleets(t, `
cluster(3)
empty = call(1, "read")
print(empty.outcome, empty.value, empty.status)
x = call(1, "propose", value = "X", ballot = ballot(4, 1))
print(x.value, x.ballot, x.mine)
y = request(2, "propose", value = "Y", ballot = "7.2")
print(y.wait().value, submit(3, "Z").value, read(1), call(3, "read").value)
for o in history():
    print(o.op, o.args, o.result)
print(linearizable())
`)
	const want = `ok None empty
X 4.1 True
X X X X
read {} None
propose {"value": "X"} X
propose {"value": "Y"} X
propose {"value": "Z"} X
read {} X
read {} X
`
	if !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant it to begin with\n%s", got, want)
	}
}

// What a reply does not have it says, with what there is.
func TestRepliesSayWhatTheyLack(t *testing.T) {
	for call, want := range map[string]string{
		`call(1, "read").valeu`:                     "the reply has no valeu, want some of: value; did you mean value?",
		`call(1, "read")["from"]`:                   "the reply has no from, want some of: value",
		`call(1, "write", value = "bad").value`:     `the reply has no value: its outcome is "fail", it is bad`,
		`call(1, "red")`:                            `call: store takes no request "red", want one of write, read, shrug; did you mean read?`,
		`call(1, "read", args = {"value": {}.get})`: "call: for argument value: got ",
	} {
		r := execute(store+call, Options{})
		if r.err == nil || !strings.Contains(r.diag, want) {
			t.Errorf("%s: got %s\nwant %s", call, r.diag, want)
		}
	}
}

// A search asks for whatever clients of a protocol may ask, each once and at any time;
// what it finds is written down with request. A request that fails at once is no step.
func TestExploreRequests(t *testing.T) {
	got := inBothFleets(t, strings.Replace(store, "value = r.value, by = self.id", "by = self.id", 1)+`
x = c.explore(requests = [(1, "write", {"value": "A", "from": 1}), (2, "read", {}, "bob"), (3, "shrug")],
    goal = lambda: node(2).state().value == "A")
print(x.verdict, x.steps)
all = c.explore(requests = [(1, "write", {"value": "A"}), (1, "write", {"value": "bad"}), (2, "read")])
less = c.explore(requests = [(1, "write", {"value": "A"}), (2, "read")])
print(all.verdict, all.states < 2 * less.states)
bad = c.explore(requests = [(1, "write", {"value": "A"}), (2, "read", {}, "bob")], linearizable = "register")
print(bad.verdict, bad.violated)
print("\n".join(bad.script().splitlines()[-8:-2]))
small = bad.shrink()
print(small.violated, small.steps)
`)
	const want = `found ["n1  write from=1 value=A", "n1 -> n2  copy n=1 value=A"]
holds True
violated linearizable

def violate():
    request(1, "write", value = "A")
    deliver(kind = "copy", src = 1, dst = 3)  # copy n=1 value=A
    deliver(kind = "done", src = 3, dst = 1)  # done n=1
    request(2, "read", client = "bob")
linearizable ["n1  write A", "n1 -> n2  copy n=1 value=A", "n2 -> n1  done n=1", "n3  read"]
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
