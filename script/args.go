package script

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// The types below read one kind of argument each. starlark.UnpackArgs calls
// Unpack and puts "verb: for parameter name: " in front of its error.

// duration reads a virtual time: a string such as "50ms", or a duration.
type duration time.Duration

// Unpack implements starlark.Unpacker.
func (d *duration) Unpack(v starlark.Value) error {
	got, err := toDuration(v)
	*d = duration(got)
	return err
}

func toDuration(v starlark.Value) (time.Duration, error) {
	var d time.Duration
	switch v := v.(type) {
	case startime.Duration:
		d = time.Duration(v)
	case starlark.String:
		parsed, err := time.ParseDuration(string(v))
		if err != nil {
			return 0, fmt.Errorf(`got %s, want a duration such as "50ms", "1.5s" or "200us"`, v)
		}
		d = parsed
	case starlark.Int:
		return 0, fmt.Errorf(`got %s, want a duration with its unit, such as "%sms"`, v, v)
	default:
		return 0, fmt.Errorf(`got %s, want a duration such as "50ms"`, v.Type())
	}
	if d < 0 {
		return 0, fmt.Errorf("got %v, want 0 or more", d)
	}
	if d > maxDuration {
		return 0, fmt.Errorf("got %v, want at most a year, which is %v", d, maxDuration)
	}
	if d%time.Microsecond != 0 {
		return 0, fmt.Errorf("got %v, want whole microseconds", d)
	}
	return d, nil
}

// maxDuration is a year: so many of them can be added without an overflow that
// nobody has to look for one.
const maxDuration = 365 * 24 * time.Hour

// latency reads a duration, or a pair of them for a time that is drawn
// evenly between the two, or ("exp", least, mean).
type latency engine.Latency

// Unpack implements starlark.Unpacker.
func (l *latency) Unpack(v starlark.Value) error {
	tuple, ok := v.(starlark.Tuple)
	if !ok {
		d, err := toDuration(v)
		*l = latency(engine.Constant(d))
		if err != nil {
			err = fmt.Errorf(`%w, or a pair such as ("1ms", "20ms"), or ("exp", "1ms", "5ms")`, err)
		}
		return err
	}
	if len(tuple) == 3 && tuple[0] == starlark.String("exp") {
		l.Shape, tuple = engine.Exponential, tuple[1:]
	}
	if len(tuple) != 2 {
		return fmt.Errorf(`got %s, want a duration, ("1ms", "20ms") or ("exp", "1ms", "5ms")`, v)
	}
	var err error
	if l.Min, err = toDuration(tuple[0]); err != nil {
		return err
	}
	if l.Max, err = toDuration(tuple[1]); err != nil {
		return err
	}
	if l.Max < l.Min {
		return fmt.Errorf("got %s, want the smaller duration first", v)
	}
	return nil
}

// backoff reads "random", "none", a fixed duration or a pair of them.
type backoff paxos.Backoff

// Unpack implements starlark.Unpacker.
func (b *backoff) Unpack(v starlark.Value) error {
	switch v {
	case starlark.String("random"):
		*b = backoff(paxos.DefaultBackoff)
		return nil
	case starlark.String("none"):
		*b = backoff{}
		return nil
	}
	var l latency
	if err := l.Unpack(v); err != nil || l.Shape != engine.Uniform {
		return fmt.Errorf(`got %s, want "random", "none", a fixed duration such as "5ms", or a range such as ("1ms", "20ms")`, v)
	}
	*b = backoff{Min: l.Min, Max: l.Max, Grow: l.Min != l.Max}
	return nil
}

// seedArg reads a seed, or a text that says where the run goes on with another one.
type seedArg engine.Input

// Unpack implements starlark.Unpacker.
func (s *seedArg) Unpack(v starlark.Value) error {
	if text, ok := starlark.AsString(v); ok {
		in, err := engine.ParseInput(text)
		if errors.Is(err, engine.ErrInput) {
			err = fmt.Errorf("got %s, %w", describe(v), err)
		}
		*s = seedArg(in)
		return err
	}
	number, ok := v.(starlark.Int)
	if !ok {
		return fmt.Errorf("got %s, %w", describe(v), engine.ErrInput)
	}
	seed, err := seedOf(number)
	*s = seedArg{Seed: seed}
	return err
}

// inputValue returns what decides the draws of a run, as a script writes it.
func inputValue(in engine.Input) starlark.Value {
	if len(in.Forks) > 0 {
		return starlark.String(in.String())
	}
	return starlark.MakeUint64(in.Seed)
}

// describe names a value for an error: short ones by themselves, the rest by type.
func describe(v starlark.Value) string {
	if s := v.String(); len(s) <= 24 {
		return s
	}
	return v.Type()
}

// value reads something to propose.
type value node.Value

// Unpack implements starlark.Unpacker.
func (p *value) Unpack(v starlark.Value) error {
	got, err := toValue(v)
	*p = value(got)
	return err
}

// rate reads a probability.
type rate float64

// Unpack implements starlark.Unpacker.
func (r *rate) Unpack(v starlark.Value) error {
	f, ok := starlark.AsFloat(v)
	if !ok || math.IsNaN(f) || f < 0 || f > 1 {
		return fmt.Errorf("got %s, want a rate from 0 to 1", describe(v))
	}
	*r = rate(f)
	return nil
}

// nodeArg reads one node of a cluster: its number, its name or itself.
type nodeArg struct {
	cluster *Cluster
	id      node.ID
}

// Unpack implements starlark.Unpacker.
func (n *nodeArg) Unpack(v starlark.Value) (err error) {
	n.id, err = n.cluster.nodeID(v)
	return err
}

// nodeID returns the node that v means.
func (c *Cluster) nodeID(v starlark.Value) (node.ID, error) {
	switch v := v.(type) {
	case *Node:
		if v.cluster != c {
			return 0, fmt.Errorf("got %v of another cluster, want a node of this one: %s", v, c.world.IDs())
		}
		return v.id, nil
	case starlark.Int:
		if i, ok := v.Int64(); ok && i >= 1 && i <= int64(c.world.Nodes()) {
			return node.ID(i), nil
		}
		return 0, fmt.Errorf("there is no node %v, want one of %s", v, c.world.IDs())
	case starlark.String:
		number, ok := strings.CutPrefix(string(v), "n")
		if i, err := strconv.Atoi(number); ok && err == nil && i >= 1 && i <= c.world.Nodes() {
			return node.ID(i), nil
		}
		ids, err := c.roleOf(v)
		if err != nil {
			return 0, err
		}
		if ids == nil {
			return 0, c.noNode(v)
		}
		return c.oneOf(string(v), ids)
	}
	return 0, fmt.Errorf("got %s, want a node: one of %s", describe(v), c.world.IDs())
}

// nodesArg reads one node, a role, or a list of them; nil when it is left out.
type nodesArg struct {
	cluster *Cluster
	ids     []node.ID
}

// Unpack implements starlark.Unpacker.
func (n *nodesArg) Unpack(v starlark.Value) error {
	n.ids = []node.ID{}
	seq, ok := v.(starlark.Iterable)
	if !ok {
		return n.add(v)
	}
	for e := range starlark.Elements(seq) {
		if err := n.add(e); err != nil {
			return err
		}
	}
	return nil
}

// add adds a node, or those of a role.
func (n *nodesArg) add(v starlark.Value) error {
	ids, err := n.cluster.roleOf(v)
	if err == nil && ids == nil {
		var id node.ID
		id, err = n.cluster.nodeID(v)
		ids = []node.ID{id}
	}
	n.ids = append(n.ids, ids...)
	return err
}

// rulesArg reads a dict from the names of rules to whether they are on.
type rulesArg map[string]bool

// Unpack implements starlark.Unpacker.
func (r *rulesArg) Unpack(v starlark.Value) error {
	d, ok := v.(*starlark.Dict)
	if !ok {
		return fmt.Errorf("got %s, want a dict such as "+exampleRules, v.Type())
	}
	*r = rulesArg{}
	for _, item := range d.Items() {
		name, isName := item[0].(starlark.String)
		on, isBool := item[1].(starlark.Bool)
		if !isName || !isBool {
			return fmt.Errorf(`got %s: %s, want a rule's name and True or False`, item[0], item[1])
		}
		(*r)[string(name)] = bool(on)
	}
	return nil
}

// namesArg reads one name or a list of them; nil when it is left out.
type namesArg []string

// Unpack implements starlark.Unpacker.
func (n *namesArg) Unpack(v starlark.Value) error {
	if name, ok := starlark.AsString(v); ok {
		*n = namesArg{name}
		return nil
	}
	list, ok := v.(starlark.Iterable)
	if !ok {
		return fmt.Errorf("got %s, want a name or a list of them", describe(v))
	}
	*n = namesArg{}
	for e := range starlark.Elements(list) {
		name, ok := starlark.AsString(e)
		if !ok {
			return fmt.Errorf("got %s, want a name", describe(e))
		}
		*n = append(*n, name)
	}
	return nil
}
