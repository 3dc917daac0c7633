package history

import (
	"strings"
	"unicode/utf8"
)

// Table returns the history in columns, one operation a line.
func (h History) Table() string {
	rows := [][]string{{"client", "node", "operation", "invoked", "returned", "outcome"}}
	asked := false // whether anybody asked a node
	for i := range h {
		o := &h[i]
		node, returned := "-", "-"
		if o.Node != 0 {
			node, asked = o.Node.String(), true
		}
		if !o.InFlight {
			returned = o.Returned.String()
		}
		rows = append(rows, []string{o.Client, node, o.Request(), o.Invoked.String(), returned, o.Ending()})
	}
	if !asked {
		for i, row := range rows {
			rows[i] = append(row[:1:1], row[2:]...)
		}
	}
	return columns(rows)
}

// columns lays rows out.
func columns(rows [][]string) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var text strings.Builder
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)+2)
		}
		text.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return text.String()
}
