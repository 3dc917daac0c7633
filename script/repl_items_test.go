package script

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.starlark.net/syntax"
	"pgregory.net/rapid"

	"synod/script/lineend"
)

// cut returns the items of a text, as lines from a pipe or as typed.
func cut(t fataler, text string, script bool) []item {
	lines := strings.Split(text, "\n")
	s := items{script: script, read: func(bool) (string, error) {
		if len(lines) == 0 {
			return "", io.EOF
		}
		line := lines[0]
		lines = lines[1:]
		return line, nil
	}}
	var all []item
	for {
		it, err := s.next()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatalf("cutting %q: %v", text, err)
		}
		all = append(all, it)
	}
}

type fataler interface{ Fatalf(string, ...any) }

// positions returns where the statements of a text start and end, and what
// kinds of statements they are.
func positions(t fataler, text string, parts []item) []string {
	var all []string
	for _, it := range parts {
		file, err := promptDialect.Parse("x", it.portion(), 0)
		if err != nil {
			t.Fatalf("%v in %q, an item of %q", err, it.text, text)
		}
		for _, stmt := range file.Stmts {
			start, end := stmt.Span()
			all = append(all, start.String()+" to "+end.String())
		}
	}
	return all
}

// Goal: cutting a script into items changes nothing of it.
// Method: every script there is, as a whole and in items, has the same
// statements in the same places.
func TestItemsOfScripts(t *testing.T) {
	scripts := 0
	for _, root := range []string{"../examples", "../lib", "testdata"} {
		err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".star" {
				return err
			}
			src, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text := lineend.Unix(string(src))
			if _, err := syntaxOf(text); err != nil {
				return nil // an example of an error
			}
			scripts++
			sameStatements(t, text, true)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if scripts < 10 {
		t.Errorf("got %d scripts, want more to be sure", scripts)
	}
}

func syntaxOf(src string) (*syntax.File, error) { return promptDialect.Parse("x", src, 0) }

// sameStatements compares a text's statements with those of its items.
func sameStatements(t fataler, src string, script bool) {
	whole := positions(t, src, []item{{text: src, line: 1}})
	parts := positions(t, src, cut(t, src, script))
	if strings.Join(whole, "\n") != strings.Join(parts, "\n") {
		t.Fatalf("got the statements\n%s\nwant\n%s\nof\n%s", strings.Join(parts, "\n"), strings.Join(whole, "\n"), src)
	}
}

// pieces are lines, or a few that belong together, at the margin.
var pieces = []string{
	"x = 1\n", "f(1,\n2)\n", "x = [\n\n# in brackets\n1]\n", "\n", "# a comment\n", "    # an indented comment\n", "x = 'a # b'\n",
	"x = \"\"\"\n\ndef no():\n\"\"\"\n", "x = 1 + \\\n  2\n", "def f():\n    return 1\n", "def f(a,\n      b):\n    # says\n    return '''\n\n'''\n",
	"if x:\n    1\nelif y:\n    2\nelse:\n    3\n", "for i in x: print(i)\n", "while x:\n    for y in z:\n        # deep\n        break\n",
	"x = r'\\d'\n", "x = {'a': (1,\n  2)} # )\n", "x; y\n", "def f():\n    pass # end\n",
}

// Goal: as above, for all ways in which statements can follow each other.
func TestItemsOfPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, "pieces"), "")
		sameStatements(t, text, true)
		sameStatements(t, text, false)
	})
}

// An empty line inside of a def is its end when it was typed, and not when it
// came from a script.
func TestEmptyLineInDef(t *testing.T) {
	const text = "def f():\n    x = 1\n\n    return x\n"
	if got := cut(t, text, true); len(got) != 1 {
		t.Errorf("got the items %v of a script, want one", got)
	}
	if got := cut(t, text, false); len(got) != 2 || got[1].line != 4 {
		t.Errorf("got the typed items %v, want two, the second from line 4", got)
	}
}

// A line that was recalled has marks for its newlines. The letter itself may be pasted,
// too: it is one in a string that ends with its line.
func TestMarkedLines(t *testing.T) {
	for line, want := range map[string]string{
		"def f():↵    return 1":                    "def f():\n    return 1\n",
		"x = \"a↵b\"":                              "x = \"a↵b\"\n",
		"print('a↵b', len(\"↵\"))":                 "print('a↵b', len(\"↵\"))\n",
		"x = \"\"\"a↵b\"\"\"":                      "x = \"\"\"a\nb\"\"\"\n",
		"x = 'a\\↵b'":                              "x = 'a\\\nb'\n",
		"def f(): # it's↵    x = '↵'↵    return x": "def f(): # it's\n    x = '↵'\n    return x\n",
		"f(1, # one↵  '\\'↵')":                     "f(1, # one\n  '\\'↵')\n",
	} {
		got := cut(t, line+"\n1\n", false)
		if len(got) != 2 || got[0].text != want || got[1].line != 1+strings.Count(want, "\n") {
			t.Errorf("%s: got the items %v, want %q and what follows it", line, got, want)
		}
	}
}

// Names that a statement binds, and that a program of its own must know.
func TestBindings(t *testing.T) {
	for src, want := range map[string]string{
		"a = 1":                         "a",
		"a, (b, [c]) = x":               "a b c",
		"a += 1":                        "a",
		"a[0] = 1":                      "",
		"a.b = 1":                       "",
		"def f(x):\n    y = x":          "f",
		"for i, j in x:\n    k = i":     "i j k",
		"if a:\n    b = 1\nelse: c = 2": "b c",
		"while a:\n    b = 1":           "b",
		"load('x', 'a', b = 'c')":       "a b",
		"[x for x in y]":                "",
	} {
		file, err := syntaxOf(src)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(bindings(file.Stmts), " "); got != want {
			t.Errorf("%q: got %q, want %q", src, got, want)
		}
	}
}
