package trace

import "strings"

// The colours of a terminal, and what ends them.
const (
	red    = "\x1b[31m"
	alarm  = "\x1b[1;31m" // red and bold
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	cyan   = "\x1b[36m"
	plain  = "\x1b[0m"
)

// colors are those of the kinds of records that have one. A line says in words what its
// colour says, so nothing is lost where there are no colours.
var colors = map[Kind]string{
	Violation: alarm,
	Crash:     red, Lose: red, Drop: red,
	Hold: yellow, Duplicate: yellow,
	Milestone: green, Restart: green,
	Network: cyan, Remark: cyan,
}

// Colored makes t write its lines in colours, for a terminal and for nothing else. It
// returns t.
func (t *Text) Colored() *Text {
	t.colored = true
	return t
}

// paint returns the lines of a record in the colour of its kind.
func paint(k Kind, lines string) string {
	color := colors[k]
	if color == "" {
		return lines
	}
	return color + strings.ReplaceAll(lines, "\n", plain+"\n"+color) + plain
}
