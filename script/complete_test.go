package script

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.starlark.net/starlark"
	"pgregory.net/rapid"
)

// completing returns a conversation in which some things have been said, and
// the next line is to be typed.
func completing(t *testing.T, begun string) *conversation {
	t.Helper()
	s := newTestSession(t, io.Discard)
	c := &conversation{reader: &typist{screen: io.Discard}}
	c.begin(s)
	said := "c = cluster(3, quiet = True, roles = {'acceptors': [1, 2], 'leader': 3})\np = proposer(1, 'X')\nword = 'w'\nboth = [p, 'x']\ndict = {'p': p, 'w': 'x'}\nnumber = 7\n_private = 1\n" +
		"def twice(what, times = 2, *rest, **more): return what * times\n"
	if err := c.take(entry{item: item{text: said, line: 1}, name: "prompt", echo: true}); err != nil {
		t.Fatal(s.Explain(err))
	}
	c.items.begun = begun
	return c
}

// A line is typed up to the |, where TAB is pressed. The candidates stand in
// the order in which they are offered.
func TestComplete(t *testing.T) {
	for _, test := range []struct{ begun, line, want string }{
		{"", "clus|", "cluster"},
		{"", "  x = twi|", "twice"},
		{"", "numb|er + 1", "number"},
		{"", "assert.f|", "fails false"},
		{"", "hel|", "help"},
		{"", "def|", "def"},
		{"", "lam|", "lambda"},
		{"", "sor|", "sorted"},
		{"", "_priv|", "_private"},
		{"", "nosuch|", ""},
		{"", "12|", ""},
		{"", "# clus|", ""},
		{"", `"clus|`, ""},
		{"", `f('''it's clus|`, ""},

		// at the start of a line
		{"", "    |x", "<    >"},
		{"def f():\n", "|", "<    >"},

		// attributes
		{"", "p.|", "accept asked ballot done messages node prepare result start status stop value wait"},
		{"", "p.st|", "start status stop"},
		{"", "p.result.o|", "outcome"},
		{"", "p.node.na|", "name"},
		{"", "x = [p.do|", "done"},
		{"", "word.upp|", "upper"},
		{"", "number.|", ""},
		{"", "nosuch.|", ""},
		{"", "p.nosuch.|", ""},

		// attributes of what a call would return
		{"", "node(1).u|", "up"},
		{"", "c.node(f(1)).u|", "up"},
		{"", `proposer(1, ")").acc|`, "accept"},
		{"", "p.wait().mi|", "mine"},
		{"", "hold().hi|", "hits"},
		{"", "crash(1).hi|", "hits"},
		{"", "p.node().u|", ""},
		{"", "proposer(1, 2).node.u|", "up"},
		{"", "chosen().|", ""},
		{"", ").|", ""},

		// elements
		{"", "nodes()[0].u|", "up"},
		{"", "pending()[0].ki|", "kind"},
		{"", "pending()[0].dst.na|", "name"},
		{"", "c.pending(kind = 'x')[1].del|", "deliver"},
		{"", "history()[-1].invoked_|", "invoked_event"},
		{"", "both[0].acc|", "accept"},
		{"", "both[-1].upp|", "upper"},
		{"", "both[7].|", ""},
		{"", "both[:1].|", ""},
		{"", "dict['p'].acc|", "accept"},
		{"", "dict[word].upp|", "upper"},
		{"", "dict['nosuch'].|", ""},
		{"", "both[f(1)].|", ""},
		{"", "p.result.out|", "outcome"},
		{"", "propose(1, 'X').result.mi|", "mine"},

		// plain values that a call or an attribute would return
		{"", "now().|", "hours microseconds milliseconds minutes nanoseconds seconds"},
		{"", "pending()[0].due.sec|", "seconds"},
		{"", "pending()[0].kind.upp|", "upper"},
		{"", "shrink().script().spl|", "split splitlines"},
		{"", "pending().app|", "append"},
		{"", "trace().upp|", "upper"},
		{"", "'a'.upp|", "upper"},
		{"", "'a'.upper().low|", "lower"},
		{"", "str(1).upp|", "upper"},
		{"", "[].app|", "append"},
		{"", "x = [1, 2].app|", "append"},
		{"", "{}.it|", "items"},
		{"", "len('a').|", ""},
		{"", "sorted(pending())[0].ki|", "kind"},
		{"", "random().dra|", ""},
		{"", "random('x').shu|", "shuffle"},

		// what may be None, once it is not
		{"", "pending()[0].src.na|", "name"},
		{"", "pending()[0].ballot.ro|", "round"},
		{"", "history()[0].returned.sec|", "seconds"},
		{"", "explore().violated.upp|", "upper"},
		{"", "state(1).accepted.ro|", "round"},
		{"", "linearizable().window[0].invoked_|", "invoked_event"},

		// names that the lines bind
		{"for m in pending():\n", "    m.ki|", "kind"},
		{"for m in pending():\n", "    m.src.na|", "name"},
		{"for m in pending():\n    print('for m in nodes():')\n    # for m in nodes():\n", "    m.ki|", "kind"},
		{"for m in pending():\n  for m in nodes():\n", "    m.u|", "up"},
		{"for i, m in enumerate(pending()):\n", "    m.ki|", "kind"},
		{"for i, m in enumerate(pending()):\n", "    i.|", ""},
		{"for (n, m) in zip(nodes(), pending()):\n", "    n.u|", "up"},
		{"for i, (n, m) in enumerate(zip(nodes(), pending())):\n", "    m.ki|", "kind"},
		{"for k, v in dict.items():\n", "    v.acc|", "accept"},
		{"for k in dict:\n", "    k.upp|", "upper"},
		{"for v in dict.values():\n", "    v.acc|", "accept"},
		{"for o in history():\n", "    o.invoked_|", "invoked_event"},
		{"for x in sorted(pending(), key = str):\n", "    x.ki|", "kind"},
		{"for x in both:\n", "    x.acc|", "accept"},
		{"for word in pending():\n", "    word.|", "ballot deliver drop dst due duplicate held kind promised release src value vote_ballot vote_value voted waiting"},
		{"for c in pending(kind = 'x')[:2]:\n", "    c.|", ""},
		{"", "for m in pending(): m.ki|", "kind"},
		{"", "[m.ki| for m in pending()]", "kind"},
		{"", "[(i, m.ki|) for i, m in enumerate(pending()) if m]", "kind"},
		{"", "[m for m in pending() if m.ki|", "kind"},
		{"", "[s for m in pending() for s in [m.ki|", "kind"},
		{"", "[m.| for m in m]", ""},
		{"def f():\n    m = pending()[0]\n", "    m.ki|", "kind"},
		{"def f():\n    m = pending()\n    m = m[0]\n", "    m.ki|", "kind"},
		{"def f():\n    for m in pending():\n        s = m.src\n", "        s.na|", "name"},
		{"", "x = pending(); x[0].ki|", "kind"},
		{"f(\n  word = pending(),\n", "word.upp|", "upper"},
		{"", "m = m.|", ""},

		// strings with a meaning of their own
		{"", `hold(kind="prom|`, "promise"},
		{"", `hold(kind = 'prom|`, "promise"},
		{"", `crash(1, "after_sy|`, "after_sync"},
		{"", `crash(1, at="after_sy|`, "after_sync"},
		{"", `node(1).crash("after_sy|`, "after_sync"},
		{"", `partition("ac|`, "acceptors"},
		{"", `partition([1], "a|`, "acceptors"},
		{"", `hold(dst = ["ac|`, "acceptors"},
		{"", `crash("le|`, "leader"},
		{"", `nodes("le|`, "leader"},
		{"", `hold(vo|`, "voted= vote_ballot= vote_value="},
		{"", `hold(kind = "accept", v|`, "value="},
		{"", `hold(kind = "nack", fields = {}, |`, "src= dst= where= ballot= promised="},
		{"", `lose(0.5, ballot = (1, 1), vote_b|`, "vote_ballot="},
		{"", `restart(1, disk="|`, "keep wipe"},
		{"", `c.node(1).restart("w|`, "wipe"},
		{"", `cluster(3, fleet="s|`, "sim"},
		{"", `cluster(order="|`, "random time"},
		{"", `cluster(protocol="|`, "paxos"},
		{"", `cluster(backoff="ran|`, "random"},
		{"", `cluster(rules={"promise_d|`, "promise_durable"},
		{"", `cluster(rules={"promise_durable": False, "accept_d|`, "accept_durable"},
		{"", `cluster(rules={"promise_durable": "|`, ""},
		{"", `cut(1, 2, in_flight="|`, "keep lose"},
		{"", `explore(strategy="|`, "breadth depth pct random"},
		{"", `explore(reduce=["dead", "sa|`, "safety"},
		{"", `explore(properties=["agr|`, "agreement"},
		{"", `linearizable(model="reg|`, "register"},
		{"", `linearizable("reg|`, "register"},
		{"cluster(3,\n", `order="|`, "random time"},
		{"", `help("netw|`, "network"},
		{"", `submit(1, "cr|`, ""},
		{"", `print("cr|`, ""},
		{"", `x = ["cr|`, ""},

		// parameters
		{"", "crash(|", "node= at= kind= src= where= fields= ballot= voted= vote_ballot= vote_value= value= promised="},
		{"", "cluster(prot|", "protocol="},
		{"", "cluster(5, ho|", "hold="},
		{"", "cluster(hold = True, ho|", "hold"},
		{"", "cluster(hold = ho|", "hold"},
		{"", "node(1).crash(|", "at= kind= src= where= fields= ballot= voted= vote_ballot= vote_value= value= promised="},
		{"", "c.node(2).restart(|", "disk="},
		{"", "node(1).crash(a|", "at= abs all and any args assert"},
		{"", "p.wait(|", "timeout="},
		{"", "twice(|", "what= times="},
		{"", "twice(1, t|", "times= trace tuple twice type"},
		{"", "[twice(1), t|", "trace tuple twice type"},
		{"cluster(3,\n", "prot|", "protocol="},
		{"cluster(hold = True,\n", "ho|", "hold"},
		{"", "print(p.res|", "result"},

		// what a file of the library has
		{"", `load("@synod//text.star", "|`, "pad sum table"},
		{"", `load("@synod//text.star", "pad", "|`, "sum table"},
		{"", `load("@synod//text.star", mine = "p|`, "pad"},
		{"", `load('@synod//duel.star', '|`, "duel"},
		{"", `load("mine.star", "|`, ""},

		// commands
		{"", ":pa|", ":paste"},
		{"", ":|", ":paste :forget :go"},
		{"", "x :pa|", "partition pause"},
	} {
		before, after, _ := strings.Cut(test.line, "|")
		head, found, tail := completing(t, test.begun).complete(before+after, utf8.RuneCountInString(before))
		got := strings.Join(found, " ")
		if slices.Equal(found, []string{indent}) {
			got = "<" + indent + ">"
		}
		if sorted(got) != sorted(test.want) {
			t.Errorf("%s%s: got %q, want %q", test.begun, test.line, got, test.want)
		}
		if len(found) > 0 && (!strings.HasPrefix(before, head) || tail != after) {
			t.Errorf("%s: got %q before and %q behind", test.line, head, tail)
		}
	}
}

func sorted(words string) string {
	list := strings.Fields(words)
	slices.Sort(list)
	return strings.Join(list, " ")
}

// Parameters come first: they are what one looks for inside of a call.
func TestCompleteOrder(t *testing.T) {
	_, found, _ := completing(t, "").complete("cluster(5, h", 12)
	if len(found) < 3 || found[0] != "hold=" || slices.Contains(found, "hold") {
		t.Errorf("got %q", found)
	}
	_, found, _ = completing(t, "").complete("x = ", 4)
	if len(found) < 60 || slices.Contains(found, "_private") {
		t.Errorf("got %d names: %q", len(found), found)
	}
}

// Paths are those that a load statement could name.
func TestCompletePaths(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	write(t, "mine.star", "")
	write(t, "other.txt", "")
	write(t, ".hidden.star", "")
	if err := os.MkdirAll(filepath.Join("more", "deep"), 0o755); err != nil {
		t.Fatal(err)
	}
	write(t, "more/inner.star", "")
	c := completing(t, "")
	for line, want := range map[string]string{
		`load("m`:                    "mine.star more/",
		`load('more/`:                "more/deep/ more/inner.star",
		`load("more/in`:              "more/inner.star",
		`load("@synod//la`:           "@synod//lab.star",
		`load("./m`:                  "./mine.star ./more/",
		`load("nowhere/x`:            "",
		`load("mine.star", "m`:       "",
		`print("m`:                   "",
		`"m`:                         "",
		`load("` + dir + `/more/inn`: dir + "/more/inner.star",
	} {
		head, found, _ := c.complete(line, utf8.RuneCountInString(line))
		if got := strings.Join(found, " "); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
		if len(found) > 0 && !strings.HasSuffix(head, line[strings.IndexAny(line, `"'`):][:1]) {
			t.Errorf("%s: got %q before the path", line, head)
		}
	}
}

// A pasted tab is a tab: whoever pastes does not ask for anything.
func TestCompletePasted(t *testing.T) {
	c := completing(t, "")
	c.pasting = true
	if head, found, tail := c.complete("clus", 4); head != "clus" || !slices.Equal(found, []string{"\t"}) || tail != "" {
		t.Errorf("got %q, %q, %q", head, found, tail)
	}
}

// touchy is a value that cannot be asked.
type touchy struct{ starlark.NoneType }

func (touchy) Attr(string) (starlark.Value, error) { panic("do not touch") }
func (touchy) AttrNames() []string                 { panic("do not touch") }

func TestCompletePanics(t *testing.T) {
	c := completing(t, "")
	c.names.all["touchy"] = touchy{}
	for _, line := range []string{"touchy.", "touchy.x.", "touchy.f("} {
		if _, found, _ := c.complete(line, len(line)); found != nil {
			t.Errorf("%s: got %q", line, found)
		}
	}
}

// Goal: whatever is typed, TAB changes nothing but the word before it.
// Method: random lines of the pieces that lines are made of, and a random place.
func TestCompleteKeepsTheLine(t *testing.T) {
	c := completing(t, "")
	pieces := []string{"c", "p", "cluster", "node", "load", "result", "(", ")", "[", "]", "{", ".", ",", "=", " ", "\"", "'", "\"\"\"", "\\", "#", ":", "ä", "↵", "1", "lambda", "@synod//"}
	rapid.Check(t, func(t *rapid.T) {
		line := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "line"), "")
		c.items.begun = rapid.SampledFrom([]string{"", "f(\n", "x = '''\n", "def f():\n"}).Draw(t, "begun")
		runes := []rune(line)
		at := rapid.IntRange(0, len(runes)).Draw(t, "at")
		head, found, tail := c.complete(line, at)
		before := string(runes[:at])
		typed, ok := strings.CutPrefix(before, head)
		if !ok || tail != string(runes[at:]) {
			t.Fatalf("%q at %d: got %q and %q around the word", line, at, head, tail)
		}
		for _, word := range found {
			if !strings.HasPrefix(word, typed) {
				t.Fatalf("%q at %d: got %q for %q", line, at, word, typed)
			}
		}
	})
}

// At the start of a command there are the person's own names and the verbs.
func TestCompleteNothing(t *testing.T) {
	c := completing(t, "")
	_, found, _ := c.complete("", 0)
	for _, want := range []string{"cluster", "crash", "help", "undo", "p", "twice"} {
		if !slices.Contains(found, want) {
			t.Errorf("got %q, want %s among them", found, want)
		}
	}
	for _, other := range []string{"accept", "len", "for", "_private"} {
		if slices.Contains(found, other) {
			t.Errorf("got %q, want no %s", found, other)
		}
	}
	if _, found, _ = c.complete("x = ", 4); len(found) > mostOffered {
		t.Errorf("got %d words, want no more than %d", len(found), mostOffered)
	}
}
