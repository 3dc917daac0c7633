package mutants

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"synod/node/cells"
)

// width is how many columns the text has at most.
const width = 100

// signs are the marks in the text.
var signs = map[Mark]string{Unnoticed: " ", Differs: "~", Caught: "X", NoVerdict: "?"}

// Write writes the matrix as text: a block of scripts for each folder, then
// what is known of each rule, and what the scripts leave to be desired.
func (m *Matrix) Write(w io.Writer) error {
	var t strings.Builder
	if len(m.rows(false)) > 0 {
		t.WriteString("X caught   ~ only what it prints differs   ? no verdict\n")
		m.writeFolders(&t)
		m.writeRules(&t)
		m.writeIdle(&t)
	}
	m.writeSkipped(&t)
	m.writeSummary(&t)
	_, err := io.WriteString(w, t.String())
	return err
}

// letters name the rules. There are seldom more rules than letters, and not many more
// would fit.
const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// letter names a rule.
func letter(rule int) string {
	i := rule % len(letters)
	return letters[i : i+1]
}

// columns returns one line of the matrix, given what each rule has in it. Those
// that only cost progress stand apart.
func (m *Matrix) columns(cell func(rule int) string) string {
	var t strings.Builder
	for i, rule := range m.Rules {
		if i > 0 && m.Rules[i-1].Unsafe && !rule.Unsafe {
			t.WriteString("  ")
		}
		t.WriteString(" " + cell(i))
	}
	return t.String()
}

// writeFolders writes the marks, the scripts of each folder under its name.
func (m *Matrix) writeFolders(t *strings.Builder) {
	head := m.columns(func(rule int) string { return letter(rule) })
	most, room := 0, width-len(head)
	for _, r := range m.rows(false) {
		most = max(most, cells.Width(indented(r)), cells.Width(path.Dir(r.Script)))
	}
	room = min(room, most+1)
	folder := ""
	for _, r := range m.rows(false) {
		if dir := path.Dir(r.Script); dir != folder {
			folder = dir
			fmt.Fprintf(t, "\n%s%s\n", fit(folder, room), head)
		}
		line := fit(indented(r), room) + m.columns(func(rule int) string { return signs[r.Cells[rule].Mark] })
		t.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// indented returns what the line of a script begins with.
func indented(r *Row) string { return "  " + strings.TrimSuffix(path.Base(r.Script), ".star") }

// fit returns text in so many columns, its middle left out if it is longer.
func fit(text string, room int) string {
	text = cells.Visible(text)
	if cells.Width(text) <= room {
		return cells.Pad(text, room)
	}
	begin := cells.Head(text, room/2)
	return cells.Pad(begin+"…"+cells.Tail(text, room-cells.Width(begin)-1), room)
}

// writeRules writes what became of each rule.
func (m *Matrix) writeRules(t *strings.Builder) {
	most := 0
	for _, rule := range m.Rules {
		most = max(most, len(rule.Name))
	}
	t.WriteString("\n")
	for i, rule := range m.Rules {
		line := fmt.Sprintf("%s  %-*s  ", letter(i), most, rule.Name)
		var parts []string
		for _, mark := range []Mark{Caught, Differs, NoVerdict} {
			if n := m.count(i, mark); n > 0 {
				parts = append(parts, map[Mark]string{Caught: "caught by ", Differs: "differs in ", NoVerdict: "no verdict in "}[mark]+fmt.Sprint(n))
			}
		}
		if len(parts) == 0 {
			parts = []string{"nobody notices"}
		}
		line += strings.Join(parts, ", ")
		if !rule.Unsafe {
			line += "; costs progress only"
		}
		t.WriteString(line + "\n")
	}
}

// writeIdle lists the scripts that catch nothing.
func (m *Matrix) writeIdle(t *strings.Builder) {
	idle := slices.DeleteFunc(m.rows(false), func(r *Row) bool { return r.count(Caught) > 0 })
	if len(idle) == 0 {
		return
	}
	t.WriteString("\nscripts that catch nothing:\n")
	for _, r := range idle {
		line := "  " + r.Script
		if r.count(Differs) == 0 {
			line += ", and print the same every time"
		}
		t.WriteString(line + "\n")
	}
}

// writeSkipped lists the scripts that fail as they are.
func (m *Matrix) writeSkipped(t *strings.Builder) {
	skipped := m.rows(true)
	if len(skipped) == 0 {
		return
	}
	if t.Len() > 0 {
		t.WriteString("\n")
	}
	t.WriteString("skipped, since they fail as they are:\n")
	for _, r := range skipped {
		fmt.Fprintf(t, "  %s: exit status %d\n", r.Script, r.Status)
		t.WriteString(cells.Cut("    "+cells.Visible(r.Base.Why), width) + "\n")
	}
}

// writeSummary writes the last line.
func (m *Matrix) writeSummary(t *strings.Builder) {
	caught, all := m.caught(true)
	slow, allSlow := m.caught(false)
	fmt.Fprintf(t, "\n%d of %d rules that safety needs are caught, and %d of %d that cost progress\n", caught, all, slow, allSlow)
}
