package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"synod/node/child"
)

// The tests here end nodes from outside in the middle of a conversation, and
// require that it says what helps, and that it does.

// dialogue is a conversation on a pipe.
type dialogue struct {
	t   *testing.T
	c   *controller
	in  io.Writer
	out *bufio.Reader
	n   int // how often it was asked
}

// startDialogue begins a conversation about a cluster of three.
func startDialogue(t *testing.T) *dialogue {
	t.Helper()
	c := &controller{cmd: exec.Command("synod", "repl", "--trace=off"), mark: newMark(), temp: t.TempDir()}
	c.cmd.Dir, c.cmd.Env = t.TempDir(), append(os.Environ(), c.mark, "TMPDIR="+c.temp)
	in, err := c.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.cmd.Stderr = c.cmd.Stdout
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.cmd.Process.Kill() })
	k := &dialogue{t: t, c: c, in: in, out: bufio.NewReader(out)}
	k.say("c = cluster(3)")
	k.say(`r = submit(1, "X")`)
	return k
}

// say says a line and returns what came of it.
func (k *dialogue) say(line string) string {
	k.t.Helper()
	k.n++
	end := fmt.Sprintf("that was %d", k.n)
	fmt.Fprintf(k.in, "%s\nprint(%q)\n", line, end)
	var text strings.Builder
	for {
		got, err := k.out.ReadString('\n')
		if err != nil {
			k.t.Fatalf("%s: %v after %q", line, err, text.String()+got)
		}
		if strings.TrimSpace(got) == end {
			return text.String()
		}
		text.WriteString(got)
	}
}

// expect says a line, of which must come every text, and nothing if there is none.
func (k *dialogue) expect(line string, texts ...string) {
	k.t.Helper()
	got := k.say(line)
	for _, want := range texts {
		if !strings.Contains(got, want) {
			k.t.Errorf("%s: got %q, want %q in it", line, got, want)
		}
	}
	if len(texts) == 0 && got != "" {
		k.t.Errorf("%s: got %q, want nothing", line, got)
	}
}

// signal sends a signal to a node, and waits for its end if that kills it.
func (k *dialogue) signal(node int, s syscall.Signal) {
	k.t.Helper()
	for _, id := range k.c.nodes(k.t) {
		environment, _ := os.ReadFile(filepath.Join("/proc", id, "environ"))
		if !bytes.Contains(environment, fmt.Appendf(nil, "%s=n%d\x00", child.Variable, node)) {
			continue
		}
		pid, err := strconv.Atoi(id)
		if err == nil {
			err = syscall.Kill(pid, s)
		}
		if err != nil {
			k.t.Fatal(err)
		}
		if s == syscall.SIGKILL {
			soon(k.t, "the end of a node", func() bool { return syscall.Kill(pid, 0) != nil })
		}
		return
	}
	k.t.Fatalf("there is no process of n%d", node)
}

// kill kills a node, and waits until the lab has noticed.
func (k *dialogue) kill(node int) {
	k.t.Helper()
	k.signal(node, syscall.SIGKILL)
	soon(k.t, "the loss of a node", func() bool {
		return strings.Contains(k.say(fmt.Sprintf(`print("up:", node(%d).up)`, node)), "up: False\n")
	})
}

// up is what says which nodes are up.
const up = `print("up:", [n.id for n in nodes() if n.up])`

// end ends the conversation, which leaves nothing.
func (k *dialogue) end(status int) {
	k.t.Helper()
	fmt.Fprintln(k.in, "exit()")
	io.Copy(io.Discard, k.out)
	k.c.cmd.Wait() // its error is the status
	if got := k.c.cmd.ProcessState.ExitCode(); got != status {
		k.t.Errorf("got status %d, want %d", got, status)
	}
	k.c.leavesNothing(k.t)
}

// A node that was killed is not up, its loss is an error that says what helps, and
// that helps.
func TestKilledNode(t *testing.T) {
	helps := "restart(2) or reset() brings n2 up again; undo() and a new cluster() help as well\n"
	for _, mend := range []string{"restart(2)", "node(2).restart(disk = 'wipe')", "crash(2)", "reset()", "reset(7)", "undo()", "cluster(3)", "close(); cluster(3)"} {
		t.Run(mend, func(t *testing.T) {
			t.Parallel()
			k := startDialogue(t)
			k.kill(2)
			k.expect(`submit(1, "Y")`, "n2: running: its process is gone (signal: killed)", helps)
			k.expect(up, "up: [1, 3]\n")
			k.expect("print(state(2))", "n2: down since 4ms\n")
			k.expect(`run("1s")`, "n2: running: its process is gone", helps)
			k.say(mend)
			if mend == "crash(2)" {
				k.expect(up, "up: [1, 3]\n")
				k.expect("restart(2)")
			}
			k.expect(up, "up: [1, 2, 3]\n")
			k.expect(`print("value", submit(2, "Z").value != None)`, "value True")
			k.end(3)
		})
	}
}

// The same for a node that is killed while it is paused.
func TestKilledWhilePaused(t *testing.T) {
	for _, mend := range []string{"restart(2)", "reset()", "crash(2); restart(2)"} {
		t.Run(mend, func(t *testing.T) {
			t.Parallel()
			k := startDialogue(t)
			k.expect("p = pause(2)")
			k.kill(2)
			k.expect("resume(2)", "its process is gone (signal: killed)", "restart(2) or reset() brings n2 up again")
			k.say(mend)
			k.expect(up, "up: [1, 2, 3]\n")
			k.expect(`print("value", submit(2, "Z").value != None)`, "value True")
			k.end(3)
		})
	}
}

// All nodes may be killed, and one after the other comes back.
func TestAllKilled(t *testing.T) {
	t.Parallel()
	k := startDialogue(t)
	for id := 1; id <= 3; id++ {
		k.kill(id)
	}
	k.expect(`run("1s")`, "its process is gone", "restart(1), restart(2), restart(3) or reset() brings n1, n2 and n3 up again")
	k.expect("restart(2)")
	k.expect(up, "up: [2]\n")
	k.expect(`run("1s")`, "restart(1), restart(3) or reset() brings n1 and n3 up again")
	k.expect("[restart(n) for n in nodes() if not n.up]", "[None, None]")
	k.expect(`print(submit(3, "Z").value)`, "X")
	k.end(3)
}

// A reset brings up a node whose end has not been noticed, and wakes what was stopped.
func TestResetBringsAllUp(t *testing.T) {
	t.Parallel()
	k := startDialogue(t)
	k.signal(1, syscall.SIGKILL)
	k.signal(2, syscall.SIGSTOP)
	k.expect("reset()")
	k.expect(up, "up: [1, 2, 3]\n")
	k.expect(`print(submit(1, "Z").value)`, "Z")
	k.signal(3, syscall.SIGKILL)
	k.expect("crash(3)", "n3: crash")
	k.expect(`print(submit(1, "Z").value)`, "Z")
	k.end(0)
}

// Closing a cluster of which a node is gone is no failure.
func TestKilledAndClosed(t *testing.T) {
	t.Parallel()
	k := startDialogue(t)
	k.signal(1, syscall.SIGKILL)
	k.signal(2, syscall.SIGSTOP)
	k.expect("close()")
	k.expect("c = cluster(1)")
	k.end(0)
}

// What was done since a node came back is undone, repeated and saved as it was.
func TestUndoAfterALoss(t *testing.T) {
	t.Parallel()
	k := startDialogue(t)
	k.kill(2)
	k.expect(`submit(1, "Y")`, "its process is gone")
	k.expect("restart(2)")
	was := k.say("print(str(now()), state(2))")
	k.expect(`print(submit(3, "Z").value)`, "X")
	k.expect("undo()", "Undone: print(submit(3, \"Z\").value). You are now after event 17")
	k.expect("print(str(now()), state(2))", was)
	k.expect("undo()", "Undone: restart(2). You are now after event 15")
	k.expect("redo()", "Redone: restart(2). You are now after event 17")
	k.expect("print(str(now()), state(2))", was)
	k.expect(`save("saved.star")`, "Saved")
	text, err := os.ReadFile(filepath.Join(k.c.cmd.Dir, "saved.star"))
	if want := "crash(2)\nrestart(2)\n"; err != nil || !strings.Contains(string(text), want) {
		t.Errorf("got %q, %v, want %q in it", text, err, want)
	}
	k.end(3)
}

// A script cannot go on, and its run has no verdict.
func TestKilledNodeOfARun(t *testing.T) {
	t.Parallel()
	// Without a reset, which would bring the node up before its loss was noticed.
	c := start(t, "cluster(3)\nwhile True:\n    submit(1, 'X')\n", "run", "x.star")
	c.printing(t)
	k := &dialogue{t: t, c: c}
	k.signal(2, syscall.SIGKILL)
	status := c.end(t)
	for _, want := range []string{"n2: ", "its process is gone (signal: killed)", "there is no verdict; run it again"} {
		if !strings.Contains(c.stderr.String(), want) {
			t.Errorf("got %q, want %q in it", &c.stderr, want)
		}
	}
	if status != 3 {
		t.Errorf("got status %d, want 3", status)
	}
	c.leavesNothing(t)
}
