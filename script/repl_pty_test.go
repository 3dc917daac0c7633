//go:build unix

package script

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// screen is a terminal with a conversation on it.
type screen struct {
	t      *testing.T
	master *os.File // the person's side
	slave  *os.File // the program's side
	cmd    *exec.Cmd
	before *term.State
	home   string // where the program keeps its history

	mu    sync.Mutex
	came  *sync.Cond
	shown bytes.Buffer // all that the program has written
	read  int          // how much of it has been looked at
	over  bool         // nothing more will come
}

// patient is how long a test waits for something to appear. It only passes
// when the test fails.
const patient = time.Minute

// newScreen starts the program on a terminal.
func newScreen(t *testing.T, args ...string) *screen {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	s := &screen{t: t, master: master, slave: slave, home: t.TempDir()}
	s.came = sync.NewCond(&s.mu)
	s.resize(100)
	if s.before, err = term.GetState(int(slave.Fd())); err != nil {
		t.Fatal(err)
	}
	s.cmd = exec.Command(os.Args[0], args...)
	s.cmd.Env = append(os.Environ(), asProgram+"=1", "TERM=xterm", "XDG_STATE_HOME="+s.home)
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	watching := make(chan struct{})
	go s.watch(watching)
	giveUp := time.AfterFunc(patient, s.end)
	t.Cleanup(func() {
		giveUp.Stop()
		s.cmd.Process.Kill()
		s.cmd.Wait()
		slave.Close()
		master.Close()
		<-watching
	})
	return s
}

// watch collects what the program writes, until the terminal is closed.
func (s *screen) watch(watching chan struct{}) {
	defer close(watching)
	defer s.end()
	b := make([]byte, 4096)
	for {
		n, err := s.master.Read(b)
		s.mu.Lock()
		s.shown.Write(b[:n])
		s.came.Broadcast()
		s.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// end wakes whoever waits for what does not come.
func (s *screen) end() {
	s.mu.Lock()
	s.over = true
	s.came.Broadcast()
	s.mu.Unlock()
}

// wait waits for texts to appear, one after the other.
func (s *screen) wait(texts ...string) {
	s.t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, text := range texts {
		for {
			if i := bytes.Index(s.shown.Bytes()[s.read:], []byte(text)); i >= 0 {
				s.read += i + len(text)
				break
			}
			if s.over {
				s.t.Fatalf("waited for %q, got\n%s", text, s.shown.Bytes()[s.read:])
			}
			s.came.Wait()
		}
	}
}

// press presses keys.
func (s *screen) press(keys string) {
	s.t.Helper()
	if _, err := s.master.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// giveUp presses Ctrl-C at a prompt. A prompt that shows what is typed waits for
// keys; before that, Ctrl-C would be a signal.
func (s *screen) giveUp(line string) {
	s.t.Helper()
	s.press(line)
	s.wait(line)
	s.press(ctrlC)
	s.wait("^C", firstPrompt)
}

// resize changes the width of the terminal, which tells the program.
func (s *screen) resize(columns uint16) {
	s.t.Helper()
	if err := pty.Setsize(s.master, &pty.Winsize{Rows: 40, Cols: columns}); err != nil {
		s.t.Fatal(err)
	}
}

// leave waits for the end, and requires the terminal to be as it was.
func (s *screen) leave(status string) {
	s.t.Helper()
	s.wait("goodbye, status " + status + "\r\n")
	if err := s.cmd.Wait(); err != nil && s.cmd.ProcessState.ExitCode() < 0 {
		s.t.Error(err)
	}
	after, err := term.GetState(int(s.slave.Fd()))
	if err != nil {
		s.t.Fatal(err)
	}
	if !reflect.DeepEqual(s.before, after) {
		s.t.Errorf("got a terminal in the state %v, want %v", after, s.before)
	}
}

const (
	enter = "\r"
	tab   = "\t"
	up    = "\x1b[A"
	ctrlC = "\x03"
	ctrlD = "\x04"
)

// A conversation on a terminal, from the greeting to the goodbye.
func TestTerminal(t *testing.T) {
	s := newScreen(t)
	s.wait("Ctrl-D or exit() ends.\r\n", firstPrompt)

	s.press("clus" + tab + "(3, qui" + tab)
	s.wait("quiet=False  Leaves the trace out. (bool)\r\n", "cluster(3, quiet=")
	s.press("True)" + enter)
	s.wait("cluster of 3 paxos nodes\r\n", firstPrompt)
	s.press("node(1)." + tab + tab)
	s.wait("crash_points", firstPrompt, "node(1).") // what it has, and then the line again
	s.press("na" + tab + enter)
	s.wait(`"n1"`, firstPrompt)

	// a def that is pasted, with what follows it
	s.press("def f():\r    # says it\r    print('go')\r    while True: pass\rf()\r")
	s.wait("go\r\n")
	s.press(ctrlC)
	s.wait("interrupted\r\n", firstPrompt)
	s.press("chosen() == None" + enter)
	s.wait("True\r\n", firstPrompt)

	// a line and a def that are given up
	s.giveUp("nonsense")
	s.press("def g():" + enter)
	s.wait(morePrompt)
	s.press(tab + "return 1" + enter)
	s.wait("return 1", morePrompt)
	s.giveUp("more")
	s.press("g()" + enter)
	s.wait("undefined: g", firstPrompt)

	// another width, and a line that comes back
	s.resize(40)
	s.press("40 + 2" + enter)
	s.wait("42\r\n", firstPrompt)
	s.press(up + enter)
	s.wait("42\r\n", firstPrompt)
	s.press(up + up + up + enter) // the def that was given up, in one line; it is on record as well
	s.wait("def g():" + lineMark + "    return 1")
	s.wait(firstPrompt)
	s.press("g()" + enter)
	s.wait("1\r\n", firstPrompt)

	s.press(ctrlD)
	s.leave("0")
	checkHistory(t, filepath.Join(s.home, "synod", "history"))
}

// checkHistory requires that what was typed is in the file, and nobody else's business.
func checkHistory(t *testing.T, path string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"cluster(3, quiet=True)\n", "def f():↵    # says it↵    print('go')↵    while True: pass\n", "f()\n", "40 + 2\n"} {
		if !strings.Contains(string(text), want) {
			t.Errorf("got the history %q, want %q in it", text, want)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want the mode 0600", info.Mode(), err)
	}
}

// What the session ends with is the exit status.
func TestTerminalExit(t *testing.T) {
	s := newScreen(t)
	s.wait(firstPrompt)
	s.press("cluster(3)" + enter)
	s.wait("cluster of 3 paxos nodes\r\n", firstPrompt)
	s.press("exit(3)" + enter)
	s.leave("3")
}

// A script runs first; Ctrl-C stops it, and the conversation begins with what
// it has done.
func TestTerminalWithFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "first.star")
	write(t, file, "x = 41\ndef f(): return x\nprint('running')\nwhile True: pass\n")
	s := newScreen(t, file)
	s.wait("running\r\n")
	s.press(ctrlC)
	s.wait("interrupted\r\n", "Ctrl-D or exit() ends.\r\n", firstPrompt)
	s.press("x += 1; f()" + enter)
	s.wait("42\r\n", firstPrompt)
	s.press(ctrlD)
	s.leave("0")
}

// An error in a function three loads deep says where it is and how it came there,
// and the session goes on.
func TestTerminalErrorBehindLoads(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "one.star", "load('two.star', 'two')\ndef one():\n    return two()\n")
	write(t, "two.star", "load('three.star', 'three')\ndef two():\n    return three()\n")
	write(t, "three.star", "def three():\n    return crash(9)\n")
	s := newScreen(t)
	s.wait(firstPrompt)
	s.press("cluster(3, quiet=True)" + enter)
	s.wait("cluster of 3 paxos nodes\r\n", firstPrompt)
	s.press("load('one.star', 'one')" + enter)
	s.wait(firstPrompt)
	s.press("one()" + enter)
	s.wait("three.star:2:17: crash: for parameter node: there is no node 9, want one of 1, 2, 3\r\n", "return crash(9)\r\n",
		"called from two.star:3:17 in two\r\n", "called from one.star:3:15 in one\r\n", firstPrompt)
	s.press("node(3).up" + enter)
	s.wait("True\r\n", firstPrompt)
	s.press(ctrlD)
	s.leave("0")
}

// A diagram fits the terminal as it is now.
func TestTerminalDiagramFits(t *testing.T) {
	s := newScreen(t)
	s.wait(firstPrompt)
	s.press("cluster(12, quiet=True)" + enter)
	s.wait("cluster of 12 paxos nodes\r\n", firstPrompt)
	s.press("r = submit(1, 'X')" + enter)
	s.wait(firstPrompt)
	s.press("diagram()" + enter)
	s.wait("n12\r\n", "▶ arrives", firstPrompt)
	s.resize(60)
	s.press("diagram()" + enter)
	s.wait("n8\r\n", "n9 to n12 do not fit\r\n", "▶ arrives", firstPrompt)
	s.press(ctrlD)
	s.leave("0")
}

// Somebody ends the program from outside, while a line is half typed.
func TestTerminalIsGivenBack(t *testing.T) {
	s := newScreen(t)
	s.wait(firstPrompt)
	s.press("cluster(3)" + enter)
	s.wait("cluster of 3 paxos nodes\r\n", firstPrompt)
	s.press("half a line")
	s.wait("half a line")
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	s.wait("interrupted\r\n")
	s.leave("3")
}

// A script that runs on a terminal asks there what to do, and gives the terminal
// back before it goes on.
func TestTerminalAtABreakpoint(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stops.star")
	write(t, file, "cluster(3, quiet = True)\ndef f(number):\n    breakpoint()\n    return number\nprint('got', f(41))\nbreakpoint()\nprint('end')\n")
	s := newScreen(t, "run", file)
	s.wait("stopped at stops.star:3:15, in f(), before the first event; Ctrl-D goes on\r\n", breakPrompt)
	s.press("num" + tab + " + 1" + enter)
	s.wait("42\r\n", breakPrompt)
	s.press("def g():\r    print('go')\r    while True: pass\rg()\r")
	s.wait("go\r\n")
	s.press(ctrlC)
	s.wait("interrupted\r\n", breakPrompt)
	s.press("propose(1, 'X')" + enter)
	s.wait("proposer of X", breakPrompt)
	s.press("undo()" + enter)
	s.wait("Undone: propose(1, 'X')", breakPrompt)
	s.press(ctrlD)
	s.wait("got 41\r\n", "stopped at stops.star:6:11, before the first event", breakPrompt)
	s.press(":go" + enter)
	s.wait("end\r\n")
	s.leave("0")
}
