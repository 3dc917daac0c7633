package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// The tests here end a controller in every way there is, in the middle of a
// run, and require that it says what it should and that no process and no file
// is left of it. What is left they find by looking at every process there is:
// nodes inherit a mark in their environments.

// endless is a scenario that prints for ever.
const endless = `cluster(3)
while True:
    submit(1, "X")
    reset()
`

// controller is a synod that runs.
type controller struct {
	cmd    *exec.Cmd
	stdout io.ReadCloser
	stderr bytes.Buffer
	mark   string
	temp   string // where its temporary files go
	up     int    // how many of its nodes run when it prints
}

var marks atomic.Int64

// newMark returns an environment variable that no other process has.
func newMark() string { return fmt.Sprintf("SYNOD_TEST_MARK=%d.%d", os.Getpid(), marks.Add(1)) }

// start starts a synod in a folder that has the script x.star.
func start(t *testing.T, src string, args ...string) *controller {
	t.Helper()
	return startIn(t, t.TempDir(), src, args...)
}

// startIn is start with the folder for temporary files given.
func startIn(t *testing.T, temp, src string, args ...string) *controller {
	t.Helper()
	folder := t.TempDir()
	for name, content := range map[string]string{"x.star": src, "x.golden": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	c := &controller{cmd: exec.Command("synod", args...), mark: newMark(), temp: temp, up: 3}
	c.cmd.Dir, c.cmd.Stderr = folder, &c.stderr
	c.cmd.Env = append(os.Environ(), c.mark, "TMPDIR="+c.temp)
	var err error
	if c.stdout, err = c.cmd.StdoutPipe(); err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.cmd.Process.Kill() })
	return c
}

// signal sends a signal.
func (c *controller) signal(t *testing.T, s os.Signal) {
	t.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		t.Fatal(err)
	}
}

// printing waits for the first output, which comes when the nodes are up.
func (c *controller) printing(t *testing.T) {
	t.Helper()
	if _, err := io.ReadFull(c.stdout, make([]byte, 1000)); err != nil {
		t.Fatalf("%v, and on standard error %s", err, &c.stderr)
	}
	if len(c.nodes(t)) != c.up {
		t.Fatalf("got %d nodes, want %d", len(c.nodes(t)), c.up)
	}
}

// end waits for the end of the controller, reading whatever it prints, and
// returns its exit status, which is -1 after a signal.
func (c *controller) end(t *testing.T) int {
	t.Helper()
	io.Copy(io.Discard, c.stdout)
	var ended *exec.ExitError
	if err := c.cmd.Wait(); err != nil && !errors.As(err, &ended) {
		t.Error(err)
	}
	return c.cmd.ProcessState.ExitCode()
}

// nodes returns the ids of its nodes' processes.
func (c *controller) nodes(t *testing.T) (ids []string) {
	t.Helper()
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range commands {
		command, _ := os.ReadFile(path)
		environment, _ := os.ReadFile(filepath.Join(filepath.Dir(path), "environ"))
		if bytes.HasSuffix(command, []byte("\x00node\x00")) && bytes.Contains(environment, []byte(c.mark+"\x00")) {
			ids = append(ids, filepath.Base(filepath.Dir(path)))
		}
	}
	return ids
}

// leavesNothing requires that no node and no file is left.
func (c *controller) leavesNothing(t *testing.T) {
	t.Helper()
	if nodes := c.nodes(t); len(nodes) > 0 {
		t.Errorf("got the nodes %q, want none", nodes)
	}
	files, err := os.ReadDir(c.temp)
	if err != nil || len(files) > 0 {
		t.Errorf("got the files %v, %v, want none", files, err)
	}
}

// soon waits for something that announces itself to nobody, such as the end of
// an orphan.
func soon(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within 10s", what)
		}
	}
}

// A controller that is killed can do nothing more, and yet its nodes go.
func TestKilledControllerLeavesNoNodes(t *testing.T) {
	t.Parallel()
	c := start(t, endless, "run", "x.star")
	c.printing(t)
	c.signal(t, syscall.SIGKILL)
	c.end(t)
	soon(t, "the end of the nodes", func() bool { return len(c.nodes(t)) == 0 })
}

// Nor does one whose nodes are in part down: those that are left see to it.
func TestKilledControllerLeavesNoFiles(t *testing.T) {
	t.Parallel()
	c := start(t, "cluster(3)\nsubmit(1, 'A')\ncrash(3)\nwhile True:\n    submit(1, 'X')\n", "run", "x.star")
	c.up = 2
	c.printing(t)
	c.signal(t, syscall.SIGKILL)
	c.end(t)
	soon(t, "the end of the nodes", func() bool { return len(c.nodes(t)) == 0 })
	c.leavesNothing(t)
}

// dies is a scenario that prints for ever when no node of it is up any more.
const dies = `cluster(3)
submit(1, "A")
for id in [1, 2, 3]:
    crash(id)
while True:
    print("x" * 99)
`

// filesIn returns the names of what is in a folder.
func filesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Error(err)
	}
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// No node is there to see to it when a controller is killed whose nodes are all
// down. A later run is, or several that start together; and none of them touches
// what a controller has that lives, or data that is to be kept.
func TestLaterRunRemovesWhatIsLeft(t *testing.T) {
	t.Parallel()
	temp, data := t.TempDir(), filepath.Join(t.TempDir(), "data")
	living := startIn(t, temp, endless, "run", "x.star")
	living.printing(t)
	own := filesIn(t, temp)
	if len(own) != 1 {
		t.Fatalf("got %v, want one folder", own)
	}
	for _, args := range [][]string{{"run", "x.star"}, {"run", "x.star"}, {"run", "x.star", "--data", data}} {
		c := startIn(t, temp, dies, args...)
		c.up = 0
		c.printing(t)
		c.signal(t, syscall.SIGKILL)
		c.end(t)
	}
	if left := filesIn(t, temp); len(left) < 2 {
		t.Fatalf("got %v, want something left", left)
	}
	var later []*controller
	for range 4 {
		later = append(later, startIn(t, temp, "cluster(3)\nsubmit(1, 'A')\n", "run", "x.star"))
	}
	for _, c := range later {
		if status := c.end(t); status != 0 || c.stderr.Len() > 0 {
			t.Errorf("got status %d and %q, want 0 and nothing", status, &c.stderr)
		}
	}
	if left := filesIn(t, temp); !slices.Equal(left, own) {
		t.Errorf("got %v, want %v, which is still in use", left, own)
	}
	if kept := filesIn(t, data); !slices.Equal(kept, []string{"n1", "n2", "n3"}) || len(filesIn(t, filepath.Join(data, "n2"))) == 0 {
		t.Errorf("got the data %v, want that of n1, n2 and n3", kept)
	}
	living.signal(t, os.Interrupt)
	if status := living.end(t); status != 3 {
		t.Errorf("got status %d and %q, want 3", status, &living.stderr)
	}
	living.leavesNothing(t)
}

// somewhere matches what is said of a run that was interrupted: where it was.
var somewhere = regexp.MustCompile(`^x\.star:\d+:\d+: interrupted\n    .*\n    *\^~*\n$`)

// A controller that is asked to end ends its nodes first, and has no verdict.
func TestInterruptedRun(t *testing.T) {
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			c := start(t, endless, "run", "x.star")
			c.printing(t)
			c.signal(t, s)
			if status := c.end(t); status != 3 || !somewhere.MatchString(c.stderr.String()) {
				t.Errorf("got status %d and %q, want 3 and interrupted", status, &c.stderr)
			}
			c.leavesNothing(t)
		})
	}
}

// The same for a script that computes and prints nothing.
func TestInterruptedLoop(t *testing.T) {
	t.Parallel()
	c := start(t, "print('x' * 70000)\nwhile True:\n    pass\n", "run", "--fleet=sim", "x.star")
	if _, err := io.ReadFull(c.stdout, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	c.signal(t, os.Interrupt)
	if status := c.end(t); status != 3 || !somewhere.MatchString(c.stderr.String()) {
		t.Errorf("got status %d and %q, want 3 and interrupted", status, &c.stderr)
	}
}

// A node that does not answer holds up no end: synod wakes it and comes to its end
// in order, or the second signal ends it as if it had never been caught, whichever
// is first.
func TestSecondSignal(t *testing.T) {
	t.Parallel()
	c := start(t, endless, "run", "x.star")
	c.printing(t)
	stuck, err := strconv.Atoi(c.nodes(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(stuck, syscall.SIGSTOP); err != nil {
		t.Fatal(err)
	}
	ended := make(chan int)
	go func() { ended <- c.end(t) }()
	soon(t, "the end of the controller", func() bool {
		c.cmd.Process.Signal(os.Interrupt) // it fails once the controller has ended
		select {
		case status := <-ended:
			if status != -1 && (status != 3 || !somewhere.MatchString(c.stderr.String())) {
				t.Errorf("got status %d and %q, want the death by a signal, or 3 and interrupted", status, &c.stderr)
			}
			return true
		default:
			return false
		}
	})
	soon(t, "the end of the nodes", func() bool { return len(c.nodes(t)) == 0 })
}

func TestInterruptedTest(t *testing.T) {
	t.Parallel()
	c := start(t, endless, "test", "-j", "1", "--fleet=processes", "x.star")
	soon(t, "three nodes", func() bool { return len(c.nodes(t)) == 3 }) // it prints nothing that would tell
	c.signal(t, os.Interrupt)
	out, err := io.ReadAll(c.stdout)
	if err != nil {
		t.Fatal(err)
	}
	if status := c.end(t); status != 3 || string(out) != "0 passed, 0 failed\n" || !strings.HasPrefix(c.stderr.String(), "interrupted\n0 passed, 0 failed in ") {
		t.Errorf("got status %d, %q and %q", status, out, &c.stderr)
	}
	c.leavesNothing(t)
}

// Nobody reads on, as after "| head": the run is of no more use, and that
// needs no words.
func TestClosedPipe(t *testing.T) {
	t.Parallel()
	c := start(t, endless, "run", "x.star")
	c.printing(t)
	c.stdout.Close()
	c.cmd.Wait() // its error is the status
	if status := c.cmd.ProcessState.ExitCode(); status != 3 || c.stderr.Len() > 0 {
		t.Errorf("got status %d and %q, want 3 and nothing", status, &c.stderr)
	}
	c.leavesNothing(t)
}

// The same for a script that prints and does nothing else.
func TestClosedPipeOfPrints(t *testing.T) {
	t.Parallel()
	c := start(t, "while True:\n    print('more')\n", "run", "--fleet=sim", "x.star")
	if _, err := io.ReadFull(c.stdout, make([]byte, 1000)); err != nil {
		t.Fatal(err)
	}
	c.stdout.Close()
	c.cmd.Wait() // its error is the status
	if status := c.cmd.ProcessState.ExitCode(); status != 3 || c.stderr.Len() > 0 {
		t.Errorf("got status %d and %q, want 3 and nothing", status, &c.stderr)
	}
}

// A verdict that is known outlives a pipe that is closed.
func TestClosedPipeAfterTheVerdict(t *testing.T) {
	t.Parallel()
	c := start(t, "print(1)\nassert.true(False)\n", "run", "--fleet=sim", "x.star")
	c.stdout.Close()
	c.cmd.Wait() // its error is the status
	if status := c.cmd.ProcessState.ExitCode(); status != 1 || !strings.HasPrefix(c.stderr.String(), "x.star:2:12: assertion failed\n") {
		t.Errorf("got status %d and %q, want 1 and the assertion", status, &c.stderr)
	}
}

// Output that cannot be written for another reason is worth a word, and ends
// the run too.
func TestFullDisk(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	defer full.Close()
	for _, src := range []string{endless, "print(1)\n", "while True:\n    print(1)\n"} {
		script := filepath.Join(t.TempDir(), "x.star")
		if err := os.WriteFile(script, []byte(src), 0o666); err != nil {
			t.Fatal(err)
		}
		var stderr bytes.Buffer
		cmd := exec.Command("synod", "run", "--fleet=sim", script)
		cmd.Stdout, cmd.Stderr = full, &stderr
		cmd.Run() // its error is the status
		if status := cmd.ProcessState.ExitCode(); status != 3 || stderr.String() != "synod: writing the output: no space left on device\n" {
			t.Errorf("%q: got status %d and %q", src, status, &stderr)
		}
	}
}

// A person at a terminal may be away when the program is asked to end.
func TestTerminatedConversation(t *testing.T) {
	t.Parallel()
	c := &controller{cmd: exec.Command("synod", "repl"), mark: newMark(), temp: t.TempDir()}
	c.cmd.Env = append(os.Environ(), c.mark, "TMPDIR="+c.temp, "TERM=xterm", "XDG_STATE_HOME="+t.TempDir())
	f, err := pty.StartWithSize(c.cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if _, err := io.WriteString(f, "cluster(3)\r"); err != nil {
		t.Fatal(err)
	}
	soon(t, "three nodes", func() bool { return len(c.nodes(t)) == 3 })
	c.signal(t, syscall.SIGTERM)
	out, _ := io.ReadAll(f) // it ends with an error, as terminals do
	c.cmd.Wait()            // its error is the status
	if status := c.cmd.ProcessState.ExitCode(); status != 3 || !bytes.HasSuffix(bytes.TrimSpace(out), []byte("interrupted")) {
		t.Errorf("got status %d and %q", status, out)
	}
	c.leavesNothing(t)
}

// Differences are coloured on a terminal, unless somebody does not want that.
func TestColor(t *testing.T) {
	for _, c := range []struct {
		env  string
		want bool
	}{{"NO_COLOR=", true}, {"NO_COLOR=1", false}, {"TERM=dumb", false}} {
		t.Run(c.env, func(t *testing.T) {
			folder := t.TempDir()
			for name, content := range map[string]string{"x.star": "print(1)\n", "x.golden": "2\n"} {
				if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			cmd := exec.Command("synod", "test", "--fleet=sim", "x.star")
			cmd.Dir, cmd.Env = folder, append(os.Environ(), "TERM=xterm", "NO_COLOR=", c.env)
			f, err := pty.Start(cmd)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			out, _ := io.ReadAll(f) // it ends with an error, as terminals do
			cmd.Wait()              // its error is the status
			if got := bytes.Contains(out, []byte("\x1b[31m-2\x1b[0m")); got != c.want || !bytes.Contains(out, []byte("0 passed, 1 failed")) {
				t.Errorf("got colour: %t, want %t, in %q", got, c.want, out)
			}
		})
	}
}

// A trace and the errors of a prompt are coloured on a terminal, unless somebody does not
// want that. What they say is the same.
func TestColorOfATrace(t *testing.T) {
	const line = " 16       4ms  n2        crash"
	for _, c := range []struct {
		env  string
		want bool
	}{{"NO_COLOR=", true}, {"NO_COLOR=1", false}, {"TERM=dumb", false}} {
		t.Run(c.env, func(t *testing.T) {
			cmd := exec.Command("synod", "repl", "--fleet=sim")
			cmd.Env = append(os.Environ(), "TERM=xterm", "NO_COLOR=", "XDG_STATE_HOME="+t.TempDir(), c.env)
			f, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			if _, err := io.WriteString(f, "cluster(3)\rp = submit(1, 'X')\rcrash(2)\rcrash(9)\rexit()\r"); err != nil {
				t.Fatal(err)
			}
			out, _ := io.ReadAll(f) // it ends with an error, as terminals do
			cmd.Wait()              // its error is the status
			if got := bytes.Contains(out, []byte("\x1b[31m"+line+"\x1b[0m")); got != c.want || !bytes.Contains(out, []byte(line)) {
				t.Errorf("got a trace in colour: %t, want %t, in %q", got, c.want, out)
			}
			if got := bytes.Contains(out, []byte("\x1b[31mprompt:4:6: crash: ")); got != c.want || !bytes.Contains(out, []byte("there is no node 9")) {
				t.Errorf("got an error in colour: %t, want %t, in %q", got, c.want, out)
			}
		})
	}
}
