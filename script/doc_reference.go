package script

import (
	"fmt"
	"strings"

	"synod/script/manual"
)

// Reference returns what Doc("") says, as Markdown.
func Reference() string {
	var text strings.Builder
	text.WriteString("# The verbs of synod\n\n" +
		"Verbs act on the cluster that was made last, or as methods on the one they are called on: `crash(2)` is `c.crash(2)`.\n" +
		"A node is a number, a name such as `\"n2\"`, or a node. A duration is a string such as `\"50ms\"`, in virtual time.\n")
	for _, g := range allGroups() {
		fmt.Fprintf(&text, "\n## %s\n", g)
		for _, v := range inGroup(g) {
			text.WriteString(v.markdown())
		}
		if g == groupPrompt {
			text.WriteString(commandsMarkdown())
		}
	}
	text.WriteString("\n## kinds of values\n")
	for _, k := range kinds() {
		text.WriteString(k.markdown())
	}
	text.WriteString(libraryMarkdown())
	text.WriteString(rulesMarkdown())
	text.WriteString(pagesMarkdown())
	return text.String()
}

func (v *Verb) markdown() string {
	text := fmt.Sprintf("\n### `%s`\n\n", v.Signature())
	text += strings.Join(v.paragraphs(), "\n\n") + "\n" + paramTable(v.Params)
	if returns := v.returns(); returns != "" {
		text += "\n" + returns + "\n"
	}
	return text
}

func (k *kind) markdown() string {
	text := fmt.Sprintf("\n### %s\n\n%s\n\n| attribute | |\n|---|---|\n", k.name, k.doc)
	for _, d := range k.properties {
		text += fmt.Sprintf("| `%s` | %s |\n", d.name, cellText(d.doc))
	}
	for _, d := range k.fields {
		text += fmt.Sprintf("| `%s` | %s |\n", d.name, cellText(d.doc))
	}
	if len(k.methods) > 0 {
		text += "\nMethods: " + codeList(k.methods, func(v *Verb) string { return v.Name }) + ".\n"
	}
	return text
}

func commandsMarkdown() string {
	text := ""
	for _, c := range commands() {
		text += fmt.Sprintf("\n### `%s`\n\n%s\n", c.usage, sentence(c.doc))
	}
	return text
}

func libraryMarkdown() string {
	var text strings.Builder
	text.WriteString("\n## the library\n\n```\n" + loadText() + "```\n")
	for _, f := range libraryFiles() {
		fmt.Fprintf(&text, "\n### `%s`\n\n%s\n", standard+f.name, strings.Join(dedented(f.doc), "\n"))
		for _, fn := range f.functions {
			fmt.Fprintf(&text, "\n#### `%s`\n\n%s\n%s", fn.signature(), strings.Join(fn.doc.prose, "\n"), paramTable(fn.params))
		}
	}
	return text.String()
}

func rulesMarkdown() string {
	var text strings.Builder
	for _, p := range protocolRules() {
		fmt.Fprintf(&text, "\n## rules of %s\n\nSwitched with `cluster(rules = {\"name\": False})`.\n\n| rule | | agreement depends on it | |\n|---|---|---|---|\n", p.name)
		for _, r := range p.rules {
			depends := "no"
			if r.Unsafe {
				depends = "yes"
			}
			fmt.Fprintf(&text, "| `%s` | %s | %s | %s |\n", r.Name, onOff(r.Default), depends, cellText(r.Doc))
		}
	}
	return text.String()
}

func pagesMarkdown() string {
	text := "\n## pages\n\n| page | |\n|---|---|\n"
	for _, p := range manual.Pages() {
		text += fmt.Sprintf("| `synod doc %s` | %s |\n", p.Name, p.Title)
	}
	return text
}

// VocabularyTable returns all verbs as a Markdown table, one group to a row.
func VocabularyTable() string {
	text := "| group | verbs |\n|---|---|\n"
	for _, g := range Groups() {
		text += fmt.Sprintf("| %s | %s |\n", g, codeList(inGroup(g), (*Verb).fullName))
	}
	return text
}

// codeList returns the names of verbs as Markdown shows code.
func codeList(verbs []*Verb, name func(*Verb) string) string {
	var names []string
	for _, v := range verbs {
		names = append(names, "`"+name(v)+"`")
	}
	return strings.Join(names, " · ")
}

// cellText returns text as it can stand in a cell of a table.
func cellText(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
