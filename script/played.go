package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"
)

// playedVerb is played().
func playedVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	return starlark.String(c.cluster.played()), nil
}

// Played returns the run of the current cluster, or of the one in which a property
// broke, as a script of plain verbs; "" when there is none.
func (s *Session) Played() string {
	c := s.current
	for _, other := range s.clusters {
		if other.world.Violated() {
			c = other
		}
	}
	if c == nil {
		return ""
	}
	return c.played()
}

// Events returns how many events have happened, in all clusters together and
// since they last started over.
func (s *Session) Events() (events int) {
	for _, c := range s.clusters {
		n, _ := c.world.Events()
		events += n
	}
	return events
}

// played returns the run so far as a script without tasks, loops and draws:
// what was done, and between that so many events and so much time.
func (c *Cluster) played() string {
	p := player{property: c.brokenProperty()}
	p.breaking = p.breaks(c)
	if name, _ := c.world.Broke(); name != p.property {
		p.linef("# the invariant %s broke in this run, which is a function and so not part of this script", name)
	}
	if n := c.deeds.gaps(); n > 0 {
		p.linef("# this may not be the same run: what stands in the comments below cannot be written down (lines: %d)", n)
	}
	p.linef("%s", c.made)
	for i := range c.deeds.list {
		for _, b := range c.deeds.bindings[i] {
			p.pass(b.at)
			p.linef("%s", b.text)
		}
		if d := &c.deeds.list[i]; d.text != "" {
			p.do(d)
		}
	}
	if c.deeds.full {
		p.linef("# what came later is left out: a script of more than %d lines helps nobody", maxDeeds)
		return p.text.String()
	}
	p.pass(c.mark())
	return p.text.String()
}

// gaps counts what cannot be written down.
func (d *deeds) gaps() (n int) {
	for i := range d.list {
		if isGap(d.list[i].text) {
			n++
		}
	}
	return n
}

// player writes the script of a run.
type player struct {
	text     strings.Builder
	at       mark   // how far the script has come
	property string // which property broke; "" for none that such a script can break
	breaking int    // the number of the event that broke it; 0 for none
}

func (p *player) linef(format string, args ...any) { fmt.Fprintf(&p.text, format+"\n", args...) }

// brokenProperty returns which property broke. An invariant is a function, and
// so none of the script.
func (c *Cluster) brokenProperty() string {
	name, _ := c.world.Broke()
	if c.world.Checks(name) {
		return name
	}
	return ""
}

// breaks returns the number of the event that broke the property, 0 when a verb
// did it by itself.
func (p *player) breaks(c *Cluster) int {
	if p.property == "" || slices.ContainsFunc(c.deeds.list, func(d deed) bool { return d.broke }) {
		return 0
	}
	_, events := c.world.Broke()
	return events
}

// do writes one deed, after what happened before it.
func (p *player) do(d *deed) {
	p.pass(d.before)
	p.line(d.text, d.broke && p.property != "" || d.before.events < p.breaking && p.breaking <= d.after.events)
	p.at = d.after
}

// line writes what may be what breaks the property.
func (p *player) line(text string, broke bool) {
	if broke {
		text = fmt.Sprintf("expect_violation(lambda: %s, %q)", text, p.property)
	}
	p.linef("%s", text)
}

// pass writes how the run goes on up to there: events, and the time after the
// latest of them.
func (p *player) pass(there mark) {
	if p.at.events < p.breaking && p.breaking <= there.events {
		p.line(fmt.Sprintf("step(%d)", p.breaking-p.at.events), true)
		p.at.events, p.at.now = p.breaking, there.latest
	}
	if n := there.events - p.at.events; n > 0 {
		p.linef("step(%d)", n)
		p.at.now = there.latest
	}
	if there.now > p.at.now {
		p.linef("run(%q)", (there.now - p.at.now).String())
	}
	p.at = there
}
