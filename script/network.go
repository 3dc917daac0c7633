package script

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
	"synod/node/spell"
)

// Rule is a network rule as a script sees it.
type Rule struct {
	handle
	rule *engine.Rule
}

var _ starlark.HasAttrs = (*Rule)(nil)

// String returns "partition n1 n2 | n3, 4 hits".
func (r *Rule) String() string {
	text := fmt.Sprintf("%s, %s", r.rule.Text, spell.Count(r.rule.Hits(), "hit"))
	if r.rule.Stopped() {
		text += ", stopped"
	}
	return text
}

// Type returns "rule".
func (r *Rule) Type() string { return "rule" }

// Hash makes a rule a key.
func (r *Rule) Hash() (uint32, error) { return uint32(r.rule.Num), nil }

// Attr returns a property or a verb.
func (r *Rule) Attr(name string) (starlark.Value, error) {
	return attr(r, "rule", ruleProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (r *Rule) AttrNames() []string { return attrNames("rule", ruleProperties) }

var ruleProperties = []property[*Rule]{
	{"hits", "how many messages it did something to, and how many different ones it met in searches", func(r *Rule) (starlark.Value, error) {
		r.session.course.restless = true
		return num(r.rule.Hits()), nil
	}},
	{"stopped", "whether it is over", func(r *Rule) (starlark.Value, error) {
		return yes(r.rule.Stopped()), nil
	}},
}

// impose adds a rule about the messages of m.
func (c *call) impose(m *match, r *engine.Rule, text string) (starlark.Value, error) {
	r.Match, r.Text = m.engine(c), text+m.String()
	if err := c.cluster.world.Impose(r); err != nil {
		return nil, err
	}
	if m.where != nil {
		c.cluster.wheres = append(c.cluster.wheres, m.where)
	}
	return &Rule{c.cluster.handle, r}, nil
}

func holdVerb(c *call) (starlark.Value, error) {
	m, err := c.match()
	if err != nil {
		return nil, err
	}
	return c.impose(m, &engine.Rule{Action: engine.ActHold, Rate: 1}, "hold")
}

func delayVerb(c *call) (starlark.Value, error) {
	var d latency
	m, err := c.match(&d)
	if err != nil {
		return nil, err
	}
	return c.impose(m, &engine.Rule{Action: engine.ActDelay, Rate: 1, Time: engine.Latency(d)}, "delay "+latencyText(d))
}

func loseVerb(c *call) (starlark.Value, error) {
	var r rate
	m, err := c.match(&r)
	if err != nil {
		return nil, err
	}
	return c.impose(m, &engine.Rule{Action: engine.ActLose, Rate: float64(r)}, "lose"+rateText(r))
}

func repeatVerb(c *call) (starlark.Value, error) {
	var r rate
	var d latency
	m, err := c.match(&r, &d)
	if err != nil {
		return nil, err
	}
	return c.impose(m, &engine.Rule{Action: engine.ActRepeat, Rate: float64(r), Time: engine.Latency(d)}, "repeat"+rateText(r))
}

func reorderVerb(c *call) (starlark.Value, error) {
	var r rate
	var d duration
	m, err := c.match(&r, &d)
	if err != nil {
		return nil, err
	}
	return c.impose(m, &engine.Rule{Action: engine.ActReorder, Rate: float64(r), Time: engine.Constant(time.Duration(d))}, "reorder"+rateText(r))
}

// rateText returns a rate as a percentage; what always happens needs none.
func rateText(r rate) string {
	if r == 1 {
		return ""
	}
	return " " + strconv.FormatFloat(float64(r)*100, 'g', 6, 64) + "%"
}

func latencyText(l latency) string {
	switch {
	case l.Min == l.Max:
		return l.Min.String()
	case l.Shape == engine.Exponential:
		return fmt.Sprintf("%v and more, %v on average", l.Min, l.Max)
	}
	return fmt.Sprintf("%v to %v", l.Min, l.Max)
}

// fates are what may become of messages in flight at a cut, by the names that
// scripts give it.
var fates = map[string]engine.InFlight{"lose": engine.InFlightLost, "keep": engine.InFlightKept}

func partitionVerb(c *call) (starlark.Value, error) {
	var groups starlark.Tuple
	f := ""
	if err := c.unpack(&groups, &f); err != nil {
		return nil, err
	}
	if len(groups) == 0 {
		return nil, errors.New("got no group, want at least one, such as [1, 2]; the nodes in none form one more")
	}
	ids := make([][]node.ID, len(groups))
	for i, g := range groups {
		group := nodesArg{cluster: c.cluster}
		if err := group.Unpack(g); err != nil {
			return nil, err
		}
		ids[i] = group.ids
	}
	return c.rule(c.cluster.world.Partition(ids, fates[f]))
}

func isolateVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	f := ""
	if err := c.unpack(&n, &f); err != nil {
		return nil, err
	}
	return c.rule(c.cluster.world.Partition([][]node.ID{{n.id}}, fates[f]))
}

// linkedVerb is linked(a, b).
func linkedVerb(c *call) (starlark.Value, error) {
	a, b := nodeArg{cluster: c.cluster}, nodeArg{cluster: c.cluster}
	if err := c.unpack(&a, &b); err != nil {
		return nil, err
	}
	linked, err := c.cluster.world.Linked(a.id, b.id)
	return starlark.Bool(linked), err
}

func cutVerb(c *call) (starlark.Value, error) {
	a, b := nodesArg{cluster: c.cluster}, nodesArg{cluster: c.cluster}
	oneway := false
	f := ""
	if err := c.unpack(&a, &b, &oneway, &f); err != nil {
		return nil, err
	}
	if len(a.ids) == 0 || len(b.ids) == 0 {
		return nil, errors.New("got a side without a node, want at least one on each")
	}
	return c.rule(c.cluster.world.Cut(a.ids, b.ids, !oneway, fates[f]))
}

func (c *call) rule(r *engine.Rule, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return &Rule{c.cluster.handle, r}, nil
}

func healVerb(c *call) (starlark.Value, error) {
	among, hold := nodesArg{cluster: c.cluster}, false
	if err := c.unpack(&among, &hold); err != nil {
		return nil, err
	}
	switch {
	case among.ids == nil && hold:
		return nil, c.cluster.world.HealAndRelease()
	case among.ids == nil:
		return nil, c.cluster.world.Heal()
	}
	ids, err := distinct(among.ids)
	if err != nil {
		return nil, err
	}
	return nil, c.cluster.world.HealAmong(ids, hold)
}
