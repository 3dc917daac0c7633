package examples

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"

	"synod/script"
)

// readme is the project's. It shows what scenarios print between
// <!-- output NAME --> and <!-- /output -->, and one of them itself between
// <!-- scenario NAME --> and <!-- /scenario -->.
func readme(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// shown returns what the README shows between two marks, by the name of the
// scenario, without the fences around it.
func shown(t *testing.T, mark, fence string) map[string]string {
	t.Helper()
	blocks := map[string]string{}
	for i, part := range strings.Split(readme(t), "<!-- "+mark+" ") {
		name, rest, _ := strings.Cut(part, " -->\n"+fence+"\n")
		block, _, ok := strings.Cut(rest, "```\n<!-- /"+mark+" -->")
		switch {
		case i == 0: // what is before the first mark
		case !ok:
			t.Errorf("the README has no end of the %s %q", mark, name)
		default:
			blocks[strings.TrimPrefix(name, "examples/")] = block
		}
	}
	if len(blocks) == 0 {
		t.Errorf("the README shows no %s", mark)
	}
	return blocks
}

// goldenOf returns what a scenario prints.
func goldenOf(t *testing.T, name string) string {
	t.Helper()
	golden, err := fs.ReadFile(FS, strings.TrimSuffix(name, ".star")+".golden")
	if err != nil {
		t.Fatal(err)
	}
	return string(golden)
}

// outputOf runs a script in the simulator.
func outputOf(t *testing.T, src string) string {
	t.Helper()
	var out bytes.Buffer
	s := script.New(t.Context(), script.Options{Fleet: script.Simulated, Out: &out})
	if err := s.Run("README.md", ".", src); err != nil {
		t.Errorf("%s\nin\n%s", s.Explain(err), src)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	return out.String()
}

// TestReadmeOutput checks that the README shows what scenarios really print.
func TestReadmeOutput(t *testing.T) {
	for name, output := range shown(t, "output", "```") {
		if output != goldenOf(t, name) {
			t.Errorf("the README's output of %s differs from its golden file", name)
		}
	}
}

// TestReadmeScenario checks that a scenario that the README shows, in fewer
// words than its file, prints the same.
func TestReadmeScenario(t *testing.T) {
	for name, src := range shown(t, "scenario", "```python") {
		if got := outputOf(t, src); got != goldenOf(t, name) {
			t.Errorf("the README's %s prints\n%s\nwant as in its golden file", name, got)
		}
	}
}

// TestReadmeSnippets runs every script that the README shows from its first
// line, which makes a cluster, to its last.
func TestReadmeSnippets(t *testing.T) {
	snippets := strings.Split(readme(t), "```python\ncluster(")[1:]
	if len(snippets) < 3 {
		t.Errorf("got %d scripts in the README, want 3 or more", len(snippets))
	}
	for _, part := range snippets {
		src, _, _ := strings.Cut(part, "```")
		if outputOf(t, "cluster("+src) == "" {
			t.Errorf("there is no output of\ncluster(%s", src)
		}
	}
}
