package script

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node/spell"
)

// module returns the name that Python has for the file.
func (f *libraryFile) module() string { return strings.TrimSuffix(f.name, ".star") }

// stub returns the file's functions and values as Python declares them.
func (f *libraryFile) stub() string {
	var text strings.Builder
	fmt.Fprintf(&text, "# What %s%s has, for editors; written by synod doc --stubs.\n\n", standard, f.name)
	text.WriteString("from collections.abc import Callable, Iterable, Mapping, Sequence\nfrom typing import Any\n\n")
	text.WriteString("from synod import *\nfrom synod import " + paxosStub + ", _DurationLike, _Model, _NodeLike, _SpanLike, _Value\n")
	for _, v := range f.values {
		text.WriteString("\n" + v.stub() + "\n")
	}
	for i := range f.functions {
		text.WriteString("\n" + f.functions[i].stub())
	}
	return text.String()
}

// stub returns the declaration of a value.
func (v *libraryValue) stub() string {
	switch x := v.value.(type) {
	case *syntax.Ident:
		return v.name + " = " + x.Name // another name of a function
	case *syntax.ListExpr:
		return v.name + ": list[Any]"
	}
	return v.name + ": Any"
}

// stub returns the declaration of a function. What it returns is whatever the script
// makes of it.
func (f *libraryFunction) stub() string {
	params := f.params
	for i := range params {
		if p := &params[i]; p.Default != "" && !isLiteral(p.Default) {
			p.Default = "..."
		}
	}
	paragraphs := strings.Split(strings.Join(f.doc.prose, "\n"), "\n\n")
	if f.doc.returns != "" {
		paragraphs = append(paragraphs, "Returns "+strings.TrimSuffix(f.doc.returns, ".")+".")
	}
	d := def{name: f.name, params: params, returns: "Any", doc: docString("    ", argLines(f.params, "    "), paragraphs...)}
	return d.text()
}

// isLiteral reports whether an expression needs no names.
func isLiteral(expression string) bool {
	_, err := starlark.EvalOptions(Dialect, &starlark.Thread{}, "default", expression, nil)
	return err == nil
}

// LibraryStubs returns the stubs of a file of the library: "nemesis",
// "nemesis.star" or "@synod//nemesis.star".
func LibraryStubs(name string) (string, error) {
	var known []string
	for _, f := range libraryFiles() {
		if f.name == strings.TrimSuffix(strings.TrimPrefix(name, standard), ".star")+".star" {
			return f.stub(), nil
		}
		known = append(known, f.module())
	}
	return "", fmt.Errorf("the library has no file %q, want one of %s, or none for the verbs%s", name, strings.Join(known, ", "), spell.Hint(name, known))
}
