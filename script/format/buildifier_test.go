package format

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bazelbuild/buildtools/build"
	"pgregory.net/rapid"

	"synod/script/lineend"
)

// byBuildifier returns what buildifier --mode=fix makes of a script; ok is false when
// it cannot read it.
func byBuildifier(src string) (neat string, ok bool) {
	tree, err := build.ParseDefault("a.star", []byte(src))
	if err != nil {
		return "", false
	}
	return string(build.Format(tree)), true
}

// expectFormatted requires that a script is formatted like that, and stays so.
func expectFormatted(t testing.TB, src, want string) {
	t.Helper()
	got, err := Source("a.star", []byte(src))
	if err != nil || string(got) != want {
		t.Errorf("%q: got %v and\n%swant\n%s", src, err, got, want)
		return
	}
	if again, err := Source("a.star", got); err != nil || string(again) != want {
		t.Errorf("%q: formatted again it is %v\n%swant\n%s", src, err, again, want)
	}
}

// Every script of this project is formatted as buildifier formats it.
func TestBuildifierOnProject(t *testing.T) {
	n := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".star" {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		text := lineend.Unix(string(src))
		if want, ok := byBuildifier(text); ok {
			n++
			expectFormatted(t, text, want)
		}
		return nil
	})
	if err != nil || n < 100 {
		t.Errorf("got %v and %d scripts", err, n)
	}
}

// Scripts of which there is more than one way to write them. Buildifier's is taken.
func TestBuildifier(t *testing.T) {
	for _, src := range []string{
		"", "\n\n", "# only a comment\n", "#\n\n\n#\n", "x = 1", "x=1 # a\n# b\n",
		"def f():\n  \"\"\"One.\n\n  Two.   \n    Three.\n  \"\"\"\n",
		"def f():\n        '''One.\n        Two.\n\n        '''\n        pass\n",
		"def f():\n  \"\"\"One.\nTwo.\n \"\"\"\n", "def f(): \"\"\"One.\n   Two.\"\"\"\n",
		"def f():\n  \"\"\"One.\n\n  \tTwo.\n  \"\"\"\n", "def f():\n  '''One.\n  \"Two\".'''\n", "def f():\n  r'''\\d\n  \\w'''\n",
		"if a:\n  def f():\n    \"\"\"One.\n    Two.\"\"\"\n    def g():\n      \"\"\"One.\n      Two.\"\"\"\n",
		"def f():\n  # why\n  \"\"\"One.\n  Two.\"\"\"\n", "def f():\n  # why\n\n  \"\"\"One.\n  Two.\"\"\"\n", "def f():\n  'One.'\n",
		"def f():\n  pass\n  \"\"\"None.\n  Two.\"\"\"\n", "\"\"\"One.\n  Two.   \n\"\"\"\n", "x = \"\"\"One.\n  Two.   \n\"\"\"\n",
		"load('b','z','a',y='x',b='c')\n", "load(\n 'b',\n 'z', # the z\n # the a\n 'a')\n", "load(':b','a')\nload('//b','a2')\nload('@b//c','a3')\nload('b','a4')\n",
		"load('b','x')\nload('B','y')\nload('a/b','z')\nload('a','w')\n", "load('b','x')\nload('b','a')\n", "load('b','x')\nload('b','x')\n", "load('b','x','x')\n",
		"# about b\nload('b','x')\n# about a\nload('a','y') # y\n", "load('b','x')\n\n# apart\n\nload('a','y')\n", "\"\"\"Doc.\"\"\"\nload('b','x')\nload('a','y')\n",
		"load('b','x')\nX = 1\nload('a','y')\n", "def f():\n  g()\nload('a','y')\n", "X = [1, lambda: f()]\nload('a','y')\n", "load('b','x')\nf()\nload('b','y')\n",
		"# buildifier: disable=load-on-top\nX = 1\nload('a','y')\n", "load('b','x') # buildifier: disable=out-of-order-load\nload('a','y')\n",
		"load('b','x') # buildifier: disable=same-origin-load\nload('b','y')\n",
		"f(*a, b=1)\n", "f(**a, b=1)\n", "f(b=1, *a, **c)\n", "f(\n)\n", "f(# c\n)\n", "f(a,\n)\n", "f(\n  a)\n", "f(a)(\n)\n",
		"x = .5\n", "x = 1.5E+05\n", "x = 1.5E-05\n", "x = 00\n", "x = 0X1F + 1E5 + 0O17 + 0b11\n", "x = 1.\n",
		"x = 'a' + 'it\\'s' + '\\x41' + '\\t\\\\' + '\\0' + \"\\x41\"\n", "x = 'say \"hi\"' + r'\\d' + r'say \"hi\"'\n", "x = '''a\n'b\" '''\n",
		"x = not not y\n", "x = not -y\n", "x = - -y\n", "x = not (not y) == z\n", "x = (1)\n", "x = ((a, b))\n", "x = (a if b else c)\n",
		"if a: pass\nelse:\n  if b: pass\n", "if a:\n  pass\n# b\nelif b: pass\nelse: pass\n", "if a: pass # a\nelse: # b\n  pass\n", "for x in y:\n  pass\n\n  # end\nz\n",
		"x = [a for a in b\n  if a]\n", "x = {1: 2, 3: 4,}\n", "x = {\n 1: 2}\n", "x = [\n\n  1,\n\n  # c\n  2,\n\n]\n", "x = (a +\n  b)\n", "x = a and \\\n  b\n", "x = [1, 2\n]\n",
		"def f(a,b=1,*c,d,**e): return a\n", "def f(\n  a): pass\n", "f = lambda a,*b:a\n", "def f(): pass\ndef g(): pass\nx = 1\n", "def f():\n  def g(): pass\n  return g\n",
		"a;b;c\n", "x[1:2] = y[::2]\n", "x += 1; y //= 2; z |= 3; w <<= 1\n", "x = 1 if a else 2\n", "return_ = a.b.c(d)[e]\n",
	} {
		want, ok := byBuildifier(src)
		if !ok {
			t.Errorf("%q: buildifier cannot read it", src)
			continue
		}
		expectFormatted(t, src, want)
	}
}

// What buildifier writes is not always what the script says. Here it is another
// script, none at all, or another one each time; it is left to buildifier no more
// than that.
func TestNotBuildifier(t *testing.T) {
	for _, c := range []struct{ why, src, want string }{
		{"letters become bytes, which are no text of Starlark", "x = 'é'\n", "x = \"é\"\n"},
		{"and the other strings are as they were", "x = 'é\\x41' + '\\x41'\n", "x = \"é\\x41\" + \"A\"\n"},
		{"control characters become bytes, too", "x = '\\u0080'\n", "x = \"\\u0080\"\n"},
		{"a negation of a comparison becomes a comparison of a negation", "x = not not y == z\n", "x = not not y == z\n"},
		{"an exponent of 0 is lost", "x = 1.5e0 + 2.5E+00 + .5\n", "x = 1.5e0 + 2.5E+00 + 0.5\n"},
		{"a fraction becomes an octal number", "x = 00.5 + 00\n", "x = 00.5 + 0o0\n"},
		{"a docstring behind elif moves to the right each time", "if a:\n  pass\nelif b:\n  def f():\n    \"\"\"One.\n    Two.\n    \"\"\"\n",
			"if a:\n    pass\nelif b:\n    def f():\n        \"\"\"One.\n        Two.\n        \"\"\"\n"},
		{"spaces go into a line of a docstring that goes on behind a backslash", "def f():\n  \"\"\"One \\\n  two.\"\"\"\n", "def f():\n    \"\"\"One \\\n  two.\"\"\"\n"},
		{"a list is sorted, whose order may matter", "x = [\n  # keep sorted\n  'b', 'a']\n", "x = [\n    # keep sorted\n    \"b\",\n    \"a\",\n]\n"},
		{"a module is loaded before what it may look at", "cluster(3)\nload('b', 'z', 'x')\nload('a', 'y')\n", "cluster(3)\n\nload(\"a\", \"y\")\nload(\"b\", \"x\", \"z\")\n"},
		{"and before others that were loaded first", "load('b', 'x')\nx()\nload('a', 'y')\n", "load(\"b\", \"x\")\n\nx()\n\nload(\"a\", \"y\")\n"},
		{"but it moves above definitions", "X = 1\nload('b', 'x')\nx()\nload('a', 'y')\n", "load(\"b\", \"x\")\n\nX = 1\n\nx()\n\nload(\"a\", \"y\")\n"},
		{"a name stands for what is loaded first, and not last", "load('b', 'x')\nload('a', 'x')\n", "load(\"b\", \"x\")\nload(\"a\", \"x\")\n"},
		{"in one load as well", "load('b', x = 'y')\nload('b', 'x')\n", "load(\"b\", x = \"y\")\nload(\"b\", \"x\")\n"},
		{"a name stands for what it was before it was loaded", "x = 1\nload('b', 'x')\n", "x = 1\n\nload(\"b\", \"x\")\n"},
		{"a comment of a load is lost", "load('b', 'x')\nload('b', 'a') # why\n", "load(\"b\", \"x\")\nload(\"b\", \"a\")  # why\n"},
		{"while it cannot read", "load('b', 'x')\nload('a', 'y')\nwhile x: pass\n", "load(\"a\", \"y\")\nload(\"b\", \"x\")\n\nwhile x:\n    pass\n"},
		{"tabs it cannot read, and a docstring of tabs", "def f():\n\t\"\"\"One.\n\n\t\tTwo.\n\t\"\"\"\n\tpass\n", "def f():\n    \"\"\"One.\n\n        Two.\n    \"\"\"\n    pass\n"},
		{"deeper", "if x:\n\tdef f():\n\t\t\"\"\"One.\n\t\tTwo.\n\tThree.\n\t\t\"\"\"\n", "if x:\n    def f():\n        \"\"\"One.\n        Two.\n    Three.\n        \"\"\"\n"},
	} {
		t.Run(c.why, func(t *testing.T) {
			neat, ok := byBuildifier(c.src)
			if ok {
				twice, stillOK := byBuildifier(neat)
				if stillOK && twice == neat && saysTheSame("a.star", c.src, neat) {
					t.Errorf("%q: buildifier makes of it\n%swhich says the same", c.src, neat)
				}
			}
			expectFormatted(t, c.src, c.want)
		})
	}
}

// Of scripts without what buildifier cannot do, it and this package make the same.
func TestBuildifierOnAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		src := plainScript(t)
		want, ok := byBuildifier(src)
		if !ok {
			t.Fatalf("buildifier cannot read\n%s", src)
		}
		got, err := Source("a.star", []byte(src))
		if err != nil || string(got) != want {
			t.Fatalf("got %v and\n%s\nwant\n%s\nof\n%s", err, got, want, src)
		}
		if again, err := Source("a.star", got); err != nil || string(again) != want {
			t.Fatalf("again: got %v and\n%s\nwant\n%s", err, again, want)
		}
	})
}

// plainScript draws a script that buildifier understands.
func plainScript(t *rapid.T) string {
	var text strings.Builder
	names := []string{"a", "b", "c", "d", "e", "g"}
	some := func(what string, of ...string) string { return rapid.SampledFrom(of).Draw(t, what) }
	load := func() {
		if len(names) < 2 {
			return
		}
		module := some("module", "m.star", "//x:n.star", "@r//o.star")
		if !strings.Contains(text.String(), module) { // of a second one the comment would be lost
			text.WriteString(some("above", "", "", "# about this load\n"))
		}
		text.WriteString("load('" + module + "', '" + names[1] + "', " + some("as", "", "z"+names[0]+" = ") + "'" + names[0] + "')\n")
		names = names[2:]
	}
	if rapid.Bool().Draw(t, "doc") {
		text.WriteString("'''Doc.\n\n  More.  '''\n")
	}
	for range rapid.IntRange(0, 2).Draw(t, "loads") {
		load()
	}
	if rapid.Bool().Draw(t, "late") {
		text.WriteString("X = [1, 'x', {2: .5}]\ndef early(y = X):\n  return y(1)\n")
		load()
	}
	for range rapid.IntRange(0, 3).Draw(t, "functions") {
		indent, quotes := some("indent", " ", "  ", "    ", "       "), some("quotes", `"""`, "'''")
		text.WriteString(some("before", "", "\n\n\n", "# why\n") + "def f(x,y = 1):\n" + indent + quotes + "One.\n")
		for range rapid.IntRange(0, 4).Draw(t, "lines") {
			text.WriteString(strings.Repeat(" ", rapid.IntRange(0, 12).Draw(t, "in")) + some("line", "", "Two.", "Three.   ", "\tFour.", "'five'") + "\n")
		}
		text.WriteString(some("end", "", indent) + quotes + "\n" + indent + "return f(x, *[1], y = " + some("number", "1.5", ".5E+07", "00", "1e5") + ")\n")
	}
	return text.String() + some("last", "", "f(1)\n", "x = not not y\n", "if x: pass\nelse:\n  if y: f(\n)\n")
}
