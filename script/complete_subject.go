package script

import (
	"slices"
	"strings"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// subject is what stands before a dot or a parenthesis: a value that is there,
// or what the table of verbs knows of one that is not. The zero subject is
// something that nothing is known of.
type subject struct {
	value  starlark.Value // for a plain type, such as a duration, one of its values
	verb   *Verb
	kind   *kind
	of     *subject  // what its elements are, when it is a list
	parts  []subject // what its elements are, when it is a tuple
	ofNode bool      // the verb is called on a node, which is its first argument
}

// subject returns what text ends in: a name, an attribute of something, a call, or
// something that is written out. It looks, and calls nothing.
func (c *conversation) subject(text string) subject {
	switch lastByte(text) {
	case ')':
		return c.called(strings.TrimRight(text, " "))
	case ']':
		text = strings.TrimRight(text, " ")
		at := openedAt(text)
		if !endsOperand(text[:at]) {
			return subject{value: new(starlark.List)}
		}
		return c.element(c.subject(text[:at]), text[at+1:len(text)-1])
	case '}':
		return subject{value: new(starlark.Dict)}
	case '"', '\'':
		return typed("str")
	}
	name := trailingWord(text)
	rest := strings.TrimSuffix(text, name)
	if owner, ok := strings.CutSuffix(rest, "."); ok {
		return c.subject(owner).attribute(name)
	}
	if found, ok := c.bound(name, rest); ok {
		return found
	}
	return c.named(name)
}

// called returns the subject that the call returns that text ends in.
func (c *conversation) called(text string) subject {
	at := openedAt(text)
	made := c.subject(text[:at])
	if b, ok := made.value.(*starlark.Builtin); ok && made.verb == nil {
		if b.Receiver() != nil {
			return plainResult(b.Receiver(), b.Name())
		}
		return c.builtinResult(b.Name(), text, at+1)
	}
	return made.returns()
}

// builtinResult returns the subject that a function of Starlark returns, whose arguments
// start at a place of a text.
func (c *conversation) builtinResult(name, text string, at int) subject {
	switch name {
	case "str", "repr":
		return typed("str")
	case "list", "tuple", "sorted", "reversed", "enumerate", "zip":
	default:
		return subject{}
	}
	var args []subject
	for at < len(text)-1 {
		at += expressionLength(text[at:], false)
		args = append(args, c.subject(text[:at]))
		_, rest, _ := strings.Cut(text[at:], ",")
		if strings.TrimSpace(rest) == "" {
			break
		}
		at = len(text) - len(rest)
	}
	if len(args) == 0 {
		return typed("list")
	}
	var parts []subject
	switch name {
	case "enumerate":
		parts = []subject{{}, args[0].each()}
	case "zip":
		for _, arg := range args {
			parts = append(parts, arg.each())
		}
	default:
		element := args[0].each()
		return subject{value: samples["list"], of: &element}
	}
	return subject{value: samples["list"], of: &subject{parts: parts}}
}

// plainResult returns the subject that a method of a dict or a string returns.
func plainResult(of starlark.Value, method string) subject {
	list := samples["list"]
	switch of := of.(type) {
	case *starlark.Dict:
		key := subject{value: of}.each()
		value := subject{}
		if key.value != nil {
			v, _, _ := of.Get(key.value)
			value = valued(v)
		}
		switch method {
		case "keys":
			return subject{value: list, of: &key}
		case "values":
			return subject{value: list, of: &value}
		case "items":
			return subject{value: list, of: &subject{parts: []subject{key, value}}}
		}
	case starlark.String:
		switch method {
		case "split", "rsplit", "splitlines", "elems":
			return typed("list[str]")
		case "capitalize", "format", "join", "lower", "lstrip", "removeprefix", "removesuffix", "replace", "rstrip", "strip", "title", "upper":
			return typed("str")
		}
	}
	return subject{}
}

// each returns what the elements of the subject are, going by the first of those that
// are there.
func (s subject) each() subject {
	switch {
	case s.of != nil:
		return *s.of
	case len(s.parts) > 0:
		return s.parts[0]
	case s.kind != nil && s.kind.name == "history":
		return subject{kind: kindNamed("operation")}
	}
	switch v := s.value.(type) {
	case *History:
		return subject{kind: kindNamed("operation")}
	case *starlark.Dict:
		if keys := v.Keys(); len(keys) > 0 {
			return valued(keys[0])
		}
	case starlark.Indexable:
		if v.Len() > 0 {
			return valued(v.Index(0))
		}
	}
	return subject{}
}

// at returns what element i of the subject is.
func (s subject) at(i int) subject {
	if i < len(s.parts) {
		return s.parts[i]
	}
	if v, ok := s.value.(starlark.Indexable); ok && i < v.Len() {
		return valued(v.Index(i))
	}
	return s.each()
}

// endsOperand reports whether an index may follow text, and not a list.
func endsOperand(text string) bool {
	last := lastByte(text)
	return last != 0 && (isWordByte(last) || strings.IndexByte(")]}\"'", last) >= 0) && !slices.Contains(notOperands, trailingWord(strings.TrimRight(text, " ")))
}

// notOperands are the words behind which an expression begins.
var notOperands = []string{"in", "and", "or", "not", "if", "else", "return", "lambda"}

// openedAt returns where the bracket was opened that text ends with closing.
func openedAt(text string) int {
	var p place
	p.feed(text)
	return p.closed.at
}

// valued returns the subject that v is, if there is a v.
func valued(v starlark.Value) subject {
	s := subject{value: v}
	if b, ok := v.(*starlark.Builtin); ok {
		s.verb, s.ofNode = verbOf(b, nil), isNode(b.Receiver())
	}
	return s
}

// named returns the subject that a name of the conversation is.
func (c *conversation) named(name string) subject {
	s := valued(c.names.value(name))
	if b, ok := s.value.(*starlark.Builtin); ok {
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
	return valued(v)
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

// paramsOf returns the parameters of a call of the subject, with the fields of the
// messages that may be meant: of one kind, if the arguments given say so.
func (c *conversation) paramsOf(s subject, given string) []Param {
	if p := c.protocolGiven(s, given); p != nil {
		return p.params(s.params())
	}
	shapes := knownShapes()
	if current := c.session.current; current != nil {
		shapes = current.shapes()
	}
	if kind := kindGiven.FindStringSubmatch(given); kind != nil {
		shapes = ofKind(shapes, kind[1])
	}
	return fieldParams(s.params(), shapes)
}

// protocolGiven returns the protocol of the script's own that the arguments given to
// cluster(…) name, or nil.
func (c *conversation) protocolGiven(s subject, given string) *Protocol {
	if s.verb == nil || s.verb.Name != "cluster" {
		return nil
	}
	named := protocolNamed.FindStringSubmatch(given)
	if named == nil {
		return nil
	}
	p, _ := c.names.value(named[1]).(*Protocol)
	return p
}

// protocolNamed is the argument that says which protocol nodes run.
var protocolNamed = newPattern(`\bprotocol\s*=\s*(\w+)\s*,`)

// kindGiven is the argument that says of which kind messages are.
var kindGiven = newPattern(`\bkind\s*=\s*["'](\w+)["']`)

// namesOfParams returns the names that a call may give parameters by.
func namesOfParams(params []Param) []string {
	var names []string
	for _, p := range params {
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

// returns returns the subject that a call of the subject returns.
func (s subject) returns() subject {
	if s.verb == nil {
		return subject{}
	}
	_, what, _ := strings.Cut(s.verb.Result, " ") // "a node", "the proposer", "a fault, or …"
	what, _, _ = strings.Cut(what, ",")
	if k := kindNamed(what); k != nil {
		return subject{kind: k}
	}
	return typed(pythonType(s.verb.Result))
}

// declared returns the subject that an attribute of a kind is once it has a value.
func declared(kind, name string) subject { return typed(declaredType(kind, name)) }

// samples are values of the plain types, for what they have.
var samples = map[string]starlark.Value{"str": starlark.String(""), "Duration": startime.Duration(0), "list": new(starlark.List), "dict": new(starlark.Dict)}

// typed returns the subject that is of a type, as the stubs write it.
func typed(name string) subject {
	name, of, _ := strings.Cut(strings.TrimSuffix(strings.TrimSuffix(name, "?"), "]"), "[")
	if v := samples[name]; v != nil {
		s := subject{value: v}
		if of != "" && name == "list" {
			element := typed(of)
			s.of = &element
		}
		return s
	}
	return subject{kind: kindNamed(strings.ToLower(name))}
}

// element returns the subject that is in another at an index. It looks into lists, tuples
// and dicts that are there, and evaluates no index but a literal or a name.
func (c *conversation) element(of subject, index string) subject {
	switch {
	case strings.Contains(index, ":"):
		return subject{} // some of them
	case of.of != nil:
		return *of.of
	case of.kind != nil && of.kind.name == "history":
		return subject{kind: kindNamed("operation")}
	}
	key := c.literal(strings.TrimSpace(index))
	if i, err := starlark.AsInt32(key); err == nil && len(of.parts) > 0 && i >= 0 {
		return of.at(i)
	}
	switch v := of.value.(type) {
	case *History:
		return subject{kind: kindNamed("operation")}
	case *starlark.Dict:
		if key != nil {
			if found, ok, err := v.Get(key); ok && err == nil {
				return valued(found)
			}
		}
	case starlark.Indexable:
		if i, err := starlark.AsInt32(key); err == nil {
			if i < 0 {
				i += v.Len()
			}
			if i >= 0 && i < v.Len() {
				return valued(v.Index(i))
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
