package recording

import (
	"fmt"
	"strings"

	"synod/node/spell"
)

// contextLines is how many lines before a difference are shown.
const contextLines = 4

// Difference is where a run went another way than the recording.
type Difference struct {
	Script string
	What   string   // where: "event 12 of 44"
	Before []string // the lines before it, which are the same
	Want   string   // the line of the recording; "" where the recorded run was over
	Got    string   // the line of this run; "" where it was over
}

// String returns the lines below each other.
func (d *Difference) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: diverges at %s\n", d.Script, d.What)
	for _, l := range d.Before {
		row(&text, "", l)
	}
	row(&text, "expected", orOver(d.Want))
	row(&text, "got", orOver(d.Got))
	return text.String()
}

func row(text *strings.Builder, name, line string) {
	text.WriteString(strings.TrimRight(fmt.Sprintf("  %-8s  %s", name, line), " ") + "\n")
}

func orOver(line string) string {
	if line == "" {
		return "nothing more: it is over"
	}
	return line
}

// Summary says in a line what was repeated.
func (r *Recording) Summary() string {
	return fmt.Sprintf("%s: identical: %s, %s printed, exit status %d", r.Run.Shown,
		spell.Count(len(r.Events), "event"), spell.Count(len(lines(r.Output)), "line"), r.End.Status)
}
