package script

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// The test here builds a program outside this module that uses the package, as a
// stranger's tests do, and counts how many processes it becomes. A program that
// starts itself over and over again stops at maxEmbedded, so that a mistake shows
// and does no harm.

const maxEmbedded = 12

// embedded are the files of the stranger's module. Each process of a program
// writes a byte into the file COUNT.
var embedded = map[string]string{
	"count/count.go": `package count

import "os"

func init() {
	path := os.Getenv("COUNT")
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		panic(err)
	}
	f.WriteString("x")
	f.Close()
	if info, err := os.Stat(path); err != nil || info.Size() > ` + fmt.Sprint(maxEmbedded) + ` {
		os.Exit(9)
	}
}
`,
	"embed_test.go": `package embed

import (
	"context"
	"os"
	"testing"

	_ "example.org/embed/count"
	"synod/node/child"
	"synod/script"
)

func init() {
	if os.Getenv("HOOK") == "first" {
		child.RunIfNode()
	}
}

func run(t *testing.T, o script.Options, src string) {
	o.Out = os.Stdout
	s := script.New(context.Background(), o)
	defer s.Close()
	if err := s.Run("x.star", "", src); err != nil {
		t.Fatal(s.Explain(err))
	}
}

const three = "cluster(3)\nprint('value', submit(1, 'X').value)\n"

func TestZero(t *testing.T)      { run(t, script.Options{}, three) }
func TestProcesses(t *testing.T) { run(t, script.Options{Fleet: script.Processes}, three) }
func TestAsked(t *testing.T)     { run(t, script.Options{}, "cluster(3, fleet = 'processes')\n") }
func TestItself(t *testing.T) {
	run(t, script.Options{Fleet: script.Processes, Program: os.Args[0]}, three)
}
func TestNamed(t *testing.T) {
	run(t, script.Options{Fleet: script.Processes, Program: os.Getenv("PROGRAM")}, three)
}
func TestLate(t *testing.T) {
	if os.Getenv("HOOK") == "late" {
		child.RunIfNode()
	}
	run(t, script.Options{Fleet: script.Processes}, three)
}
`,
}

// buildEmbedded builds the test binary of the stranger's module.
func buildEmbedded(t *testing.T) string {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o777), os.WriteFile(path, []byte(text), 0o666)); err != nil {
			t.Fatal(err)
		}
	}
	write("go.sum", string(sum))
	write("go.mod", "module example.org/embed\n\ngo 1.26.0\n\nrequire synod v0.0.0\n\nreplace synod => "+filepath.ToSlash(root)+"\n")
	for name, text := range embedded {
		write(name, text)
	}
	binary := filepath.Join(dir, "embed.test")
	cmd := exec.Command("go", "test", "-c", "-o", binary, ".")
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, out)
	}
	return binary
}

// TestEmbedded runs scripts in a stranger's tests, with and without what lets
// them start nodes. Never is a process started that is neither the test nor a
// node of it, and where there can be no nodes an error says what to do.
func TestEmbedded(t *testing.T) {
	if testing.Short() {
		t.Skip("builds programs")
	}
	binary := buildEmbedded(t)
	const all = "."
	tests := []struct {
		test, hook  string // where the program calls child.RunIfNode; "" for nowhere
		least, most int    // how many processes may be started
		want        []string
	}{
		{"TestZero", "", 1, 1, nil},
		{"TestProcesses", "", 1, 1, []string{"x.star:1:8: starting: this program cannot be a node", "child.RunIfNode()", "TestMain", `"sim"`}},
		{"TestAsked", "", 1, 1, []string{"x.star:1:8: starting: this program cannot be a node", "child.RunIfNode()"}},
		{"TestNamed", "", 1, 1, nil}, // its nodes are of another program, which does not count
		{"TestItself", "", 2, 4, []string{"n1: starting: its process is gone", "to be a synod"}},
		{all, "", 1, 7, []string{"this program cannot be a node"}},
		{"TestZero", "first", 1, 1, nil},
		{"TestProcesses", "first", 4, 4, nil},
		{"TestItself", "first", 4, 4, nil},
		{"TestLate", "late", 4, 4, nil},
	}
	for _, tt := range tests {
		t.Run(tt.test+" "+tt.hook, func(t *testing.T) {
			count := filepath.Join(t.TempDir(), "count")
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, binary, "-test.v", "-test.run="+tt.test)
			cmd.Env = append(os.Environ(), "COUNT="+count, "PROGRAM="+os.Args[0], "HOOK="+tt.hook)
			out, err := cmd.CombinedOutput()
			if (err != nil) != (tt.want != nil) {
				t.Errorf("got %v", err)
			}
			for _, want := range tt.want {
				if !bytes.Contains(out, []byte(want)) {
					t.Errorf("got %s\nwant %q in it", out, want)
				}
			}
			if tt.want == nil && !bytes.Contains(out, []byte("value X")) {
				t.Errorf("got %s\nwant the script to have run", out)
			}
			info, err := os.Stat(count)
			if err != nil {
				t.Fatal(err)
			}
			if got := int(info.Size()); got < tt.least || got > tt.most {
				t.Errorf("got %d processes, want %d to %d", got, tt.least, tt.most)
			}
		})
	}
}
