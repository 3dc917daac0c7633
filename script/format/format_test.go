package format

import (
	"errors"
	"os"
	"strings"
	"testing"

	"go.starlark.net/syntax"

	"synod/script"
	"synod/script/golden"
	"synod/script/lineend"
)

// TestSource formats small scripts, one for each thing that is worth knowing
// about the style, and for each that buildifier would get wrong by itself.
func TestSource(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"nothing":        {"", ""},
		"keywords":       {"cluster( 3,hold=True )", "cluster(3, hold = True)\n"},
		"defaults":       {"def f(a,b=1):\n  return a", "def f(a, b = 1):\n    return a\n"},
		"operators":      {"x=1+2*3", "x = 1 + 2 * 3\n"},
		"one-liners":     {"if x: f(); g()", "if x:\n    f()\n    g()\n"},
		"comments":       {"f()# why\n#then\ng()", "f()  # why\n\n#then\ng()\n"},
		"blank lines":    {"f()\n\n\n\ng()\n\n\n", "f()\n\ng()\n"},
		"a def":          {"x = 1\ndef f():\n    pass\nf()", "x = 1\n\ndef f():\n    pass\n\nf()\n"},
		"line breaks":    {"f([1,\n2])", "f([\n    1,\n    2,\n])\n"},
		"order of loads": {"load(\"b.star\", \"z\", \"a\")\nload(\"a.star\", \"b\")\n", "load(\"a.star\", \"b\")\nload(\"b.star\", \"a\", \"z\")\n"},
		"a late load":    {"x = 1\nload(\"b.star\", \"z\")\n", "load(\"b.star\", \"z\")\n\nx = 1\n"},
		"order of lists": {"deps = [\"b\", \"a\"]\nf(srcs = [\"b\", \"a\"], name = 1)", "deps = [\"b\", \"a\"]\nf(srcs = [\"b\", \"a\"], name = 1)\n"},
		"doc strings":    {"\"\"\"One.\n\n  Two. \n\"\"\"\n", "\"\"\"One.\n\n  Two. \n\"\"\"\n"},
		"sets":           {"set( [1] )|s", "set([1]) | s\n"},

		"quotes":              {`'a' + "b" + '"' + 'it\'s' + r'\d'`, `"a" + "b" + '"' + "it's" + r"\d"` + "\n"},
		"backslashes":         {`'a\\\'b' + 'a\\' + '''ä\\'d'''`, `"a\\'b" + "a\\" + """ä\\'d"""` + "\n"},
		"letters":             {"'äöü → 世界'\n'''ß'''", "\"äöü → 世界\"\n\"\"\"ß\"\"\"\n"},
		"escapes":             {`'\x41\n\t\u00e4\'' + "\a\0"`, `"\x41\n\t\u00e4'" + "\a\0"` + "\n"},
		"not not":             {"x = not not not 1>=1\ny = not not x", "x = not not not 1 >= 1\ny = not (not x)\n"},
		"other line ends":     {"if x:\r\n  f('''a\r\nb''')\r\n  g()\r\n", "if x:\n    f(\"\"\"a\nb\"\"\")\n    g()\n"},
		"very old line ends":  {"f()\rg()\r", "f()\ng()\n"},
		"tabs":                {"if x:\n\tfor y in x:\n\t\tf(y)\n\t# done\n\tg()\n", "if x:\n    for y in x:\n        f(y)\n\n    # done\n    g()\n"},
		"tabs and spaces":     {"if x:\n\tf()\n        g()\n", "if x:\n    f()\n    g()\n"},
		"two tabs are 15":     {"if x:\n\tif y:\n\t\tf()\n" + strings.Repeat(" ", 15) + "g()\n", "if x:\n    if y:\n        f()\n        g()\n"},
		"tabs in a string":    {"f(\"\"\"\n\tx\n\"\"\")\n", "f(\"\"\"\n\tx\n\"\"\")\n"},
		"while":               {"while  x<3 :# soon\n  x+=1", "while x < 3:  # soon\n    x += 1\n"},
		"while of a tuple":    {"while(x):\n  while(y,):pass", "while (x):\n    while (y,):\n        pass\n"},
		"while in an else":    {"if x:\n  f()\nelse:\n  while y:\n    g()\n", "if x:\n    f()\nelse:\n    while y:\n        g()\n"},
		"while in a string":   {"s = \"\"\"\nwhile True:\n\"\"\"\nwhile s: pass", "s = \"\"\"\nwhile True:\n\"\"\"\nwhile s:\n    pass\n"},
		"while over lines":    {"while (a and\n  b): pass", "while (a and\n       b):\n    pass\n"},
		"while with a break":  {"while a and \\\n  b: pass", "while a and \\\n      b:\n    pass\n"},
		"while of a call":     {"while f(\n  1): pass", "while f(\n    1,\n):\n    pass\n"},
		"while with comments": {"while f( # which\n  1): pass", "while f(\n    # which\n    1,\n):\n    pass\n"},
		"for in a while":      {"while x:\n  for _ in x: pass", "while x:\n    for _ in x:\n        pass\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := Source("a.star", []byte(c.src))
			if err != nil || string(got) != c.want {
				t.Fatalf("got %v and\n%swant\n%s", err, got, c.want)
			}
			if again, err := Source("a.star", got); err != nil || string(again) != c.want {
				t.Errorf("formatted again it is %v\n%s", err, again)
			}
		})
	}
}

// TestErrors formats what cannot be formatted.
func TestErrors(t *testing.T) {
	for src, want := range map[string]string{
		"f(":          "a.star:1:3: got end of file, want ')'",
		"x = 1\ny = ": "a.star:2:5: got end of file, want primary expression",
		"x = b'1'":    "a.star:1:9: this is Starlark, but cannot be formatted: syntax error near '1'",
	} {
		got, err := Source("a.star", []byte(src))
		var parse syntax.Error
		if got != nil || !errors.As(err, &parse) || err.Error() != want {
			t.Errorf("%q: got %q and %v, want %s", src, got, err, want)
		}
	}
}

// TestProject requires that the scenarios and the standard library are formatted.
func TestProject(t *testing.T) {
	scripts, err := golden.Find([]string{"../../examples", "../../lib"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range scripts {
		src, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if neat, err := Source(path, src); err != nil || string(neat) != lineend.Unix(string(src)) {
			t.Errorf("%s is not formatted: %v; go run ./cmd/synod fmt examples lib", strings.TrimPrefix(path, "../../"), err)
		}
	}
}

// TestSameMeaning compares scripts that differ in what they do, and some that
// do not.
func TestSameMeaning(t *testing.T) {
	for _, c := range []struct {
		x, y string
		want bool
	}{
		{"f(1)", "f( 1, )", true},
		{"(1 + 2)", "1 + 2", true},
		{"'a\\x62'", `"ab"`, true},
		{"0x10", "16", true},
		{"if x: f()\nelif y: g()", "if x:\n  f()\nelse:\n  if y:\n    g()", true},
		{"1", "2", false},
		{"1", "1.0", false},
		{"1", "'1'", false},
		{"18446744073709551616", "18446744073709551617", false},
		{"x", "y", false},
		{"x()", "x", false},
		{"f(1, 2)", "f(2, 1)", false},
		{"f(a = 1)", "f(b = 1)", false},
		{"f(*a)", "f(**a)", false},
		{"a + b", "a - b", false},
		{"(1 + 2) * 3", "1 + 2 * 3", false},
		{"x[1:]", "x[:1]", false},
		{"x[1:2]", "x[1:2:3]", false},
		{"x = 1", "x += 1", false},
		{"[1]", "(1,)", false},
		{"(1)", "(1,)", false},
		{"[x for x in y]", "{x: x for x in y}", false},
		{"load('a', 'b')", "load('a', 'c')", false},
		{"load('a', 'b')\nload('c', 'd')", "load('c', 'd')\nload('a', 'b')", true},
		{"load('a', 'b', 'c')", "load('a', 'c', 'b')", true},
		{"load('a', 'b')\nload('a', 'c')", "load('a', 'b', 'c')", true},
		{"x = 1\nload('a', 'b')", "load('a', 'b')\nx = 1", true},
		{"f()\nload('a', 'b')", "load('a', 'b')\nf()", false},
		{"x = f()\nload('a', 'b')", "load('a', 'b')\nx = f()", false},
		{"def f(x = g()): pass\nload('a', 'b')", "load('a', 'b')\ndef f(x = g()): pass", false},
		{"def f(x = 1): g()\nload('a', 'b')", "load('a', 'b')\ndef f(x = 1): g()", true},
		{"load('a', 'b')\nf()\nload('a', 'c')", "load('a', 'b', 'c')\nf()", true},
		{"load('a', 'b')\nload('c', 'b')", "load('c', 'b')\nload('a', 'b')", false},
		{"load('a', b = 'x')\nload('a', 'b')", "load('a', 'b', b = 'x')", false},
		{"b = 1\nload('a', 'b')", "load('a', 'b')\nb = 1", false},
		{"for b in []: pass\nload('a', 'b')", "load('a', 'b')\nfor b in []: pass", false},
		{"load('a', b = 'x')", "load('a', b = 'y')", false},
		{"f(*a, b = 1)", "f(b = 1, *a)", true},
		{"f(a = 1, b = 2)", "f(b = 2, a = 1)", false},
		{"def f():\n  \"\"\"a\n  b \n  \"\"\"", "def f():\n    \"\"\"a\n    b\n    \"\"\"", true},
		{"def f():\n  \"\"\"a\n  b\n  \"\"\"", "def f():\n    \"\"\"a\n    c\n    \"\"\"", false},
		{"def f():\n  g()\n  \"\"\"a\n  b\"\"\"", "def f():\n    g()\n    \"\"\"a\n    b\"\"\"", false},
		{"f()", "f()\nf()", false},
		{"if x:\n  f()\ng()", "if x:\n  f()\n  g()", false},
		{"if x:\n  f()\nelse:\n  g()", "if x:\n  f()\n  g()", false},
		{"for x in y: break", "for x in y: continue", false},
		{"def f(): pass", "def g(): pass", false},
		{"def f():\n  return", "def f():\n  return None", false},
		{"lambda x: x", "lambda *x: x", false},
	} {
		parse := func(src string) *syntax.File {
			file, err := script.Dialect.Parse("a.star", src, 0)
			if err != nil {
				t.Fatalf("%q: %v", src, err)
			}
			return file
		}
		if got := sameMeaning(parse(c.x), parse(c.y)); got != c.want {
			t.Errorf("%q and %q: got %t, want %t", c.x, c.y, got, c.want)
		}
	}
}

// TestSameComments compares comments, of which strings have none.
func TestSameComments(t *testing.T) {
	for _, c := range []struct {
		x, y string
		want bool
	}{
		{"f() # a\n#b", "# b\nf()# a", false},
		{"f() # a\n# b", "# b\nf()# a ", true},
		{"# a\n# a", "# a", false},
		{`"# a"`, "", true},
		{`'"# a'`, `"'"`, true},
		{`"\"# a"`, "", true},
		{`r"\"# a"`, "", true},
		{"'''\n'# a\n'''", "", true},
		{"'''\n''' # a\n", "# a", true},
		{"'' # a\n", "# a", true},
	} {
		if got := sameComments(c.x, c.y); got != c.want {
			t.Errorf("%q and %q: got %t, want %t", c.x, c.y, got, c.want)
		}
	}
}
