package script

import (
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// subject is what stands before a dot or a parenthesis: a value that is there,
// or what the table of verbs knows of one that is not. The zero subject is
// something that nothing is known of.
type subject struct {
	value  starlark.Value
	verb   *Verb
	kind   *kind
	list   *kind // what it is a list of
	ofNode bool  // the verb is called on a node, which is its first argument
}

// subject returns what text ends in: a name, an attribute of something, or a
// call. It looks, and calls nothing.
func (c *conversation) subject(text string) subject {
	if strings.HasSuffix(text, ")") {
		made := c.subject(text[:openedAt(text)])
		return subject{kind: made.returns(), list: made.returnsList()}
	}
	if strings.HasSuffix(text, "]") {
		at := openedAt(text)
		return c.element(c.subject(text[:at]), text[at+1:len(text)-1])
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
		if verb := method(s.kind.name, name); verb != nil {
			return subject{verb: verb, ofNode: s.kind.name == "node"}
		}
		return declared(s.kind.name, name)
	}
	owner, ok := s.value.(starlark.HasAttrs)
	if !ok {
		return subject{}
	}
	v, err := owner.Attr(name)
	if err != nil || v == nil {
		return subject{}
	}
	if v == starlark.None {
		return declared(s.value.Type(), name)
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

// returnsList returns the kind of values in the list that a call of the subject returns,
// or nil.
func (s subject) returnsList() *kind {
	if s.verb == nil {
		return nil
	}
	what, ok := strings.CutPrefix(s.verb.Result, "a list of ")
	if !ok {
		return nil
	}
	return kindNamed(strings.TrimSuffix(what, "s"))
}

// declared returns the subject that an attribute of a kind is once it has a value.
func declared(kind, name string) subject {
	return subject{kind: kindNamed(strings.ToLower(attributeType(kind, name)))}
}

// element returns the subject that is in another at an index. It looks into lists, tuples
// and dicts that are there, and evaluates no index but a literal or a name.
func (c *conversation) element(of subject, index string) subject {
	switch {
	case strings.Contains(index, ":"):
		return subject{} // some of them
	case of.list != nil:
		return subject{kind: of.list}
	case of.kind != nil && of.kind.name == "history":
		return subject{kind: kindNamed("operation")}
	}
	key := c.literal(strings.TrimSpace(index))
	switch v := of.value.(type) {
	case *History:
		return subject{kind: kindNamed("operation")}
	case *starlark.Dict:
		if key != nil {
			if found, ok, err := v.Get(key); ok && err == nil {
				return c.valued(found)
			}
		}
	case starlark.Indexable:
		if i, err := starlark.AsInt32(key); err == nil {
			if i < 0 {
				i += v.Len()
			}
			if i >= 0 && i < v.Len() {
				return c.valued(v.Index(i))
			}
		}
	}
	return subject{}
}

// literal returns the value of a number, a string or a name, or nil.
func (c *conversation) literal(text string) starlark.Value {
	x, err := promptDialect.ParseExpr("", text, 0)
	if err != nil {
		return nil
	}
	negative := false
	if minus, ok := x.(*syntax.UnaryExpr); ok && minus.Op == syntax.MINUS {
		x, negative = minus.X, true
	}
	switch x := x.(type) {
	case *syntax.Ident:
		if !negative {
			return c.names.value(x.Name)
		}
	case *syntax.Literal:
		switch v := x.Value.(type) {
		case string:
			return starlark.String(v)
		case int64:
			if negative {
				v = -v
			}
			return starlark.MakeInt64(v)
		}
	}
	return nil
}
