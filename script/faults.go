package script

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/spell"
)

// Fault is something wrong with a node, as a script sees it.
type Fault struct {
	handle
	fault *engine.Fault
}

var _ starlark.HasAttrs = (*Fault)(nil)

// String returns "n2: pause, 3 hits".
func (f *Fault) String() string {
	text := fmt.Sprintf("%v: %s, %s", f.fault.Node, f.fault.Text, spell.Count(f.fault.Hits(), "hit"))
	if f.fault.Over() {
		text += ", over"
	}
	return text
}

// Type returns "fault".
func (f *Fault) Type() string { return "fault" }

// Hash fails: a fault is no key.
func (f *Fault) Hash() (uint32, error) { return unhashable(f.Type()) }

// Attr returns a property or a verb.
func (f *Fault) Attr(name string) (starlark.Value, error) {
	return attr(f, "fault", faultProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (f *Fault) AttrNames() []string { return attrNames("fault", faultProperties) }

var faultProperties = []property[*Fault]{
	{"hits", "how often it bit, and how often in different ways in searches", func(f *Fault) (starlark.Value, error) { return num(f.fault.Hits()), nil }},
	{"stopped", "whether it is over", func(f *Fault) (starlark.Value, error) { return yes(f.fault.Over()), nil }},
}

// Trap is a crash that waits for its place, as a script sees it.
type Trap struct {
	handle
	trap *engine.Trap
}

var _ starlark.HasAttrs = (*Trap)(nil)

// String returns "crash of n2 after_sync, armed".
func (t *Trap) String() string {
	state := "armed"
	switch {
	case t.trap.Fired():
		state = "fired"
	case !t.trap.Armed():
		state = "stopped"
	}
	return fmt.Sprintf("crash of %v %v, %s", t.trap.Node, t.trap.Point, state)
}

// Type returns "trap".
func (t *Trap) Type() string { return "trap" }

// Hash fails: a trap is no key.
func (t *Trap) Hash() (uint32, error) { return unhashable(t.Type()) }

// Attr returns a property or a verb.
func (t *Trap) Attr(name string) (starlark.Value, error) {
	return attr(t, "trap", trapProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (t *Trap) AttrNames() []string { return attrNames("trap", trapProperties) }

var trapProperties = []property[*Trap]{
	{"fired", "whether the node has died of it", func(t *Trap) (starlark.Value, error) { return yes(t.trap.Fired()), nil }},
	{"hits", "1 once the node has died of it, 0 before", func(t *Trap) (starlark.Value, error) {
		if t.trap.Fired() {
			return num(1), nil
		}
		return num(0), nil
	}},
	{"armed", "whether it still waits", func(t *Trap) (starlark.Value, error) { return yes(t.trap.Armed()), nil }},
}

// crashVerb is crash(node, at, kind, src, where, …fields).
func crashVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	at := ""
	m, err := c.match(&n, &at)
	if err != nil {
		return nil, err
	}
	if at == "" {
		if !m.isAny() {
			return nil, errors.New(`got a description of messages without at=, want both, such as at="after_sync", kind="accept"`)
		}
		return c.fault(c.cluster.world.Crash(n.id))
	}
	point, err := node.ParsePoint(at)
	if err != nil {
		return nil, err
	}
	t := &engine.Trap{Node: n.id, Point: point, Any: m.isAny(), Match: m.engine(c)}
	if err := c.cluster.world.Arm(t); err != nil {
		return nil, err
	}
	return &Trap{c.cluster.handle, t}, nil
}

// fault returns a fault of the engine as the script sees it.
func (c *call) fault(f *engine.Fault, err error) (starlark.Value, error) {
	if err != nil {
		return nil, err
	}
	return &Fault{c.cluster.handle, f}, nil
}

// crashPointsVerb is crash_points(node, message).
func crashPointsVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	var which starlark.Value
	if err := c.unpack(&n, &which); err != nil {
		return nil, err
	}
	points, err := c.points(n.id, which)
	if err != nil {
		return nil, err
	}
	list := make([]starlark.Value, len(points))
	for i, point := range points {
		list[i] = str(point)
	}
	return starlark.NewList(list), nil
}

// startable is what a client asked for and then starts by hand.
type startable interface {
	// startPoints returns the places at which a node of a cluster can die in the step
	// in which it starts.
	startPoints(of *Cluster, id node.ID) ([]node.Point, error)
}

// points returns the places of the step that a script means: the start of what is
// driven by hand, the arrival of a message, or of whatever comes next.
func (c *call) points(id node.ID, which starlark.Value) ([]node.Point, error) {
	if s, ok := which.(startable); ok {
		return s.startPoints(c.cluster, id)
	}
	p, err := c.nextFor(id, which)
	if err != nil {
		return nil, err
	}
	return c.cluster.world.Points(p)
}

// nextFor returns the message that a script means, or what comes to a node next.
func (c *call) nextFor(id node.ID, which starlark.Value) (*engine.Pending, error) {
	if m, ok := which.(*Message); ok {
		if m.cluster != c.cluster {
			return nil, fmt.Errorf("got %v of another cluster, want a message of this one", m)
		}
		if m.pending.Dst != id {
			return nil, fmt.Errorf("got %v, want a message to %v", m, id)
		}
		return m.pending, nil
	}
	if which != nil && which != starlark.None {
		return nil, fmt.Errorf("got %s, want a message or a "+driven, which.Type())
	}
	for _, p := range c.cluster.world.Pending() {
		if p.Dst == id {
			return p, nil
		}
	}
	return nil, fmt.Errorf("nothing is on its way to %v; %s", id, c.cluster.inFlight())
}

// restartDisks are what a node may find when it restarts, by the names that scripts
// give it.
var restartDisks = map[string]fleet.Disk{"keep": fleet.Keep, "wipe": fleet.Wipe}

// restartVerb is restart(node, disk).
func restartVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	d := ""
	if err := c.unpack(&n, &d); err != nil {
		return nil, err
	}
	w := c.cluster.world
	if c.revives(n.id) {
		text, _ := c.texts()
		c.reworded = fmt.Sprintf("crash(%d)\n%s", n.id, text)
		if _, err := w.Crash(n.id); err != nil {
			return nil, err
		}
	}
	return nil, w.Restart(n.id, restartDisks[d])
}

func pauseVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	return c.fault(c.cluster.world.Pause(n.id))
}

func resumeVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	return nil, c.cluster.world.Resume(n.id)
}

// step reads a duration that may be negative.
type step time.Duration

// Unpack implements starlark.Unpacker.
func (s *step) Unpack(v starlark.Value) error {
	text, ok := v.(starlark.String)
	positive, negative := strings.CutPrefix(string(text), "-")
	if !ok || !negative {
		d, err := toDuration(v)
		*s = step(d)
		return err
	}
	if strings.HasPrefix(positive, "-") {
		return fmt.Errorf(`got %s, want a duration such as "5ms", or "-5ms" to put the clock back`, v)
	}
	d, err := toDuration(starlark.String(positive))
	*s = -step(d)
	return err
}

// skewVerb is skew(node, step, rate).
func skewVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	var by step
	var given starlark.Value
	if err := c.unpack(&n, &by, &given); err != nil {
		return nil, err
	}
	rate, ok := starlark.AsFloat(given)
	if !ok {
		return nil, fmt.Errorf("got the rate %s, want a number, 1 being right", describe(given))
	}
	return c.fault(c.cluster.world.Skew(n.id, time.Duration(by), rate))
}

// diskVerb is disk(node, fail, times, full, slow, lose_unsynced, torn, rollback, corrupt).
func diskVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	fail, times := "", 0
	var f disk.Faults
	var slow duration
	var torn, rollback, corrupt starlark.Value
	if err := c.unpack(&n, &fail, &times, &f.Full, &slow, &f.Lie, &torn, &rollback, &corrupt); err != nil {
		return nil, err
	}
	d, damaged, err := c.damage(n.id, torn, rollback, corrupt)
	if err != nil {
		return nil, err
	}
	faulty := fail != "" || f != (disk.Faults{}) || slow != 0
	switch {
	case damaged && faulty:
		return nil, errors.New("got damage to a disk whose node is down and a fault of one that is up, want one of the two")
	case damaged:
		return nil, c.cluster.world.Damage(n.id, d)
	case fail == "" && c.gives("times"):
		return nil, fmt.Errorf(`got times=%d without what is to fail, want fail="sync" too`, times)
	case times < 1:
		return nil, fmt.Errorf("got times=%d, want at least 1", times)
	case fail != "":
		f.FailSync = times
	}
	return c.fault(c.cluster.world.Disk(n.id, f, time.Duration(slow)))
}

// damage reads the parameters about a record file; at most one may be given.
func (c *call) damage(id node.ID, torn, rollback, corrupt starlark.Value) (d disk.Damage, given bool, err error) {
	for i, v := range []starlark.Value{torn, rollback, corrupt} {
		if v == nil || v == starlark.None {
			continue
		}
		name := []string{"torn", "rollback", "corrupt"}[i]
		if given {
			return d, false, errors.New("got several kinds of damage, want torn, rollback or corrupt")
		}
		given = true
		k, err := c.number(id, name, v)
		if err != nil {
			return d, false, err
		}
		switch name {
		case "torn":
			d.Torn = &k
		case "rollback":
			d.Rollback = k
		case "corrupt":
			d.Flip = &k
		}
	}
	return d, given, nil
}

// number reads a whole number. True for corrupt is the last bit of the file.
func (c *call) number(id node.ID, name string, v starlark.Value) (int, error) {
	if v == starlark.True && name == "corrupt" {
		b, err := c.cluster.world.Records(id)
		return 8*len(b) - 1, err
	}
	k, err := starlark.AsInt32(v)
	if err != nil {
		return 0, fmt.Errorf("got %s=%s, want a whole number", name, describe(v))
	}
	return k, nil
}

// stopVerb is rule.stop(), fault.stop() and trap.stop().
func stopVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	switch v := c.recv.(type) {
	case *Rule:
		return nil, v.cluster.world.Lift(v.rule)
	case *Fault:
		return nil, v.cluster.world.Undo(v.fault)
	case *Trap:
		v.cluster.world.Disarm(v.trap)
	}
	return nil, nil
}

// stops returns the functions that end what, each a rule, a fault, a trap or
// another value with a stop.
func stops(what starlark.Value) ([]starlark.Value, error) {
	if list, ok := what.(*starlark.List); ok {
		var all []starlark.Value
		for e := range starlark.Elements(list) {
			more, err := stops(e)
			if err != nil {
				return nil, err
			}
			all = append(all, more...)
		}
		return all, nil
	}
	if v, ok := what.(starlark.HasAttrs); ok {
		stop, err := v.Attr("stop")
		if _, callable := stop.(starlark.Callable); callable || err != nil && !isMissing(err) {
			return []starlark.Value{stop}, err
		}
	}
	return nil, fmt.Errorf("got %s, want a rule, a fault, a trap, anything with a stop(), or a list of them", describe(what))
}

// isMissing reports whether err says that a value has no attribute of a name.
func isMissing(err error) bool {
	var missing starlark.NoSuchAttrError
	return errors.As(err, &missing)
}

// duringVerb is during(what, fn).
func duringVerb(c *call) (starlark.Value, error) {
	var what starlark.Value
	var fn starlark.Callable
	if err := c.unpack(&what, &fn); err != nil {
		return nil, err
	}
	all, err := stops(what)
	if err != nil {
		return nil, err
	}
	v, err := starlark.Call(c.thread, fn, nil, nil)
	var lab *fleet.Error
	if errors.As(err, &lab) {
		return nil, err // nothing can be undone any more
	}
	for _, stop := range all {
		if _, failed := starlark.Call(c.thread, stop, nil, nil); err == nil {
			err = failed
		}
	}
	return v, err
}

// coveredVerb is covered(*what).
func coveredVerb(c *call) (starlark.Value, error) {
	var all starlark.Tuple
	if err := c.unpack(&all); err != nil {
		return nil, err
	}
	for _, v := range all {
		hits, err := hitsOf(v)
		if err != nil {
			return nil, err
		}
		if hits == 0 {
			want := "it to have happened"
			if isLeftOut(v) {
				want += "; the search left its hits out, which make no difference: explore(reduce=False) has them"
			}
			return nil, assertion("", "got  %v\nwant %s", v, want)
		}
	}
	return nil, nil
}

func hitsOf(v starlark.Value) (int, error) {
	switch v := v.(type) {
	case *Rule:
		return v.rule.Hits(), nil
	case *Fault:
		return v.fault.Hits(), nil
	case *Trap:
		if v.trap.Fired() {
			return 1, nil
		}
		return 0, nil
	}
	return 0, fmt.Errorf("got %s, want a rule, a fault or a trap", describe(v))
}

// bridgeVerb is bridge(node).
func bridgeVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	f := ""
	if err := c.unpack(&n, &f); err != nil {
		return nil, err
	}
	half := node.ID(c.cluster.world.Nodes()) / 2
	side := func(id node.ID) bool {
		if id > n.id {
			id-- // the bridge itself is not counted
		}
		return id <= half
	}
	open := func(a, b node.ID) bool { return a == n.id || b == n.id || side(a) == side(b) }
	return c.rule(c.cluster.world.Shape("bridge "+n.id.String(), open, fates[f]))
}

// ringVerb is ring().
func ringVerb(c *call) (starlark.Value, error) {
	f := ""
	if err := c.unpack(&f); err != nil {
		return nil, err
	}
	size := node.ID(c.cluster.world.Nodes())
	open := func(a, b node.ID) bool {
		d := (a - b + size) % size
		return d <= 1 || d == size-1
	}
	return c.rule(c.cluster.world.Shape("ring", open, fates[f]))
}
