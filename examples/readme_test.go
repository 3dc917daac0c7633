package examples

import (
	"bytes"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"synod/script"
	"synod/script/lineend"
	"synod/script/manual"
)

// written returns the project's README and the pages of its manual. They show what
// scenarios print between <!-- output NAME --> and <!-- /output -->, and some of
// them themselves between <!-- scenario NAME --> and <!-- /scenario -->.
func written(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range manual.Pages() {
		text = append(text, page.Source...)
	}
	return lineend.Unix(string(text))
}

// shown returns what the README and the manual show between two marks, by the name
// of the scenario, without the fences around it.
func shown(t *testing.T, mark, fence string) map[string]string {
	t.Helper()
	blocks := map[string]string{}
	for i, part := range strings.Split(written(t), "<!-- "+mark+" ") {
		name, rest, _ := strings.Cut(part, " -->\n"+fence+"\n")
		block, _, ok := strings.Cut(rest, "```\n<!-- /"+mark+" -->")
		switch {
		case i == 0: // what is before the first mark
		case !ok:
			t.Errorf("there is no end of the %s %q", mark, name)
		default:
			blocks[strings.TrimPrefix(name, "examples/")] = block
		}
	}
	if len(blocks) == 0 {
		t.Errorf("no %s is shown", mark)
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
	return lineend.Unix(string(golden))
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

// TestReadmeOutput checks that the README and the manual show what scenarios really print.
func TestReadmeOutput(t *testing.T) {
	for name, output := range shown(t, "output", "```") {
		if output != goldenOf(t, name) {
			t.Errorf("the output shown of %s differs from its golden file", name)
		}
	}
}

// TestReadmeScenario checks that a scenario that they show, in fewer
// words than its file, prints the same.
func TestReadmeScenario(t *testing.T) {
	for name, src := range shown(t, "scenario", "```python") {
		if got := outputOf(t, src); got != goldenOf(t, name) {
			t.Errorf("%s as it is shown prints\n%s\nwant as in its golden file", name, got)
		}
	}
}

// TestReadmeSnippets runs every script that they show from its first
// line, which makes a cluster, to its last.
func TestReadmeSnippets(t *testing.T) {
	snippets := strings.Split(written(t), "```python\ncluster(")[1:]
	if len(snippets) < 3 {
		t.Errorf("got %d scripts in the README and the manual, want 3 or more", len(snippets))
	}
	for _, part := range snippets {
		src, _, _ := strings.Cut(part, "```")
		if outputOf(t, "cluster("+src) == "" {
			t.Errorf("there is no output of\ncluster(%s", src)
		}
	}
}

// mentioned is a scenario or a folder of them that a reader is sent to.
var mentioned = regexp.MustCompile(`examples/([a-z_0-9/]+(?:\.star)?)`)

// TestReadmeNamesWhatThereIs checks that every scenario that the README and the
// manual name is there.
func TestReadmeNamesWhatThereIs(t *testing.T) {
	for _, match := range mentioned.FindAllStringSubmatch(written(t), -1) {
		if _, err := fs.Stat(FS, strings.TrimSuffix(match[1], "/")); err != nil {
			t.Errorf("%s: %v", match[0], err)
		}
	}
}
