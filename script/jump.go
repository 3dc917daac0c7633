package script

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine/trace"
)

// jump ends whatever a session does, so that it starts over and goes elsewhere.
// It is the error that undo, redo and goto end with.
type jump struct {
	to    timeline
	ahead *timeline // with what is undone by it; nil for nothing
	at    int       // how many of its entries are in to, and not cut short
	say   string    // what to say on arrival, before where that is
	then  string    // and after it
}

// Error says what the jump is.
func (*jump) Error() string { return "the session goes elsewhere" }

// jumpOf returns the jump that err stands for, or nil.
func jumpOf(err error) *jump {
	var j *jump
	errors.As(err, &j)
	return j
}

// startOver forgets all that happened in the session. What runs for its
// clusters runs on, for the clusters to come.
func (s *Session) startOver() error {
	s.startingOver = true
	var err error
	for _, c := range s.clusters {
		err = errors.Join(err, c.close())
	}
	s.startingOver = false
	s.clusters, s.current, s.shown, s.driver = nil, nil, nil, nil
	s.chose, s.looked, s.checked = false, false, false
	s.modules, s.used = map[string]*module{}, map[string]bool{}
	s.baits, s.places = map[string]*bait{}, nil
	s.course = course{watching: s.course.watching}
	return err
}

// foresee lets entries that will be repeated be cut short where they were.
func (s *Session) foresee(entries []entry) {
	for _, e := range entries {
		s.course.expect(e.cut)
	}
}

// follow starts the session over and repeats what leads to where j goes. Nobody
// sees that: the conversation speaks again when it has arrived.
func (c *conversation) follow(j *jump) error {
	if err := c.mute(); err != nil {
		return err
	}
	if err := c.session.startOver(); err != nil {
		return err
	}
	c.names.clear()
	c.spots, c.say, c.then, c.greeted = nil, j.say, j.then, true
	c.tape.load(j.to)
	c.tape.ahead, c.tape.at = j.ahead, j.at
	c.session.foresee(c.tape.queue)
	return nil
}

// mute lets nobody see what the session does.
func (c *conversation) mute() error {
	err := c.session.out.Flush()
	c.muted = true
	c.session.out.Reset(io.Discard)
	c.session.options.Diag.(*locked).mute(true)
	return err
}

// unmute lets the session be seen again.
func (c *conversation) unmute() {
	c.muted = false
	c.session.out.Reset(c.session.options.Out)
	c.session.options.Diag.(*locked).mute(false)
}

// arrive says where the conversation is after a jump.
func (c *conversation) arrive() {
	c.tape.arrive()
	c.session.course.cuts, c.session.course.ends = nil, nil
	if len(c.spots) == 0 {
		c.tape.rest = nil
	}
	c.unmute()
	c.session.shown = nil
	fmt.Fprintf(c.session.out, "%sYou are now %s%s.\n", c.say, c.session.where(), c.then)
	if c.tape.astray != "" {
		c.session.remark("warning: the session did not repeat itself: %s did something else than before", c.tape.astray)
	}
	c.say, c.then = "", ""
}

// where says where the session is.
func (s *Session) where() string {
	if s.current == nil {
		return "without a cluster"
	}
	w := s.current.world
	if w.Latest() == 0 {
		return "before the first event"
	}
	return fmt.Sprintf("after event %d, at %s", w.Latest(), trace.AppendTime(nil, w.Now()))
}

// undoVerb is undo(k).
func (c *conversation) undo(call *call) (starlark.Value, error) {
	k, err := c.steps(call)
	if err != nil {
		return nil, err
	}
	entries := c.said()
	n, passed := back(entries, len(c.spots), k)
	if err := enough(k, passed, "undo", "undone"); err != nil {
		if len(c.spots) > 0 {
			err = fmt.Errorf("%w: at a breakpoint it takes back what was typed there, and goto(event) goes back in the run", err)
		}
		return nil, err
	}
	c.wanted = c.jump(n, "Undone: "+titles(entries, passed)+". ")
	return nil, nil
}

// redo is redo(k).
func (c *conversation) redo(call *call) (starlark.Value, error) {
	k, err := c.steps(call)
	if err != nil {
		return nil, err
	}
	whole := c.tape.ahead
	if whole == nil {
		return nil, errors.New("there is nothing to redo: nothing was undone, or something else was done since")
	}
	n, passed := forth(whole.entries, c.tape.at, k)
	if err := enough(k, passed, "redo", "redone"); err != nil {
		return nil, err
	}
	c.wanted = c.jump(n, "Redone: "+titles(whole.entries, passed)+". ")
	return nil, nil
}

// goTo is goto(event).
func (c *conversation) goTo(call *call) (starlark.Value, error) {
	event := 0
	if err := call.unpack(&event); err != nil {
		return nil, err
	}
	if err := c.mayJump(); err != nil {
		return nil, err
	}
	whole := c.upToHere()
	if c.tape.ahead != nil {
		whole = *c.tape.ahead
	}
	g, err := c.session.repeat(whole, 0)
	if err != nil {
		return nil, err
	}
	run, err := c.runMeant(g)
	if err != nil {
		return nil, err
	}
	found, lines := g.survey.before(run, event)
	if event < 1 || event > lines {
		return nil, fmt.Errorf("there is no event %d, want 1 to %d", event, lines)
	}
	c.wanted = c.jumpTo(whole, found, event)
	return nil, nil
}

// runMeant returns the run whose events goto means: the one that is going on, or
// the last one if there is none here.
func (c *conversation) runMeant(g *ghost) (moment, error) {
	if now := c.session.current; now != nil {
		return now.moment(), nil
	}
	if n := len(g.survey.stops); n > 0 {
		return g.survey.stops[n-1].moment, nil
	}
	return moment{}, errors.New("there is no cluster yet, and so no event")
}

// jumpTo returns the jump to a place where whole could have stopped.
func (c *conversation) jumpTo(whole timeline, found stop, event int) *jump {
	j := &jump{to: whole.upTo(found.entries), ahead: &whole, at: found.entries}
	if event > found.lines+1 {
		j.then = fmt.Sprintf("; event %d comes with event %d", event, found.lines+1)
	}
	switch {
	case found.owner < 0: // the script itself
		j.to.breaks = append(j.to.breaks, found.moment)
	case found.fresh:
		j.to, j.at = whole.upTo(found.owner), found.owner
		j.then = ", and before " + whole.entries[found.owner].title() + j.then
	default:
		j.at = found.owner
		j.to.entries[found.owner].cut = cutoff{beat: found.beat, by: errCut}
		j.then = ", and the rest of " + whole.entries[found.owner].title() + " is not done" + j.then
	}
	return j
}

// jump returns the jump to after the first n entries of all there are.
func (c *conversation) jump(n int, say string) *jump {
	whole := c.upToHere()
	if c.tape.ahead != nil {
		whole = *c.tape.ahead
	}
	if n == len(whole.entries) {
		return &jump{to: whole, say: say}
	}
	return &jump{to: whole.upTo(n), ahead: &whole, at: n, say: say}
}

// said returns the entries before the command that is being performed.
func (c *conversation) said() []entry { return c.tape.entries[:c.tape.owner()] }

// upToHere returns the timeline before the command that is being performed.
func (c *conversation) upToHere() timeline { return c.tape.upTo(c.tape.owner()) }

// steps reads how many steps to go, and returns an error when there is no way.
func (c *conversation) steps(call *call) (k int, err error) {
	if err := call.unpack(&k); err != nil {
		return 0, err
	}
	if k < 1 {
		return 0, fmt.Errorf("got k=%d, want at least 1", k)
	}
	return k, c.mayJump()
}

// mayJump returns an error when the session cannot start over now.
func (c *conversation) mayJump() error {
	for _, cluster := range c.session.clusters {
		if cluster.closed && cluster.keeps {
			return errors.New("a cluster was closed whose directories are kept, so its part of the session cannot be repeated")
		}
	}
	return nil
}

// enough returns an error when fewer than k entries were gone past.
func enough(k int, passed []int, what, done string) error {
	switch n := len(passed); {
	case n == k:
		return nil
	case n == 0:
		return fmt.Errorf("there is nothing to %s", what)
	case n == 1:
		return fmt.Errorf("got k=%d, but only one command can be %s", k, done)
	default:
		return fmt.Errorf("got k=%d, but only %d commands can be %s", k, n, done)
	}
}

// titles names the entries that were gone past, the latest of which is first.
func titles(entries []entry, passed []int) string {
	const most = 3
	var names []string
	for _, i := range passed {
		names = append([]string{entries[i].title()}, names...)
	}
	if n := len(names); n > most {
		return fmt.Sprintf("%d commands, from %s to %s", n, names[0], names[n-1])
	}
	return strings.Join(names, ", then ")
}
