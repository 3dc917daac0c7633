package script

import (
	"fmt"
	"strings"

	"synod/node/cells"
)

// maxParamColumn is how wide the column of names and defaults is at most.
const maxParamColumn = 20

// facts returns what a parameter takes: "duration, virtual time", `"keep" or "wipe"`.
func (p *Param) facts() string {
	text, choices := p.Type.Name, quotedList(p.Choices)
	switch {
	case choices == "":
	case p.Type == aWord:
		text = choices
	case p.Type == aString:
		text += " such as " + choices
	case p.Type == aSpan:
		text += ", or " + choices
	default:
		text += ": " + choices
	}
	if p.Unit != "" {
		text += ", " + p.Unit
	}
	return text
}

// quotedList returns `"a", "b" or "c"`.
func quotedList(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = fmt.Sprintf("%q", word)
	}
	if n := len(quoted); n > 1 {
		return strings.Join(quoted[:n-1], ", ") + " or " + quoted[n-1]
	}
	return strings.Join(quoted, "")
}

// line says what the parameter is and what it takes.
func (p *Param) line() string {
	facts := p.facts()
	if facts == "" {
		return p.Doc
	}
	return strings.TrimSpace(fmt.Sprintf("%s (%s)", p.Doc, facts))
}

// paramLines lists parameters below the doc of a verb, with their defaults.
func paramLines(params []Param) string {
	if len(params) == 0 {
		return ""
	}
	width := 0
	for i := range params {
		width = max(width, min(cells.Width(params[i].Name), maxParamColumn))
		if n := cells.Width(params[i].text()); n <= maxParamColumn {
			width = max(width, n)
		}
	}
	text := "\n"
	for i := range params {
		text += hangingLine("      ", params[i].text(), width, params[i].line())
	}
	return text
}

// gapBehind returns the empty line behind a list of parameters, if there is a list.
func gapBehind(params []Param) string {
	if len(params) == 0 {
		return ""
	}
	return "\n"
}

// hangingLine writes a word, and a text beside it in a column of its own. A word
// that is too wide has a line to itself.
func hangingLine(indent, word string, width int, rest string) string {
	column := strings.Repeat(" ", len(indent)+width+2)
	lines := wrap(rest, column, textWidth)
	switch n := cells.Width(word); {
	case rest == "":
		return hung(word, indent)
	case n <= width:
		return indent + word + lines[len(indent)+n:]
	default:
		return hung(word, indent) + lines
	}
}

// paramTable lists parameters in Markdown.
func paramTable(params []Param) string {
	if len(params) == 0 {
		return ""
	}
	text := "\n| parameter | | takes |\n|---|---|---|\n"
	for i := range params {
		p := &params[i]
		text += fmt.Sprintf("| `%s` | %s | %s |\n", cellText(p.text()), cellText(p.Doc), cellText(p.facts()))
	}
	return text
}
