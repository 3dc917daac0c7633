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
	value  starlark.Value
	verb   *Verb
	kind   *kind
	ofNode bool // the verb is called on a node, which is its first argument
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
		s.verb, s.ofNode = verbOf(b, promptVerbs(c)), isNode(b.Receiver())
	}
	return s
}

// attribute returns the subject's attribute.
func (s subject) attribute(name string) subject {
	if s.kind != nil {
		if name == "node" && s.kind.name != "node" {
			return subject{kind: kindNamed("node")}
		}
		return subject{verb: method(s.kind.name, name), ofNode: s.kind.name == "node"}
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
		found.verb, found.ofNode = verbOf(b, nil), isNode(b.Receiver())
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

// params returns the parameters of a call of the subject.
func (s subject) params() []Param {
	if s.verb != nil {
		if s.ofNode {
			return s.verb.Params[1:]
		}
		return s.verb.Params
	}
	fn, ok := s.value.(*starlark.Function)
	if !ok {
		return nil
	}
	doc := takeApart(fn.Doc())
	return doc.documented(paramsOfValue(fn))
}

// parameters returns the names of the parameters that a call of the subject may give.
func (s subject) parameters() []string {
	var names []string
	for _, p := range s.params() {
		if p.Rest == "" {
			names = append(names, p.Name)
		}
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
