package script

import (
	"fmt"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"synod/node/cells"
)

// echo shows the value of an expression and keeps it as _. None says nothing,
// and neither does a text that a verb has just printed; one that it has not, for a
// function to return it, is shown as the verb would have printed it.
func (c *conversation) echo(v starlark.Value) {
	if v == starlark.None {
		return
	}
	c.names.all[lastValue] = v
	if shown := c.session.shown; shown != nil && v == shown.text {
		if !shown.printed {
			c.showLong(shown.drawn() + "\n")
		}
		return
	}
	if list, ok := v.(*starlark.List); ok && isListOfHandles(list) {
		var text strings.Builder
		for i := range list.Len() {
			text.WriteString(c.line(fmt.Sprintf("[%d] ", i), list.Index(i).String()))
		}
		c.showLong(text.String())
		return
	}
	if t, ok := v.(WallTime); ok {
		c.session.remark("%v", time.Duration(t).Round(time.Millisecond))
		return
	}
	c.showLong(cells.VisibleLines(v.String()) + "\n")
}

// line returns a line, folded to the width of the terminal: it goes on below where
// its text begins.
func (c *conversation) line(heading, text string) string {
	if columns := c.session.columns(0); columns > 0 {
		return cells.Hang(heading, cells.Visible(text), columns)
	}
	return heading + cells.Visible(text) + "\n"
}

// showLong shows a text of many lines. That nothing can be written comes up again when
// the command is over.
func (c *conversation) showLong(text string) { _ = c.tell(text) }

// isListOfHandles reports whether a list is easier to read with one element
// to a line, with its index: what stands for messages, faults or states has
// commas and spaces in it, and is there to be pointed at.
func isListOfHandles(list *starlark.List) bool {
	for i := range list.Len() {
		switch v := list.Index(i).(type) {
		case *Message, *Rule, *Fault, *Trap, *Task, State:
		default:
			if !paxosLong(v) {
				return false
			}
		}
	}
	return list.Len() > 0
}

// remark tells the person something beside what they asked for.
func (s *Session) remark(format string, args ...any) {
	_ = s.out.Flush() // it fails again at the end of the item
	fmt.Fprintf(s.options.Diag, format+"\n", args...)
}

// The colour of what went wrong, and its end.
const (
	red        = "\x1b[31m"
	plainAgain = "\x1b[0m"
)

// alert returns what is said of an error, with its first line in colour where a person
// wants colours: it is easily missed among the lines of a trace. An interrupt is no error.
func (c *conversation) alert(err error) string {
	text := c.session.Explain(err)
	first, rest, _ := strings.Cut(text, "\n")
	if !c.session.options.Alert || c.piped || first == "" || interrupted(err) {
		return text
	}
	return red + first + plainAgain + "\n" + rest
}
