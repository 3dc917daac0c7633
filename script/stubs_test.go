package script

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"synod/script/lineend"
)

// stubsFile is what Stubs said when somebody last looked.
const stubsFile = "testdata/stubs.pyi"

// The stubs are those that were looked at. The flag -update writes them.
func TestStubs(t *testing.T) {
	got := Stubs()
	if *update {
		if err := os.WriteFile(stubsFile, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(stubsFile)
	if err != nil {
		t.Fatal(err)
	}
	if got != lineend.Unix(string(want)) {
		t.Errorf("%s is stale (go test ./script -run Stubs -update writes it); got\n%s", stubsFile, got)
	}
}

// Every verb and every attribute is in the stubs, with the types that the table has.
func TestStubsAreComplete(t *testing.T) {
	stubs := Stubs()
	class := func(name string) string {
		_, rest, ok := strings.Cut(stubs, "\nclass "+name+":\n")
		if !ok {
			t.Fatalf("there is no class %s", name)
		}
		body, _, _ := strings.Cut(rest, "\nclass ")
		body, _, _ = strings.Cut(body, "\n# ")
		return body
	}
	for _, k := range kinds() {
		body := class(k.pythonName())
		for _, d := range slices.Concat(k.properties, k.fields) {
			if n := strings.Count(body, "\n    "+d.name+": "); n != 1 {
				t.Errorf("%s.%s: got it %d times, want once", k.name, d.name, n)
			}
			if attributeType(k.name, d.name) == "" {
				t.Errorf("%s.%s: it has no type", k.name, d.name)
			}
		}
		for name := range attributeTypes[k.name] {
			if name != "*" && !slices.ContainsFunc(slices.Concat(k.properties, k.fields), func(d described) bool { return d.name == name }) {
				t.Errorf("%s.%s: there is a type for what there is not", k.name, name)
			}
		}
		for _, v := range k.methods {
			params := v.Params
			if k.name == "node" {
				params = params[1:]
			}
			wantStub(t, body, v, "    ", append([]Param{{Name: "self"}}, params...))
		}
	}
	for _, v := range Verbs() {
		switch v.On {
		case "", "cluster":
			wantStub(t, stubs, v, "", v.Params)
		case "assert":
			wantStub(t, class("assert_"), v, "    ", v.Params)
		}
	}
	for _, line := range strings.Split(stubs, "\n") {
		if utf8.RuneCountInString(line) > textWidth && !strings.Contains(line, ": ") && !strings.Contains(line, "@deprecated") || strings.HasSuffix(line, " ") {
			t.Errorf("got the line %q", line)
		}
	}
}

// wantStub requires that a text declares a verb with the types of its parameters.
func wantStub(t *testing.T, stubs string, v *Verb, indent string, params []Param) {
	t.Helper()
	params = fieldParams(params, knownShapes())
	d := def{params: params}
	one := indent + "def " + pythonName(v.Name) + "(" + strings.Join(d.declared(), ", ") + ") -> "
	many := indent + "def " + pythonName(v.Name) + "(\n" + indent + "    " + strings.Join(d.declared(), ",\n"+indent+"    ") + ",\n"
	if n := strings.Count(stubs, "\n"+one) + strings.Count(stubs, "\n"+many); n != 1 && v.Given == "" {
		t.Errorf("%s: got it %d times, want once:\n%s", v.fullName(), n, one)
	}
	for i := range params {
		if p := &params[i]; p.Name != "self" && p.declared("") == p.Rest+p.Name {
			t.Errorf("%s: %s has no type", v.fullName(), p.Name)
		}
	}
}

// A parameter is declared with its type and its default; one that may be None says so.
func TestDeclared(t *testing.T) {
	for want, p := range map[string]Param{
		"node: _NodeLike":                        {Name: "node", Type: aNode},
		"n: int = 1":                             {Name: "n", Type: anInt, Default: "1"},
		"q1: int | None = None":                  {Name: "q1", Type: anInt, Default: "None"},
		"default: Any = None":                    {Name: "default", Type: anything, Default: "None"},
		"*args: Any":                             {Name: "args", Type: anything, Rest: "*"},
		`disk: Literal["keep", "wipe"] = "keep"`: {Name: "disk", Type: aWord, Choices: []string{"keep", "wipe"}, Default: `"keep"`},
		`fail: Literal["sync"] | None = None`:    {Name: "fail", Type: aWord, Choices: []string{"sync"}, Default: "None"},
	} {
		if got := p.declared(""); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// The stubs of the library declare every function and every value that a script can load.
func TestLibraryStubs(t *testing.T) {
	files := StubFiles()
	for _, f := range libraryFiles() {
		stub := files["synod/"+f.module()+".pyi"]
		for i := range f.functions {
			if fn := &f.functions[i]; !strings.Contains(stub, "\ndef "+fn.name+"(") {
				t.Errorf("%s: got no %s in\n%s", f.name, fn.name, stub)
			}
		}
		for _, v := range f.values {
			if !strings.Contains(stub, "\n"+v.name+": ") && !strings.Contains(stub, "\n"+v.name+" = ") {
				t.Errorf("%s: got no %s in\n%s", f.name, v.name, stub)
			}
		}
	}
	for _, want := range []string{"def loss(rate: float = 0.1) -> Any:\n", "ring = ringed\n", "CRASH_POINTS: list[Any]\n", "points: Sequence[Any] = ...", `every: _SpanLike = ("5ms", "20ms")`} {
		if !strings.Contains(files["synod/nemesis.pyi"], want) {
			t.Errorf("got\n%s\nwant %q in it", files["synod/nemesis.pyi"], want)
		}
	}
}

// Python can read the stubs, and finds an explanation of every class and every
// function.
func TestStubsArePython(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	for name, text := range StubFiles() {
		cmd := exec.Command(python, "-c", `
import ast, sys
tree = ast.parse(sys.stdin.read())
compile(tree, "stubs.pyi", "exec")
said = set()
for n in ast.walk(tree):
    if isinstance(n, (ast.ClassDef, ast.FunctionDef)) and not n.name.startswith("__"):
        said |= {n.name} if ast.get_docstring(n) else set()
        if n.name not in said:
            sys.exit(n.name + " has no doc string")
`)
		cmd.Stdin = strings.NewReader(text)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", name, err, out)
		}
	}
}

func TestPythonType(t *testing.T) {
	for result, want := range map[string]string{
		"":                                     "None",
		"a node":                               "Node",
		"the proposer":                         "Proposer",
		"a list of messages":                   "list[Message]",
		"a list of strings":                    "list[str]",
		"a source of random numbers":           "Random",
		"a fault, or None for damage":          "Fault",
		"a value or None":                      "Any",
		"whether all is quiet":                 "bool",
		"how many events happened":             "int",
		"what the task returned":               "Any",
		"the message, or what until returned":  "Any",
		"something that nobody has thought of": "Any",
	} {
		if got := pythonType(result); got != want {
			t.Errorf("%q: got %s, want %s", result, got, want)
		}
	}
}
