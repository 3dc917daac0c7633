package script

import (
	"slices"
	"strings"
)

// strings returns what a string that text ends in may become: a file to load, a topic
// of help, or what the table of verbs lists for the parameter whose value it is.
func (c *conversation) strings(text string, p *place) (typed string, found []string) {
	if typed, found = c.paths(text, p); len(found) > 0 {
		return typed, found
	}
	typed = text[p.quoteAt:]
	return typed, startingWith(typed, c.choices(text[:p.quoteAt-len(p.quote)], p.open))
}

// mostOffered is how many words a terminal lists without asking whether it may.
const mostOffered = 100

// choices returns the strings with a meaning of their own that may stand behind text:
// as the argument of the call that is open, or in a list or as a key in a dict that is.
func (c *conversation) choices(text string, open []bracket) []string {
	n := len(open) - 1
	if n < 0 {
		return nil
	}
	if last := lastByte(text); open[n].kind != '(' {
		if last != open[n].kind && last != ',' {
			return nil // a value in a dict, or an index
		}
		text = text[:open[n].at]
		n--
	}
	if n < 0 || open[n].kind != '(' {
		return nil
	}
	called, given := text[:open[n].at], text[open[n].at+1:]
	s := c.subject(called)
	if s.verb != nil && s.verb.Name == "help" {
		return Names()
	}
	param := paramMeant(c.paramsOf(s, given), given)
	if param == nil {
		return nil
	}
	if p := c.protocolGiven(s, given); p != nil && param.Name == "rules" {
		return p.ruleNames()
	}
	if param.Name == "rules" {
		return ruleNames()
	}
	if current := c.session.current; current != nil && (param.Type == aNode || param.Type == nodeOrAll) {
		return append(slices.Clone(param.Choices), current.roleNames()...)
	}
	return param.Choices
}

// paramMeant returns the parameter whose value stands behind the arguments given, or nil.
func paramMeant(params []Param, given string) *Param {
	if named := valueBegins.FindStringSubmatch(given); named != nil {
		if i := slices.IndexFunc(params, func(p Param) bool { return p.Name == named[1] }); i >= 0 {
			return &params[i]
		}
		return nil
	}
	if last := lastByte(given); last != 0 && last != ',' {
		return nil
	}
	for i, places := 0, commas(given); i < len(params) && !params[i].Keyword; i++ {
		if i == places || params[i].Rest == "*" {
			return &params[i]
		}
	}
	return nil
}

// commas returns how many commas are in no brackets and no strings of text.
func commas(text string) int {
	var p place
	n := 0
	for text != "" {
		if text[0] == ',' && len(p.open) == 0 && p.quote == "" {
			n++
		}
		size := p.step(text)
		text = text[size:]
		p.at += size
	}
	return n
}

// ruleNames returns the names of the rules of all protocols, sorted.
func ruleNames() []string {
	var names []string
	for _, p := range protocolRules() {
		for _, r := range p.rules {
			names = append(names, r.Name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// beginnings returns what a command may begin with: the person's own names, and verbs.
func (c *conversation) beginnings() []string {
	names := c.names.visible()
	for _, v := range allVerbs() {
		if v.On == "" || v.On == "cluster" {
			names = append(names, v.Name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, "_") })
}
