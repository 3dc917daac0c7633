package script

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// feed gives text to a conversation as a pipe does, and returns what it showed
// and the exit status.
func feed(t *testing.T, file, text string) (shown string, status int) {
	t.Helper()
	var out bytes.Buffer
	s := newTestSession(t, &out)
	err := s.Feed(strings.NewReader(text), file)
	if left := s.Explain(err); left != "" {
		t.Errorf("got %q left to explain", left)
	}
	return out.String(), Status(err)
}

// Lines from a pipe run like a script that goes on after errors: values are
// shown, prompts are not, and the first error decides the status.
func TestFeed(t *testing.T) {
	for name, c := range map[string]struct {
		text, want string
		status     int
	}{
		"nothing":               {"", "", 0},
		"values":                {"x = 2\nx\nNone\n_\n", "2\n2\n", 0},
		"no newline at the end": {"1\n2", "1\n2\n", 0},
		"lines of Windows":      {"def f():\r\n    return 1\r\n\r\nf()\r\n", "1\n", 0},
		"an empty line in a def": {
			"def f():\n    x = 1\n\n    # more\n\n    return x\nf()\n", "1\n", 0},
		"an empty line before else": {"if False:\n    1\n\nelse:\n    print(2)\n3\n", "2\n3\n", 0},
		"a def at the end":          {"def f():\n    return 1", "", 0},
		"a string of many lines":    {"\"\"\"a\n\nb\"\"\"\n", "\"a\\n\\nb\"\n", 0},
		"going on":                  {"1 // 0\n2\n", "stdin:1:3: floored division by zero\n    1 // 0\n      ^\n2\n", 2},
		"the first error counts": {
			"assert.true(False)\n1 // 0\n", "stdin:1:12: assertion failed\n    assert.true(False)\n    ^~~~~~~~~~~~~~~~~~\n  got  False\n  want something true\n" +
				"stdin:2:3: floored division by zero\n    1 // 0\n      ^\n", 1},
		"a body that cannot be read": {"def f(:\n    x\n\n    y\n7\n", "stdin:1:8: got ':', want ')'\n    def f(:\n           ^\n7\n", 2},
		"an end that is missing":     {"f(\n", "stdin:2:1: got end of file, want ')'\n", 2},
		"leaving":                    {"exit(4)\n1\n", "", 4},
		"leaving after an error":     {"1 // 0\nexit(4)\n", "stdin:1:3: floored division by zero\n    1 // 0\n      ^\n", 2},
		"a paste":                    {":paste\nx = 1\n\nx\n.\nx\n", "1\n1\n", 0},
		"a mark is no newline":       {"\"↵\"\n", "\"↵\"\n", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got, status := feed(t, "", c.text); got != c.want || status != c.status {
				t.Errorf("got status %d and\n%s\nwant %d and\n%s", status, got, c.status, c.want)
			}
		})
	}
}

// A file runs first, with its errors, and then its names are there: its
// functions see what is typed later.
func TestFileFirst(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "lib.star"), "base = 10\n")
	file := filepath.Join(dir, "first.star")
	write(t, file, "\"\"\"Not shown.\"\"\"\nload(\"lib.star\", \"base\")\nn = 1\ndef f():\n    return base + n\n\nf()\nprint(\"ran\")\n")
	if got, status := feed(t, file, "n = 5\nf()\n"); got != "ran\n15\n" || status != 0 {
		t.Errorf("got status %d and\n%s", status, got)
	}
	write(t, file, "print(\"not said\")\nx = undefined_name\n")
	if got, status := feed(t, file, "1\n"); strings.Contains(got, "not said") || !strings.HasSuffix(got, "\n1\n") || status != StatusScript {
		t.Errorf("got status %d and\n%s", status, got)
	}
	write(t, file, "x = 1\nassert.eq(x, 2)\n")
	if got, status := feed(t, file, "x\n"); !strings.HasSuffix(got, "\n1\n") || status != StatusFailed {
		t.Errorf("got status %d and\n%s", status, got)
	}
	s := newTestSession(t, &bytes.Buffer{})
	err := s.Feed(strings.NewReader("1\n"), filepath.Join(dir, "nowhere.star"))
	if want := filepath.Join(dir, "nowhere.star") + ": no such file or directory\n"; s.Explain(err) != want || Status(err) != StatusScript {
		t.Errorf("got %q, want %q", s.Explain(err), want)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A loaded file that was changed is read again when it is loaded again.
func TestLoadAgain(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "lib.star", "x = 1\n")
	var out bytes.Buffer
	s := newTestSession(t, &out)
	r := &typist{screen: &out, lines: []string{`load("lib.star", "x")`, "x", `load("lib.star", "x")`, "x"}, before: func(line string) {
		if line == "x" {
			return
		}
		if strings.Contains(out.String(), "synod> x\n1\n") {
			write(t, "lib.star", "x = 2\n")
		}
	}}
	if err := s.Converse(r, ""); err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(out.String(), "synod> x\n2\nsynod> ^D\n") {
		t.Errorf("got\n%s", out.String())
	}
}

// Without a terminal the program reads a script from its standard input.
func TestPipedProgram(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asProgram+"=1")
	cmd.Stdin = strings.NewReader("def f():\n    return 1\n\nf()\n1 // 0\n")
	var diag bytes.Buffer
	cmd.Stderr = &diag
	out, err := cmd.Output()
	if got := cmd.ProcessState.ExitCode(); got != StatusScript {
		t.Errorf("got the exit status %d (%v), want %d", got, err, StatusScript)
	}
	if want := "1\ngoodbye, status 2\n"; string(out) != want {
		t.Errorf("got %q, want %q", out, want)
	}
	if want := "stdin:5:3: floored division by zero\n    1 // 0\n      ^\n"; diag.String() != want {
		t.Errorf("got %q, want %q", diag.String(), want)
	}
}
