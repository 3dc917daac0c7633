package examples

import (
	"context"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"go.starlark.net/syntax"

	"synod/node/child"
	"synod/script"
	"synod/script/golden"
	"synod/script/lineend"
)

// TestMain lets this binary serve as a node, since nodes are processes of the
// program that starts them.
func TestMain(m *testing.M) {
	child.RunIfNode()
	os.Exit(m.Run())
}

// TestGolden runs every scenario over processes and in the simulator. Both must
// print the bytes of the golden file, whatever runs beside them, and show what
// they say: every rule matches something and every fault happens. In short it is
// the simulator alone, and nothing that searches.
func TestGolden(t *testing.T) {
	paths, fleets := scenarios(t), []script.FleetKind{script.Simulated, script.Processes}
	if testing.Short() {
		paths, fleets = slices.DeleteFunc(paths, searches), fleets[:1]
	}
	report, err := golden.Test(context.Background(), golden.Options{Paths: paths, Fleets: fleets, Run: golden.RunStrict, Out: t.Output(), Diag: t.Output()})
	if err != nil {
		t.Fatal(err)
	}
	passed, failed := report.Count()
	if report.Status() != script.StatusOK {
		t.Errorf("got %d passed, %d failed, want none failed", passed, failed)
	}
	if passed != len(fleets)*len(paths) {
		t.Errorf("got %d passed, want each of %d scenarios in every fleet", passed, len(paths))
	}
}

// searches reports whether a scenario is about a search.
func searches(name string) bool { return strings.HasPrefix(name, "search/") }

// scenarios lists the paths of all scenarios.
func scenarios(t *testing.T) []string {
	t.Helper()
	paths, err := fs.Glob(FS, "*/*.star")
	if err != nil || len(paths) == 0 {
		t.Fatalf("got %d scenarios, %v", len(paths), err)
	}
	return slices.DeleteFunc(paths, func(p string) bool { return strings.HasPrefix(path.Base(p), "_") })
}

// TestOpenings requires that every scenario begins with a sentence of what it shows.
func TestOpenings(t *testing.T) {
	for _, name := range scenarios(t) {
		src, err := fs.ReadFile(FS, name)
		if err != nil {
			t.Fatal(err)
		}
		opening, err := opening(name, src)
		if err != nil {
			t.Fatal(err)
		}
		if len(opening) < 40 || !strings.ContainsAny(opening, ".?!") {
			t.Errorf("%s opens with %q, want what it shows, in a sentence or more", name, opening)
		}
	}
}

// opening returns the string that a script begins with.
func opening(name string, src []byte) (string, error) {
	file, err := script.Dialect.Parse(name, src, 0)
	if err != nil || len(file.Stmts) == 0 {
		return "", err
	}
	if statement, ok := file.Stmts[0].(*syntax.ExprStmt); ok {
		if literal, ok := statement.X.(*syntax.Literal); ok {
			text, _ := literal.Value.(string)
			return text, nil
		}
	}
	return "", nil
}

// boxesOf returns what boxes() printed according to a golden file, and the rest.
func boxesOf(t *testing.T, name string) (boxes, rest string) {
	t.Helper()
	b, err := fs.ReadFile(FS, name)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.SplitAfter(lineend.Unix(string(b)), "\n") {
		if strings.HasPrefix(line, "n") {
			boxes += line
		} else {
			rest += line
		}
	}
	return boxes, rest
}

// TestOnlyTheOrderTells checks the lesson of the two scenarios that end alike:
// what the acceptors did is the same, and only the order of events differs.
func TestOnlyTheOrderTells(t *testing.T) {
	for _, nodes := range []string{"", "_3"} {
		a, aTrace := boxesOf(t, path.Join("lab", "a_wins"+nodes+".golden"))
		b, bTrace := boxesOf(t, path.Join("lab", "b_wins_first"+nodes+".golden"))
		if a == "" || a != b {
			t.Errorf("got the boxes\n%swant\n%s", b, a)
		}
		if aTrace == bTrace {
			t.Error("got the same trace, want another order")
		}
	}
}
