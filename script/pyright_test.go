package script

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"synod/lib"
)

// pyright is the environment variable that names the type checker, such as
// node_modules/.bin/pyright. It is not needed for the other tests, so without the
// variable this one is skipped; CI sets it.
const pyright = "SYNOD_PYRIGHT"

// Goal: an editor that reads the stubs finds no fault with a script that is right, and
// finds the faults that a signature can show.
// Method: Pyright checks copies of every example, of the library, of a scenario for each
// thing that the reference allows, and of one whose lines are wrong as they say.
func TestPyright(t *testing.T) {
	command := os.Getenv(pyright)
	if command == "" {
		t.Skipf("%s names no type checker", pyright)
	}
	dir := t.TempDir()
	for name, text := range StubFiles() {
		writeBelow(t, dir, name, text)
	}
	writeBelow(t, dir, "pyrightconfig.json", `{"include": ["."], "pythonVersion": "3.13", "reportDeprecated": "error"}`)
	copyScripts(t, dir, "lib", lib.FS)
	copyScripts(t, dir, "examples", os.DirFS("../examples"))
	copyScripts(t, dir, "checked", os.DirFS("testdata/pyright"))
	found := runPyright(t, command, dir)
	for _, want := range marked(t, "testdata/pyright") {
		if got, ok := found.take(want); !ok {
			t.Errorf("%s: got %q, want an error with %q in it", want.place, got, want.text)
		}
	}
	for _, c := range found.left {
		t.Errorf("%s: %s", c.place, c.text)
	}
}

// copyScripts writes every script of a folder as Python.
func copyScripts(t *testing.T, dir, to string, scripts fs.FS) {
	t.Helper()
	err := fs.WalkDir(scripts, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".star" {
			return err
		}
		src, err := fs.ReadFile(scripts, name)
		if err != nil {
			return err
		}
		text, err := pythonCopy(name, string(src))
		if err != nil {
			return err
		}
		writeBelow(t, dir, to+"/"+pythonFile(strings.TrimSuffix(name, ".star"))+".py", text)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func writeBelow(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// pyFinding is what a type checker says with a line.
type pyFinding struct{ place, text string }

// pyFindings are those that nobody expected so far.
type pyFindings struct{ left []pyFinding }

// take takes away what was said of a line, and reports whether the text was in it.
func (c *pyFindings) take(want pyFinding) (said string, ok bool) {
	var left []pyFinding
	for _, got := range c.left {
		if got.place == want.place {
			said += got.text
			ok = ok || strings.Contains(got.text, want.text)
		} else {
			left = append(left, got)
		}
	}
	c.left = left
	return said, ok
}

// runPyright returns the errors in all files below dir.
func runPyright(t *testing.T, command, dir string) *pyFindings {
	t.Helper()
	cmd := exec.Command(command, "--outputjson", "-p", dir)
	cmd.Stderr = new(bytes.Buffer)
	out, err := cmd.Output()
	var report struct {
		Diagnostics []struct {
			File, Severity, Message, Rule string
			Range                         struct{ Start struct{ Line int } }
		} `json:"generalDiagnostics"`
		Summary struct {
			Files int `json:"filesAnalyzed"`
		}
	}
	if json.Unmarshal(out, &report) != nil || report.Summary.Files < 100 {
		t.Fatalf("%s: got %v, %d files and\n%s%s\nwant a report", command, err, report.Summary.Files, out, cmd.Stderr)
	}
	var all pyFindings
	for _, d := range report.Diagnostics {
		if d.Severity != "error" {
			continue
		}
		name, err := filepath.Rel(dir, d.File)
		if err != nil {
			t.Fatal(err)
		}
		place := fmt.Sprintf("%s:%d", filepath.ToSlash(name), d.Range.Start.Line+1)
		all.left = append(all.left, pyFinding{place, d.Message + " (" + d.Rule + ")"})
	}
	return &all
}

// mistakeMark is what a line says that is wrong on purpose.
var mistakeMark = regexp.MustCompile(`# mistake: (.*)`)

// marked returns the pyFindings that are due.
func marked(t *testing.T, dir string) (all []pyFinding) {
	t.Helper()
	scripts, err := filepath.Glob(dir + "/*.star")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("got %q, %v", scripts, err)
	}
	for _, name := range scripts {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(src), "\n") {
			if said := mistakeMark.FindStringSubmatch(line); said != nil {
				place := fmt.Sprintf("checked/%s.py:%d", strings.TrimSuffix(filepath.Base(name), ".star"), i+1)
				all = append(all, pyFinding{place, said[1]})
			}
		}
	}
	return all
}

// What an editor finds no fault with runs, and what it complains of fails.
func TestPyrightScenariosRun(t *testing.T) {
	for _, name := range []string{"allowed.star", "mistakes.star"} {
		var out bytes.Buffer
		s := newTestSession(t, &out)
		if err := s.RunFile("testdata/pyright/"+name, name); err != nil {
			t.Errorf("%s: %s\n%s", name, s.Explain(err), out.String())
		}
	}
}
