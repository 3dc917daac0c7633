package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// The tests here end synod while it does what cannot be interrupted: an
// operation of Starlark itself, which looks at nothing until it is done.

// full is more than is kept back of what a script prints, so that a test sees
// that the script has come so far; what is printed after it is kept back.
const full = "print('x' * 70000)\nprint('last words')\n"

// nested makes x a list in a list in a list, and so on.
const nested = "x = []\nfor i in range(1000000):\n    x = [x]\n"

// wide makes x and y lists that have more elements in all than can be counted.
const wide = "x, y = [1] * 3000, [1] * 3000\nfor i in range(4):\n    x, y = [x] * 3000, [y] * 3000\n"

// endlessly is the shortest of what cannot be interrupted and takes hours.
const endlessly = wide + full + "x == y\n"

// abandoned matches what is said of a command that did not notice its end.
// Where it was it does not say under a race detector.
var abandoned = regexp.MustCompile(`^(x\.star:(\d+):\d+: interrupted\n    .*\n    *\^~*\nwhat runs there|interrupted; what runs) cannot be stopped, and did not come to its end within 2s; it is abandoned\n$`)

// What cannot be interrupted is abandoned: with the exit status of an interrupt,
// after what was printed, and without a node or a file that is left.
func TestAbandoned(t *testing.T) {
	for name, test := range map[string]struct {
		signal os.Signal
		src    string
	}{
		"the text of a list in a list in a list": {os.Interrupt, nested + full + "str(x)\n"},
		"a format of it":                         {syscall.SIGTERM, nested + full + "'%s' % x\n"},
		"a print of it":                          {os.Interrupt, nested + full + "print(x)\n"},
		"a comparison":                           {os.Interrupt, endlessly},
		"a search in a list":                     {syscall.SIGTERM, wide + full + "x in [y]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, out := interruptStuck(t, test.signal, "cluster(3, quiet = True)\n"+test.src, "run", "x.star")
			if status := c.cmd.ProcessState.ExitCode(); status != 3 || !abandoned.MatchString(c.stderr.String()) {
				t.Errorf("got status %d and %q, want 3 and that it is abandoned", status, &c.stderr)
			}
			if !strings.HasSuffix(out, "x\nlast words\n") {
				t.Errorf("got %q at the end, want the last words", out[max(0, len(out)-100):])
			}
			c.leavesNothing(t)
		})
	}
}

// interruptStuck starts a synod that prints much and is stuck then, and signals it
// in that state. It does not show when it comes there: one that is signalled too
// early notices, and is started again.
func interruptStuck(t *testing.T, s os.Signal, src string, args ...string) (c *controller, out string) {
	t.Helper()
	for range 100 {
		c := start(t, src, args...)
		first := make([]byte, len(strings.Repeat("x", 70000)+"\n"))
		if _, err := io.ReadFull(c.stdout, first); err != nil {
			t.Fatalf("%v, and on standard error %s", err, &c.stderr)
		}
		c.signal(t, s)
		rest, err := io.ReadAll(c.stdout)
		if err != nil {
			t.Fatal(err)
		}
		c.cmd.Wait() // its error is the status
		if !somewhere.MatchString(c.stderr.String()) {
			return c, string(first) + string(rest)
		}
	}
	t.Fatal("it is never stuck when the signal comes")
	return nil, ""
}

// The second signal does not wait for anything: synod dies of it, and takes its
// nodes and files with it.
func TestAbandonedAtOnce(t *testing.T) {
	for _, s := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			for range 100 {
				if diesOf(t, s) {
					return
				}
			}
			t.Fatal("it is never stuck when the signal comes")
		})
	}
}

// diesOf signals a synod that is stuck until it ends, and requires that it dies of
// that. It reports false for one that was not stuck yet, and ended by itself.
func diesOf(t *testing.T, s syscall.Signal) bool {
	t.Helper()
	c := start(t, "cluster(3, quiet = True)\n"+endlessly, "run", "x.star")
	c.printing(t)
	ended := make(chan int)
	go func() { ended <- c.end(t) }()
	stuck := false
	soon(t, "the end", func() bool {
		c.cmd.Process.Signal(s) // it fails once synod has ended
		select {
		case status := <-ended:
			ws := c.cmd.ProcessState.Sys().(syscall.WaitStatus)
			if stuck = status != 3 || !somewhere.MatchString(c.stderr.String()); stuck && (status != -1 || ws.Signal() != s) {
				t.Errorf("got status %d, %v and %q, want the death by %v", status, ws, &c.stderr, s)
			}
			return true
		default:
			return false
		}
	})
	c.leavesNothing(t)
	return stuck
}

// A signal that comes twice at once, as from timeout(1), is one: synod comes to its
// end in an orderly way.
func TestDoubledSignal(t *testing.T) {
	t.Parallel()
	for range 10 { // what comes late on a busy machine is a second signal
		c := start(t, endless, "run", "x.star")
		c.printing(t)
		c.signal(t, os.Interrupt)
		began := time.Now()
		soon(t, "the first signal to be taken", func() bool { return len(pending(t, c)) == 0 })
		c.cmd.Process.Signal(os.Interrupt) // it fails once synod has ended
		late := time.Since(began) > echo/2
		if status := c.end(t); status == 3 && somewhere.MatchString(c.stderr.String()) {
			return
		} else if !late {
			t.Fatalf("got status %d and %q, want 3 and interrupted", status, &c.stderr)
		}
	}
}

// pending returns the signals that wait to be taken, as /proc shows them.
func pending(t *testing.T, c *controller) string {
	t.Helper()
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.cmd.Process.Pid)) // which is gone when it has ended
	_, rest, _ := strings.Cut(string(status), "ShdPnd:")
	mask, _, _ := strings.Cut(rest, "\n")
	return strings.Trim(mask, "\t 0")
}

// A test whose scenarios cannot be interrupted says so of each that takes too
// long, and goes on with the others; interrupted, it still reports.
func TestStuckTest(t *testing.T) {
	t.Parallel()
	t.Run("timeout", func(t *testing.T) {
		folder := t.TempDir()
		for name, content := range map[string]string{"y.star": "print(1)\n", "y.golden": "1\n"} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		c := start(t, endlessly, "test", "-j", "1", "--fleet=sim", "--timeout", "1s", "x.star", folder)
		out, err := io.ReadAll(c.stdout)
		if err != nil {
			t.Fatal(err)
		}
		if status := c.end(t); status != 3 || !strings.Contains(string(out), "FAIL x.star (sim): there is no verdict\nwhat runs cannot be interrupted: no end after 1s; allow more with --timeout\n") || !strings.HasSuffix(string(out), "\n1 passed, 1 failed\n") {
			t.Errorf("got status %d, %q and %q", status, out, &c.stderr)
		}
	})
	t.Run("interrupt", func(t *testing.T) {
		c := start(t, "cluster(3)\n"+endlessly, "test", "-j", "1", "--fleet=processes", "x.star")
		soon(t, "three nodes", func() bool { return len(c.nodes(t)) == 3 })
		c.signal(t, os.Interrupt)
		out, err := io.ReadAll(c.stdout)
		if err != nil {
			t.Fatal(err)
		}
		if status := c.end(t); status != 3 || string(out) != "0 passed, 0 failed\n" || !strings.HasPrefix(c.stderr.String(), "interrupted\n0 passed, 0 failed in ") {
			t.Errorf("got status %d, %q and %q", status, out, &c.stderr)
		}
		c.leavesNothing(t)
	})
}

// talk is a synod on a terminal of its own.
type talk struct {
	*controller
	t      *testing.T
	master *os.File
	slave  *os.File
	before *term.State
	shown  bytes.Buffer
	passed bytes.Buffer // what wait has passed over
}

// newTalk returns one that is not started yet.
func newTalk(t *testing.T, args ...string) *talk {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { master.Close(); slave.Close() })
	k := &talk{controller: &controller{cmd: exec.Command("synod", args...), mark: newMark(), temp: t.TempDir()}, t: t, master: master, slave: slave}
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: 200}); err != nil {
		t.Fatal(err)
	}
	if k.before, err = term.GetState(int(slave.Fd())); err != nil {
		t.Fatal(err)
	}
	k.cmd.Dir = t.TempDir()
	k.cmd.Env = append(os.Environ(), k.mark, "TMPDIR="+k.temp, "TERM=xterm", "XDG_STATE_HOME="+t.TempDir())
	k.cmd.Stdin, k.cmd.Stdout, k.cmd.Stderr = slave, slave, slave
	k.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	return k
}

// start starts it.
func (k *talk) start() {
	k.t.Helper()
	if err := k.cmd.Start(); err != nil {
		k.t.Fatal(err)
	}
	giveUp := time.AfterFunc(time.Minute, func() { k.cmd.Process.Kill(); k.slave.Close() })
	k.t.Cleanup(func() { giveUp.Stop(); k.cmd.Process.Kill() })
}

// rest returns all that has been shown, once it has ended.
func (k *talk) rest() string {
	k.slave.Close()                   // or the terminal would have no end
	_, _ = k.shown.ReadFrom(k.master) // it ends with an error, as terminals do
	return k.passed.String() + k.shown.String()
}

// wait reads what is shown until it contains one of some texts, forgets it, and
// returns the text.
func (k *talk) wait(texts ...string) string {
	k.t.Helper()
	b := make([]byte, 4096)
	for {
		for _, text := range texts {
			if i := bytes.Index(k.shown.Bytes(), []byte(text)); i >= 0 {
				k.passed.Write(k.shown.Next(i + len(text)))
				return text
			}
		}
		n, err := k.master.Read(b)
		if err != nil {
			k.t.Fatalf("waited for %q, got %v and %q", texts, err, &k.shown)
		}
		k.shown.Write(b[:n])
	}
}

// stuck interrupts what cannot be interrupted, until want is shown. It does not
// show when it comes there: what is interrupted too early notices.
func (k *talk) stuck(interrupt func(), want string) {
	k.t.Helper()
	for {
		k.press("print('be' + 'gun'); x == y\r")
		k.wait("begun\r\n")
		interrupt()
		if k.wait(want, "interrupted\r\n") == want {
			return
		}
		k.wait("synod> ")
	}
}

// press presses keys.
func (k *talk) press(keys string) {
	k.t.Helper()
	if _, err := k.master.WriteString(keys); err != nil {
		k.t.Fatal(err)
	}
}

// leavesTheTerminal waits for the end, and requires that the terminal is as it was.
func (k *talk) leavesTheTerminal() {
	k.t.Helper()
	k.cmd.Wait() // its error is the status
	after, err := term.GetState(int(k.slave.Fd()))
	if err != nil || *after != *k.before {
		k.t.Errorf("got the terminal %+v, %v, want %+v", after, err, k.before)
	}
}

// At the prompt Ctrl-C ends what runs. When it cannot, synod says what a second
// one does, and does it.
func TestStuckConversation(t *testing.T) {
	t.Parallel()
	k := newTalk(t, "repl")
	k.start()
	k.press("cluster(3, quiet = True)\r")
	k.press(strings.ReplaceAll(wide, "\n", "\r") + "\r")
	soon(t, "three nodes", func() bool { return len(k.nodes(t)) == 3 })
	k.stuck(func() { k.press("\x03") }, "what runs cannot be interrupted; Ctrl-C once more ends synod, and all that is in it")
	k.press("\x03")
	k.leavesTheTerminal()
	if ws := k.cmd.ProcessState.Sys().(syscall.WaitStatus); ws.Signal() != syscall.SIGINT {
		t.Errorf("got %v, want the death by an interrupt", ws)
	}
	k.leavesNothing(t)
}

// A second Ctrl-C that comes at once, by a nervous finger, ends no session whose
// command notices the first.
func TestNervousConversation(t *testing.T) {
	t.Parallel()
	k := newTalk(t, "repl")
	k.start()
	k.press("def f():\r    print('be' + 'gun')\r    while True: pass\r\rf()\r")
	k.wait("begun")
	k.press("\x03\x03\x03")
	k.wait("interrupted")
	k.press("6 * 7\r")
	k.wait("\n42")
	k.press("\x04")
	k.leavesTheTerminal()
	if status := k.cmd.ProcessState.ExitCode(); status != 0 {
		t.Errorf("got status %d, want 0", status)
	}
}

// A prompt whose command is stuck does not keep SIGTERM from ending synod.
func TestTerminatedStuckConversation(t *testing.T) {
	t.Parallel()
	k := newTalk(t, "repl")
	k.start()
	k.press("cluster(3, quiet = True)\r")
	k.press(strings.ReplaceAll(wide, "\n", "\r") + "\r")
	soon(t, "three nodes", func() bool { return len(k.nodes(t)) == 3 })
	k.press("print('be' + 'gun'); x == y\r")
	k.wait("begun\r\n")
	k.signal(t, syscall.SIGTERM)
	k.wait("cannot be stopped, and did not come to its end", "interrupted\r\n") // it may come too early to be stuck
	k.leavesTheTerminal()
	if status := k.cmd.ProcessState.ExitCode(); status != 3 {
		t.Errorf("got status %d, want 3", status)
	}
	k.leavesNothing(t)
}

// A file that never ends is refused by every command, and none waits for it.
func TestFiles(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"p.star", "x.golden", "p.jsonl"} {
		if err := syscall.Mkfifo(filepath.Join(folder, name), 0o666); err != nil {
			t.Skip(err)
		}
	}
	for name, content := range map[string]string{"x.star": "print(1)\n", "l.star": "load('p.star', 'f')\n", "l.golden": ""} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	for command, status := range map[string]int{
		"run p.star": 2, "run l.star": 2, "explore p.star": 2, "fuzz p.star": 2, "shrink p.star": 2, "why p.star": 2, "repl p.star": 2,
		"mutants p.star": 2, "mutants l.star": 2, "replay p.jsonl": 2, "fmt p.star": 3, "fmt --check p.star": 3,
		"test --fleet=sim l.star": 1, "test --fleet=sim x.star": 1, "test --update x.star": 3, "run --fleet=sim l.star": 2,
	} {
		t.Run(command, func(t *testing.T) {
			t.Parallel()
			cmd := exec.Command("synod", strings.Fields(command)...)
			cmd.Dir = folder
			out, _ := cmd.CombinedOutput() // its error is the status
			if got := cmd.ProcessState.ExitCode(); got != status || !strings.Contains(string(out), "a named pipe, want a regular file") {
				t.Errorf("got status %d and %q, want %d and that a named pipe is no regular file", got, out, status)
			}
		})
	}
}
