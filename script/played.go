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

// deed is one thing that a script, or a task of it, did to a cluster, with how
// far the run was.
type deed struct {
	at     time.Duration // virtual
	before int           // how many events had happened
	latest time.Duration // when the latest of them had
	after  int           // how many had once it was done: some verbs let events happen
	done   time.Duration // the virtual time then
	text   string        // "" for one that failed
}

// deeds is what was done in a run, and the names that it goes by.
type deeds struct {
	list  []deed
	names map[any]string // of what the verbs returned, by what stands behind it
	count map[string]int
}

// reset forgets a run, but not how its cluster was made.
func (d *deeds) reset() { d.list, d.names, d.count = nil, nil, nil }

// maxDeeds bounds what is remembered of a run.
const maxDeeds = 100_000

// begin notes what a call is about to do: the verb as it would be written
// without tasks, loops and draws. It returns where that is noted.
func (c *call) begin() int { return c.note(c.text()) }

// note is begin for a call that says by itself what it does.
func (c *call) note(text string) int {
	w, d := c.cluster.world, &c.cluster.deeds
	now := w.Now()
	events, latest := w.Events()
	if len(d.list) < maxDeeds {
		d.list = append(d.list, deed{at: now, before: events, latest: latest, after: events, done: now, text: text})
	}
	return len(d.list) - 1
}

// end notes what became of the call. One that failed did nothing.
func (c *call) end(i int, v starlark.Value, err error) {
	d := &c.cluster.deeds
	if i >= len(d.list) {
		return // the run was reset meanwhile
	}
	if err != nil {
		d.list[i].text = ""
		return
	}
	if name := d.name(v); name != "" {
		d.list[i].text = name + " = " + d.list[i].text
	}
	if c.verb.Name != "submit" && c.task() == nil {
		d.list[i].after, _ = c.cluster.world.Events()
		d.list[i].done = c.cluster.world.Now()
	}
}

// name gives a value that later verbs may speak of a name, and returns it; "" is
// for all others.
func (d *deeds) name(v starlark.Value) string {
	prefix := ""
	switch v.(type) {
	case *Rule:
		prefix = "rule"
	case *Fault:
		prefix = "fault"
	case *Trap:
		prefix = "trap"
	case *Proposer, Result:
		prefix = "p"
	default:
		return ""
	}
	if d.names == nil {
		d.names, d.count = map[any]string{}, map[string]int{}
	}
	key := behind(v)
	if d.names[key] != "" {
		return "" // prepare and accept return the proposer they were called on
	}
	d.count[prefix]++
	d.names[key] = fmt.Sprintf("%s%d", prefix, d.count[prefix])
	return d.names[key]
}

// behind returns what a handle stands for.
func behind(v starlark.Value) any {
	switch v := v.(type) {
	case *Rule:
		return v.rule
	case *Fault:
		return v.fault
	case *Trap:
		return v.trap
	case *Proposer:
		return v.proposal
	case Result:
		return v.proposal
	}
	return nil
}

// text returns the call as a script would write it.
func (c *call) text() string {
	name, args := c.verb.Name, c.args
	switch r := c.recv.(type) {
	case nil, *Cluster, *Node: // a node stands among the arguments
	default:
		name = c.literal(r) + "." + name
	}
	if c.verb.Name == "submit" {
		name, args = "propose", args[:min(2, len(args))]
	}
	var parts []string
	for _, a := range args {
		parts = append(parts, c.literal(a))
	}
	for _, kw := range c.kwargs {
		if key := string(kw[0].(starlark.String)); c.verb.Name != "submit" || key != "timeout" {
			parts = append(parts, key+" = "+c.literal(kw[1]))
		}
	}
	return name + "(" + strings.Join(parts, ", ") + ")"
}

// literal returns a value as a script would write it.
func (c *call) literal(v starlark.Value) string {
	switch v := v.(type) {
	case *Node:
		return fmt.Sprint(int(v.id))
	case Ballot:
		return fmt.Sprintf("(%d, %d)", v.ballot.Round, v.ballot.Node)
	case startime.Duration:
		return starlark.String(time.Duration(v).String()).String()
	case *Message:
		return c.messageText(v.pending)
	case *starlark.List, starlark.Tuple:
		return c.listText(v)
	case starlark.Callable:
		return v.Name()
	}
	if key := behind(v); key != nil {
		return c.cluster.deeds.names[key]
	}
	return v.String()
}

func (c *call) listText(v starlark.Value) string {
	var parts []string
	for e := range starlark.Elements(v.(starlark.Iterable)) {
		parts = append(parts, c.literal(e))
	}
	if _, ok := v.(*starlark.List); ok {
		return "[" + strings.Join(parts, ", ") + "]"
	}
	if len(parts) == 1 {
		return "(" + parts[0] + ",)"
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// messageText returns an expression for a message in flight.
func (c *call) messageText(p *engine.Pending) string {
	if p.Message == nil {
		return fmt.Sprintf(`pending(kind = "timer", dst = %d)[0]`, p.Dst)
	}
	m := engine.Match{Kind: p.Message.Kind(), Src: []node.ID{p.Src}, Dst: []node.ID{p.Dst}}
	same, _ := c.cluster.world.Match(m, false)
	nth := 0
	for i, q := range same {
		if q == p {
			nth = i
		}
	}
	return fmt.Sprintf("pending(kind = %q, src = %d, dst = %d)[%d]", m.Kind, p.Src, p.Dst, nth)
}

// played returns the run so far as a script without tasks, loops and draws:
// what was done, and between that so many events and so much time.
func (c *Cluster) played() string {
	var text strings.Builder
	text.WriteString(c.made + "\n")
	events, now := 0, time.Duration(0)
	for _, d := range c.deeds.list {
		if d.text == "" {
			continue
		}
		passTime(&text, d.before-events, d.latest, now, d.at)
		text.WriteString(d.text + "\n")
		events, now = d.after, d.done
	}
	count, latest := c.world.Events()
	passTime(&text, count-events, latest, now, c.world.Now())
	return text.String()
}

// passTime writes how the run went on from now to then: events, the latest at
// latest, and the time after it.
func passTime(text *strings.Builder, events int, latest, now, then time.Duration) {
	if events > 0 {
		fmt.Fprintf(text, "step(%d)\n", events)
		now = latest
	}
	if then > now {
		fmt.Fprintf(text, "run(%q)\n", (then - now).String())
	}
}

// playedVerb is played().
func playedVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	return starlark.String(c.cluster.played()), nil
}
