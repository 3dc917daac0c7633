package script

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"go.starlark.net/starlark"
)

// maxDocCells bounds a line of a doc in the table of verbs.
const maxDocCells = 100

// Every parameter says what it is and what it takes, in a line that a person can read.
func TestEveryParameterIsDocumented(t *testing.T) {
	for _, v := range allVerbs() {
		for i := range v.Params {
			p := &v.Params[i]
			at := v.fullName() + "." + p.Name
			if !isSentence(p.Doc) {
				t.Errorf("%s: got the doc %q, want a sentence", at, p.Doc)
			}
			if n := utf8.RuneCountInString(p.Doc); n > maxDocCells {
				t.Errorf("%s: got a doc of %d cells, want at most %d: %q", at, n, maxDocCells, p.Doc)
			}
			if p.Type.Name == "" {
				t.Errorf("%s: it has no type", at)
			}
			if p.Type == aWord && len(p.Choices) == 0 {
				t.Errorf("%s: it has no choices, and takes nothing else", at)
			}
			if slices.ContainsFunc(v.Params[:i], func(q Param) bool { return q.Name == p.Name }) {
				t.Errorf("%s: it is there twice", at)
			}
		}
	}
}

// No line of a verb's doc is a wall.
func TestDocsHaveLines(t *testing.T) {
	for _, v := range allVerbs() {
		for _, line := range strings.Split(v.Doc, "\n") {
			if n := utf8.RuneCountInString(line); n > maxDocCells {
				t.Errorf("%s: got a line of %d cells, want at most %d: %q", v.fullName(), n, maxDocCells, line)
			}
		}
	}
}

// A default is an expression of the language, and one of the choices if there are
// no other strings.
func TestDefaultsAreValues(t *testing.T) {
	for _, v := range allVerbs() {
		for i := range v.Params {
			p := &v.Params[i]
			if p.Default == "" {
				if i > 0 && v.Params[i-1].Default != "" && p.Rest == "" {
					t.Errorf("%s: %s has to be given and comes behind one that need not", v.fullName(), p.Name)
				}
				continue
			}
			got, err := starlark.EvalOptions(Dialect, &starlark.Thread{}, "default", p.Default, nil)
			if err != nil {
				t.Errorf("%s: got the default %s of %s: %v", v.fullName(), p.Default, p.Name, err)
				continue
			}
			if word, ok := starlark.AsString(got); ok && p.Type == aWord && !slices.Contains(p.Choices, word) {
				t.Errorf("%s: got the default %s of %s, want one of %q", v.fullName(), p.Default, p.Name, p.Choices)
			}
		}
	}
}

// A signature shows what has to be given, what need not, and what is given by name only.
func TestSignature(t *testing.T) {
	rest := Param{Name: "groups", Rest: "*"}
	for want, params := range map[string][]Param{
		"":                           nil,
		"node":                       {{Name: "node"}},
		`node, disk="keep"`:          {{Name: "node"}, {Name: "disk", Default: `"keep"`}},
		"to=None, *, wait=True":      {{Name: "to", Default: "None"}, {Name: "wait", Default: "True", Keyword: true}},
		"*groups, in_flight=1, on=2": {rest, {Name: "in_flight", Default: "1", Keyword: true}, {Name: "on", Default: "2", Keyword: true}},
		"**fields":                   {{Name: "fields", Rest: "**"}},
		"*, a=1, b=2":                {{Name: "a", Default: "1", Keyword: true}, {Name: "b", Default: "2", Keyword: true}},
	} {
		if got := signature(params); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
