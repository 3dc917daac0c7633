package script

import "strings"

// place is where a text stands, read far enough to know inside which brackets
// and strings that is. It makes no mistake in Starlark that is right so far,
// and none that matters in Starlark that is wrong.
type place struct {
	open    []bracket // the innermost one last
	quote   string    // what ends the string that the text ends in; "" outside of strings
	quoteAt int       // where that string's content starts
	comment bool      // the text ends in a comment
	joined  bool      // the last line ends with a backslash
	closed  bracket   // the last one that was closed
	at      int       // how long the text is
}

// bracket is an opening bracket and its offset.
type bracket struct {
	kind byte
	at   int
}

// feed appends to the text. It wants whole lines, or the end of the text.
func (p *place) feed(text string) {
	for text != "" {
		n := p.step(text)
		text = text[n:]
		p.at += n
	}
}

// continues reports whether the statement cannot end here, at the end of a line.
func (p *place) continues() bool { return len(p.open) > 0 || p.quote != "" || p.joined }

// step reads what text starts with and returns its length.
func (p *place) step(text string) int {
	switch {
	case p.comment:
		p.comment = text[0] != '\n'
		return 1
	case p.quote != "":
		return p.stepString(text)
	}
	p.joined = false
	switch c := text[0]; c {
	case '#':
		p.comment = true
	case '\\':
		if strings.HasPrefix(text, "\\\n") {
			p.joined = true
			return 2
		}
	case '"', '\'':
		p.quote = text[:1]
		if triple := strings.Repeat(p.quote, 3); strings.HasPrefix(text, triple) {
			p.quote = triple
		}
		p.quoteAt = p.at + len(p.quote)
		return len(p.quote)
	case '(', '[', '{':
		p.open = append(p.open, bracket{c, p.at})
	case ')', ']', '}':
		if n := len(p.open); n > 0 {
			p.closed = p.open[n-1]
			p.open = p.open[:n-1]
		}
	}
	return 1
}

// stepString is step inside a string.
func (p *place) stepString(text string) int {
	switch {
	case text[0] == '\\' && len(text) > 1:
		return 2
	case strings.HasPrefix(text, p.quote):
		n := len(p.quote)
		p.quote = ""
		return n
	case text[0] == '\n' && len(p.quote) == 1:
		p.quote = "" // a mistake: the string ends with its line
	}
	return 1
}
