package linediff

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"synod/node/cells"
)

// around is how many lines before and after a difference are shown.
const around = 3

// First returns the first difference that matters as a unified diff of one hunk, and a
// note about what it does not show, both with their newlines. The difference is empty
// if the texts are the same byte for byte, and only then; the note may always be.
func First(oldName string, old []byte, newName string, new []byte) (difference, note string) {
	c := compare(oldName, old, newName, new)
	worst := c.worst()
	if worst == same {
		return "", ""
	}
	l := min(worst, counted) // a number that is another matters as much as a word
	from, to, _ := c.next(0, l)
	return c.header() + c.hunk(from, to, l), c.note(l, from, to)
}

// Full returns all differences as a unified diff, empty if there are none. Where no
// escapes are needed it is a patch that makes new of old.
func Full(oldName string, old []byte, newName string, new []byte) string {
	c := compare(oldName, old, newName, new)
	var text strings.Builder
	for at := 0; at < len(c.steps); {
		from, to, found := c.next(at, shifted)
		if !found {
			break
		}
		if at == 0 {
			text.WriteString(c.header())
		}
		text.WriteString(c.hunk(from, to, shifted))
		at = to
	}
	return text.String()
}

// next returns the steps of the next hunk of differences from a level up: with the
// lines around them, and others that are so near that these would overlap.
func (c *comparison) next(at int, l level) (from, to int, found bool) {
	i := at
	for i < len(c.steps) && c.steps[i].level < l {
		i++
	}
	if i == len(c.steps) {
		return 0, 0, false
	}
	from = max(at, i-around)
	last := i
	for ; i < len(c.steps) && i <= last+2*around; i++ {
		if c.steps[i].level >= l {
			last = i
		}
	}
	return from, min(len(c.steps), last+1+around), true
}

func (c *comparison) header() string {
	return fmt.Sprintf("--- %s\n+++ %s\n", cells.Visible(c.oldName), cells.Visible(c.newName))
}

// hunk writes some steps. Pairs that differ less than a level are shown once. When what
// is shown of both sides looks alike, since one holds an escape and the other the letters
// of one, it is shown in quotes.
func (c *comparison) hunk(from, to int, l level) string {
	text, alike := c.sides(from, to, l, shown)
	if alike {
		text, _ = c.sides(from, to, l, quoted)
	}
	return c.place(from, to) + text
}

// sides writes the lines of some steps, and reports whether those of only one text look
// like those of only the other, and are not.
func (c *comparison) sides(from, to int, l level, line func(mark, line string) string) (text string, alike bool) {
	var out, added strings.Builder
	var gone, come [2]strings.Builder // what only one of the texts has, and as it is shown
	flush := func() {
		out.WriteString(added.String())
		added.Reset()
	}
	for _, s := range c.steps[from:to] {
		if s.level != other { // a pair, which stays together
			flush()
		}
		if s.level < l {
			out.WriteString(context(c.new[s.new]))
			continue
		}
		if s.old >= 0 {
			text := line("-", c.old[s.old])
			gone[0].WriteString(c.old[s.old])
			gone[1].WriteString(text[1:])
			out.WriteString(text)
		}
		if s.new >= 0 {
			text := line("+", c.new[s.new])
			come[0].WriteString(c.new[s.new])
			come[1].WriteString(text[1:])
			added.WriteString(text)
		}
		if s.level != other {
			flush()
		}
	}
	flush()
	return out.String(), gone[0].String() != come[0].String() && looks(gone[1].String()) == looks(come[1].String())
}

// looks returns shown lines as a reader sees them: a blank of Unicode, such as one that
// does not break, is like any other, and at the end of a line like nothing.
func looks(text string) string {
	text = strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, text)
	var seen strings.Builder
	for line := range strings.Lines(text) {
		seen.WriteString(strings.TrimRight(line, " \n") + "\n")
	}
	return seen.String()
}

// place returns where some steps are, as in "@@ -12,7 +12,8 @@".
func (c *comparison) place(from, to int) string {
	var before, in [2]int
	for n, s := range c.steps[:to] {
		count := &before
		if n >= from {
			count = &in
		}
		if s.old >= 0 {
			count[0]++
		}
		if s.new >= 0 {
			count[1]++
		}
	}
	for side := range before {
		if in[side] > 0 {
			before[side]++ // lines count from 1; a hunk of none stands after a line
		}
	}
	return fmt.Sprintf("@@ -%d,%d +%d,%d @@\n", before[0], in[0], before[1], in[1])
}

// context returns a line that both texts have.
func context(line string) string {
	text, ended := strings.CutSuffix(line, "\n")
	return " " + cells.VisibleLines(text) + end(ended)
}

// shown returns a line behind a mark, with blanks at its end that can be seen.
func shown(mark, line string) string {
	text, ended := strings.CutSuffix(line, "\n")
	body := strings.TrimRight(text, " \t")
	return mark + cells.VisibleLines(body) + visibleBlanks.Replace(text[len(body):]) + end(ended)
}

// quoted returns a line behind a mark as a literal of Go.
func quoted(mark, line string) string {
	text, ended := strings.CutSuffix(line, "\n")
	return mark + strconv.QuoteToASCII(text) + end(ended)
}

// end returns what stands behind a line, which has a newline or not.
func end(newline bool) string {
	if newline {
		return "\n"
	}
	return "\n\\ No newline at end of file\n"
}

// visibleBlanks shows the blanks at the end of a line.
var visibleBlanks = strings.NewReplacer(" ", "·", "\t", `\t`)

// note says what a hunk of the differences from a level up does not show.
func (c *comparison) note(l level, from, to int) string {
	more, little, lead := 0, 0, ""
	for n, s := range c.steps {
		in := n >= from && n < to
		switch {
		case s.level == same || in && s.level >= l:
		case s.level >= l:
			more++
		default:
			little++
		}
	}
	if l == shifted {
		lead = "(nothing differs but " + strings.Join(c.only(), "; ") + ")\n"
	}
	switch {
	case more > 0 && little > 0:
		return lead + fmt.Sprintf("(%s, and %d only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n", differ(more), little)
	case more > 0:
		return lead + fmt.Sprintf("(%s; --full-diff shows all)\n", differ(more))
	case little > 0:
		return lead + fmt.Sprintf("(%s only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n", differ(little))
	}
	return lead
}

// differ returns "1 more line differs" or "2 more lines differ".
func differ(n int) string {
	if n == 1 {
		return "1 more line differs"
	}
	return fmt.Sprintf("%d more lines differ", n)
}

// only says what it is that differs when no line says anything else.
func (c *comparison) only() (what []string) {
	ways := []struct {
		say string
		in  func(x, y string) bool
	}{
		{"the numbers and times of events, or blanks between columns", func(x, y string) bool { return trimmed(x) != trimmed(y) }},
		{"blanks at the ends of lines, which are shown as ·", func(x, y string) bool {
			return trimmed(x) == trimmed(y) && strings.TrimRight(x, "\r\n") != strings.TrimRight(y, "\r\n")
		}},
		{`the ends of lines: \r\n in one, \n in the other`, func(x, y string) bool { return returns(x) != returns(y) }},
		{"the newline at the end", func(x, y string) bool { return strings.HasSuffix(x, "\n") != strings.HasSuffix(y, "\n") }},
	}
	for _, way := range ways {
		for _, s := range c.steps {
			if s.level != same && way.in(c.old[s.old], c.new[s.new]) {
				what = append(what, way.say)
				break
			}
		}
	}
	return what
}

// returns returns the carriage returns at the end of a line.
func returns(line string) string {
	text := strings.TrimSuffix(line, "\n")
	return text[len(strings.TrimRight(text, "\r")):]
}
