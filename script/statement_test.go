package script

import (
	"path/filepath"
	"strings"
	"testing"
)

// nodesTable is what show() begins with.
const nodesTable = "node  promised"

// Goal: a verb that looks prints where its call is a whole statement, and nothing
// twice.
// Method: the same cluster is looked at in statements and in expressions of all
// kinds; what comes out is counted.
func TestLookVerbsPrintAsStatements(t *testing.T) {
	for text, want := range map[string]int{
		// whole statements
		"show()":                         1,
		"show();":                        1,
		"c.show()":                       1,
		"(show())":                       1,
		"((c.show()))":                   1,
		"show(); show()":                 2,
		"show(\n)":                       1,
		"getattr(c, 'show')()":           1,
		"if True: show()":                1,
		"for _ in range(3):\n    show()": 3,
		"def f():\n    show()\nf()":      1,
		"def f():\n    if True:\n        c.show()\n        return 1\nf()": 1,
		"[c.show][0]()": 1,

		// expressions
		"x = show()":                            0,
		"print(show())":                         1,
		"x = len(show())":                       0,
		"x = [show() for _ in range(3)]":        0,
		"x = {1: show()}":                       0,
		"x = show() + show()":                   0,
		"x = (show(), 1)":                       0,
		"x = show() if True else ''":            0,
		"if show(): pass":                       0,
		"for line in show().splitlines(): pass": 0,
		"def f(): return show()\nx = f()":       0,
		"def f(): return show()\nprint(f())":    1,
		"f = lambda: show()\nprint(f())":        1,
		"x = during([], show)":                  0,
	} {
		t.Run(text, func(t *testing.T) {
			var out strings.Builder
			s := newTestSession(t, &out)
			err := s.Run("x.star", "", "c = cluster(1)\n"+text+"\n")
			if err != nil {
				t.Fatal(s.Explain(err))
			}
			if got := strings.Count(out.String(), nodesTable); got != want {
				t.Errorf("got the table %d times, want %d:\n%s", got, want, out.String())
			}
		})
	}
}

// Every verb that looks does so, of whatever it is.
func TestEveryLookVerbPrintsAsAStatement(t *testing.T) {
	found := 0
	for _, v := range Verbs() {
		if v.Result != "the text" || !strings.HasPrefix(v.Doc, "Prints") && !strings.HasPrefix(v.Doc, "Reads again and prints") {
			continue
		}
		found++
		if !strings.Contains(v.Doc, strings.TrimSpace(alone)) {
			t.Errorf("%s: the doc does not say when it prints", v.fullName())
		}
		t.Run(v.fullName(), func(t *testing.T) {
			s, out := stage(t, "")
			call := receivers[v.On] + v.Name + "()"
			said := func(text string) string {
				before := out.Len()
				if err := s.Run("x.star", "", text); err != nil {
					t.Fatal(s.Explain(err))
				}
				return out.String()[before:]
			}
			if got := said("text = " + call); got != "" {
				t.Errorf("got %q from an assignment, want nothing", got)
			}
			if statement, printed := said(call), said("print("+call+")"); statement == "" || statement != printed {
				t.Errorf("got %q from a statement and %q from print, want one text", statement, printed)
			}
		})
	}
	if found < 7 {
		t.Errorf("got %d verbs that print what they return, want at least 7", found)
	}
}

// At a prompt the value of an expression is shown anyway; no text is shown twice.
func TestLookVerbsAtThePrompt(t *testing.T) {
	for text, want := range map[string]int{
		"show()":                             1,
		"(show())":                           1,
		"show();":                            1,
		"print(show())":                      1,
		"x = show()":                         0,
		"def f():\n    return show()\n\nf()": 1,
		"def f():\n    show()\n    return show()\n\nf()": 1,
		"during([], show)":                     1,
		"during([], lambda: c.show())":         1,
		"show() if True else 1":                1,
		"for _ in range(2): show()":            2,
		":paste\nshow()\n.":                    1,
		"show()\nsleep('1ms')\nundo()\nshow()": 2,
	} {
		t.Run(text, func(t *testing.T) {
			got, status := feed(t, "", "c = cluster(1, quiet = True)\n"+text+"\n")
			if n := strings.Count(got, nodesTable); n != want || status != 0 {
				t.Errorf("got status %d and the table %d times, want %d:\n%s", status, n, want, got)
			}
		})
	}
}

// A file that is loaded has statements of its own.
func TestLookVerbsInLoadedFiles(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "lib.star"), "def says():\n    show()\ndef returns():\n    return show()\n")
	var out strings.Builder
	s := newTestSession(t, &out)
	if err := s.Run("x.star", dir, "load('lib.star', 'says', 'returns')\ncluster(1)\nx = returns()\nsays()\n"); err != nil {
		t.Fatal(s.Explain(err))
	}
	if n := strings.Count(out.String(), nodesTable); n != 1 {
		t.Errorf("got the table %d times, want once:\n%s", n, out.String())
	}
}
