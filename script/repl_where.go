package script

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"
)

// linesAround is how many lines of a script are shown before and behind the one at
// which it has stopped.
const linesAround = 3

// where is where().
func (c *conversation) where(call *call) (starlark.Value, error) {
	if err := call.unpack(); err != nil {
		return nil, err
	}
	if len(c.spots) == 0 {
		return nil, errors.New("nothing has stopped here; where() is for a prompt at a breakpoint")
	}
	return nil, c.tell(c.session.surroundings(c.spots[len(c.spots)-1]) + canGoBack + "\n")
}

// canGoBack says what can be taken back at a breakpoint.
const canGoBack = "undo() takes back what is typed here; goto(event) goes to an event of the run."

// whereCommand is :where.
func (c *conversation) whereCommand(string) error {
	if len(c.spots) == 0 {
		return errors.New("nothing has stopped here")
	}
	return c.tell(c.session.surroundings(c.spots[len(c.spots)-1]) + canGoBack + "\n")
}

// surroundings shows the lines around a spot, with a mark before the one it is in, and
// the calls that led there, the innermost first.
func (s *Session) surroundings(sp *spot) string {
	var text strings.Builder
	lines := strings.Split(strings.TrimSuffix(s.sources[sp.at.Filename()], "\n"), "\n")
	at := int(sp.at.Line)
	if !sp.at.IsValid() || at < 1 || at > len(lines) {
		return ""
	}
	last := min(len(lines), at+linesAround)
	width := len(fmt.Sprint(last))
	for n := max(1, at-linesAround); n <= last; n++ {
		mark := ' '
		if n == at {
			mark = '>'
		}
		text.WriteString(strings.TrimRight(fmt.Sprintf("%c %*d  %s", mark, width, n, visible(lines[n-1])), " \r") + "\n")
	}
	for i, f := range sp.calls {
		if i > 0 {
			fmt.Fprintf(&text, "  called from %v in %s\n", f.Pos, f.Name)
		}
	}
	return text.String()
}
