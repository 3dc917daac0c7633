package main

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"synod/script/lineend"

	"synod/node/child"
)

var update = flag.Bool("update", false, "rewrite what the test scripts expect")

// TestMain lets the test binary be synod, for the test scripts, and a node of
// its clusters.
func TestMain(m *testing.M) {
	child.RunIfNode()
	os.Setenv(quick, quickly)
	testscript.Main(m, map[string]func(){"synod": main})
}

// A program with a race detector waits a second at its end, unless told not to.
const quick, quickly = "GORACE", "atexit_sleep_ms=0"

// TestScripts runs the command lines in testdata/script and compares what they
// print, byte for byte, and their exit statuses.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 archives(t),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(env *testscript.Env) error {
			env.Setenv(quick, quickly)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"spell":     spellOut,
			"converted": convert,
			"jsonlines": jsonLines,
			"together":  together,
			"isxml":     isXML,
		},
	})
}

// archives returns the folder of the test scripts, or a copy with the line ends that
// commands print where a version control system has converted them.
func archives(t *testing.T) string {
	const folder = "testdata/script"
	files, err := filepath.Glob(filepath.Join(folder, "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("got %d test scripts, %v", len(files), err)
	}
	copies := t.TempDir()
	converted := false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil {
			converted = converted || lineend.IsWindows(string(text))
			err = os.WriteFile(filepath.Join(copies, filepath.Base(file)), []byte(lineend.Unix(string(text))), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if converted {
		return copies
	}
	return folder
}

// spellOut writes a file that holds what an archive cannot, such as other line ends, as
// in a string of Go: spell a.star 'print(1)\r\n'.
func spellOut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: spell FILE TEXT")
	}
	text, err := strconv.Unquote(`"` + args[1] + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o666))
}

// convert gives files, or those in folders, the line ends of Windows, as a version
// control system may: converted run.jsonl.
func convert(ts *testscript.TestScript, neg bool, args []string) {
	for _, name := range args {
		err := filepath.WalkDir(ts.MkAbs(name), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return os.WriteFile(path, []byte(lineend.Windows(lineend.Unix(string(text)))), 0o666)
		})
		ts.Check(err)
	}
}

// exits runs a command that must end with a status: exits 2 synod run.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND [ARG ...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	status := 0
	var ended *exec.ExitError
	switch err := ts.Exec(args[1], args[2:]...); {
	case errors.As(err, &ended):
		status = ended.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if status != want {
		ts.Fatalf("got exit status %d, want %d\nstdout:\n%s\nstderr:\n%s", status, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// jsonLines requires that every line of a file is a JSON object, and that
// there is one.
func jsonLines(ts *testscript.TestScript, _ bool, args []string) {
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n")
	for i, line := range lines {
		var object map[string]any
		if err := json.Unmarshal([]byte(line), &object); err != nil {
			ts.Fatalf("%s:%d: %v in %q", args[0], i+1, err, line)
		}
	}
}

// together requires that a file has the lines of some others, each once: together
// all.jsonl 1.jsonl 2.jsonl.
func together(ts *testscript.TestScript, _ bool, args []string) {
	lines := func(names []string) (all []string) {
		for _, name := range names {
			all = append(all, strings.Split(strings.TrimSuffix(ts.ReadFile(name), "\n"), "\n")...)
		}
		slices.Sort(all)
		return all
	}
	if want, got := lines(args[:1]), lines(args[1:]); !slices.Equal(got, want) {
		ts.Fatalf("got the lines\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// isXML requires that a file is XML.
func isXML(ts *testscript.TestScript, _ bool, args []string) {
	var anything struct {
		Inner []byte `xml:",innerxml"`
	}
	ts.Check(xml.Unmarshal([]byte(ts.ReadFile(args[0])), &anything))
}
