package script

import (
	"strings"
)

// shower is a LineReader that can show a text below the line that is typed.
type shower interface{ Show(text string) }

var _ shower = (*Terminal)(nil)

// completeAndExplain is complete for a terminal, on which it shows besides what the
// parameters are that TAB was pressed at.
func (c *conversation) completeAndExplain(line string, at int) (head string, found []string, tail string) {
	head, found, tail = c.complete(line, at)
	screen, ok := c.reader.(shower)
	text := c.explainPlace(line, at)
	if !ok || text == "" {
		return head, found, tail
	}
	screen.Show(text)
	if len(found) == 0 { // the line is shown again only when there is something to complete
		found = []string{""}
	}
	return head, found, tail
}

// explainPlace returns a line for each parameter that may stand at a place of a line, or
// whose value may. At a word that may become something else it returns nothing.
func (c *conversation) explainPlace(line string, at int) (text string) {
	runes := []rune(line)
	at = min(max(at, 0), len(runes))
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over || c.pasting {
		return ""
	}
	defer func() {
		if recover() != nil { // the values are asked for their attributes
			text = ""
		}
	}()
	params := c.paramsAt(c.items.begun + string(runes[:at]))
	if len(params) == 0 {
		return ""
	}
	return strings.TrimPrefix(paramLines(params), "\n")
}

// valueBegins is the end of a text behind which the value of a parameter stands.
var valueBegins = newPattern(`(\w+)\s*=\s*["']*$`)

// paramsAt returns the parameters that the innermost call at the end of a text may give
// there: the one whose value is to come, the one whose name stands there, or all of them
// where nothing does.
func (c *conversation) paramsAt(text string) []Param {
	var p place
	p.feed(text)
	if p.comment || len(p.open) == 0 || p.open[len(p.open)-1].kind != '(' {
		return nil
	}
	begun := p.open[len(p.open)-1].at
	params := c.paramsOf(c.subject(text[:begun]), text[begun:])
	if named := valueBegins.FindStringSubmatch(text[begun:]); named != nil {
		return paramsNamed(params, named[1])
	}
	typed := trailingWord(text)
	if last := lastByte(strings.TrimSuffix(text, typed)); p.quote != "" || last != '(' && last != ',' {
		return nil
	}
	if typed != "" {
		return paramsNamed(params, typed)
	}
	var open []Param
	for _, name := range c.keywords(text, "", &p) {
		open = append(open, paramsNamed(params, strings.TrimSuffix(name, "="))...)
	}
	return open
}

// paramsNamed returns the parameter of a name, or the only one whose name begins with it.
func paramsNamed(params []Param, name string) []Param {
	var found []Param
	for _, p := range params {
		switch {
		case p.Name == name:
			return []Param{p}
		case strings.HasPrefix(p.Name, name) && p.Rest == "":
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found
}
