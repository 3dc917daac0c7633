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
	return newScreenOf(t, 100, exec.Command(os.Args[0], args...))
}

// newScreenOf starts a command on a terminal of some columns.
func newScreenOf(t *testing.T, columns uint16, cmd *exec.Cmd) *screen {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	s := &screen{t: t, master: master, slave: slave, home: t.TempDir()}
	s.came = sync.NewCond(&s.mu)
	s.resize(columns)
	if s.before, err = term.GetState(int(slave.Fd())); err != nil {
		t.Fatal(err)
	}
	s.cmd = cmd
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
	s.isGivenBack()
}

// isGivenBack requires the terminal to be as it was before the program.
func (s *screen) isGivenBack() {
	s.t.Helper()
	now, err := term.GetState(int(s.slave.Fd()))
	if err != nil {
		s.t.Fatal(err)
	}
	if !reflect.DeepEqual(s.before, now) {
		s.t.Errorf("got a terminal in the state %v, want %v", now, s.before)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if on, off := bytes.LastIndex(s.shown.Bytes(), []byte(askForPaste)), bytes.LastIndex(s.shown.Bytes(), []byte(RefusePaste)); on > off {
		s.t.Error("the terminal still brackets what is pasted")
	}
}

const (
	enter = "\r"
	tab   = "\t"
	up    = "\x1b[A"
	ctrlC = "\x03"
	ctrlD = "\x04"
	ctrlZ = "\x1a"

	backspace = "\x7f"
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
	t.Setenv("SYNOD_PAGER", "") // it is longer than the window, and to be seen as it is
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

// paste pastes text as a terminal does that was asked to bracket it.
func (s *screen) paste(text string) {
	s.t.Helper()
	s.press(pasteBegins + text + pasteEnds)
}

// Goal: what is pasted is what is run.
// Method: lines that mean something else when they are typed are pasted, in a
// terminal that says so, and in one that does not, where they come in one go.
func TestTerminalPaste(t *testing.T) {
	const (
		done  = "\r\n"
		tabs  = "def f(x):\r\ty = 'a\tb'\r\r\tif x:\r\t\treturn y\r\r\t# a remark\r\r\treturn len(y)\r\rf(0); f(1)\r"
		words = "if True:\r    x = 1\r\r    y = 2\r\relse:\r\r    z = 3\r\r[x, y]\r"
	)
	for name, c := range map[string]struct {
		keys string
		want []string
	}{
		"a TAB before =":                   {pasteBegins + "sub\t= 5" + pasteEnds + "\rsub\r", []string{done + "5\r\n"}},
		"a TAB before =, not bracketed":    {"sub\t= 5\rsub\r", []string{done + "5\r\n"}},
		"a TAB that completes nothing":     {pasteBegins + "len('a\tb')\r" + pasteEnds, []string{done + "3\r\n"}},
		"a TAB that would list everything": {pasteBegins + "x = [\t\t1,\t\t2]\rx\r" + pasteEnds, []string{done + "[1, 2]\r\n"}},
		"the same, not bracketed":          {"x = [\t\t1,\t\t2]\rx\r", []string{done + "[1, 2]\r\n"}},
		"a TAB that would complete":        {pasteBegins + "whos = [1]\rwho\t\rwhos\r" + pasteEnds, []string{"<built-in function who>\r\n", done + "[1]\r\n"}},
		"empty lines in a def":             {pasteBegins + tabs + pasteEnds, []string{done + "3\r\n", "\"a\\tb\"\r\n"}},
		"empty lines, not bracketed":       {tabs, []string{done + "3\r\n", "\"a\\tb\"\r\n"}},
		"empty lines before else":          {pasteBegins + words + pasteEnds, []string{done + "[1, 2]\r\n"}},
		"line ends of Unix":                {pasteBegins + strings.ReplaceAll(words, "\r", "\n") + pasteEnds, []string{done + "[1, 2]\r\n"}},
		"line ends of Windows":             {pasteBegins + strings.ReplaceAll(words, "\r", "\r\n") + pasteEnds, []string{done + "[1, 2]\r\n"}},
		"in the middle of a line":          {"40 + ()" + "\x1b[D" + pasteBegins + "1 +\t1" + pasteEnds + "\r", []string{done + "42\r\n"}},
		"a def that an empty line ends":    {pasteBegins + "def f():\r\treturn 7\r\r" + pasteEnds + "f()\r", []string{done + "7\r\n"}},
		"a def that is typed to its end":   {pasteBegins + "def f():\r\treturn 7" + pasteEnds + "\r\rf()\r", []string{done + "7\r\n"}},
		"a string of many lines":           {pasteBegins + "len(\"\"\"a\r\r\tb\"\"\")\r" + pasteEnds, []string{done + "5\r\n"}},
		"keys":                             {pasteBegins + "x = 1\x03\x04\x1a\x1b\x15 + 1" + pasteEnds + "\rx\r", []string{done + "2\r\n"}},
		"letters of more than one byte":    {pasteBegins + "len('\té')\r" + pasteEnds, []string{done + "3\r\n"}},
		"completion still works":           {"whos = [1]\rwho" + tab + tab, []string{"whos", "who"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScreen(t)
			s.wait(askForPaste, firstPrompt)
			s.press("0")
			s.wait("0") // the editor is there
			s.press(backspace)
			s.wait("\x1b[0K")
			s.press(c.keys)
			s.wait(c.want...)
			s.giveUp("0")
			s.press(ctrlD)
			s.leave("0")
		})
	}
}

// What was pasted comes back in one piece when it is recalled.
func TestTerminalRecallsAPaste(t *testing.T) {
	s := newScreen(t)
	s.wait(firstPrompt)
	const done = "\r\n"
	s.paste("def f():\r\tx = 'a\tb'\r\r\treturn len(x)\r\rf()\r")
	s.wait(done+"3\r\n", firstPrompt)
	s.press("f = None" + enter)
	s.wait(firstPrompt)
	s.press(up + up + up + enter)
	s.wait(firstPrompt)
	s.press("f()" + enter)
	s.wait(done+"3\r\n", firstPrompt)
	s.press(ctrlD)
	s.leave("0")
}

// A paste that is interrupted is over: what is left of it does not run.
func TestTerminalPasteIsInterrupted(t *testing.T) {
	s := newScreen(t)
	s.wait(firstPrompt)
	s.paste("def f():\r\tprint('goes')\r\twhile True: pass\r\rf()\rprint('never')\rprint('never')\r")
	s.wait("f()\r\n", "goes\r\n")
	s.press(ctrlC)
	s.wait("interrupted\r\n", firstPrompt)
	s.press("'end'" + enter)
	s.wait("'end'", "\"end\"\r\n", firstPrompt)
	if strings.Contains(s.shown.String(), "never") {
		t.Errorf("got\n%s\nwant nothing of what was left of the paste", s.shown.String())
	}
	s.press(ctrlD)
	s.leave("0")
}

// Ctrl-Z at the prompt stops the program, and the shell that started it has its
// terminal back; when the program goes on, the line is there again.
func TestTerminalSuspends(t *testing.T) {
	s := newScreenOf(t, 100, exec.Command("sh", "-c", `set -m; "$0"; echo "shell has it"; read answer; fg; echo "shell has it"; read answer; fg`, os.Args[0]))
	for _, line := range []string{"40 +", "40 + 1 +"} {
		s.wait(firstPrompt)
		s.press(line)
		s.wait(line)
		s.press(ctrlZ)
		s.wait("shell has it")
		s.isGivenBack()
		s.press("\n")
		s.wait(firstPrompt + line)
		s.press(" 1" + enter)
	}
	s.wait("42\r\n", firstPrompt)
	s.press(ctrlD)
	s.leave("0")
}

// Where nothing could let the program go on, Ctrl-Z does not stop it.
func TestTerminalOfNoShell(t *testing.T) {
	s := newScreen(t)
	s.wait(firstPrompt)
	s.press("40 + 2")
	s.wait("40 + 2")
	s.press(ctrlZ)
	s.wait(firstPrompt + "40 + 2")
	s.press(enter)
	s.wait("42\r\n", firstPrompt)
	s.press(ctrlD)
	s.leave("0")
}

// In a window that has no room for editing, Ctrl-C gives up what is typed there, too.
func TestTerminalThatIsNarrow(t *testing.T) {
	for _, columns := range []uint16{10, 16, 17, 22} {
		s := newScreenOf(t, columns, exec.Command(os.Args[0]))
		s.wait(firstPrompt)
		s.press("def f():" + enter)
		s.wait(morePrompt)
		s.press("    return 1" + enter)
		s.wait(morePrompt)
		s.press("    x")
		s.wait("x")
		s.press(ctrlC)
		s.wait("\r\n" + firstPrompt)
		s.press("3 * 4" + enter)
		s.wait("12\r\n", firstPrompt)
		s.press("f()" + enter)
		s.wait("undefined: f", firstPrompt)
		s.press("x = 6\ry = 7\rx * y\r") // in one go
		s.wait("42\r\n", firstPrompt)
		s.press(ctrlD)
		s.leave("0")
	}
}

// What does not fit is shown by a pager, and what fits, or where there is none, is not.
func TestTerminalPages(t *testing.T) {
	for name, c := range map[string]struct{ pager, want string }{
		"a pager":             {"cat -n", "1\texplore("},
		"one that is not set": {"", "explore("},
		"one that is missing": {"no-such-pager --x", "explore("},
		"none":                {"cat", "explore("},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("SYNOD_PAGER", c.pager)
			s := newScreen(t)
			s.wait(firstPrompt)
			s.press("help(ballot)" + enter)
			s.wait("\r\nballot(", firstPrompt)
			s.press("help(explore)" + enter)
			s.wait(c.want, "Returns an exploration", firstPrompt)
			s.press("cluster(1, quiet = True); _ = None" + enter)
			s.wait(firstPrompt)
			s.press("for _ in range(90): sleep('1ms'); note('x')\r\r")
			s.wait(firstPrompt)
			s.press("trace(90)" + enter)
			if c.want != "explore(" {
				s.wait("90\t")
			}
			s.wait("90ms", firstPrompt)
			s.press("list(range(1200))" + enter)
			if c.want != "explore(" {
				s.wait("1\t[0, 1, 2")
			}
			s.wait("1199]", firstPrompt)
			s.press(ctrlD)
			s.leave("0")
		})
	}
}

// Who stops in a script sees where: the lines around, marked, and the calls.
func TestTerminalShowsWhereItStopped(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stops.star")
	write(t, file, "cluster(1, quiet = True)\ndef g():\n\n\tbreakpoint()\n\treturn 1\n\n\n\ndef f():\n    return g()\nf()\n")
	s := newScreen(t, "run", file)
	around := []string{"  1  cluster(1, quiet = True)\r\n", "  2  def g():\r\n", "  3\r\n", "> 4  \tbreakpoint()\r\n", "  5  \treturn 1\r\n", "  7\r\n",
		"  called from stops.star:10:13 in f\r\n", "  called from stops.star:11:2 in <toplevel>\r\n"}
	s.wait("stopped at stops.star:4:12, in g()")
	s.wait(around...)
	s.wait(breakPrompt)
	s.press("undo()" + enter)
	s.wait("there is nothing to undo: at a breakpoint it takes back what was typed there, and goto(event) goes back in the run", breakPrompt)
	for _, ask := range []string{"where()", ":where"} {
		s.press(ask + enter)
		s.wait(around...)
		s.wait("undo() takes back what is typed here", breakPrompt)
	}
	s.press(ctrlD)
	s.leave("0")
}

// A def that was pasted is saved as it was: remarks, empty lines, indentation.
func TestTerminalSavesAPaste(t *testing.T) {
	t.Chdir(t.TempDir())
	const def = "# f proposes.\n# It does so once.\ndef f(x):\n  \"\"\"Proposes.\n\n  Once.\"\"\"\n\n  # in it\n  y = [x,\n       2]  # two\n\n\n  if x:\n\n    submit(1, y)  # here\n\n  return y\n"
	s := newScreen(t)
	s.wait(firstPrompt)
	s.paste("cluster(1)\n\n" + def + "\nf('A')\n")
	s.wait("[\"A\", 2]\r\n", firstPrompt)
	s.press("save('s.star')" + enter)
	s.wait("Saved. ", firstPrompt)
	text, err := os.ReadFile("s.star")
	if want := "\"\"\"Saved at the prompt.\"\"\"\n\ncluster(1)\n\n" + def + "\nf('A')\n"; err != nil || string(text) != want {
		t.Errorf("got %q, %v; want %q", text, err, want)
	}
	s.press(ctrlD)
	s.leave("0")
}
