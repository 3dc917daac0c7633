package script

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"
)

// indent is what TAB puts in at the start of a line.
const indent = "    "

// complete is the Completer of a conversation. It runs while a line is being
// read, so nothing else happens in the session; and never after it is over.
func (c *conversation) complete(line string, at int) (head string, found []string, tail string) {
	runes := []rune(line)
	at = min(max(at, 0), len(runes))
	head, tail = string(runes[:at]), string(runes[at:])
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.over:
		return head, nil, tail
	case c.pasting:
		return head, []string{"\t"}, tail
	}
	defer func() {
		if recover() != nil { // the values are asked for their attributes
			found = nil
		}
	}()
	c.behind = tail
	typed, found := c.candidates(head)
	if tail != "" && isWordByte(tail[0]) && c.inString(head) {
		return head, nil, tail // its text is there already
	}
	before, ok := strings.CutSuffix(head, typed)
	if !ok {
		return head, nil, tail // the word began lines ago
	}
	return before, found[:min(len(found), mostOffered)], tail
}

// inString reports whether what is typed ends in a string.
func (c *conversation) inString(line string) bool {
	var p place
	p.feed(c.items.begun + line)
	return p.quote != ""
}

// candidates returns the part of a word that line ends in, and the words that
// it may become, best first.
func (c *conversation) candidates(line string) (typed string, found []string) {
	text := c.items.begun + line
	var p place
	p.feed(text)
	switch {
	case p.comment:
		return "", nil
	case p.quote != "":
		return c.strings(text, &p)
	case text == "":
		return "", c.beginnings()
	case strings.TrimSpace(line) == "":
		return "", []string{indent}
	case strings.HasPrefix(text, ":"):
		return text, startingWith(text, commandWords(text))
	}
	typed = trailingWord(text)
	if typed != "" && isDigit(typed[0]) {
		return "", nil // a number
	}
	rest := strings.TrimSuffix(text, typed)
	if owner, ok := strings.CutSuffix(rest, "."); ok {
		return typed, startingWith(typed, c.subject(owner).attributes())
	}
	found = c.keywords(text, typed, &p)
	if typed == "" && len(found) > 0 {
		return "", found
	}
	for _, word := range c.words(typed) {
		if !slices.Contains(found, word+"=") { // who begins a parameter's name means the parameter
			found = append(found, word)
		}
	}
	return typed, found
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// words returns the names that may stand anywhere.
func (c *conversation) words(typed string) []string {
	names := append(append(c.names.all.Keys(), c.names.here.Keys()...), starlark.Universe.Keys()...)
	names = append(names, "and", "def", "else", "elif", "for", "if", "in", "lambda", "load", "not", "or", "return", "while")
	names = startingWith(typed, names)
	slices.Sort(names)
	return slices.Compact(names)
}

// keywords returns the parameters that the innermost open call may still name.
func (c *conversation) keywords(text, typed string, p *place) []string {
	if len(p.open) == 0 || p.open[len(p.open)-1].kind != '(' {
		return nil
	}
	if last := lastByte(strings.TrimSuffix(text, typed)); last != '(' && last != ',' {
		return nil // the value of one
	}
	at := p.open[len(p.open)-1].at
	given := strings.ReplaceAll(text[at:], " ", "")
	var found []string
	for _, name := range startingWith(typed, namesOfParams(c.paramsOf(c.subject(text[:at]), given))) {
		if !strings.Contains(given, "("+name+"=") && !strings.Contains(given, ","+name+"=") {
			found = append(found, name+"=")
		}
	}
	return found
}

// lastByte returns the last byte of text that is no space, or 0.
func lastByte(text string) byte {
	if text = strings.TrimSpace(text); text != "" {
		return text[len(text)-1]
	}
	return 0
}

// commandWords returns what may follow a colon: the commands, and behind a letter the
// words that mean the same with a colon and without.
func commandWords(typed string) []string {
	if typed == ":" {
		return commandNames()
	}
	return append(commandNames(), ":help", ":quit", ":exit", ":where")
}

func commandNames() []string {
	var names []string
	for _, c := range commands() {
		names = append(names, c.name())
	}
	return names
}

// startingWith returns the names that start with prefix. Names with an
// underscore in front are for those who ask for them.
func startingWith(prefix string, names []string) []string {
	var found []string
	for _, name := range names {
		if strings.HasPrefix(name, prefix) && (prefix != "" || !strings.HasPrefix(name, "_")) {
			found = append(found, name)
		}
	}
	return found
}

// trailingWord returns the word that text ends in, or "".
func trailingWord(text string) string {
	i := len(text)
	for i > 0 && isWordByte(text[i-1]) {
		i--
	}
	return text[i:]
}
