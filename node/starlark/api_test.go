package starlark

import (
	"bytes"
	"strings"
	"testing"

	"synod/node"
)

// TestSelf does each thing that a handler can do, and looks at what comes of it.
func TestSelf(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{`return "%d %s %s %d" % (self.id, self.nodes, self.peers, self.majority)`, "outcome 2 [1, 2, 3] [1, 3] 2"},
		{`return "%s %s" % (r.op, r.client)`, "outcome do c1"},
		{`return "%s %s %s" % (r.by, r["from"], r["by"])`, "outcome [1] here [1]"},
		{`return str((r.id, "by" in r, "x" in r))`, "outcome (1, True, False)"},
		{`pass`, ""},
		{`return ""`, "outcome "},
		{`self.send(1, "ping")`, "-> n1 ping"},
		{`self.send(self.peers, "ping", n = 1, a = "x y", b = "x", c = None, d = (1,))`, `-> n1 ping n=1 a="x y" b=x c=null d=(1,); n2 -> n3 ping n=1 a="x y" b=x c=null d=(1,)`},
		{`self.send((3, 1), "ping")`, "-> n3 ping; n2 -> n1 ping"},
		{`self.send(set([2]), "ping")`, "-> n2 ping"},
		{`self.send(range(2, 4), "ping")`, "-> n2 ping; n2 -> n3 ping"},
		{`self.send({1: "x"}, "ping")`, "-> n1 ping"},
		{`self.send([], "ping")`, ""},
		{`self.send(kind = "ping", to = 1, n = 1)`, "-> n1 ping n=1"},
		{`self.send(1, kind = "ping", n = 1)`, "-> n1 ping n=1"},
		{`self.send(1, "ping", **{"from": 1})`, "-> n1 ping from=1"},
		{`self.send(1, "said", term = 3, log = ["a"])`, `-> n1 said term 3, ["a"], {all}`},
		{`self.send(1, "bare", term = 3)`, `-> n1 bare`},
		{`self.write("entry", n = 1)`, "write entry n=1"},
		{`self.write(kind = "entry")`, "write entry"},
		{`self.sync()`, "sync"},
		{`self.save(n = 1, log = [])`, "write save n=1 log=[]; n2 sync"},
		{`self.reply(r)`, "reply 1 ok"},
		{`self.reply(r, value = 1 << 70, ok = True, s = "x")`, "reply 1 ok value=1180591620717411303424 ok=true s=x"},
		{`self.reply(r, **{"from": 1})`, "reply 1 ok from=1"},
		{`self.fail(r, "no")`, "reply 1 fail why=no"},
		{`self.fail(r, reason = "no")`, "reply 1 fail why=no"},
		{`self.unknown(r, "maybe")`, "reply 1 info why=maybe"},
		{`self.set_timer("tick", "5ms")`, "sets tick 5ms to 5ms"},
		{`self.set_timer("tock", ("1ms", "1s"))`, "sets tock 1ms to 1s"},
		{`self.set_timer(name = "tick", after = ["1ms", "2ms"])`, "sets tick 1ms to 2ms"},
		{`self.set_timer("tick", self.retry)`, "sets tick 50ms to 50ms"},
		{`self.stop_timer("tock")`, "stops tock"},
		{`self.publish({"b": 1, "a": (1,)})`, `publishes {"a":(1,),"b":1}`},
		{`self.note("it is so")`, "note it is so"},
		{`print("a", 1, [2], sep = "-")`, "note a-1-[2]"},
		{`self.agree("chosen", 3, "X")`, "claims chosen 3 = X"},
		{`self.agree("chosen", None, "X")`, "claims chosen = X"},
		{`self.agree("chosen", key = (1, 2), value = None)`, "claims chosen (1,2) = null"},
		{`self.never_falls("term", (2, 1))`, "claims term = (2,1)"},
		{`return str(self.rule("careful"))`, "outcome True"},
		{`return str((self.retry, self.span, self.size, self.ratio, self.word, self.on, self.members))`, `outcome ("50ms", ("1ms", "2ms"), 3, 1.5, "w", False, [1])`},
		{"self.count += 1\nself.votes = self.votes | {3: 1, 2: 2}\nreturn str((self.count, self.votes))", "outcome (1, {2: 2, 3: 1})"},
		{`return str(hasattr(self, "count")) + str(hasattr(self, "x")) + str("send" in dir(self))`, "outcome TrueFalseTrue"},
		{`return type(self) + " " + str(self)`, "outcome self self"},
		{`return "a\nb\033[1m"`, `outcome a\nb\u001b[1m`},
	} {
		p := defined(t, "p.star", `
def on_do(self, r):
    `+strings.ReplaceAll(c.body, "\n", "\n    ")+`
def on_message(self, m): pass
def on_timer(self): pass
p = dict(
    name = "p", state = {"count": 0, "votes": {}}, requests = {"do": on_do},
    messages = {"ping": on_message, "said": on_message, "bare": on_message}, timers = {"tick": on_timer, "tock": on_timer},
    parameters = {
        "retry": ("50ms", "how long"), "span": (("1ms", "2ms"), "how long"), "size": (3, "how many"), "ratio": (1.5, "how much"),
        "word": "w", "on": (False, "whether"), "members": ([1], "who"),
    },
    rules = {"careful": "it takes care"}, show = {"said": "term {term}, {log}, {{all}}", "bare": ""},
)`, "p")
		l := newLab(t, p, 3, node.Config{})
		l.ask(2, "do", node.Field{Name: "by", Value: node.Value("[1]")}, node.Field{Name: "from", Value: "here"})
		want := c.want
		if want != "" {
			want = "n2 " + want
		}
		if got := strings.Join(l.lines, "; "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", c.body, got, want)
		}
	}
}

// A message knows its sender, its receiver and its kind, and its fields by attribute
// and by key.
func TestMessage(t *testing.T) {
	p := defined(t, "p.star", `
def on_do(self, r):
    self.send(2, "ping", n = [1], **{"from": 7})
def on_ping(self, m):
    return str((m.src, m.dst, m.kind, m.n, m["from"], m["src"], "n" in m, "x" in m, hasattr(m, "x"), dir(m), type(m), str(m)))
p = dict(name = "p", requests = {"do": on_do}, messages = {"ping": on_ping})`, "p")
	l := newLab(t, p, 2, node.Config{})
	l.ask(1, "do")
	m := l.flights[0].message
	l.settle()
	l.says(`
n1 -> n2 ping n=[1] from=7
n2 outcome (1, 2, "ping", [1], 7, 1, True, False, False, ["dst", "from", "kind", "n", "src"], "message", "ping n=[1] from=7")`)
	fields := m.Fields(nil)
	if len(fields) != 2 || fields[0] != (node.Field{Name: "n", Value: node.Value("[1]")}) || fields[1] != (node.Field{Name: "from", Value: 7}) {
		t.Errorf("got %v", fields)
	}
}

// What a node finds when it starts: the latest save, alone, and all records; nothing is
// restored by itself, and what was not synced is gone.
func TestDisk(t *testing.T) {
	p := defined(t, "p.star", `
def start(self, disk):
    if disk.saved:
        self.a = disk.saved.a
    return str((self.a, self.b, disk.saved and dir(disk.saved), [(r.kind, r["n"] if "n" in r else None) for r in disk.records]))
def on_do(self, r):
    self.write("entry", n = 1)
    self.a, self.b = 5, 6
    self.save(b = 3)
    self.save(a = 4)
    self.write("entry", n = 2)
    self.sync()
    self.write("entry", n = 3)
p = dict(name = "p", state = {"a": 0, "b": 0}, start = start, requests = {"do": on_do})`, "p")
	l := newLab(t, p, 1, node.Config{})
	l.says(`n1 outcome (0, 0, None, [])`)
	l.ask(1, "do")
	l.lines = nil
	l.crash(1)
	l.start(1)
	l.says(`
n1 crash
n1 outcome (4, 0, ["a", "kind"], [("entry", 1), ("save", None), ("save", None), ("entry", 2)])`)
}

// Parameters take values of the type of their default.
func TestParameters(t *testing.T) {
	p := defined(t, "p.star", `
def start(self, disk):
    return str((self.retry, self.size, self.ratio, self.word, self.on, self.members))
p = dict(name = "p", start = start, parameters = {
    "retry": ("50ms", "how long to wait"), "size": 3, "ratio": 1.5, "word": "w", "on": False, "members": ([1], "who"),
})`, "p")
	for settings, want := range map[string]string{
		"":                      `("50ms", 3, 1.5, "w", False, [1])`,
		`retry="1s"`:            `("1s", 3, 1.5, "w", False, [1])`,
		`retry=["1ms","2ms"]`:   `(("1ms", "2ms"), 3, 1.5, "w", False, [1])`,
		`retry=("1ms","2ms")`:   `(("1ms", "2ms"), 3, 1.5, "w", False, [1])`,
		`size=-7`:               `("50ms", -7, 1.5, "w", False, [1])`,
		`ratio=2`:               `("50ms", 3, 2.0, "w", False, [1])`,
		`word="5ms"`:            `("50ms", 3, 1.5, "5ms", False, [1])`,
		`on=true`:               `("50ms", 3, 1.5, "w", True, [1])`,
		`members=["1ms","2ms"]`: `("50ms", 3, 1.5, "w", False, ["1ms", "2ms"])`,
		`members=(1,2)`:         `("50ms", 3, 1.5, "w", False, (1, 2))`,
		`retry="soon"`:          `retry: got soon, want a duration such as "5ms", or a range such as ("1ms", "20ms")`,
		`retry=["2ms","1ms"]`:   `retry: got ["2ms","1ms"], want a duration`,
		`size=1.5`:              `size: got 1.5, want a whole number`,
		`size=true`:             `size: got true, want a whole number`,
		`ratio="x"`:             `ratio: got x, want a number`,
		`word=1`:                `word: got 1, want a string`,
		`on=1`:                  `on: got 1, want True or False`,
		`members=1`:             `members: got 1, want a list`,
		`members=[`:             `members: got [, want a list`,
		`siez=1`:                `p has no parameter "siez", want some of retry, size, ratio, word, on, members; did you mean size?`,
	} {
		cfg := node.Config{Self: 1, Nodes: 1}
		if name, v, ok := strings.Cut(settings, "="); ok {
			cfg.Settings = node.Settings{name: node.Value(v)}
		}
		m, err := p.New(cfg)
		got := ""
		if err != nil {
			got = err.Error()
		} else {
			var out node.Effects
			m.Step(&node.Event{Kind: node.EventStart}, &out)
			got = string(p.AppendNote(nil, out[0].Note))
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %s, want %s", settings, got, want)
		}
	}
	if got := p.Parameters()[0]; got.Type != node.SpanParameter || got.Doc != "how long to wait" || got.Default != `"50ms"` {
		t.Errorf("got %+v", got)
	}
	for _, cfg := range []node.Config{{Self: 0, Nodes: 3}, {Self: 4, Nodes: 3}, {Self: 1}, {Self: 1, Nodes: 1, Rules: map[string]bool{"x": true}}} {
		if _, err := p.New(cfg); err == nil {
			t.Errorf("%+v: got a machine", cfg)
		}
	}
}

// Equal contents are equal states, whatever the order in which they came about, and two
// fields never share a value.
func TestStates(t *testing.T) {
	p := defined(t, "p.star", `
def on_ab(self, r):
    self.votes = {"a": 1, "b": set([1, 2])}
def on_ba(self, r):
    self.votes = {"b": set([2, 1])}
    self.votes = self.votes | {"a": 1}
def on_share(self, r):
    x = {"a": [1]}
    self.votes, self.other = x, x
    self.votes = {"a": self.votes["a"] + [2]}
p = dict(name = "p", state = {"votes": {}, "other": None}, requests = {"ab": on_ab, "ba": on_ba, "share": on_share})`, "p")
	l := newLab(t, p, 2, node.Config{})
	states := map[node.ID]string{}
	for id, op := range []string{"", "ab", "ba"} {
		if op != "" {
			l.requests = 0 // they are the same request otherwise, too
			l.ask(node.ID(id), op)
			states[node.ID(id)] = string(l.machines[id-1].AppendState(nil))
		}
	}
	if states[1] != states[2] || !strings.HasPrefix(states[1], `{"a":1,"b":set([1,2])}`) {
		t.Errorf("got %q and %q", states[1], states[2])
	}
	l.ask(1, "share")
	if got := l.state(1); got != `votes={"a":[1,2]} other={"a":[1]}` {
		t.Errorf("got %s", got)
	}
	again := newLab(t, p, 2, node.Config{})
	if a, b := again.machines[0].AppendState(nil), again.machines[1].AppendState(nil); !bytes.Equal(a, b) {
		t.Errorf("got %q and %q of two nodes that start", a, b)
	}
}

// What handlers are called, and what they say of themselves.
func TestHandlers(t *testing.T) {
	p := example(t, "counter")
	h := p.Handlers("requests")
	if len(h) != 1 || h[0].Name != "add" || h[0].Doc != "Adds to the counter and tells the others." || h[0].Position.String() != "counter.star:3:1" {
		t.Errorf("got %+v", h)
	}
	if h := p.Handlers("start"); len(h) != 1 || h[0].Position.Line != 17 {
		t.Errorf("got %+v", h)
	}
	if got := string(p.AppendRequest(nil, &node.Request{Op: "add", Args: node.Fields{{Name: "delta", Value: 2}, {Name: "to", Value: node.ID(3)}, {Name: "s", Value: "a b"}}})); got != `add delta=2 to=3 s="a b"` {
		t.Errorf("got %s", got)
	}
	if got := string(p.AppendNote(nil, node.Note{Code: 9})); got != "?" {
		t.Errorf("got %s", got)
	}
}

// A machine is restored from what it wrote, and from nothing else.
func TestRestoreRefuses(t *testing.T) {
	p, cfg := example(t, "ring"), node.Config{Self: 1, Nodes: 3}
	const good = "true\n2\nrequest(1,7,\"elect\",\"c1\",{})\n[7]\n[3,5]\n"
	if m, err := p.Restore(cfg, []byte(good)); err != nil || string(m.AppendState(nil)) != good {
		t.Fatalf("got %v", err)
	}
	for _, bad := range []string{
		"", "true\n", "true\n2\nnull\n[7]\n[]", "true\n2\nnull\n[7]\n[]\n\n", "true\n2\nnull\n[7]\n[]\nnull\n", // lines
		"true\n02\nnull\n[]\n[]\n", "true\n2.50\nnull\n[]\n[]\n", "true\n{1:2,0:1}\nnull\n[]\n[]\n", "true\n\nnull\n[]\n[]\n", // values
		"true\n2\nnull\n[7,6]\n[]\n", "true\n2\nnull\n[7,7]\n[]\n", "true\n2\nnull\n[]\n[2,1]\n", "true\n2\nnull\n[7]\n[7]\n", // requests
		"true\n2\nnull\n[-1]\n[]\n", "true\n2\nnull\n[1.0]\n[]\n", "true\n2\nnull\nnull\n[]\n", "true\n2\nnull\n[\"1\"]\n[]\n",
	} {
		if _, err := p.Restore(cfg, []byte(bad)); err == nil {
			t.Errorf("%q: got a machine", bad)
		}
	}
	if _, err := p.Restore(node.Config{Self: 4, Nodes: 3}, []byte(good)); err == nil {
		t.Error("got a machine of a node that is not there")
	}
}
