package script

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"
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
	if got != string(want) {
		t.Errorf("%s is stale (go test ./script -run Stubs -update writes it); got\n%s", stubsFile, got)
	}
}

// Every verb and every attribute is in the stubs, with its parameters.
func TestStubsAreComplete(t *testing.T) {
	stubs := Stubs()
	class := func(name string) string {
		_, rest, ok := strings.Cut(stubs, "\nclass "+name+":\n")
		if !ok {
			t.Fatalf("there is no class %s", name)
		}
		body, _, _ := strings.Cut(rest, "\nclass ")
		return body
	}
	want := func(where, text, what string) {
		if n := strings.Count(where, what); n != 1 {
			t.Errorf("%s: got %q %d times, want once", text, what, n)
		}
	}
	for _, k := range kinds() {
		body := class(k.pythonName())
		for _, d := range append(k.properties, k.fields...) {
			want(body, k.name+"."+d.name, "\n    "+d.name+": Any\n")
		}
		for _, v := range k.methods {
			want(body, k.name+"."+v.Name, "\n    def "+v.Name+"(self")
		}
	}
	for _, v := range Verbs() {
		switch v.On {
		case "", "cluster":
			want(stubs, v.Name, "\ndef "+v.Name+"("+signature(v.Params)+") -> ")
		case "assert":
			want(class("assert_"), v.fullName(), "\n    @staticmethod\n    def "+v.Name+"("+signature(v.Params)+") -> ")
		}
	}
	if body := class("Node"); !strings.Contains(body, "def restart(self, disk=\"keep\")") {
		t.Errorf("got the node\n%s\nwant it to be no parameter of its methods", body)
	}
	for _, line := range strings.Split(stubs, "\n") {
		if utf8.RuneCountInString(line) > textWidth && !strings.Contains(line, "def ") || strings.HasSuffix(line, " ") {
			t.Errorf("got the line %q", line)
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
	cmd := exec.Command(python, "-c", `
import ast, sys
tree = ast.parse(sys.stdin.read())
compile(tree, "stubs.pyi", "exec")
for n in ast.walk(tree):
    if isinstance(n, (ast.ClassDef, ast.FunctionDef)) and not ast.get_docstring(n):
        sys.exit(n.name + " has no doc string")
`)
	cmd.Stdin = strings.NewReader(Stubs())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
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
		"a fault, or with at a trap":           "Fault | Trap",
		"a fault, or None for damage":          "Fault | None",
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
