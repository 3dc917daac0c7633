package script

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"
)

// Param is one parameter of a verb. Signatures, errors, help, completion and
// stubs come from it.
type Param struct {
	Name    string   // as a call writes it
	Default string   // as a script writes it; "" when the parameter has to be given
	Type    Type     // what it takes
	Unit    string   // of a number: "MB", "bytes"; of a duration: its clock; "" when the type says it all
	Choices []string // the strings with a meaning of their own; with the type Word there are no others
	Rest    string   // "*" takes all further arguments, "**" all further keywords
	Keyword bool     // it is given by name only
	Of      string   // the protocol whose parameter it is; "" for one of the verb itself
	Doc     string   // what it is, in a sentence or two, at most 100 cells

	value starlark.Value // what Default is; nil for none
}

// optional reports whether a call may leave the parameter out.
func (p *Param) optional() bool { return p.Default != "" || p.Rest != "" }

// text returns the parameter as a signature shows it.
func (p *Param) text() string {
	if p.Default == "" {
		return p.Rest + p.Name
	}
	return p.Name + "=" + p.Default
}

// signature returns parameters as a person writes them: `node, disk="keep"`. A
// star of its own stands before those that are given by name only.
func signature(params []Param) string {
	var parts []string
	starred := false
	for i := range params {
		p := &params[i]
		if p.Keyword && !starred {
			parts = append(parts, "*")
		}
		starred = starred || p.Keyword || p.Rest == "*"
		parts = append(parts, p.text())
	}
	return strings.Join(parts, ", ")
}

// paramNamed returns the parameter of a name, or nil.
func (v *Verb) paramNamed(name string) *Param {
	if i := slices.IndexFunc(v.Params, func(p Param) bool { return p.Name == name }); i >= 0 {
		return &v.Params[i]
	}
	return nil
}
