package starlark

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"

	"synod/node"
)

// captured returns what a protocol's one timer returns, once it was written down and
// made again.
func captured(t *testing.T, text string) string {
	t.Helper()
	p := defined(t, "c.star", text+`
p = dict(name = "p", timers = {"go": go}, rules = {"r": "it is on"})
`, "p")
	l := newLab(t, p, 1, node.Config{})
	l.step(1, &node.Event{Kind: node.EventTimer})
	return strings.TrimPrefix(strings.Join(l.lines, "; "), "n1 outcome ")
}

// TestCapture writes down functions with all that they use, and makes them again.
func TestCapture(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a helper that is defined below": {`
def go(self): return helper(self)
def helper(self): return "below %d" % self.id`, "below 1"},
		"helpers that use each other": {`
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
def go(self): return str((even(10), odd(7), even(3)))`, "(True, True, False)"},
		"a helper that uses itself": {`
def fact(n): return n * fact(n - 1) if n else 1
def go(self): return str(fact(20))`, "2432902008176640000"},
		"a closure": {`
def make(words):
    count = len(words)
    def go(self):
        """Says what it closes over."""

        return "%s %d" % (words, count)
    return go
go = make(["a", "b"])`, `["a", "b"] 2`},
		"a closure that uses itself": {`
def make():
    def down(n):
        return "0" if n == 0 else str(n) + down(n - 1)
    return down
count = make()
def go(self): return count(3)`, "3210"},
		"two closures of one text": {`
def adder(n):
    return lambda x: x + n
one, ten = adder(1), adder(10)
def go(self): return str(one(ten(5)))`, "16"},
		"a lambda over lines": {`
table = {
    "double": (lambda x:
        x * 2), "square": lambda x: x * x,
}
def go(self): return str([table[k](5) for k in sorted(table)])`, "[10, 25]"},
		"default values": {`
LIMIT = 3
def clip(x, limit = LIMIT, words = ["a"], *rest, sep = "/", **more):
    return sep.join([str(min(x, limit))] + words + [str(e) for e in rest] + sorted(more))
LIMIT = 100
def go(self, extra = {"k": 1}):
    return clip(7) + clip(7, 5, ["b"], 9, sep = "-", z = 1) + str(extra)`, `3/a5-b-9-z{"k": 1}`},
		"a default that is a function": {`
def twice(f = lambda x: x + 1): return f(f(0))
def go(self): return str(twice())`, "2"},
		"a lambda with a default": {`
fns = [lambda x, n = i: x * n for i in range(3)]
def go(self): return str([f(7) for f in fns])`, "[0, 7, 14]"},
		"values of every kind": {`
ALL = [None, True, 1 << 80, 1.5, "s\n\"", b"b", (1,), {"b": [1], "a": set([2])}, range(2, 9, 3), len, struct(x = 1)]
def go(self): return str(ALL[:9]) + str(ALL[9]([1, 2])) + str(ALL[10].x)`, `[None, True, 1208925819614629174706176, 1.5, "s\n\"", b"b", (1,), {"b": [1], "a": set([2])}, range(2, 9, 3)]21`},
		"dicts keep the order of their text": {`
ORDER = {"z": 1, "a": 2, "m": 3}
def go(self): return "".join(ORDER.keys())`, "zam"},
		"values that are shared": {`
INNER = ["x"]
A, B = [INNER], {"k": INNER}
def go(self): return str((A, B))`, `([["x"]], {"k": ["x"]})`},
		"names of the language that mean something else": {`
def len(x): return 99
def go(self):
    max = 3
    return "%d %d" % (len([]), max)`, "99 3"},
		"comments, brackets and strings": {`
def go(self):
    x = [
1,
    ]
# at the left
    text = """
def not_the_end():
"""
    if x:
        # inside

        return text.strip() + str(x)

# after it`, "def not_the_end():[1]"},
		"on one line": {`
def go(self): return "one"; pass`, "one"},
		"letters of more than one byte": {`
def word(s, *more): return s
def go(self): return word("é…", lambda x: x, "日本") + (lambda é = "ü": é)() if True else ""`, "é…ü"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := captured(t, c.text); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// What the script does to its values later changes nothing.
func TestCaptureIsACopy(t *testing.T) {
	text := `
WORDS = ["a"]
def go(self): return "".join(WORDS)
`
	_, program, err := starlark.SourceProgramOptions(dialect, "c.star", text, func(string) bool { return false })
	if err != nil {
		t.Fatal(err)
	}
	globals, err := program.Init(&starlark.Thread{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	timers := new(starlark.Dict)
	_ = timers.SetKey(starlark.String("go"), globals["go"])
	p, err := Define(Definition{Name: "p", Timers: timers}, func(string) (Source, bool) { return Source{Text: text, Options: dialect}, true })
	if err != nil {
		t.Fatal(err)
	}
	if err := globals["WORDS"].(*starlark.List).Append(starlark.String("b")); err != nil {
		t.Errorf("got %v, want a list of the script that can be changed", err)
	}
	l := newLab(t, p, 1, node.Config{})
	l.step(1, &node.Event{Kind: node.EventTimer})
	l.says("n1 outcome a")
}

// What a function was made with is frozen too.
func TestDefaultsAreFrozen(t *testing.T) {
	p := defined(t, "c.star", "def go(self, kept = []):\n    kept.append(self.id)\np = dict(name = \"p\", timers = {\"go\": go})", "p")
	l := newLab(t, p, 1, node.Config{})
	if err := l.try(1, &node.Event{Kind: node.EventTimer}); err == nil || !strings.HasPrefix(err.Error(), "c.star:2:16: append: cannot append to frozen list") {
		t.Errorf("got %v", err)
	}
}

// A function keeps its position, wherever it stands, and is found in a text of which
// other parts are wrong.
func TestPositions(t *testing.T) {
	good := `def go(self):
    return helper(self,
        [1])
def outer():
    def helper(self, x):
            fail("here")
    return helper
helper = outer()
late = {"x": lambda self:
    helper(self, 2)}
`
	globals, err := starlark.ExecFileOptions(dialect, &starlark.Thread{}, "prompt", good, nil)
	if err != nil {
		t.Fatal(err)
	}
	typed := good + "x = = 3\n(\n"
	timers := new(starlark.Dict)
	_ = timers.SetKey(starlark.String("go"), globals["go"])
	late, _, _ := globals["late"].(*starlark.Dict).Get(starlark.String("x"))
	_ = timers.SetKey(starlark.String("late"), late)
	p, err := Define(Definition{Name: "p", Timers: timers}, func(string) (Source, bool) { return Source{Text: typed, Options: dialect}, true })
	if err != nil {
		t.Fatal(err)
	}
	l := newLab(t, p, 1, node.Config{})
	for i, calls := range []string{"prompt:2:18: in go, prompt:6:17: in helper", "prompt:10:11: in lambda, prompt:6:17: in helper"} {
		mistake, ok := l.try(1, &node.Event{Kind: node.EventTimer, Timer: node.Timer(i)}).(*node.HandlerError)
		if !ok || mistake.Where != "prompt:6:17" || strings.Join(mistake.Calls, ", ") != calls {
			t.Errorf("got %+v, want calls %s", mistake, calls)
		}
	}
}

// A text that is not what a function was made of is an error, and no other function.
func TestWrongText(t *testing.T) {
	text := "\ndef go(self):\n    pass\n"
	globals, err := starlark.ExecFileOptions(dialect, &starlark.Thread{}, "c.star", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	timers := new(starlark.Dict)
	_ = timers.SetKey(starlark.String("go"), globals["go"])
	for _, other := range []string{"", "\n", "\nx = 1\n", "\ndef go(self:\n", "\n\n\n", "\nif True:\n  pass\n"} {
		_, err := Define(Definition{Name: "p", Timers: timers}, func(string) (Source, bool) { return Source{Text: other, Options: dialect}, true })
		if err == nil || !strings.Contains(err.Error(), "c.star:2:1: the text of go is not what it was made of") {
			t.Errorf("%q: got %v", other, err)
		}
	}
	_, err = Define(Definition{Name: "p", Timers: timers}, func(string) (Source, bool) { return Source{}, false })
	if err == nil || !strings.Contains(err.Error(), "c.star:2:1: the text of go is not known") {
		t.Errorf("got %v", err)
	}
}

// What a search keeps of a disk is what a node that starts gets to see of it.
func TestCompact(t *testing.T) {
	record := func(kind string, n string) node.Message {
		return &Message{record: true, index: -1, kind: kind, fields: []field{{"n", Starlark(node.Value(n))}}}
	}
	all := []node.Message{record("save", "1"), record("entry", "2"), record("save", "3"), record("entry", "4")}
	for text, want := range map[string]int{
		"": 0,
		"def start(self, disk): return str(disk.saved)":             1,
		"def start(self, disk): return str(len(disk.records))":      4,
		"def start(self, disk): return getattr(disk, 'rec'+'ords')": 4,
	} {
		definition := text + "\np = dict(name = \"p\")"
		if text != "" {
			definition = text + "\np = dict(name = \"p\", start = start)"
		}
		p := defined(t, "c.star", definition, "p")
		got := p.Compact(node.Config{}, all)
		if len(got) != want || want == 1 && got[0] != all[2] {
			t.Errorf("%s: got %v, want %d", text, got, want)
		}
	}
}

// A node that starts cannot choose, and says where it tried to.
func TestNoChoiceAtTheStart(t *testing.T) {
	p := defined(t, "c.star", "def start(self, disk):\n    self.choose(\"x\", [1, 2])\np = dict(name = \"p\", start = start)", "p")
	m, err := p.New(node.Config{Self: 1, Nodes: 1})
	if err != nil {
		t.Fatal(err)
	}
	err = node.Take(m, &node.Event{Kind: node.EventStart}, new(node.Effects))
	if err == nil || !strings.HasPrefix(err.Error(), "c.star:2:16: choose: a node that starts cannot choose") {
		t.Errorf("got %v", err)
	}
}

// A step that chooses is a function of its event's choices.
func TestChoose(t *testing.T) {
	p := defined(t, "c.star", "def go(self):\n    self.count += 1\n    return self.choose(\"x\", [\"a\", \"b\"]) + self.choose(\"y\", (\"c\", \"d\"))\np = dict(name = \"p\", state = {\"count\": 0}, timers = {\"go\": go})", "p")
	l := newLab(t, p, 1, node.Config{})
	for choices, want := range map[string]any{"": node.ChoiceWanted{Name: "x", Options: 2}, "b": node.ChoiceWanted{Name: "y", Options: 2}, "bc": "bc", "ad": "ad"} {
		ev := &node.Event{Kind: node.EventTimer}
		for _, c := range choices {
			ev.Choices = append(ev.Choices, int(c-'a')%2)
		}
		l.lines = nil
		err := l.try(1, ev)
		if wanted, ok := want.(node.ChoiceWanted); ok {
			if got, ok := err.(*node.ChoiceWanted); !ok || *got != wanted {
				t.Errorf("%s: got %v, want %v", choices, err, wanted)
			}
		} else {
			l.says("n1 outcome " + want.(string))
		}
	}
	if got := l.state(1); got != "count=2" {
		t.Errorf("got %s, want only whole steps to count", got)
	}
	if err := l.try(1, &node.Event{Kind: node.EventTimer, Choices: []int{5}}); err == nil || !strings.Contains(err.Error(), "got the choice 5 of x, want one below 2") {
		t.Errorf("got %v", err)
	}
}
