package script

import (
	"fmt"
	"strings"
	"time"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
)

// texts returns the call as a script would write it, and as it would if the
// verb let nothing happen; "" when nothing is left of it then. What cannot be
// written down is a comment that says so.
func (c *call) texts() (text, apart string) {
	name, args := c.verb.Name, c.args
	switch r := c.recv.(type) {
	case nil, *Cluster, *Node: // a node stands among the arguments
	default:
		name = c.literal(r) + "." + name
	}
	text = name + "(" + strings.Join(c.argTexts(args, c.kwargs), ", ") + ")"
	switch c.verb.Name {
	case "prepare", "accept":
		apart = strings.TrimSuffix(text, ")") + ", wait = False)"
		apart = strings.Replace(apart, "(, ", "(", 1)
	case "deliver", "flush":
	default:
		apart = text
	}
	if c.gap != "" && isMover(c.verb) {
		return "", apart // which messages are meant is known, and written down, once it has asked
	}
	if c.gap != "" {
		text = "# " + text + ": " + c.gap
		return text, text
	}
	return text, apart
}

// isMover reports whether a verb moves the messages that its arguments mean.
func isMover(v *Verb) bool {
	switch v.Name {
	case "deliver", "drop", "duplicate", "release":
		return v.On == "cluster"
	}
	return false
}

// reword writes the call down with the messages that its arguments turned out
// to mean, when a function of the script decided that.
func (c *call) reword(m *match, chosen []*engine.Pending) {
	if m.where == nil {
		return
	}
	parts := make([]string, len(chosen))
	for i, p := range chosen {
		parts[i] = c.cluster.pendingText(p)
	}
	c.reworded = c.verb.Name + "([" + strings.Join(parts, ", ") + "])"
}

// isGap reports whether a line is a comment in place of a verb.
func isGap(text string) bool { return strings.HasPrefix(text, "#") }

// argTexts returns the arguments as a script would write them.
func (c *call) argTexts(args starlark.Tuple, kwargs []starlark.Tuple) []string {
	var parts []string
	for _, a := range args {
		parts = append(parts, c.literal(a))
	}
	for _, kw := range kwargs {
		parts = append(parts, string(kw[0].(starlark.String))+" = "+c.literal(kw[1]))
	}
	return parts
}

// literal returns a value as a script would write it.
//
// A value may contain itself. Of one that is nested deeper, or has more parts,
// than any that a verb takes only so much is written as shows that it is a gap.
func (c *call) literal(v starlark.Value) string {
	switch {
	case c.endless:
	case c.nesting > maxDepth+1:
		c.endless, c.gap = true, fmt.Sprintf("lists nested more than %d deep cannot be written down", maxDepth)
	case c.parts > maxParts:
		c.endless, c.gap = true, fmt.Sprintf("a value of more than %d parts cannot be written down", maxParts)
	}
	if c.endless {
		return v.Type()
	}
	c.parts++
	c.nesting++
	defer func() { c.nesting-- }()
	switch v := v.(type) {
	case *Node:
		return fmt.Sprint(int(v.id))
	case typedValue:
		return v.literal()
	case startime.Duration:
		return starlark.String(time.Duration(v).String()).String()
	case *Message:
		return c.messageText(v)
	case *starlark.Dict:
		return c.dictText(v)
	case starlark.NoneType, starlark.Bool, starlark.Int, starlark.Float, starlark.String:
		return v.String()
	case *Protocol:
		d := c.session.definition(v)
		if d.gap != "" {
			c.gap = d.gap
		}
		return d.name
	case starlark.Callable:
		c.gap = "a function cannot be written down"
		return v.Name()
	case starlark.Iterable:
		return c.listText(v)
	}
	key := behind(v)
	if key == nil {
		c.gap = fmt.Sprintf("a value of type %s cannot be written down", v.Type())
		return v.Type()
	}
	if name := c.cluster.deeds.names[key]; name != "" {
		return name
	}
	c.gap = "what it is about could not be written down either"
	return v.Type()
}

// maxParts bounds how many values a call is written down with: more than the text
// of any value that a verb takes has room for.
const maxParts = maxValue

// listText returns a list, a tuple, or another sequence as a list.
func (c *call) listText(v starlark.Iterable) string {
	var parts []string
	for e := range starlark.Elements(v) {
		if parts = append(parts, c.literal(e)); c.endless {
			break
		}
	}
	_, tuple := v.(starlark.Tuple)
	switch text := strings.Join(parts, ", "); {
	case tuple && len(parts) == 1:
		return "(" + text + ",)"
	case tuple:
		return "(" + text + ")"
	default:
		return "[" + text + "]"
	}
}

func (c *call) dictText(v *starlark.Dict) string {
	var parts []string
	for _, item := range v.Items() {
		parts = append(parts, c.literal(item[0])+": "+c.literal(item[1]))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// messageText returns an expression for a message: what it is among those that
// are in flight, or the name it was given while it was.
func (c *call) messageText(m *Message) string {
	if m.pending.Waiting() {
		return m.cluster.pendingText(m.pending)
	}
	d := &c.cluster.deeds
	if name := d.names[m.pending]; name != "" {
		return name
	}
	if m.seen == nil {
		c.gap = "the message has gone, and nobody held on to it before"
		return "message"
	}
	c.bound = append(c.bound, m)
	return d.newName("m", m.pending)
}

// pendingText returns an expression for what is pending.
func (c *Cluster) pendingText(p *engine.Pending) string {
	m := engine.Match{Dst: []node.ID{p.Dst}}
	if p.Message != nil {
		m.Kind, m.Src = p.Message.Kind(), []node.ID{p.Src}
	}
	same, _ := c.world.Match(m, p.Message == nil) // it asks nobody, so nothing can go wrong
	for i, q := range same {
		if q == p {
			return nthText(p, i)
		}
	}
	panic("what is pending is not among what is pending")
}

// nthText returns the expression for one of several of a kind on a link.
func nthText(p *engine.Pending, nth int) string {
	if p.Message == nil {
		return fmt.Sprintf(`pending(kind = "timer", dst = %d)[%d]`, p.Dst, nth)
	}
	return fmt.Sprintf("pending(kind = %q, src = %d, dst = %d)[%d]", p.Message.Kind(), p.Src, p.Dst, nth)
}

// clusterText returns the call that makes a cluster, with the names of the
// parameters and with its seed, behind the definition of its protocol if the script
// has one of its own.
func (c *call) clusterText(in engine.Input) string {
	before := ""
	if p := c.protocolGiven(); p != nil {
		if before = c.session.definition(p).text; before == "" {
			before = "# " + c.session.definition(p).gap
		}
		before += "\n"
	}
	var parts []string
	for i, a := range c.args {
		name := ""
		if i > 0 {
			name = c.verb.Params[i].Name + " = "
		}
		if c.verb.Params[i].Name != "seed" {
			parts = append(parts, name+c.literal(a))
		}
	}
	for _, kw := range c.kwargs {
		if name := string(kw[0].(starlark.String)); name != "seed" {
			parts = append(parts, name+" = "+c.literal(kw[1]))
		}
	}
	return before + withSeed("cluster("+strings.Join(append(parts, "seed = )"), ", "), in)
}

// withSeed returns the call that makes a cluster, with another seed.
func withSeed(made string, in engine.Input) string {
	call, _, _ := strings.Cut(made, "seed = ")
	return call + fmt.Sprintf("seed = %s)", inputValue(in))
}
