package cells

import "strings"

// Columns is how wide a table is where there is no terminal to fit it to.
const Columns = 80

// gap stands between two columns.
const gap = "  "

// Table lays rows out in columns; the first row is the heading, and what a row
// has not is empty. Cells are shown as Visible. No line is wider than width: a
// table that would be is turned, with a field in each line and a column for each
// row. Where that does not fit either, the last column goes on in further lines,
// or else every row becomes a block of its own, with a field in each line.
func Table(rows [][]string, width int) string {
	rows = visibleRows(rows)
	if fits(rows, width) {
		return lines(rows)
	}
	if sideways := turned(rows); fits(sideways, width) {
		return lines(sideways)
	}
	if room := width - edge(rows); room >= least && breaks(rows, room) {
		return lines(broken(rows, room))
	}
	return blocks(rows, width)
}

// least is how wide a column must be for words to be broken into it.
const least = 10

func visibleRows(rows [][]string) [][]string {
	shown := make([][]string, len(rows))
	for i, row := range rows {
		for _, cell := range row {
			shown[i] = append(shown[i], Visible(cell))
		}
	}
	return shown
}

// widths returns how wide each column is.
func widths(rows [][]string) []int {
	var all []int
	for _, row := range rows {
		for i, cell := range row {
			if i == len(all) {
				all = append(all, 0)
			}
			all[i] = max(all[i], Width(cell))
		}
	}
	return all
}

// fits reports whether no line of a table is too wide.
func fits(rows [][]string, width int) bool {
	total := -len(gap)
	for _, n := range widths(rows) {
		total += n + len(gap)
	}
	return total <= width
}

// lines returns the rows, one a line.
func lines(rows [][]string) string {
	all := widths(rows)
	var text strings.Builder
	for _, row := range rows {
		line := ""
		for i, cell := range row {
			line += Pad(cell, all[i]) + gap
		}
		text.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return text.String()
}

// turned returns a table with its rows as columns.
func turned(rows [][]string) [][]string {
	sideways := make([][]string, len(rows[0]))
	for i := range sideways {
		for _, row := range rows {
			sideways[i] = append(sideways[i], at(row, i))
		}
	}
	return sideways
}

func at(row []string, i int) string {
	if i < len(row) {
		return row[i]
	}
	return ""
}

// edge returns where the last column begins.
func edge(rows [][]string) int {
	n := 0
	all := widths(rows)
	for _, width := range all[:len(all)-1] {
		n += width + len(gap)
	}
	return n
}

// breaks reports whether every word of the last column fits into its room.
func breaks(rows [][]string, room int) bool {
	for _, row := range rows {
		for _, word := range strings.Fields(at(row, len(rows[0])-1)) {
			if Width(word) > room {
				return false
			}
		}
	}
	return true
}

// broken returns a table in which the last column goes on in further lines.
func broken(rows [][]string, room int) (all [][]string) {
	last := len(rows[0]) - 1
	for _, row := range rows {
		if len(row) <= last {
			all = append(all, row)
			continue
		}
		for i, part := range Fill(row[last], room) {
			line := make([]string, last)
			if i == 0 {
				copy(line, row)
			}
			all = append(all, append(line, part))
		}
	}
	return all
}

// blocks returns the rows one below the other, with a field in each line.
func blocks(rows [][]string, width int) string {
	var text strings.Builder
	left := 0
	for _, name := range rows[0] {
		left = max(left, Width(name)+len(gap))
	}
	for i, row := range rows[1:] {
		if i > 0 {
			text.WriteString("\n")
		}
		for j, name := range rows[0] {
			if j < len(row) {
				text.WriteString(Hang(Pad(name, left), row[j], width))
			}
		}
	}
	return text.String()
}

// Hang returns a heading and a text behind it, which goes on below itself where it
// does not fit. Every line ends with a newline.
func Hang(heading, s string, width int) string {
	var text strings.Builder
	indent := Width(heading)
	for i, part := range Fill(s, max(width-indent, least)) {
		if i > 0 {
			heading = strings.Repeat(" ", indent)
		}
		text.WriteString(strings.TrimRight(heading+part, " ") + "\n")
	}
	return text.String()
}

// Fill divides s into parts of at most n cells: at spaces where it can, and else
// between two characters. There is at least one part.
func Fill(s string, n int) (parts []string) {
	for Width(s) > n {
		head := Head(s, n)
		if head == "" { // a character that is wider than n
			break
		}
		rest := s[len(head):]
		if space := strings.LastIndexByte(head, ' '); rest[0] != ' ' && space > 0 && strings.TrimSpace(head[:space]) != "" {
			head, rest = head[:space], s[space:]
		}
		parts = append(parts, strings.TrimRight(head, " "))
		s = strings.TrimLeft(rest, " ")
	}
	return append(parts, s)
}
