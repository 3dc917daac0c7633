package starlark

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"

	"synod/node"
)

// misused returns the protocol whose one request runs a body, between two steps that
// leave something behind.
func misused(t *testing.T, body string) *Protocol {
	t.Helper()
	text := `
def helper(self, n):
    return n + self.count

def on_do(self, r):
    self.count += 1
    self.send(self.peers, "ping", n = 1)
    ` + strings.ReplaceAll(strings.TrimSpace(body), "\n", "\n    ") + `

def on_keep(self, r):
    self.kept = r

def on_ping(self, m):
    BODY

def on_tick(self):
    pass

KEPT = [1]

p = dict(
    name = "p",
    state = {"count": 1, "log": [1], "votes": {1: 2}, "kept": None, "flag": set()},
    requests = {"do": on_do, "keep": on_keep},
    messages = {"ping": on_ping},
    timers = {"tick": on_tick},
    parameters = {"retry": ("5ms", "how long")},
    rules = {"careful": "it takes care"},
)`
	inMessage := "pass"
	if rest, ok := strings.CutPrefix(strings.TrimSpace(body), "on ping:"); ok {
		inMessage = strings.ReplaceAll(strings.TrimSpace(rest), "\n", "\n    ")
		text = strings.Replace(text, strings.ReplaceAll(strings.TrimSpace(body), "\n", "\n    "), "pass", 1)
	}
	return defined(t, "p.star", strings.Replace(text, "BODY", inMessage, 1), "p")
}

// TestMistakes makes every mistake that a handler can make. Each is a clear error at its
// place, and leaves the node as it was.
func TestMistakes(t *testing.T) {
	for _, c := range []struct{ body, where, want string }{
		{`self.log.append(2)`, "8:20", "append: cannot append to frozen list: what is read from a state or a message cannot be changed; assign anew, as in self.log = self.log + [x]"},
		{`self.votes[3] = 4`, "8:15", "cannot insert into frozen hash table: what is read from a state or a message cannot be changed; assign anew"},
		{`self.flag.add(3)`, "8:18", "add: cannot insert into frozen hash table: what is read"},
		{"x = [3]\nself.log = x\nx.append(4)", "10:13", "append: cannot append to frozen list"},
		{`KEPT.append(2)`, "8:16", "append: cannot append to frozen list"},
		{`self.cuont = 2`, "8:9", "the state has no field cuont, want one of: count, log, votes, kept, flag; did you mean count?"},
		{`x = self.cuont`, "8:13", "self has no field cuont, want one of: agree, choose, count, fail, flag, id, kept, log, majority, never_falls, node"},
		{`self.id = 3`, "8:9", "self.id is the lab's, and cannot be assigned"},
		{`self.send = 3`, "8:9", "self.send is the lab's, and cannot be assigned"},
		{`self.retry = "1ms"`, "8:9", "self.retry is a parameter, and cannot be assigned"},
		{`self.kept = self`, "8:9", "self.kept: got a self, want None, a bool, a number, a string, a request, or a list, tuple, dict or set of them; self is gone when its handler is over"},
		{`self.kept = self.send`, "8:9", "self.kept: got a builtin_function_or_method, want None"},
		{`self.kept = helper`, "8:9", "self.kept: got a function, want None, a bool, a number, a string, a request, or a list, tuple, dict or set of them; keep a name, and look the function up by it"},
		{`self.kept = {1: [float("nan")]}`, "8:9", "self.kept: got NaN, which is not even equal to itself"},
		{`self.kept = {1.5: 2}`, "8:9", "self.kept: got the key 1.5, a float; want ints, strings or tuples of them"},
		{`self.kept = ["x" * 600000, "y" * 600000]`, "8:9", "self.kept: it has more than 1048576 bytes of strings"},
		{"x = 1 << 500\nfor i in range(10): x = x * x\nself.kept = x", "10:9", "self.kept: got a whole number of more than 65536 bits"},
		{`self.kept = range(3)`, "8:9", "self.kept: got a range, want"},
		{`self.kept = struct(a = 1)`, "8:9", "self.kept: got a struct, want"},
		{`self.send(4, "ping")`, "8:14", "send: to: got 4, want a node from 1 to 3"},
		{`self.send([1, 0], "ping")`, "8:14", "send: to: got 0, want a node from 1 to 3"},
		{`self.send("n1", "ping")`, "8:14", "send: to: got \"n1\", a string, want a node such as 2, or a list of nodes"},
		{`self.send([True], "ping")`, "8:14", "send: to: got True, want a node from 1 to 3"},
		{`self.send(1, "pnig")`, "8:14", "send: p has no message pnig, want one of: ping; did you mean ping?"},
		{`self.send(1, 2)`, "8:14", "send: kind: got 2, a int, want a string"},
		{`self.send(1)`, "8:14", "send: want whom to send to, and the kind of the message"},
		{`self.send(1, "ping", 3)`, "8:14", "send: got a field without a name"},
		{`self.send(1, "ping", x = self)`, "8:14", "send: ping: x: got a self"},
		{`self.send(1, "ping", **{"src": 1})`, "8:14", "send: ping: a field cannot be called src"},
		{`self.send(1, "ping", **{"a b": 1})`, "8:14", "send: ping: a field cannot be called a b"},
		{`self.write("save", x = 1)`, "8:15", "write: got the kind save, which is for self.save(…)"},
		{`self.write(x = 1)`, "8:15", "write: want the kind of the record"},
		{`self.write("", x = 1)`, "8:15", "write: got the kind \"\", want a name"},
		{`self.save(x = len)`, "8:14", "save: x: got a builtin_function_or_method"},
		{`self.save(3)`, "8:14", "save: got a field without a name"},
		{`self.sync(3)`, "8:14", "sync: got 1 arguments, want none"},
		{"self.reply(r)\nself.reply(r)", "9:15", "reply: the request do has had its answer, and there is only one"},
		{"self.reply(r)\nself.fail(r, \"no\")", "9:14", "fail: the request do has had its answer"},
		{`self.reply(3)`, "8:15", "reply: got 3, a int, want a request"},
		{`self.reply(r, 3)`, "8:15", "reply: want the request to answer, and fields"},
		{`self.reply(r, **{"outcome": 1})`, "8:15", "reply: a field cannot be called outcome"},
		{`self.fail(r)`, "8:14", "fail: missing argument for reason"},
		{`self.unknown(r, 3)`, "8:17", "unknown: for parameter reason: got int, want string"},
		{`self.set_timer("tikc", "1ms")`, "8:19", "set_timer: p has no timer tikc, want one of: tick; did you mean tick?"},
		{`self.set_timer("tick", 5)`, "8:19", "set_timer: after: got 5, a int, want a duration such as \"5ms\", or a pair"},
		{`self.set_timer("tick", ("2ms", "1ms"))`, "8:19", "set_timer: after: got (\"2ms\", \"1ms\"), a tuple, want a duration"},
		{`self.stop_timer("tok")`, "8:20", "stop_timer: p has no timer tok"},
		{`self.rule("carful")`, "8:14", "rule: rules: got \"carful\", want one of: careful; did you mean careful?"},
		{`self.publish(len)`, "8:17", "publish: got a builtin_function_or_method"},
		{`self.note(3)`, "8:14", "note: text: got 3, a int, want a string"},
		{`self.agree("x", 1)`, "8:15", "agree: missing argument for value"},
		{`self.agree("a b", 1, 2)`, "8:15", "agree: name: got \"a b\", want a name"},
		{`self.agree("x", len, 2)`, "8:15", "agree: key: got a builtin_function_or_method"},
		{`self.never_falls("x", {1: 2})`, "8:21", "never_falls: value: got {1: 2}, a dict, want a number, a string, or a list or tuple of them"},
		{`self.never_falls("x", [None])`, "8:21", "never_falls: value: got [None], a list, want"},
		{`self.choose("x", [])`, "8:16", "choose: options: got [], a list, want a list of at least one"},
		{`return 3`, "5:1", "on_do returned 3, a int, want a string for the trace's last column, or None"},
		{`return self`, "5:1", "on_do returned self, a self, want a string"},
		{"for i in range(10000000):\n    pass", "8:5", "a handler may take 10000000 steps, and has taken them, the last in on_do: is there a loop that does not end?"},
		{"while True:\n    pass", "7:14", "a handler may take 10000000 steps"},
		{"def f(n):\n    return f(n + 1)\nf(0)", "9:16", "Starlark stack overflow: is there a function that calls itself without end?"},
		{"for i in range(16001):\n    self.send(2, \"ping\", n = i)", "9:18", "send: a handler may do 16000 things at once"},
		{"for i in range(16001):\n    print(i)", "9:14", "print: a handler may do 16000 things at once"},
		{`self.send([2] * 16001, "ping", n = 1)`, "8:14", "send: a handler may do 16000 things at once"},
		{`self.send([2] * 20, "ping", n = "a" * 1000000)`, "8:14", "send: a handler may send, write, tell and claim 15728640 bytes at once"},
		{`self.save(a = "a" * 600000, b = "b" * 600000)`, "8:14", "save: a record may have 1048576 bytes, and this one has 1200016"},
		{`self.write("entry", n = list(range(200000)))`, "8:15", "write: a record may have 1048576 bytes"},
		{`self.note("a" * 2000000)`, "8:14", "note: got 2000000 bytes of text, want at most 1048576"},
		{`return "a" * 2000000`, "5:1", "on_do returned a string of 2000000 bytes for the trace's last column, want at most 1048576"},
		{`range(100000000)`, "8:10", "range: got 100000000 elements, want at most 10000000"},
		{`list(range(10000000))`, "8:9", "list: got a range of 10000000 elements, want at most 1048576 at once"},
		{`fail("bad ", 3)`, "8:9", "fail: bad  3"},
		{`helper(self, None)`, "3:14", "unknown binary op: NoneType + int"},
		{`x = r.detla`, "8:10", "the request do has no argument detla, want one of: id, op, client, delta; did you mean delta?"},
		{`x = {r: 1}`, "8:11", "a request is no key, want its id, r.id"},
		{`x = r < r`, "8:11", "requests have no order"},
		{`x = {self: 1}`, "8:14", "self is no key"},
		{"on ping:\nx = m.m", "14:10", "the message ping has no field m, want one of: dst, kind, n, src"},
		{"on ping:\nself.kept = m", "14:9", "self.kept: got a message, want None, a bool, a number, a string, a request, or a list, tuple, dict or set of them; keep the fields that you need"},
		{"on ping:\nx = m[\"x\"]", "14:10", "the message ping has no field x, want one of: dst, kind, n, src"},
		{"on ping:\nm.n = 3", "14:6", "can't assign to .n field of message: only the fields of self can be assigned"},
		{"on ping:\nself.send(1, \"ping\", m = m)", "14:14", "send: ping: m: got a message"},
	} {
		l := newLab(t, misused(t, c.body), 3, node.Config{})
		before := l.machines[0].AppendState(nil)
		err := l.tryAsk(1, "do", node.Field{Name: "delta", Value: 1})
		if strings.HasPrefix(c.body, "on ping:") {
			if err != nil {
				t.Fatal(err)
			}
			before = l.machines[1].AppendState(nil)
			err = l.deliver(0)
		}
		var mistake *node.HandlerError
		if !errors.As(err, &mistake) {
			t.Errorf("%s: got %v, want a mistake", c.body, err)
			continue
		}
		if !strings.HasPrefix(mistake.Text, c.want) || mistake.Where != "p.star:"+c.where {
			t.Errorf("%s:\ngot  %s: %s\nwant p.star:%s: %s", c.body, mistake.Where, mistake.Text, c.where, c.want)
		}
		if len(mistake.Calls) > maxCalls {
			t.Errorf("%s: got %d calls that led there, want at most %d", c.body, len(mistake.Calls), maxCalls)
		}
		want := "n1 handled the request do delta=1"
		m := l.machines[0]
		if strings.HasPrefix(c.body, "on ping:") {
			want, m = "n2 handled ping n=1 from n1", l.machines[1]
		}
		if mistake.Event != want || mistake.State != "count=1 log=[1] votes={1:2} kept=null flag=set([])" {
			t.Errorf("%s: got the event %q and the state %q", c.body, mistake.Event, mistake.State)
		}
		if after := m.AppendState(nil); !slices.Equal(after, before) {
			t.Errorf("%s: got the state %q, want %q as before", c.body, after, before)
		}
		if err := l.tryAsk(1, "keep"); err != nil {
			t.Errorf("%s: got %v in the step after it", c.body, err)
		}
	}
}

// A request of another node, and one of before a crash.
func TestOthersRequests(t *testing.T) {
	p := defined(t, "p.star", `
def on_ask(self, r):
    self.send(2, "pass_on", r = r)
    self.save(r = r)
def on_pass_on(self, m):
    self.send(1, "back", r = m.r)
    if not self.rule("polite"):
        self.reply(m.r)
def on_back(self, m):
    self.reply(m.r, same = m.r == self.was, op = m.r.op, by = m.r["by"])
def start(self, disk):
    if disk.saved:
        self.was = disk.saved.r
p = dict(name = "p", state = {"was": None}, start = start, requests = {"ask": on_ask}, messages = {"pass_on": on_pass_on, "back": on_back}, rules = {"polite": "leaves it to the one who was asked"})
`, "p")
	l := newLab(t, p, 2, node.Config{})
	l.ask(1, "ask", node.Field{Name: "by", Value: 3})
	l.settle()
	if len(l.replies) != 1 || l.replies[0].Field("by") != 3 || l.replies[0].Field("same") != false {
		t.Fatalf("got %v", l.replies)
	}
	l.ask(1, "ask", node.Field{Name: "by", Value: 3})
	l.crash(1)
	l.start(1)
	l.settle() // the client never hears
	if len(l.replies) != 1 {
		t.Errorf("got %d replies, want that of before the crash alone", len(l.replies))
	}
	rude := newLab(t, p, 2, node.Config{Rules: map[string]bool{"polite": false}})
	rude.ask(1, "ask", node.Field{Name: "by", Value: 3})
	err := rude.deliver(0)
	if err == nil || !strings.Contains(err.Error(), "reply: the request ask was made of n1, and n2 cannot answer it: send it the answer") {
		t.Errorf("got %v", err)
	}
}

// TestBadDefinitions makes every mistake that protocol(…) refuses.
func TestBadDefinitions(t *testing.T) {
	lab := starlark.StringDict{
		"submit": starlark.NewBuiltin("submit", func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
			return nil, nil
		}),
		"checks":  &starlarkstruct.Module{Name: "checks"},
		"cluster": &nodeState{id: 3},
	}
	for _, c := range []struct{ text, want string }{
		{`p = dict(name = "")`, `name: got "", want a name such as "counter"`},
		{`p = dict(name = "lambda")`, `name: got "lambda", want a name`},
		{`p = dict(name = "p", state = {1: 2})`, `state: got 1, want a name such as "x"`},
		{`p = dict(name = "p", state = {"a b": 2})`, `state: got "a b", want a name`},
		{`p = dict(name = "p", state = {"for": 2})`, `state: for: Starlark has taken the name, want another one`},
		{`p = dict(name = "p", state = {"id": 2})`, `state: id: self.id is something else, want another name`},
		{`p = dict(name = "p", state = {"send": 2})`, `state: send: self.send is something else`},
		{`p = dict(name = "p", state = {"node": 2})`, `state: node: self.node is something else`},
		{`p = dict(name = "p", state = {"x": len})`, `state: x: got a builtin_function_or_method`},
		{`p = dict(name = "p", state = {"x": 1}, parameters = {"x": 1})`, `state: x: a parameter has the name`},
		{`p = dict(name = "p", parameters = {"seed": 1})`, `parameters: seed: cluster(…) has a parameter of that name`},
		{`p = dict(name = "p", parameters = {"x": None})`, `parameters: x: got a NoneType for a default, want a bool`},
		{`p = dict(name = "p", parameters = {"x": (1, 2)})`, `parameters: x: got a int behind the default, want a sentence`},
		{`p = dict(name = "p", rules = {"x": 1})`, `rules: x: got a int, want a sentence`},
		{`p = dict(name = "p", requests = {"x": 1})`, `requests: x: got a int, want a function that takes (self, r)`},
		{`p = dict(name = "p", requests = {"x": len})`, `requests: x: got len, which is no function of the script, want one that takes (self, r)`},
		{"def f(self): pass\np = dict(name = \"p\", requests = {\"x\": f})", `requests: x: p.star:1:1: got f(self), which does not take (self, r)`},
		{"def f(self, m, x): pass\np = dict(name = \"p\", messages = {\"x\": f})", `messages: x: p.star:1:1: got f(self, m, x), which does not take (self, m)`},
		{"def f(self, *, x): pass\np = dict(name = \"p\", timers = {\"x\": f})", `timers: x: p.star:1:1: got f(self, x), which does not take (self)`},
		{`p = dict(name = "p", invariants = {"x": lambda: 1})`, `invariants: x: p.star:1:41: got lambda(), which does not take (nodes)`},
		{`p = dict(name = "p", timers = {"t%d" % i: lambda self: None for i in range(65)})`, `timers: got 65, want at most 64`},
		{`p = dict(name = "p", show = {"x": "y"})`, `show: x: it is no message, and there is none`},
		{"def f(self, m): self.send(1, \"x\", n = 1)\np = dict(name = \"p\", messages = {\"x\": f}, show = {\"x\": \"{m}\"})", `show: x: a message x has no field m, want one of: n`},
		{"def f(self, m): pass\np = dict(name = \"p\", messages = {\"x\": f}, show = {\"x\": \"{m\"})", `show: x: got {m, want the name of a field in braces`},
		{"def f(self, m): pass\np = dict(name = \"p\", messages = {\"x\": f}, show = {\"x\": \"}\"})", `show: x: got a } without its {`},
		{"def f(self): self.send(1, \"x\", src = 1)\np = dict(name = \"p\", timers = {\"x\": f})", `p.star:1:32: send: a field cannot be called src`},
		{"def f(self, r): self.reply(r, why = 1)\np = dict(name = \"p\", requests = {\"x\": f})", `p.star:1:31: reply: a field cannot be called why`},
		{"def f(self): submit(1)\np = dict(name = \"p\", timers = {\"x\": f})", `timers: x: p.star:1:1: a protocol's handler cannot use the verb submit, as f does`},
		{"go = submit\ndef f(self): go(1)\np = dict(name = \"p\", timers = {\"x\": f})", `timers: x: p.star:2:1: a protocol's handler cannot use the verb go (submit), as f does`},
		{"def f(self): checks.eq(1, 1)\np = dict(name = \"p\", timers = {\"x\": f})", `cannot use the module checks, as f does`},
		{"def g(): return [cluster]\ndef f(self): g()\np = dict(name = \"p\", timers = {\"x\": f})", `p.star:1:1: a protocol's handler cannot use cluster, which is a node, as g does`},
		{"add = [].append\ndef f(self): add(1)\np = dict(name = \"p\", timers = {\"x\": f})", `cannot use the verb add (append), as f does`},
		{"def f(self): g()\np = dict(name = \"p\", timers = {\"x\": f}, x = [Define(f)])\ndef g(): pass", `p.star:1:14: f uses g, which has no value yet: give it one before protocol(…)`},
		{"L = []\nL.append(L)\ndef f(self): return L\np = dict(name = \"p\", timers = {\"x\": f})", `p.star:3:1: f uses L, which holds itself`},
		{"def f(self):\n    return f\ng = f\ndef f(self): pass\np = dict(name = \"p\", timers = {\"x\": g})", `p.star:1:1: f calls itself by a name that means something else by now`},
	} {
		var early error
		names := starlark.StringDict{"Define": starlark.NewBuiltin("Define", func(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, _ []starlark.Tuple) (starlark.Value, error) {
			timers := new(starlark.Dict)
			_ = timers.SetKey(starlark.String("x"), args[0])
			_, early = Define(Definition{Name: "p", Timers: timers}, func(string) (Source, bool) { return Source{Text: c.text, Options: dialect}, true })
			return starlark.None, nil
		})}
		for name, v := range lab {
			names[name] = v
		}
		_, err := define("p.star", c.text, "p", names)
		if early != nil {
			err = early
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\ngot  %v\nwant %s", c.text, err, c.want)
		}
	}
}
