package script

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"synod/node"
	"synod/node/protocols"
	"synod/script/lineend"
)

// Every verb has a doc of at least a sentence.
func TestEveryVerbHasADoc(t *testing.T) {
	for _, v := range allVerbs() {
		if !isSentence(v.summary()) {
			t.Errorf("%s: got the summary %q, want a sentence", v.fullName(), v.summary())
		}
		for _, paragraph := range v.paragraphs() {
			if !strings.HasSuffix(paragraph, ".") {
				t.Errorf("%s: got the paragraph %q, want it to end", v.fullName(), paragraph)
			}
		}
		if !slices.Contains(allGroups(), v.Group) {
			t.Errorf("%s: there is no group %q", v.fullName(), v.Group)
		}
	}
}

func isSentence(text string) bool {
	return len(text) > 10 && (text[0] >= 'A' && text[0] <= 'Z' || text[0] == '"') && strings.HasSuffix(text, ".")
}

// Every attribute of every kind of value has a doc, and every value with
// attributes is of a kind that has one.
func TestEveryPropertyHasADoc(t *testing.T) {
	for _, k := range kinds() {
		if !isSentence(k.doc) {
			t.Errorf("%s: got the doc %q, want a sentence", k.name, k.doc)
		}
		if len(k.properties) == 0 {
			t.Errorf("%s: it has no property", k.name)
		}
		for _, d := range append(slices.Clone(k.properties), k.fields...) {
			if len(d.doc) < 8 || strings.HasSuffix(d.doc, ".") {
				t.Errorf("%s.%s: got the doc %q, want some words", k.name, d.name, d.doc)
			}
		}
	}
	for _, v := range Verbs() {
		if v.On != "" && v.On != "assert" && kindNamed(v.On) == nil {
			t.Errorf("%s: there is no kind of value %q", v.fullName(), v.On)
		}
	}
	for _, c := range commands() {
		if len(c.doc) < 8 || !strings.HasPrefix(c.usage, ":") {
			t.Errorf("%s: got the doc %q, want some words", c.usage, c.doc)
		}
	}
	for _, p := range protocolRules() {
		for _, r := range p.rules {
			if len(r.Doc) < 8 {
				t.Errorf("%s: got the doc %q, want some words", r.Name, r.Doc)
			}
		}
	}
}

// What a script sees of a value is what the reference says it has. The values
// come from a run in which all kinds of things happen.
func TestReferenceIsComplete(t *testing.T) {
	s := newTestSession(t, discard{})
	err := s.Run("kinds", "", `
c = cluster(3, hold = True)
p = proposer(1, "X")
p.prepare()
p.accept()
q = proposer(2, "Y", ballot = (1, 2))
q.start()
asked = request(3, "read")
seen = [c, asked, asked.result, protocol("counter"), node(1), explore(depth = 1), p, p.result, state(1), ballot(1, 1), lose(), crash(3), crash(2, at = "after_sync"), spawn(lambda: 1), random(), history(), history()[0], history().faults[0], linearizable()]
heal()
bad = cluster(3, rules = {"learn_after_quorum": False})
small = bad.explore(propose = [(1, "A")]).shrink()
seen.extend([small, why(small, walks = 1)])
bad.close()
for _ in range(30):
    seen.extend(c.pending() + c.pending(kind = "timer"))
    if not c.step():
        for m in c.pending()[:1]:
            m.deliver()
`)
	if err != nil {
		t.Fatal(s.Explain(err))
	}
	met := map[string]bool{}
	for v := range starlark.Elements(s.globals["seen"].(*starlark.List)) {
		k := kindNamed(v.Type())
		if k == nil {
			t.Errorf("%v: there is no kind %q", v, v.Type())
			continue
		}
		met[k.name] = true
		for _, name := range v.(starlark.HasAttrs).AttrNames() {
			if !slices.Contains(k.attributes(), name) {
				t.Errorf("%v has %q, of which the reference says nothing", v, name)
			}
		}
	}
	for _, k := range kinds() {
		if !met[k.name] {
			t.Errorf("the test meets no %s", k.name)
		}
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// The fields of a state are those of the machines.
func TestStateFields(t *testing.T) {
	for _, name := range protocols.Names() {
		p, err := protocols.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		m, err := p.New(node.Config{Self: 1, Nodes: 3})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range m.(node.Snapshotter).State() {
			if !slices.ContainsFunc(stateFields, func(d described) bool { return d.name == f.Name }) {
				t.Errorf("%s: a state has %q, of which the reference says nothing", name, f.Name)
			}
		}
	}
}

func TestDoc(t *testing.T) {
	for name, want := range map[string]string{
		"crash":           "crash(node",
		"crash()":         "crash(node",
		"proposer.wait":   "proposer.wait(timeout=\"10s\")\n",
		"assert.eq":       "assert.eq(x, y, msg=\"\")\n",
		"eq":              "assert.eq(x, y, msg=\"\")\n",
		"wait":            "request.wait(timeout=\"10s\")\n",
		"network":         "network\n    hold(",
		"result":          "result\n    A result",
		":paste":          ":paste\n    Takes",
		":forget":         ":forget NAME\n    Takes",
		"help":            "help(about=None)\n",
		"promise_durable": "promise_durable\n    A rule of paxos",
		"assert":          "assert\n    Checks",
	} {
		got, err := Doc(name)
		if err != nil || !strings.HasPrefix(got, want) {
			t.Errorf("%s: got %q, %v, want it to start with %q", name, got, err, want)
		}
	}
	if got, _ := Doc("stop"); strings.Count(got, ".stop()") < 3 {
		t.Errorf("stop: got %q, want every verb of that name", got)
	}
	if got, _ := Doc("node"); !strings.Contains(got, "node(which)") || !strings.Contains(got, "A node is what") {
		t.Errorf("node: got %q, want the verb and the kind of value", got)
	}
	for name, want := range map[string]string{
		"prpose":  `there is nothing called "prpose"; did you mean propose?`,
		"netwrok": `there is nothing called "netwrok"; did you mean network?`,
	} {
		if _, err := Doc(name); err == nil || err.Error() != want {
			t.Errorf("%s: got the error %v, want %s", name, err, want)
		}
	}
	if _, err := Doc("qqqqqqqqqqqq"); err == nil || strings.Contains(err.Error(), "did you mean") {
		t.Errorf("got the error %v, want no guess", err)
	}
}

// Everything that can be explained has an explanation, which fits a terminal,
// is in the reference, and is part of what is said without a name.
func TestEverythingIsExplained(t *testing.T) {
	reference := Reference()
	all, err := Doc("")
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range topics() {
		for _, name := range topic.names {
			text, err := Doc(name)
			if err != nil || !strings.Contains(text, topic.text()) {
				t.Errorf("%s: got %q, %v", name, text, err)
			}
			if _, method, ok := strings.Cut(name, "."); ok {
				name = method
			}
			if !strings.Contains(reference, name) || !strings.Contains(strings.ToLower(all), name) {
				t.Errorf("%s: it is not in the reference", name)
			}
		}
	}
	for _, text := range []string{all, overview()} {
		for _, line := range strings.Split(text, "\n") {
			if n := utf8.RuneCountInString(line); n > textWidth || strings.HasSuffix(line, " ") {
				t.Errorf("got a line of %d columns: %q", n, line)
			}
		}
	}
	for _, v := range allVerbs() {
		if !strings.Contains(overview(), v.fullName()) || !strings.Contains(reference, "### `"+v.Signature()+"`") {
			t.Errorf("%s: it is missing", v.fullName())
		}
	}
}

// A help about a value is that about what it is.
func TestHelpOfValues(t *testing.T) {
	doc := func(name string) string {
		text, err := Doc(name)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for value, want := range map[string]string{
		"crash": doc("crash"), "c.crash": doc("crash"), "node(1).crash": doc("crash"), "exit": doc("exit"), "help": doc("help"),
		"assert.eq": doc("assert.eq"), "assert": doc("assert"), `"failures"`: doc("failures"),
		"p.stop": doc("proposer.stop"), "hold().stop": doc("rule.stop"),
		"p.result": kindNamed("result").text(), "state(1)": kindNamed("state").text(), "p": kindNamed("proposer").text(),
	} {
		got, err := talk(t, "", "c = cluster(3, quiet = True)", `p = proposer(1, "X")`, "help("+value+")")
		if err != nil || !strings.Contains(got, "synod> help("+value+")\n"+want+"synod> ") {
			t.Errorf("%s: got %v and\n%s\nwant\n%s", value, err, got, want)
		}
	}
	got, err := talk(t, "", "help()")
	if err != nil || !strings.Contains(got, overview()) {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text, indent string
		width        int
		want         string
	}{
		{"", "  ", 10, "\n"},
		{"a b", "", 3, "a b\n"},
		{"a b", "", 2, "a\nb\n"},
		{"aa bb", "  ", 6, "  aa\n  bb\n"},
		{"a waytoolong b", "", 4, "a\nwaytoolong\nb\n"},
		{"ää öö", "", 5, "ää öö\n"},
	} {
		if got := wrap(c.text, c.indent, c.width); got != c.want {
			t.Errorf("wrap(%q, %q, %d): got %q, want %q", c.text, c.indent, c.width, got, c.want)
		}
	}
}

// readme is the project's, which shows the vocabulary between two marks.
const (
	readme = "../README.md"
	begin  = "<!-- vocabulary -->\n"
	end    = "<!-- /vocabulary -->"
)

// The README shows the vocabulary that there is. The flag -update writes it.
func TestREADMEHasTheVocabulary(t *testing.T) {
	text, err := os.ReadFile(readme)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("there is no README to compare with")
	}
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(lineend.Unix(string(text)), begin)
	got, after, closed := strings.Cut(rest, end)
	switch {
	case !ok || !closed:
		t.Fatalf("%s has no place for the vocabulary: want the lines %q and %q", readme, strings.TrimSpace(begin), end)
	case got == VocabularyTable():
	case *update:
		if err := os.WriteFile(readme, []byte(before+begin+VocabularyTable()+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s shows the vocabulary\n%s\nwant\n%s\n(go test ./script -run README -update writes it)", readme, got, VocabularyTable())
	}
}

// A verb is in one row of the table.
func TestVocabularyTable(t *testing.T) {
	table := VocabularyTable()
	for _, v := range Verbs() {
		if n := strings.Count(table, "`"+v.fullName()+"`"); n != 1 {
			t.Errorf("%s: got it %d times, want once", v.fullName(), n)
		}
	}
	if got := strings.Count(table, "\n"); got != 2+len(Groups()) {
		t.Errorf("got %d rows", got)
	}
}
