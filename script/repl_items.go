package script

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.starlark.net/syntax"
)

// promptDialect is the Dialect in which what is loaded stays after the item
// that loaded it.
var promptDialect = func() *syntax.FileOptions {
	d := *Dialect
	d.LoadBindsGlobally = true
	return &d
}()

// item is what is performed in one go: a statement of one or more lines, or a
// block of statements.
type item struct {
	text string // ends with a newline
	line int    // the number of its first line, from 1
}

// portion returns the item in its place among the lines.
func (it item) portion() syntax.FilePortion {
	return syntax.FilePortion{Content: []byte(it.text), FirstLine: int32(it.line), FirstCol: 1}
}

// lineMark stands for a newline where only one line fits, such as in a history.
const lineMark = "↵"

// items cuts lines into items.
//
// The parser says when an item is complete, and it asks for no line more than
// that needs. But it takes a line that is only a comment for the end of a def,
// and reads the line after a def's last one without giving it back. So it does
// not get to see every line.
type items struct {
	read   func(more bool) (string, error) // the next line; more says that an item has begun
	script bool                            // an empty line does not end a def
	skip   bool                            // the body of what could not be read is still to come
	pasted bool                            // the line that was read last was pasted, and more of that is to come

	back  []string // read already, and part of the next item
	line  int      // how many lines were read
	begun string   // the lines of the item that is being read
	lead  string   // the comments before the item
	def   string   // the item before, if it is a def, which an empty line has ended
}

// next returns the next item. An item that is not complete comes with the
// error that ended it, or is what it is at the end of the lines.
func (s *items) next() (item, error) {
	first, err := s.first()
	if err != nil {
		return item{}, err
	}
	it := item{text: first + "\n", line: s.line}
	def := s.def
	s.def = ""
	if strings.HasPrefix(first, ":") || !saysSomething(first) {
		return it, nil
	}
	if def != "" && isIndented(first) && !s.script {
		// An empty line in the middle of a def that was pasted: it goes on.
		between := "\n"
		if s.lead != "" {
			between = s.lead // behind the empty line that is there
		}
		it.text, s.lead = def+between+it.text, ""
		s.line += strings.Count(def+between, "\n")
	}
	if text := unmarked(it.text); text != it.text && !s.script {
		s.line += strings.Count(text, "\n") - 1
		it.text = text
		return it, nil
	}
	return s.complete(it)
}

// unmarked returns a line with a newline for each mark of one. Where a string of one line
// has such a letter it is no mark: a newline cannot be there, unless behind a backslash.
func unmarked(line string) string {
	var text strings.Builder
	var p place
	for {
		before, rest, found := strings.Cut(line, lineMark)
		between := "\n"
		text.WriteString(before)
		p.feed(strings.TrimSuffix(before, "\\"))
		switch {
		case !found:
			return text.String()
		case strings.HasSuffix(before, "\\"):
			p.feed("\\\n")
		case len(p.quote) == 1:
			between = lineMark
			p.feed(between)
		default:
			p.feed(between)
		}
		text.WriteString(between)
		line = rest
	}
}

// first returns the first line of an item, after empty lines and comments that are text.
func (s *items) first() (string, error) {
	s.lead = ""
	for {
		line, err := s.take(false)
		if err != nil {
			return "", err
		}
		if s.skip && belongs(line) || !saysSomething(line) && illegibleAt(line) < 0 {
			if !s.skip && strings.TrimSpace(line) != "" {
				s.lead += line + "\n"
			}
			continue
		}
		s.skip = false
		return line, nil
	}
}

// complete reads the rest of an item.
func (s *items) complete(it item) (item, error) {
	s.begun = it.text
	defer func() { s.begun = "" }()
	g := gathering{items: s}
	g.place.feed(it.text)
	g.compound = opensBlock(it.text)
	_, err := promptDialect.ParseCompoundStmt("", g.legible) // an error is found again, in its place
	it.text = s.begun
	if err == nil && leadingWord(it.text) == "def" {
		s.def = it.text
	}
	return it, g.err
}

// take returns the next line.
func (s *items) take(more bool) (string, error) {
	if n := len(s.back); n > 0 {
		line := s.back[n-1]
		s.back = s.back[:n-1]
		s.line++
		return line, nil
	}
	line, err := s.read(more)
	if err != nil {
		return "", err
	}
	s.line++
	return line, nil
}

// giveBack makes line the next one.
func (s *items) giveBack(line string) {
	s.back = append(s.back, line)
	s.line--
}

// gathering is an item that is being read.
type gathering struct {
	items    *items
	place    place // where items.begun ends
	compound bool  // it is a def, if, for or while
	started  bool  // the parser has the first line
	err      error // why there is no next line, unless the lines have ended
}

// legible is the parser's next line without NUL bytes, which it takes for the end of
// all lines. An item that has one is read to its end, and refused then.
func (g *gathering) legible() ([]byte, error) {
	line, err := g.next()
	return bytes.ReplaceAll(line, []byte{0}, []byte(" ")), err
}

// next is the next line, with its newline.
func (g *gathering) next() ([]byte, error) {
	if !g.started {
		g.started = true
		return withoutEmptyLines(g.items.begun), nil
	}
	for {
		line, err := g.items.take(true)
		switch {
		case errors.Is(err, io.EOF) && !g.place.continues():
			return []byte("\n"), nil
		case errors.Is(err, io.EOF):
			return nil, err
		case err != nil:
			g.err = err
			return nil, err
		}
		if g.compound && !g.place.continues() {
			switch {
			case !belongs(line):
				g.items.giveBack(line)
				return []byte("\n"), nil
			case !saysSomething(line) && (g.items.script || g.items.pasted || strings.TrimSpace(line) != ""):
				g.items.begun += line + "\n"
				continue
			}
		}
		g.items.begun += line + "\n"
		g.place.feed(line + "\n")
		return []byte(line + "\n"), nil
	}
}

// withoutEmptyLines returns text as the parser may have it: it takes an empty line, and
// one that is only a comment, for the end. One with a quote may end a string.
func withoutEmptyLines(text string) []byte {
	var kept []byte
	for line := range strings.Lines(text) {
		if saysSomething(line) || strings.TrimSpace(line) != "" && strings.ContainsAny(line, "\"'") {
			kept = append(kept, line...)
		}
	}
	return kept
}

// isIndented reports whether a line begins to the right.
func isIndented(line string) bool { return line != "" && (line[0] == ' ' || line[0] == '\t') }

// saysSomething reports whether a line is more than a comment.
func saysSomething(line string) bool {
	line = strings.TrimSpace(line)
	return line != "" && line[0] != '#'
}

// belongs reports whether a line after a def, if, for or while may be a part of it.
func belongs(line string) bool {
	if !saysSomething(line) || isIndented(line) {
		return true
	}
	word := leadingWord(line)
	return word == "else" || word == "elif"
}

// opensBlock reports whether text starts with a statement that has a body.
func opensBlock(text string) bool {
	switch leadingWord(text) {
	case "def", "if", "for", "while":
		return true
	}
	return false
}

// leadingWord returns the letters that text starts with.
func leadingWord(text string) string {
	for i := range len(text) {
		if !isWordByte(text[i]) {
			return text[:i]
		}
	}
	return text
}

// isWordByte reports whether b may be in a name. Every byte of a letter that is
// not ASCII may.
func isWordByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// transcript is the text of all items, so that a position in one of them shows
// the line it means for as long as the conversation lasts.
type transcript struct {
	name    string // what positions call it
	sources map[string]string
	text    strings.Builder
	lines   int
	last    int  // how long the text was before the last item
	broken  bool // the last item is no Starlark; it would hide the others from a parser
}

// add adds an item in its place.
func (t *transcript) add(it item) {
	if t.broken {
		t.dropLast()
	}
	for t.lines < it.line-1 {
		t.text.WriteByte('\n')
		t.lines++
	}
	t.last = t.text.Len()
	t.text.WriteString(it.text)
	t.lines += strings.Count(it.text, "\n")
	t.sources[t.name] = t.text.String()
}

// dropLast leaves only the newlines of the last item.
func (t *transcript) dropLast() {
	text := t.text.String()
	t.text.Reset()
	t.text.WriteString(text[:t.last])
	t.text.WriteString(strings.Repeat("\n", strings.Count(text[t.last:], "\n")))
	t.broken = false
}
