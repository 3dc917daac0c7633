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
	text.WriteString(stubsHead + languageStubs)
	for _, k := range kinds() {
		text.WriteString("\n" + k.stub())
	}
	text.WriteString("\n" + assertStub())
	for _, g := range Groups() {
		fmt.Fprintf(&text, "\n# %s\n", g)
		for _, v := range inGroup(g) {
			if v.On == "" || v.On == "cluster" {
				text.WriteString("\n" + v.stub("", v.Params))
			}
		}
	}
	return text.String()
}

// ofTheLibrary declares what the files of the library alone have, since an editor
// reads them too.
const ofTheLibrary = `
def _cells(text: str, /) -> int:
    """How many cells of a terminal a text takes, for the files of the library alone."""
`

// StubFiles returns all stubs, by the names that Python looks for them under: the
// package synod has the verbs, its modules are the files of the library, and what
// every script sees without loading it is in __builtins__.
func StubFiles() map[string]string {
	files := map[string]string{
		"__builtins__.pyi":   "from synod import *\n" + ofTheLibrary,
		"synod/__init__.pyi": Stubs(),
	}
	for _, f := range libraryFiles() {
		files["synod/"+f.module()+".pyi"] = f.stub()
	}
	return files
}

// stub returns the class that stands for the kind.
func (k *kind) stub() string {
	text := fmt.Sprintf("class %s:\n%s", k.pythonName(), docString("    ", "", k.doc))
	for _, d := range slices.Concat(k.properties, k.fields) {
		text += fmt.Sprintf("\n    %s: %s\n%s", pythonName(d.name), attributeType(k.name, d.name), docString("    ", "", sentence(d.doc)))
	}
	for _, v := range k.methods {
		params := v.Params
		if k.name == "node" { // which is the verb's first parameter
			params = params[1:]
		}
		text += "\n" + v.stub("    ", append([]Param{{Name: "self"}}, params...))
	}
	return text + operators[k.name]
}

// assertStub returns the class that stands for the module assert, whose name
// means something else in Python.
func assertStub() string {
	text := fmt.Sprintf("class %s:\n%s", pythonName("assert"), docString("    ", "", "The checks of assert, which is a keyword of Python."))
	for _, v := range Verbs() {
		if v.On == "assert" {
			text += "\n    @staticmethod\n" + v.stub("    ", v.Params)
		}
	}
	return text
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
