package script

import (
	"fmt"
	"slices"
	"strings"
)

// Stubs returns every verb and every kind of value as Python declares them,
// for editors that complete and explain scripts as if they were Python.
func Stubs() string {
	var text strings.Builder
	text.WriteString("# What a script of synod can say, for editors; written by synod doc --stubs.\n\nfrom typing import Any\n")
	for _, k := range kinds() {
		text.WriteString("\n" + k.stub())
	}
	text.WriteString("\n" + assertStub())
	for _, g := range Groups() {
		fmt.Fprintf(&text, "\n# %s\n", g)
		for _, v := range inGroup(g) {
			if v.On == "" || v.On == "cluster" {
				text.WriteString("\n" + v.stub("", signature(v.Params)))
			}
		}
	}
	return text.String()
}

// stub returns the class that stands for the kind.
func (k *kind) stub() string {
	text := fmt.Sprintf("class %s:\n%s", k.pythonName(), docString("    ", "", k.doc))
	for _, d := range slices.Concat(k.properties, k.fields) {
		text += fmt.Sprintf("\n    %s: Any\n%s", pythonName(d.name), docString("    ", "", sentence(d.doc)))
	}
	for _, v := range k.methods {
		params := signature(v.Params)
		if k.name == "node" { // which is the verb's first parameter
			params = strings.TrimPrefix(strings.TrimPrefix(params, "node"), ", ")
		}
		text += "\n" + v.stub("    ", strings.TrimSuffix("self, "+params, ", "))
	}
	return text
}

// assertStub returns the class that stands for the module assert, whose name
// means something else in Python.
func assertStub() string {
	text := fmt.Sprintf("class %s:\n%s", pythonName("assert"), docString("    ", "", "The checks of assert, which is a keyword of Python."))
	for _, v := range Verbs() {
		if v.On == "assert" {
			text += "\n    @staticmethod\n" + v.stub("    ", signature(v.Params))
		}
	}
	return text
}

// stub returns the function that stands for the verb. Its parameters are as
// Python has them, too.
func (v *Verb) stub(indent, params string) string {
	def := fmt.Sprintf("%sdef %s(%s) -> %s:\n", indent, pythonName(v.Name), params, pythonType(v.Result))
	paragraphs := v.paragraphs()
	if returns := v.returns(); returns != "" {
		paragraphs = append(paragraphs, returns)
	}
	return def + docString(indent+"    ", argLines(v.Params, indent+"    "), paragraphs...)
}

// argLines lists parameters as Python does in a doc string.
func argLines(params []Param, indent string) string {
	if len(params) == 0 {
		return ""
	}
	text := "\n" + indent + "Args:\n"
	for i := range params {
		p := &params[i]
		text += hangingBy("    ", p.Name+": "+escaped(p.line()), indent+"  ")
	}
	return text
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

// pythonName returns the name of the class that stands for the kind.
func (k *kind) pythonName() string { return strings.ToUpper(k.name[:1]) + k.name[1:] }

// pythonName returns a name that Python leaves free.
func pythonName(name string) string {
	if slices.Contains(pythonKeywords, name) {
		return name + "_"
	}
	return name
}

// pythonKeywords are those that Starlark does not reserve.
var pythonKeywords = []string{"assert"}

// pythonType returns the type that a verb's Result speaks of, or Any.
func pythonType(result string) string {
	if plain, ok := plainTypes[result]; ok {
		return plain
	}
	element, list := strings.CutPrefix(result, "a list of ")
	var types []string
	for _, word := range strings.Fields(element) {
		switch k := kindNamed(strings.TrimRight(word, "s,")); {
		case word == "whether":
			return "bool"
		case word == "many": // as in how many
			return "int"
		case word == "what", word == "value":
			return "Any"
		case word == "None":
			types = append(types, word)
		case k != nil:
			types = append(types, k.pythonName())
		}
	}
	switch {
	case len(types) == 0:
		return "Any"
	case list:
		return "list[" + types[0] + "]"
	}
	return strings.Join(types, " | ")
}

// plainTypes are the types of results that are no kind of value of their own.
var plainTypes = map[string]string{
	"":                             "None",
	"a bool":                       "bool",
	"a number":                     "int",
	"a dict":                       "dict",
	"a list":                       "list",
	"a list of strings":            "list[str]",
	"a script":                     "str",
	"the text":                     "str",
	"how it failed":                "str",
	"what happened, in a sentence": "str",
}
