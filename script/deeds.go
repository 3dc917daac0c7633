package script

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
)

// mark is how far a run is.
type mark struct {
	events int           // how many have happened
	latest time.Duration // when the latest of them did
	now    time.Duration // the virtual time
}

// mark returns how far the run is.
func (c *Cluster) mark() mark {
	events, latest := c.world.Events()
	return mark{events, latest, c.world.Now()}
}

// deed is one thing that was done to a cluster, by a verb or by picking the
// next event.
type deed struct {
	before, after mark
	text          string // as a script would write it; "" for nothing
	picked        bool   // it is an event that somebody picked
	broke         bool   // the deed itself, and no event, broke a property
}

// sighting is when and where a script got hold of a message in flight.
type sighting struct {
	at    mark
	index int // how many deeds there were before
	nth   int // which one it was of those of its kind on its link, or of the timers of its node, from 0
}

// deeds is what was done in a run, and the names that it goes by.
type deeds struct {
	list     []deed
	full     bool              // no more was kept
	latest   int               // where the latest sighting was
	bindings map[int][]binding // messages to be named before a deed
	names    map[any]string    // of what the verbs returned, by what stands behind it
	count    map[string]int    // of the names with a prefix
}

// binding gives a name to a message while it is in flight.
type binding struct {
	at   mark
	text string
}

// maxDeeds bounds what is remembered of a run.
const maxDeeds = 100_000

// add remembers one more deed and returns where it stands, or -1 when there are
// too many.
func (d *deeds) add(done deed) int {
	if len(d.list) >= maxDeeds {
		d.full = true
		return -1
	}
	d.list = append(d.list, done)
	return len(d.list) - 1
}

// picked remembers an event that is not simply the next one.
func (c *Cluster) picked(p *engine.Pending) {
	before := c.mark()
	after := mark{before.events + 1, max(before.now, p.Due), max(before.now, p.Due)}
	c.deeds.add(deed{before: before, after: after, picked: true, text: "deliver(" + c.pendingText(p) + ")"})
}

// record does what a verb does to the run, and remembers it as text. A verb
// that lets events happen stands for them, unless a task did something in
// between, or it did not come to its end: then what happened is written down
// one by one, after apart, what the verb would be if it let nothing happen.
func (c *call) record(text, apart string, do func() (starlark.Value, error)) (starlark.Value, error) {
	d, w := &c.cluster.deeds, c.cluster.world
	before, records, broken := c.cluster.mark(), w.Seq(), w.Violated()
	i := d.add(deed{before: before, after: before, text: text})
	v, err := do()
	if i < 0 {
		return v, err
	}
	done, after := &d.list[i], c.cluster.mark()
	if c.reworded != "" {
		done.text = c.reworded
	}
	switch {
	case err != nil && w.Seq() == records && after.events == before.events:
		done.text = ""
		c.unbindMessages()
	case err == nil && !c.apart(i):
		d.list, done.after = d.list[:i+1], after
	case after.events > before.events:
		done.text = apart
	case w.Violated() && !broken:
		done.broke = true
	case err != nil && !isCallback(err):
		done.text = "assert.fails(lambda: " + done.text + ")"
	}
	if err == nil && done.text != "" && !isGap(done.text) {
		if name := d.name(v); name != "" {
			done.text = name + " = " + done.text
		}
	}
	c.bindMessages()
	return v, err
}

// takeBack forgets the event that was picked last if it did not happen after all: its
// node came upon a mistake in its protocol.
func (d *deeds) takeBack(now mark) {
	if n := len(d.list); n > 0 && d.list[n-1].picked && d.list[n-1].after.events > now.events {
		d.list = d.list[:n-1]
	}
}

// bindMessages gives the messages that a deed needs their names, at the place
// where the script got hold of them.
func (c *call) bindMessages() {
	d := &c.cluster.deeds
	for _, m := range c.bound {
		if d.bindings == nil {
			d.bindings = map[int][]binding{}
		}
		b := binding{m.seen.at, d.names[m.pending] + " = " + nthText(m.pending, m.seen.nth)}
		at := d.bindings[m.seen.index]
		i, _ := slices.BinarySearchFunc(at, b, func(x, y binding) int { return cmp.Or(x.at.events-y.at.events, cmp.Compare(x.at.now, y.at.now)) })
		d.bindings[m.seen.index] = slices.Insert(at, i, b)
	}
}

// unbindMessages takes the names back, when the deed came to nothing.
func (c *call) unbindMessages() {
	for _, m := range c.bound {
		delete(c.cluster.deeds.names, m.pending)
	}
	c.bound = nil
}

// apart reports whether the verb that is deed i has to be written down apart
// from the events that it let happen: when a task did something in between or
// got hold of a message, and when the events were drawn.
func (c *call) apart(i int) bool {
	if c.cluster.deeds.latest > i {
		return true
	}
	for _, d := range c.cluster.deeds.list[i+1:] {
		if !d.picked && d.text != "" || d.picked && c.cluster.world.Options().Order == engine.BySeed {
			return true
		}
	}
	return false
}

// isCallback reports whether err is that of a function of the script that the
// world called.
func isCallback(err error) bool {
	var eval *starlark.EvalError
	return errors.As(err, &eval)
}

// inSight returns an error for a verb that is about a run, when what is looked at is
// a state of a search: that has no past.
func (c *call) inSight() error {
	if c.verb.On != "cluster" || c.cluster == nil || !c.cluster.world.IsGhost() || slices.Contains(ofStates, c.verb.Name) {
		return nil
	}
	return fmt.Errorf("a search looks at states, which have no past and do not move: it knows %s", strings.Join(ofStates, ", "))
}

// ofStates are the verbs of a cluster that a state of a search can answer. The last
// two judge a history that they are given.
var ofStates = []string{"node", "nodes", "state", "file", "files", "pending", "chosen", "linked", "now", "history", "linearizable"}

// perform performs the verb, and remembers what it does to the run.
func (c *call) perform() (v starlark.Value, err error) {
	do := func() (starlark.Value, error) {
		v, err := c.verb.fn(c)
		if err == nil && c.verb.Acts && c.cluster != nil {
			err = c.cluster.world.CheckInvariants()
		}
		if err != nil && c.cluster != nil && !c.cluster.world.IsGhost() {
			c.cluster.deeds.takeBack(c.cluster.mark())
		}
		return v, err
	}
	if err := c.inSight(); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.mayBeAsked(), c.mayBeCounted()); err != nil {
		return nil, err
	}
	if c.session.course.looking > 0 && c.verb.On != "assert" && (!slices.Contains(steady, c.verb.Name) || c.session.course.forecasting && c.verb.Name == "state") {
		c.session.course.restless = true
	}
	if c.verb.Acts && c.cluster != nil {
		if err := c.acts(); err != nil {
			return nil, err
		}
		from := c.cluster.world.Seq()
		text, apart := c.texts()
		v, err = c.record(text, apart, do)
		if follow := c.session.follow; follow != nil {
			follow(c, from)
		}
	} else {
		v, err = do()
	}
	if err == nil && c.verb.changes() {
		c.session.course.changes++
	}
	if err == nil && c.verb.Acts {
		c.set(v)
	}
	return v, err
}

// name gives a value that later verbs may speak of a name, and returns it; "" is
// for all others, and for those that have one.
func (d *deeds) name(v starlark.Value) string {
	prefix := ""
	switch v := v.(type) {
	case *Rule:
		prefix = "rule"
	case *Fault:
		prefix = "fault"
	case *Trap:
		prefix = "trap"
	case underAsk:
		prefix = v.letter()
	default:
		return ""
	}
	key := behind(v)
	if d.names[key] != "" {
		return "" // some verbs return what they were called on
	}
	return d.newName(prefix, key)
}

// newName gives what stands behind a value the next name with a prefix.
func (d *deeds) newName(prefix string, key any) string {
	if d.names == nil {
		d.names, d.count = map[any]string{}, map[string]int{}
	}
	d.count[prefix]++
	d.names[key] = fmt.Sprintf("%s%d", prefix, d.count[prefix])
	return d.names[key]
}

// underAsk is what a script holds of something that a client asked for, in the words
// of any protocol.
type underAsk interface {
	asked() *engine.Operation
	letter() string // with which its name begins, where the run is written down
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
	case underAsk:
		return v.asked()
	}
	return nil
}

// sighted notes where messages were when a script got hold of them, so that
// they can be told apart even when they have arrived.
func (c *Cluster) sighted(messages []starlark.Value) {
	at, index, nth := c.mark(), len(c.deeds.list), map[*engine.Pending]int{}
	c.deeds.latest = index
	count := map[[2]any]int{}
	for _, p := range c.world.Pending() {
		key := [2]any{p.Dst, "timer"}
		if p.Message != nil {
			key = [2]any{[2]any{p.Src, p.Dst}, p.Message.Kind()}
		}
		nth[p] = count[key]
		count[key]++
	}
	for _, v := range messages {
		m := v.(*Message)
		m.seen = &sighting{at: at, index: index, nth: nth[m.pending]}
	}
}
