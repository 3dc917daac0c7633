package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// longSearch is a script whose search takes hours, longTest one whose run does.
const (
	longSearch = "cluster(5, quiet = True)\nprint('before')\nexplore(propose = [(1, 'A'), (2, 'B'), (3, 'C')], timers = 3, crashes = 3, drops = 3)\n"
	longTest   = "while True:\n    pass\n"
)

// Every command that takes long says on a terminal how far it is. Ctrl-C ends it,
// and nothing of that line is left.
func TestProgress(t *testing.T) {
	for name, test := range map[string]struct {
		args []string
		src  string
		want string // of the line
		left []string
	}{
		"run":     {[]string{"run", "--fleet=sim", "x.star"}, longSearch, "searching", []string{"before", "unknown: it was interrupted; ", "x.star:3:8: interrupted"}},
		"explore": {[]string{"explore", "x.star"}, longSearch, "searching", []string{"before", "unknown: it was interrupted; ", "x.star:3:8: interrupted"}},
		"shrink":  {[]string{"shrink", "x.star"}, longSearch, "searching", []string{"unknown: it was interrupted; ", "x.star:3:8: interrupted"}},
		"why":     {[]string{"why", "x.star"}, longSearch, "searching", []string{"unknown: it was interrupted; ", "x.star:3:8: interrupted"}},
		"test":    {[]string{"test", "--fleet=sim", "x.star"}, longTest, "testing", []string{"interrupted", "0 passed, 0 failed in "}},
		"mutants": {[]string{"mutants", "x.star"}, longTest, "mutants", []string{"interrupted"}},
		"fuzz":    {[]string{"fuzz", "x.star"}, longTest, "0 runs, 0 runs/s", []string{"0 runs held", "interrupted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			k := newTalk(t, test.args...)
			if err := os.WriteFile(filepath.Join(k.cmd.Dir, "x.star"), []byte(test.src), 0o666); err != nil {
				t.Fatal(err)
			}
			k.start()
			k.wait(test.want)
			k.press("\x03")
			k.leavesTheTerminal()
			lines := onScreen(k.rest())
			left := lines[:0]
			for _, line := range lines {
				if line = strings.TrimRight(line, "^C"); line != "" && !strings.HasPrefix(line, "    ") {
					left = append(left, line)
				}
			}
			if len(left) != len(test.left) {
				t.Fatalf("got the screen %q, want %q", left, test.left)
			}
			for i, line := range left {
				if !strings.HasPrefix(line, test.left[i]) {
					t.Errorf("got the line %q, want %q", line, test.left[i])
				}
			}
		})
	}
}

// The same at the prompt, which goes on.
func TestProgressOfAConversation(t *testing.T) {
	t.Parallel()
	k := newTalk(t, "repl", "--fleet=sim")
	k.start()
	k.press("cluster(5, quiet = True)\r")
	k.press("explore(propose = [(1, 'A'), (2, 'B'), (3, 'C')], timers = 3, crashes = 3, drops = 3)\r")
	k.wait("searching: ")
	k.press("\x03")
	k.wait("interrupted\r\n")
	k.press("6 * 7\r")
	k.wait("42\r\n")
	k.press("\x04")
	k.leavesTheTerminal()
	if screen := strings.Join(onScreen(k.rest()), "\n"); strings.Contains(screen, "searching") || !strings.Contains(screen, "unknown: it was interrupted; ") {
		t.Errorf("got the screen\n%s\nwant no line that shows how far the search is", screen)
	}
}

// What does not take long shows nothing of the kind, and neither does what is
// written to a file.
func TestNoProgress(t *testing.T) {
	t.Parallel()
	k := newTalk(t, "run", "--fleet=sim", "x.star")
	if err := os.WriteFile(filepath.Join(k.cmd.Dir, "x.star"), []byte("cluster(3)\nprint(explore(propose = [(1, 'A')]).verdict)\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	k.start()
	k.leavesTheTerminal()
	if got := k.rest(); got != "holds\r\n" {
		t.Errorf("got %q", got)
	}
}
