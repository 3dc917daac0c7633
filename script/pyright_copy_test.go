package script

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.starlark.net/syntax"
)

// pythonCopy returns a script as a type checker for Python reads it, line for line: a
// load statement is an import, and the module assert has a name that Python leaves free.
func pythonCopy(name, src string) (string, error) {
	file, err := Dialect.Parse(name, src, 0)
	if err != nil {
		return "", err
	}
	lines := strings.Split(src, "\n")
	var failed error
	var renamed []syntax.Position
	syntax.Walk(file, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.LoadStmt:
			start, end := n.Span()
			text, err := importOf(n)
			if err != nil {
				failed = err
			}
			for i := start.Line; i < end.Line; i++ {
				lines[i] = ""
			}
			lines[start.Line-1] = text
		case *syntax.DotExpr:
			if id, ok := n.X.(*syntax.Ident); ok && id.Name == "assert" {
				renamed = append(renamed, id.NamePos)
			}
		}
		return true
	})
	slices.SortFunc(renamed, func(a, b syntax.Position) int { return int(b.Col - a.Col) })
	for _, pos := range renamed { // from right to left: each place is still where it was
		line := []rune(lines[pos.Line-1])
		end := int(pos.Col) - 1 + len("assert")
		lines[pos.Line-1] = string(line[:end]) + "_" + string(line[end:])
	}
	return strings.Join(lines, "\n"), failed
}

// importOf returns the import that binds the names of a load statement.
func importOf(load *syntax.LoadStmt) (string, error) {
	from := load.ModuleName()
	module, ok := strings.CutPrefix(from, standard)
	if ok {
		module = "synod." + strings.TrimSuffix(module, ".star")
	} else {
		module = relativeModule(from)
	}
	var names []string
	for i := range load.From {
		name := load.From[i].Name
		if to := load.To[i].Name; to != name {
			name += " as " + to
		}
		names = append(names, name)
	}
	if strings.HasPrefix(from, "/") {
		return "", fmt.Errorf("%s: an absolute path is no module", from)
	}
	return fmt.Sprintf("from %s import %s", module, strings.Join(names, ", ")), nil
}

// relativeModule returns the module of a file that stands beside the one that loads it,
// or elsewhere: "../setup.star" is "..setup".
func relativeModule(from string) string {
	dots, rest := ".", path.Clean(strings.TrimSuffix(from, ".star"))
	for strings.HasPrefix(rest, "../") {
		dots, rest = dots+".", strings.TrimPrefix(rest, "../")
	}
	return dots + strings.ReplaceAll(pythonFile(rest), "/", ".")
}

// notAName is what cannot stand in the name of a module.
var notAName = regexp.MustCompile(`[^\w/.]`)

// pythonFile returns a path that Python can import.
func pythonFile(name string) string { return notAName.ReplaceAllString(name, "_") }

func TestPythonCopy(t *testing.T) {
	for src, want := range map[string]string{
		`load("@synod//nemesis.star", "loss")`:                     `from synod.nemesis import loss`,
		`load("@synod//lab.star", "a", b = "c")` + "\nx = 1":       "from synod.lab import a, c as b\nx = 1",
		"load(\n    \"setup.star\",\n    \"start\",\n)\nstart()\n": "from .setup import start\n\n\n\nstart()\n",
		`load("../more/set-up.star", "x")`:                         `from ..more.set_up import x`,
		`load("./setup.star", "x")`:                                `from .setup import x`,
		`assert.eq(1, 1); assert.true(assert.fails)`:               `assert_.eq(1, 1); assert_.true(assert_.fails)`,
		`print("ä: assert.eq", assert.eq)  # assert.eq`:            `print("ä: assert.eq", assert_.eq)  # assert.eq`,
	} {
		if got, err := pythonCopy("script", src); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", src, got, err, want)
		}
	}
}
