//go:build unix

package script

import (
	"strings"
	"testing"
)

// On a terminal a table is turned when it does not fit, a line of the trace goes on
// below itself, and what a script prints is shown and not obeyed. What a verb returns
// is what it is everywhere.
func TestTerminalColumns(t *testing.T) {
	s := newScreen(t)
	s.wait(firstPrompt)
	s.resize(120)
	s.press("c = cluster(5, quiet = True); p = propose(4, 'Z'); run('1ms')" + enter)
	s.wait(firstPrompt)
	s.press("show()" + enter)
	s.wait("node  promised  accepted  value  learned  round  used  proposer       ballot  asked\r\n", "n4    1.4", firstPrompt)
	s.resize(80)
	s.press("show()" + enter)
	s.wait("node      n1    n2    n3    n4             n5\r\npromised  1.4", "proposer  idle", firstPrompt)
	s.resize(120)
	s.press("t = show(); t.split('\\n')[0]" + enter)
	s.wait(`"node      n1    n2    n3    n4             n5"`, firstPrompt)

	s.resize(60)
	s.press("d = cluster(1); submit(1, 'one two three four five six'); None" + enter)
	s.wait("  1       0ms  n1        propose \"one two three four five\r\n                         six\"  ballot 1.1\r\n", firstPrompt)
	s.press("note('\\x1b[2J' + 'x')" + enter)
	s.wait(`\u001b[2Jx`+"\r\n", firstPrompt)
	s.press("print('\\x1b[5m' + 'y')" + enter)
	s.wait(`\u001b[5my`+"\r\n", firstPrompt)
	s.press("history([operation('a\\x1b[2J', 'read')])[0]" + enter)
	s.wait(`a\u001b[2J`, firstPrompt)
	s.press("q = propose(1, '" + strings.Repeat("long ", 20) + "'); pending()" + enter)
	s.wait("[0] n1 -> n1 prepare", firstPrompt)
	s.press(ctrlD)
	s.leave("0")
}
