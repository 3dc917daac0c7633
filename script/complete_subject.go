package script

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"
)

// subject is what stands before a dot or a parenthesis: a value that is there,
// or what the table of verbs knows of one that is not. The zero subject is
// something that nothing is known of.
type subject struct {
	value starlark.Value
	verb  *Verb
	kind  *kind
}

// subject returns what text ends in: a name, an attribute of something, or a
// call. It looks, and calls nothing.
func (c *conversation) subject(text string) subject {
	if strings.HasSuffix(text, ")") {
		return subject{kind: c.subject(text[:openedAt(text)]).returns()}
	}
	name := trailingWord(text)
	rest := strings.TrimSuffix(text, name)
	if owner, ok := strings.CutSuffix(rest, "."); ok {
		return c.subject(owner).attribute(name)
	}
	return c.valued(c.names.value(name))
}

// openedAt returns where the bracket was opened that text ends with closing.
func openedAt(text string) int {
	var p place
	p.feed(text)
	return p.closed.at
}

// valued returns the subject that is v, if there is a v.
func (c *conversation) valued(v starlark.Value) subject {
	s := subject{value: v}
	if b, ok := v.(*starlark.Builtin); ok {
		s.verb = verbOf(b, promptVerbs(c))
	}
	return s
}

// attribute returns the subject's attribute.
func (s subject) attribute(name string) subject {
	if s.kind != nil {
		if name == "node" && s.kind.name != "node" {
			return subject{kind: kindNamed("node")}
		}
		return subject{verb: method(s.kind.name, name)}
	}
	owner, ok := s.value.(starlark.HasAttrs)
	if !ok {
		return subject{}
	}
	v, err := owner.Attr(name)
	if err != nil || v == nil {
		return subject{}
	}
	found := subject{value: v}
	if b, ok := v.(*starlark.Builtin); ok {
		found.verb = verbOf(b, nil)
	}
	return found
}

// attributes returns the names of what the subject has.
func (s subject) attributes() []string {
	if s.kind != nil {
		return slices.Sorted(slices.Values(s.kind.attributes()))
	}
	if owner, ok := s.value.(starlark.HasAttrs); ok {
		return owner.AttrNames()
	}
	return nil
}

// parameters returns the names of the parameters that a call of the subject may give.
func (s subject) parameters() []string {
	var names []string
	if s.verb != nil {
		for _, p := range s.verb.Params {
			if p.Rest == "" {
				names = append(names, p.Name)
			}
		}
		if b, ok := s.value.(*starlark.Builtin); ok && len(names) > 0 && isNode(b.Receiver()) {
			names = names[1:] // the node is the one it is called on
		}
		return names
	}
	fn, ok := s.value.(*starlark.Function)
	if !ok {
		return nil
	}
	named := fn.NumParams() - numberOf(fn.HasVarargs()) - numberOf(fn.HasKwargs())
	for i := range named {
		name, _ := fn.Param(i)
		names = append(names, name)
	}
	return names
}

func isNode(v starlark.Value) bool {
	_, ok := v.(*Node)
	return ok
}

// returns returns the kind of value that a call of the subject returns, or nil.
func (s subject) returns() *kind {
	if s.verb == nil {
		return nil
	}
	_, what, _ := strings.Cut(s.verb.Result, " ") // "a node", "the proposer", "a fault, or …"
	what, _, _ = strings.Cut(what, ",")
	return kindNamed(what)
}
