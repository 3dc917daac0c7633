package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"

	"synod/node"
	"synod/node/cells"
	"synod/node/spell"
	"synod/script/manual"
)

// textWidth is how wide plain text is.
const textWidth = 80

// Doc returns what there is to know about name, in plain text: a verb, a
// method such as "proposer.wait", a group, a kind of value, a rule of a
// protocol, a page of the manual, or a command of the prompt. Without a name it is
// all of it.
func Doc(name string) (string, error) {
	name = strings.TrimSuffix(strings.TrimSpace(name), "()")
	if name == "" {
		return whole(), nil
	}
	var parts []string
	for _, topic := range topics() {
		if slices.Contains(topic.names, name) {
			parts = append(parts, topic.text())
		}
	}
	if len(parts) > 0 {
		return strings.Join(parts, "\n"), nil
	}
	if hint := spell.Nearest(name, Names()); hint != "" {
		return "", fmt.Errorf("there is nothing called %q; did you mean %s?", name, hint)
	}
	return "", fmt.Errorf("there is nothing called %q, want a verb such as crash, a group such as network, a kind of value such as "+exampleKind+", or a page such as searching", name)
}

// Names returns every name that Doc knows, in the order of the reference.
func Names() []string {
	var names []string
	for _, topic := range topics() {
		for _, name := range topic.names {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// topic is one thing that can be explained.
type topic struct {
	names []string // what a person may call it
	text  func() string
}

// topics lists everything that can be explained.
func topics() []topic {
	var all []topic
	for _, v := range allVerbs() {
		all = append(all, topic{v.names(), v.text})
	}
	for _, k := range kinds() {
		all = append(all, topic{[]string{k.name}, k.text})
	}
	for _, g := range allGroups() {
		all = append(all, topic{[]string{g}, func() string { return groupText(g) }})
	}
	all = append(all, topic{[]string{"assert"}, assertText})
	for _, p := range protocolRules() {
		for _, r := range p.rules {
			all = append(all, topic{[]string{r.Name}, func() string { return ruleText(p.name, r) }})
		}
	}
	for _, c := range commands() {
		all = append(all, topic{[]string{c.name()}, c.text})
	}
	for _, p := range manual.Pages() {
		all = append(all, topic{[]string{p.Name}, p.Text})
	}
	all = append(all, topic{[]string{"load"}, loadText})
	for _, f := range libraryFiles() {
		all = append(all, topic{[]string{f.name, standard + f.name, strings.TrimSuffix(f.name, ".star")}, f.text})
		for _, fn := range f.functions {
			all = append(all, topic{[]string{fn.name}, func() string { return fn.text(f.name) }})
		}
	}
	return all
}

// allVerbs returns the verbs of scripts and those of the prompt.
func allVerbs() []*Verb { return append(slices.Clone(Verbs()), promptVerbs(nil)...) }

// allGroups returns the groups of scripts and that of the prompt.
func allGroups() []string { return append(Groups(), groupPrompt) }

// inGroup returns the verbs of a group, in order.
func inGroup(group string) []*Verb {
	var found []*Verb
	for _, v := range allVerbs() {
		if v.Group == group {
			found = append(found, v)
		}
	}
	return found
}

// fullName returns "crash", or "proposer.wait" for a method.
func (v *Verb) fullName() string {
	name, _, _ := strings.Cut(v.Signature(), "(")
	return name
}

// names returns what a person may call the verb.
func (v *Verb) names() []string {
	if full := v.fullName(); full != v.Name {
		return []string{full, v.Name}
	}
	return []string{v.Name}
}

// paragraphs returns the doc without its line breaks.
func (v *Verb) paragraphs() []string {
	all := strings.Split(v.Doc, "\n\n")
	for i := range all {
		all[i] = strings.Join(strings.Fields(all[i]), " ")
	}
	return all
}

// summary returns the first sentence of the doc.
func (v *Verb) summary() string {
	first := v.paragraphs()[0]
	if i := strings.Index(first, ". "); i >= 0 {
		first = first[:i+1]
	}
	return first
}

// returns says what the verb returns, in a sentence, unless the doc begins with it.
func (v *Verb) returns() string {
	text := "Returns " + v.Result
	switch {
	case v.Result == "" || strings.HasPrefix(v.Doc, text):
		return ""
	case v.Given != "":
		return fmt.Sprintf("%s, or with %s %s.", text, v.Given, v.ResultGiven)
	}
	return text + "."
}

// heading returns the signature. Its second line stands to the right of a doc.
func (v *Verb) heading(indent string) string { return hung(v.Signature(), indent) }

// hung returns a signature of which the second line stands to the right of a doc.
func hung(signature, indent string) string { return hangingBy("            ", signature, indent) }

// hangingBy returns text of which the second line stands to the right of the first.
func hangingBy(more, text, indent string) string {
	first, rest := "", text
	if room := textWidth - len(indent); cells.Width(text) > room {
		first, rest = splitAt(text, room)
	}
	if first == "" {
		return indent + rest + "\n"
	}
	return indent + first + "\n" + wrap(rest, indent+more, textWidth)
}

// splitAt splits text at the last space within so many cells, or at the first one
// behind them.
func splitAt(text string, room int) (first, rest string) {
	words := strings.Fields(text)
	first = words[0]
	for i, word := range words[1:] {
		if cells.Width(first)+1+cells.Width(word) > room {
			return first, strings.Join(words[i+1:], " ")
		}
		first += " " + word
	}
	return first, ""
}

// text returns the verb's doc.
func (v *Verb) text() string {
	text := v.heading("")
	for _, paragraph := range v.paragraphs() {
		text += wrap(paragraph, "    ", textWidth)
	}
	text += paramLines(v.Params)
	if returns := v.returns(); returns != "" {
		text += gapBehind(v.Params) + wrap(returns, "    ", textWidth)
	}
	return text
}

// text returns what is to be known about the kind.
func (k *kind) text() string {
	text := k.name + "\n" + wrap(k.doc, "    ", textWidth)
	text += listOf("It has", k.properties)
	text += listOf("and, depending on what it is,", k.fields)
	var methods []string
	for _, v := range k.methods {
		methods = append(methods, v.Name)
	}
	if len(methods) > 0 {
		text += wrap("As methods: "+strings.Join(methods, ", ")+".", "    ", textWidth)
	}
	return text
}

// listOf lists names and what they mean.
func listOf(heading string, list []described) string {
	if len(list) == 0 {
		return ""
	}
	width := 0
	for _, d := range list {
		width = max(width, len(d.name))
	}
	text := "    " + heading + "\n"
	for _, d := range list {
		lines := wrap(d.doc, strings.Repeat(" ", 8+width), textWidth)
		text += "      " + d.name + lines[6+len(d.name):]
	}
	return text
}

// text returns what is to be known about the command.
func (c command) text() string { return c.usage + "\n" + wrap(sentence(c.doc), "    ", textWidth) }

// overview lists all verbs, one group to a line.
func overview() string {
	var text strings.Builder
	for _, g := range allGroups() {
		var names []string
		for _, v := range inGroup(g) {
			names = append(names, v.fullName())
		}
		hanging(&text, g, strings.Join(names, " "))
	}
	for _, c := range commands() {
		hanging(&text, c.usage, c.doc)
	}
	hanging(&text, "pages", pageNames())
	text.WriteString("\n" + wrap(`help(crash) explains a verb, help("network") a group, help("`+exampleKind+`") a kind of value, help("searching") a page of the manual.`, "", textWidth))
	return text.String()
}

// groupText lists the verbs of a group, one to a line.
func groupText(group string) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n", group)
	for _, v := range inGroup(group) {
		text.WriteString(v.heading("    "))
		text.WriteString(wrap(v.summary(), "        ", textWidth))
	}
	return text.String()
}

// assertText is the help about the module assert.
func assertText() string {
	text := "assert\n" + wrap("Checks that end the script when they do not hold. They say what was found and what was wanted; msg adds a word.", "    ", textWidth)
	for _, v := range Verbs() {
		if v.On == "assert" {
			text += wrap(v.Signature()+": "+v.summary(), "    ", textWidth)
		}
	}
	return text
}

// ruleText returns what there is to know about a rule of a protocol.
func ruleText(protocol string, r node.Rule) string {
	text := fmt.Sprintf("A rule of %s, %s unless cluster(rules = …) says otherwise. %s", protocol, onOff(r.Default), sentence(r.Doc))
	if r.Unsafe {
		text += " Agreement depends on it."
	}
	return r.Name + "\n" + wrap(text, "    ", textWidth)
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// whole returns everything, in plain text.
func whole() string {
	var text strings.Builder
	for _, g := range allGroups() {
		fmt.Fprintf(&text, "%s\n\n", strings.ToUpper(g))
		for _, v := range inGroup(g) {
			fmt.Fprintf(&text, "%s\n", v.text())
		}
	}
	for _, c := range commands() {
		fmt.Fprintf(&text, "%s\n", c.text())
	}
	fmt.Fprintf(&text, "KINDS OF VALUES\n\n")
	for _, k := range kinds() {
		fmt.Fprintf(&text, "%s\n", k.text())
	}
	fmt.Fprintf(&text, "THE LIBRARY\n\n%s\n", loadText())
	for _, f := range libraryFiles() {
		fmt.Fprintf(&text, "%s\n", f.text())
	}
	for _, p := range protocolRules() {
		fmt.Fprintf(&text, "RULES OF %s\n\n", strings.ToUpper(p.name))
		for _, r := range p.rules {
			fmt.Fprintf(&text, "%s\n", ruleText(p.name, r))
		}
	}
	text.WriteString("PAGES\n\n")
	for _, p := range manual.Pages() {
		fmt.Fprintf(&text, "synod doc %s\n    %s\n", p.Name, p.Title)
	}
	return text.String()
}

// pageNames returns the names of the manual's pages.
func pageNames() string {
	var names []string
	for _, p := range manual.Pages() {
		names = append(names, p.Name)
	}
	return strings.Join(names, " ")
}

// verbOf returns the verb that a Starlark value calls, or nil.
func verbOf(b *starlark.Builtin, more []*Verb) *Verb {
	if recv := b.Receiver(); recv != nil {
		return method(recv.Type(), b.Name())
	}
	for _, v := range append(slices.Clone(Verbs()), more...) {
		if v.Name == b.Name() && (v.On == "" || v.On == "cluster" || v.On == "assert") {
			return v
		}
	}
	return nil
}

// hanging writes a word of less than 15 letters and a text beside it.
func hanging(text *strings.Builder, word, rest string) {
	lines := wrap(rest, strings.Repeat(" ", 15), textWidth)
	text.WriteString(word + lines[len(word):])
}

// sentence returns text with a capital letter and a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + strings.TrimSuffix(text[1:], ".") + "."
}

// wrap breaks text into lines of at most width columns that start with indent.
// A word that is too long has a line of its own.
func wrap(text, indent string, width int) string {
	var out strings.Builder
	column := 0
	for _, word := range strings.Fields(text) {
		n := cells.Width(word)
		switch {
		case column == 0:
			out.WriteString(indent)
			column = len(indent)
		case column+1+n > width:
			out.WriteString("\n" + indent)
			column = len(indent)
		default:
			out.WriteByte(' ')
			column++
		}
		out.WriteString(word)
		column += n
	}
	out.WriteByte('\n')
	return out.String()
}
