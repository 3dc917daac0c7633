package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine"
	"synod/engine/trace"
	"synod/node"
)

// Message is a message or a timer as a script sees it. The fields of a
// message are attributes, whatever its protocol calls them.
type Message struct {
	handle
	pending *engine.Pending
	seen    *sighting // where it was when the script got hold of it; nil if that says nothing
}

var (
	_ starlark.HasAttrs   = (*Message)(nil)
	_ starlark.Mapping    = (*Message)(nil)
	_ starlark.Comparable = (*Message)(nil)
)

// String returns "n1 -> n3 accept 3.1 X, held".
func (m *Message) String() string {
	p := m.pending
	text := fmt.Sprintf("%v timer %s", p.Dst, m.cluster.world.Words().TimerName(p.Timer))
	if p.Message != nil {
		text = fmt.Sprintf("%v -> %v %s", p.Src, p.Dst, p.Message.Append(nil))
	}
	switch {
	case p.Held():
		return text + ", held"
	case p.Waiting():
		return text + ", due at " + string(trace.AppendTime(nil, p.Due))
	}
	return text + ", gone"
}

// Type returns "message".
func (m *Message) Type() string { return "message" }

// Hash makes a message a key.
func (m *Message) Hash() (uint32, error) { return uint32(m.pending.Num), nil }

// CompareSameType makes two handles of one message equal.
func (m *Message) CompareSameType(op syntax.Token, y starlark.Value, _ int) (bool, error) {
	same := m.pending == y.(*Message).pending
	switch op {
	case syntax.EQL:
		return same, nil
	case syntax.NEQ:
		return !same, nil
	}
	return false, errors.New("messages have no order; compare what their due says")
}

// Attr returns a property, a field or a verb.
func (m *Message) Attr(name string) (starlark.Value, error) {
	if v, err := attr(m, "message", messageProperties, name); v != nil || err != nil {
		return v, err
	}
	for _, f := range m.fields() {
		if f.Name == name {
			return fromField(f.Value), nil
		}
	}
	return nil, nil
}

// Get returns the field of a name, whatever else has that name.
func (m *Message) Get(key starlark.Value) (starlark.Value, bool, error) {
	for _, f := range m.fields() {
		if starlark.String(f.Name) == key {
			return fromField(f.Value), true, nil
		}
	}
	return nil, false, nil
}

func (m *Message) fields() []node.Field {
	if m.pending.Message == nil {
		return nil
	}
	return m.pending.Message.Fields(nil)
}

// AttrNames returns the names of the properties, fields and verbs, sorted.
func (m *Message) AttrNames() []string {
	names := map[string]bool{}
	for _, name := range attrNames("message", messageProperties) {
		names[name] = true
	}
	for _, f := range m.fields() {
		names[f.Name] = true
	}
	return sortedKeys(names)
}

var messageProperties = []property[*Message]{
	{"kind", `what it is, such as "prepare"; "timer" for a timer`, func(m *Message) (starlark.Value, error) {
		if m.pending.Message == nil {
			return starlark.String("timer"), nil
		}
		return starlark.String(m.pending.Message.Kind()), nil
	}},
	{"src", "the node that sent it; None for a timer", func(m *Message) (starlark.Value, error) {
		if m.pending.Src == 0 {
			return starlark.None, nil
		}
		return m.cluster.nodes[m.pending.Src], nil
	}},
	{"dst", "the node it is for", func(m *Message) (starlark.Value, error) {
		return m.cluster.nodes[m.pending.Dst], nil
	}},
	{"due", "when it arrives if nobody interferes, in virtual time", func(m *Message) (starlark.Value, error) {
		m.session.course.restless = true
		return startime.Duration(m.pending.Due), nil
	}},
	{"held", "whether it waits for its release", func(m *Message) (starlark.Value, error) {
		return yes(m.pending.Held()), nil
	}},
	{"waiting", "whether it may still arrive", func(m *Message) (starlark.Value, error) {
		return yes(m.pending.Waiting()), nil
	}},
}

// predicate returns where as the engine asks it: about one message, on a
// thread of its own that belongs to the present call.
func (c *call) predicate(where starlark.Callable) func(*engine.Pending) (bool, error) {
	cluster, asked := c.cluster, whereOf(c.thread).search
	return func(p *engine.Pending) (bool, error) {
		if s := cluster.session; s.course.searching && !asked {
			s.asks.Lock()
			defer s.asks.Unlock()
		}
		v, err := cluster.session.look(cluster, where, &Message{handle: cluster.handle, pending: p})
		return err == nil && bool(v.Truth()), err
	}
}

// look calls a function of the script that may look at the world and not move
// it. It may be asked before every event, so its thread is used again; one whose
// call failed may be cancelled, and is not.
func (s *Session) look(c *Cluster, fn starlark.Callable, args ...starlark.Value) (starlark.Value, error) {
	thread := s.looker()
	s.asking++
	defer func() { s.asking-- }()
	s.course.looking++
	s.course.catching++ // what fails in there fails again outside
	defer func() { s.course.looking--; s.course.catching-- }()
	var v starlark.Value
	err := c.world.Looking(func() (err error) {
		v, err = callFunction(thread, fn, args)
		return err
	})
	if err != nil && s.course.searching {
		return v, asCounted(err)
	}
	if err != nil {
		s.lookers = s.lookers[:min(s.asking-1, len(s.lookers))]
	}
	return v, err
}

// looker returns the thread of a predicate. A search has new ones: how often it
// asks is no matter of the session, whose threads count their steps.
func (s *Session) looker() *starlark.Thread {
	if s.course.searching {
		thread := s.thread("predicate", "")
		whereOf(thread).search = true
		return thread
	}
	for len(s.lookers) <= s.asking {
		s.lookers = append(s.lookers, s.thread("predicate", ""))
	}
	return s.lookers[s.asking]
}

// pendingVerb is pending(kind, src, dst, where, …fields).
func pendingVerb(c *call) (starlark.Value, error) {
	m, err := c.match()
	if err != nil {
		return nil, err
	}
	timers := m.kind == "timer"
	if timers && m.src.ids != nil {
		return nil, errors.New(`got src with kind="timer", want dst, the node whose timer it is, or where: nothing sends a timer`)
	}
	if timers {
		m.kind = ""
	}
	found, err := c.cluster.world.Match(m.engine(c), timers)
	if err != nil {
		return nil, err
	}
	list := make([]starlark.Value, len(found))
	for i, p := range found {
		list[i] = &Message{handle: c.cluster.handle, pending: p}
	}
	c.cluster.sighted(list)
	return starlark.NewList(list), nil
}

// each lets act happen to every message that a verb's arguments mean: a
// message, a list of them, or the ones that match. It refuses to mean nothing:
// a scenario that moves no message does not show what it says it shows.
func (c *call) each(act func(*engine.World, *engine.Pending) error) (starlark.Value, error) {
	if err := c.onlyScript(); err != nil && c.verb.Name == "deliver" {
		return nil, err
	}
	var which starlark.Value
	m, err := c.match(&which)
	if err != nil {
		return nil, err
	}
	chosen, err := c.messages(which, m)
	if err != nil {
		return nil, err
	}
	if c.verb.Name != "duplicate" {
		if err := c.cluster.movable(chosen); err != nil {
			return nil, err
		}
	}
	c.reword(m, chosen)
	for _, p := range chosen {
		if err := act(c.cluster.world, p); err != nil {
			return nil, err
		}
	}
	return starlark.MakeInt(len(chosen)), nil
}

// movable refuses messages that have arrived or gone, and one that is named twice.
func (c *Cluster) movable(messages []*engine.Pending) error {
	seen := map[*engine.Pending]bool{}
	for _, p := range messages {
		if !p.Waiting() {
			return fmt.Errorf("%s is no longer in flight; %s", messageName(p), c.inFlight())
		}
		if seen[p] {
			return fmt.Errorf("got %s twice, want each message once", messageName(p))
		}
		seen[p] = true
	}
	return nil
}

// messageName names a message without saying where it is.
func messageName(p *engine.Pending) string {
	if p.Message == nil {
		return fmt.Sprintf("a timer of %v", p.Dst)
	}
	return fmt.Sprintf("%v -> %v %s", p.Src, p.Dst, p.Message.Append(nil))
}

// messages returns the messages that which and m mean.
func (c *call) messages(which starlark.Value, m *match) ([]*engine.Pending, error) {
	if which != nil && which != starlark.None {
		if !m.isAny() {
			return nil, errors.New("got messages and a description of messages, want one of the two")
		}
		found, err := c.handles(which)
		if err == nil && len(found) == 0 {
			err = fmt.Errorf("got an empty list, want at least one message; %s", c.cluster.inFlight())
		}
		return found, err
	}
	found, err := c.cluster.world.Match(m.engine(c), false)
	if err != nil {
		return nil, err
	}
	what := "message"
	if c.verb.Name == "release" {
		what = "held message"
		found = slices.DeleteFunc(found, func(p *engine.Pending) bool { return !p.Held() })
	}
	switch {
	case len(found) > 0:
		return found, nil
	case m.isAny():
		return nil, errors.New(c.cluster.inFlight())
	}
	return nil, fmt.Errorf("no %s matches %s; %s", what, m.described(), c.cluster.inFlight())
}

// handles returns the messages of a Message or a list of them.
func (c *call) handles(v starlark.Value) ([]*engine.Pending, error) {
	if m, ok := v.(*Message); ok {
		if m.cluster != c.cluster {
			return nil, fmt.Errorf("got %v of another cluster, want a message of this one", m)
		}
		return []*engine.Pending{m.pending}, nil
	}
	seq, ok := v.(starlark.Iterable)
	if !ok {
		return nil, fmt.Errorf("got %s, want a message, a list of them, or a description such as kind=\"accept\"", describe(v))
	}
	var all []*engine.Pending
	for e := range starlark.Elements(seq) {
		m, ok := e.(*Message)
		if !ok {
			return nil, fmt.Errorf("got a list with %s, want messages", describe(e))
		}
		more, err := c.handles(m)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

// inFlight lists the first messages in flight, for errors.
func (c *Cluster) inFlight() string {
	found, _ := c.world.Match(engine.Match{}, false)
	if len(found) == 0 {
		return "no message at all is in flight or held"
	}
	const show = 6
	var lines []string
	for _, p := range found[:min(show, len(found))] {
		lines = append(lines, (&Message{handle: c.handle, pending: p}).String())
	}
	if len(found) > show {
		lines = append(lines, fmt.Sprintf("and %d more", len(found)-show))
	}
	return "in flight are " + strings.Join(lines, "; ")
}

func deliverVerb(c *call) (starlark.Value, error) { return c.each((*engine.World).Deliver) }
func dropVerb(c *call) (starlark.Value, error)    { return c.each((*engine.World).Drop) }

// releaseVerb is release(message, kind, src, dst, where, …fields). With nothing said
// it ends every hold.
func releaseVerb(c *call) (starlark.Value, error) {
	if len(c.args) > 0 || len(c.kwargs) > 0 {
		return c.each((*engine.World).Release)
	}
	n, err := c.cluster.world.ReleaseAll()
	if errors.Is(err, engine.ErrNothingHeld) {
		err = fmt.Errorf("%w; %s", err, c.cluster.inFlight())
	}
	return num(n), err
}

func duplicateVerb(c *call) (starlark.Value, error) { return c.each(duplicate) }

// onMessage returns the verb that does the same to the one message it is
// called on.
func onMessage(act func(*engine.World, *engine.Pending) error) func(*call) (starlark.Value, error) {
	return func(c *call) (starlark.Value, error) {
		if err := c.unpack(); err != nil {
			return nil, err
		}
		p := c.recv.(*Message).pending
		if c.verb.Name != "duplicate" {
			if err := c.cluster.movable([]*engine.Pending{p}); err != nil {
				return nil, err
			}
		}
		return nil, act(c.cluster.world, p)
	}
}

// flushVerb is flush().
func flushVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	return nil, c.cluster.world.Flush()
}
