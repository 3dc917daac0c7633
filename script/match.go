package script

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
	"synod/node/spell"
)

// match is what a call says of the messages that it means.
type match struct {
	kind     string
	src, dst nodesArg
	where    starlark.Callable
	fields   []matchField
}

// matchField is a field that messages are to have.
type matchField struct {
	node.Field
	given starlark.Value
	bare  bool // a trace shows the value alone: it is the first field and of a type that no other value has
}

// match reads the arguments of a call: those that say which messages are meant, and
// the verb's own into the targets.
func (c *call) match(own ...any) (*match, error) {
	m := &match{src: nodesArg{cluster: c.cluster}, dst: nodesArg{cluster: c.cluster}}
	var dict *starlark.Dict
	keywords, err := c.fieldKeywords()
	if err != nil {
		return nil, err
	}
	targets := make([]any, len(c.verb.Params))
	for i, p := range c.verb.Params {
		switch p.Name {
		case "kind":
			targets[i] = &m.kind
		case "src":
			targets[i] = &m.src
		case "dst":
			targets[i] = &m.dst
		case "where":
			targets[i] = &m.where
		case "fields":
			targets[i] = &dict
		case "field": // it was read
		default:
			targets[i], own = own[0], own[1:]
		}
	}
	if err := c.unpack(targets...); err != nil {
		return nil, err
	}
	if err := m.readDict(c, dict); err != nil {
		return nil, fmt.Errorf("for parameter fields: %w", err)
	}
	return m, m.readKeywords(c, keywords)
}

// fieldKeywords takes the fields away from the arguments given by name. It refuses
// one that is neither a parameter nor a field: that comes first, since a misspelt
// parameter may be one that has to be given.
func (c *call) fieldKeywords() (fields []starlark.Tuple, err error) {
	c.own = []starlark.Tuple{}
	kind := ""
	for _, kw := range c.kwargs {
		if kw[0] == starlark.String("kind") {
			kind, _ = starlark.AsString(kw[1])
		}
	}
	if !slices.Contains(append(kindsOf(c.cluster.shapes()), "timer"), kind) {
		kind = "" // another error says what is wrong with it
	}
	m := match{kind: kind}
	for _, kw := range c.kwargs {
		name := string(kw[0].(starlark.String))
		if slices.Contains(c.verb.keywords, name) {
			c.own = append(c.own, kw)
			continue
		}
		fields = append(fields, kw)
		known, err := m.lookUp(c, name)
		if err != nil {
			return nil, err
		}
		if meant := spell.Nearest(name, c.verb.keywords); meant != "" && len(known.types) == 0 {
			return nil, fmt.Errorf("there is no parameter %q; did you mean %s? A field of that name goes into fields = {%q: …}", name, meant, name)
		}
	}
	return fields, nil
}

// readDict reads the dict fields, in which None is a value.
func (m *match) readDict(c *call, dict *starlark.Dict) error {
	if dict == nil {
		return nil
	}
	for _, item := range dict.Items() {
		name, ok := starlark.AsString(item[0])
		if !ok {
			return fmt.Errorf(`got the key %s, want the name of a field, as in {"from": 1}`, describe(item[0]))
		}
		if err := m.read(c, name, item[1]); err != nil {
			return fieldError(fmt.Sprintf("%q", name), err)
		}
	}
	return nil
}

// readKeywords reads the keywords that are no parameters. None is any value.
func (m *match) readKeywords(c *call, keywords []starlark.Tuple) error {
	for _, kw := range keywords {
		name := string(kw[0].(starlark.String))
		if m.has(name) {
			return fmt.Errorf("got the field %s twice, in fields and by its name, want it once", name)
		}
		if kw[1] == starlark.None {
			continue
		}
		if err := m.read(c, name, kw[1]); err != nil {
			return fieldError("for parameter "+name, err)
		}
	}
	return nil
}

// fieldError says which field err is about, unless it says so itself.
func fieldError(which string, err error) error {
	var unknown *unknownField
	if errors.As(err, &unknown) {
		return err
	}
	return fmt.Errorf("%s: %w", which, err)
}

// has reports whether the field of a name was given.
func (m *match) has(name string) bool {
	return slices.ContainsFunc(m.fields, func(f matchField) bool { return f.Name == name })
}

// read adds a field, with a value that is read in the type of the field.
func (m *match) read(c *call, name string, v starlark.Value) error {
	known, err := m.lookUp(c, name)
	if err != nil {
		return err
	}
	f := matchField{Field: node.Field{Name: name}, given: v, bare: known.first && !isPlainField(known.types[0])}
	f.Value, err = c.cluster.toField(v, known.types)
	m.fields = append(m.fields, f)
	return err
}

// knownField is what the protocol says of a field.
type knownField struct {
	types []any // a value of each kind of message that has it; none when nothing is known
	first bool  // it is the first field there
}

// lookUp returns what is known of a field, or an error when no message that may be
// meant can have it.
func (m *match) lookUp(c *call, name string) (knownField, error) {
	if m.kind == "timer" {
		return knownField{}, &unknownField{fmt.Sprintf(`got %s with kind="timer", want dst, the node whose timer it is, or where: a timer has no fields`, name)}
	}
	shapes := ofKind(c.cluster.shapes(), m.kind)
	known, open := knownField{first: true}, !c.cluster.listsKinds()
	for _, s := range shapes {
		open = open || s.Open
		if f, ok := s.Field(name); ok {
			known.types = append(known.types, f.Value)
			known.first = known.first && s.Fields[0].Name == name
		}
	}
	if len(known.types) == 0 {
		known.first = false
		if !open {
			return known, c.unknownField(name, m.kind, shapes)
		}
	}
	return known, nil
}

// unknownField is the error of a name that no message has a field of.
type unknownField struct{ text string }

// Error returns the text.
func (e *unknownField) Error() string { return e.text }

// unknownField returns the error for a name, which lists the fields there are.
func (c *call) unknownField(name, kind string, shapes []node.Shape) error {
	names := fieldsOf(shapes)
	owner := "messages have "
	if kind != "" {
		owner = "a message of the kind " + kind + " has "
	}
	what := strings.Join(names, ", ")
	if what == "" {
		what = "no fields"
	}
	return &unknownField{fmt.Sprintf("there is no parameter and no field %q; %s%s%s", name, owner, what, spell.Hint(name, append(names, c.verb.keywords...)))}
}

// isAny reports whether nothing was said.
func (m *match) isAny() bool {
	return m.kind == "" && m.src.ids == nil && m.dst.ids == nil && len(m.fields) == 0 && m.where == nil
}

// String describes the match for a trace, such as " accept 3.1 value=X from n1 to n3 n4".
func (m *match) String() string {
	text := ""
	if m.kind != "" {
		text += " " + m.kind
	}
	for _, f := range m.fields {
		if text += " "; !f.bare {
			text += f.Name + "="
		}
		text += saidField(f.Value)
	}
	if m.src.ids != nil {
		text += " from " + fieldText(m.src.ids)
	}
	if m.dst.ids != nil {
		text += " to " + fieldText(m.dst.ids)
	}
	if m.where != nil {
		text += " where " + m.where.Name()
	}
	return text
}

// wanted returns what is waited for: until, unless it is nil, or a message.
func (m *match) wanted(until starlark.Callable) string {
	if until != nil {
		return called(until) + " to be true"
	}
	return "a message with " + m.described()
}

// described returns the match as a script writes it, such as `kind="accept", dst=3`.
func (m *match) described() string {
	var parts []string
	add := func(name string, v any) { parts = append(parts, fmt.Sprintf("%s=%v", name, v)) }
	if m.kind != "" {
		add("kind", strconv.Quote(m.kind))
	}
	if m.src.ids != nil {
		add("src", idsText(m.src.ids))
	}
	if m.dst.ids != nil {
		add("dst", idsText(m.dst.ids))
	}
	for _, f := range m.fields {
		add(f.Name, (&call{}).literal(f.given))
	}
	if m.where != nil {
		add("where", m.where.Name())
	}
	return strings.Join(parts, ", ")
}

// idsText returns nodes as a script writes them: "3" or "[1, 2]".
func idsText(ids []node.ID) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = strconv.Itoa(int(id))
	}
	if len(ids) == 1 {
		return parts[0]
	}
	return "[" + strings.Join(parts, ", ") + "]"
}

// engine returns the match as the engine takes it.
func (m *match) engine(c *call) engine.Match {
	em := engine.Match{Kind: m.kind, Src: m.src.ids, Dst: m.dst.ids}
	for _, f := range m.fields {
		em.Fields = append(em.Fields, f.Field)
	}
	if m.where != nil {
		em.Where = c.predicate(m.where)
	}
	return em
}
