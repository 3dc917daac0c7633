package script

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// stub returns the function that stands for the verb, with the parameters given.
//
// One that takes some strings and no others is declared three times, since a string
// that a script computes is no literal to a type checker: for the strings there are,
// for other literals, which an editor strikes out, and for what is computed.
//
// A function that takes the fields of messages has a parameter for each that the
// lab's own protocols have: a type checker finds a misspelt one.
func (v *Verb) stub(indent string, params []Param) string {
	params = fieldParams(params, knownShapes())
	d := def{indent: indent, name: v.Name, params: params, returns: pythonType(v.Result), doc: v.stubDoc(indent+"    ", params)}
	switch {
	case v.Given != "":
		return d.givenOrNot(v.Given, pythonType(v.ResultGiven))
	case slices.ContainsFunc(params, func(p Param) bool { return p.Type == aWord }):
		return d.ofWords()
	}
	return d.text()
}

// stubDoc returns the doc string of the verb.
func (v *Verb) stubDoc(indent string, params []Param) string {
	paragraphs := v.paragraphs()
	if returns := v.returns(); returns != "" {
		paragraphs = append(paragraphs, returns)
	}
	return docString(indent, argLines(params, indent), paragraphs...)
}

// def is the declaration of a function in Python.
type def struct {
	indent  string
	before  []string // decorators
	name    string
	params  []Param
	literal string // how Python declares a parameter that is one of some strings; "" for their literals
	returns string
	doc     string // the lines of a doc string; "" for none
}

// text returns the declaration, with a line for each parameter where one line is too
// little.
func (d *def) text() string {
	text := ""
	for _, line := range d.before {
		text += d.indent + line + "\n"
	}
	params := d.declared()
	head, tail := d.indent+"def "+pythonName(d.name)+"(", ") -> "+d.returns+":"
	if line := head + strings.Join(params, ", ") + tail; utf8.RuneCountInString(line) <= textWidth {
		text += line
	} else {
		text += head + "\n"
		for _, p := range params {
			text += d.indent + "    " + p + ",\n"
		}
		text += d.indent + tail
	}
	if d.doc == "" {
		return text + " ...\n"
	}
	return text + "\n" + d.doc
}

// declared returns the parameters with their types and defaults.
func (d *def) declared() []string {
	var all []string
	starred := false
	for i := range d.params {
		p := &d.params[i]
		if p.Keyword && !starred {
			all = append(all, "*")
		}
		starred = starred || p.Keyword || p.Rest == "*"
		all = append(all, p.declared(d.literal))
	}
	return all
}

// declared returns "node: _NodeLike", or `disk: Literal["keep", "wipe"] = "keep"`.
func (p *Param) declared(literal string) string {
	text := p.Rest + p.Name
	declared := p.Type.Python
	if p.Type == aWord {
		if declared = literal; declared == "" {
			declared = "Literal[" + strings.TrimSuffix(strings.Repeat("%q, ", len(p.Choices)), ", ") + "]"
			declared = fmt.Sprintf(declared, anys(p.Choices)...)
		}
	}
	if declared == "" {
		return text // self
	}
	text += ": " + declared
	switch p.Default {
	case "":
		return text
	case "None":
		if declared != "Any" && declared != "None" {
			text += " | None"
		}
	}
	return text + " = " + p.Default
}

// anys returns strings as fmt takes them.
func anys(words []string) []any {
	all := make([]any, len(words))
	for i, word := range words {
		all[i] = word
	}
	return all
}

// overloaded returns a declaration of several.
func (d def) overloaded(decorators ...string) def {
	d.before = append(append(slices.Clone(d.before), "@overload"), decorators...)
	return d
}

// ofWords declares the function for the strings it takes, for others, and for those
// that nothing is known of.
func (d def) ofWords() string {
	first := d.overloaded()
	wrong := d.overloaded(fmt.Sprintf("@deprecated(%q)", d.wanted()))
	wrong.literal, wrong.doc = "LiteralString", ""
	computed := d.overloaded()
	computed.literal, computed.doc = "str", ""
	return first.text() + "\n" + wrong.text() + "\n" + computed.text()
}

// wanted says which strings the parameters take.
func (d *def) wanted() string {
	var parts []string
	for i := range d.params {
		if p := &d.params[i]; p.Type == aWord {
			parts = append(parts, p.Name+" takes "+strings.ReplaceAll(quotedList(p.Choices), `"`, "'"))
		}
	}
	return strings.Join(parts, "; ")
}

// givenOrNot declares the function with and without a parameter, since what it returns
// depends on that.
func (d def) givenOrNot(name, returns string) string {
	i := slices.IndexFunc(d.params, func(p Param) bool { return p.Name == name })
	without := d.overloaded()
	without.params = slices.Clone(d.params)
	without.params[i].Type = Type{"None", "None"}
	with := d.overloaded()
	with.params, with.returns, with.doc = slices.Clone(d.params), returns, ""
	with.params[i].Default = ""
	return without.text() + "\n" + with.text()
}

// argLines lists parameters as Python does in a doc string.
func argLines(params []Param, indent string) string {
	text := ""
	for i := range params {
		if p := &params[i]; p.Doc != "" {
			text += hangingBy("    ", p.Name+": "+escaped(p.line()), indent+"  ")
		}
	}
	if text == "" {
		return ""
	}
	return "\n" + indent + "Args:\n" + text
}

// escaped returns text as it stands in a doc string.
func escaped(text string) string { return strings.ReplaceAll(text, `\`, `\\`) }

// docString returns paragraphs, and the lines of arguments, as Python writes them
// below what they explain. Each ends with a full stop or a parenthesis, so none
// ends with a quote.
func docString(indent, args string, paragraphs ...string) string {
	const quotes = `"""`
	text := ""
	for i, p := range paragraphs {
		p = escaped(p)
		if i == 0 {
			p = quotes + p
		} else {
			text += "\n"
		}
		text += wrap(p, indent, textWidth)
	}
	text += args
	if line := strings.TrimSuffix(text, "\n") + quotes; !strings.Contains(line, "\n") && len(line) <= textWidth {
		return line + "\n"
	}
	return text + indent + quotes + "\n"
}
