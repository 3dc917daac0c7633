package starlark

import (
	"errors"
	"fmt"
	"slices"

	"go.starlark.net/starlark"

	"synod/node"
)

// maxSteps bounds how many steps of Starlark a handler may take.
const maxSteps = 10_000_000

// self is what handlers get to know and to act on their node. There is one for every
// step that is under way, and it is of no use after that.
type self struct {
	protocol *Protocol
	machine  *machine // nil between two steps
	event    *node.Event
	out      *node.Effects
	before   int // how many effects there were when the step began
	spent    allowance
	chosen   int // how many choices the step has come to
	wanted   *node.ChoiceWanted
	fresh    bool // the state is the machine's own, and not shared with an earlier one
	thread   *starlark.Thread
	methods  []starlark.Value
	delivery delivery
	args     [2]starlark.Value
}

var (
	_ starlark.HasAttrs    = (*self)(nil)
	_ starlark.HasSetField = (*self)(nil)
)

// attribute is what a name after "self." means.
type attribute struct {
	kind  attributeKind
	index int
}

type attributeKind uint8

const (
	aMethod attributeKind = iota + 1
	aID
	aNodes
	aPeers
	aMajority
	aParameter
	aField
)

// selfNames are the names that every self has.
var selfNames = newSelfNames()

func newSelfNames() map[string]attributeKind {
	names := map[string]attributeKind{"id": aID, "nodes": aNodes, "peers": aPeers, "majority": aMajority}
	for name := range verbIndex {
		names[name] = aMethod
	}
	return names
}

// selfAttributes returns all that self has in a protocol.
func selfAttributes(p *Protocol) map[string]attribute {
	all := map[string]attribute{}
	for name, kind := range selfNames {
		all[name] = attribute{kind, verbIndex[name]}
	}
	for i, param := range p.parameters {
		all[param.Name] = attribute{aParameter, i}
	}
	for i, field := range p.fields {
		all[field] = attribute{aField, i}
	}
	return all
}

func newSelf(p *Protocol) *self {
	s := &self{protocol: p, thread: &starlark.Thread{Name: p.name}, methods: make([]starlark.Value, len(verbs))}
	s.thread.SetLocal(selfKey, s)
	s.thread.OnMaxSteps = func(t *starlark.Thread) { t.Cancel(tooManySteps) }
	for i, v := range verbs {
		s.methods[i] = starlark.NewBuiltin(v.name, v.fn).BindReceiver(s)
	}
	return s
}

// selfKey is the name under which a thread knows its self.
const selfKey = "self"

// String returns "self".
func (s *self) String() string { return "self" }

// Type returns "self".
func (s *self) Type() string { return "self" }

// Freeze does nothing: nothing that is frozen can hold self.
func (s *self) Freeze() {}

// Truth returns true.
func (s *self) Truth() starlark.Bool { return true }

// Hash fails: self is no key.
func (s *self) Hash() (uint32, error) { return 0, errors.New("self is no key, want self.id") }

// errGone is the error of a self that was kept.
var errGone = errors.New("self is gone when its handler is over: it cannot be kept")

// Attr returns what a name means.
func (s *self) Attr(name string) (starlark.Value, error) {
	a := s.protocol.attributes[name]
	m := s.machine
	if m == nil {
		return nil, errGone
	}
	switch a.kind {
	case aMethod:
		return s.methods[a.index], nil
	case aField:
		return m.state[a.index], nil
	case aParameter:
		return m.settings[a.index], nil
	case aID:
		return m.id, nil
	case aNodes:
		return m.nodes, nil
	case aPeers:
		return m.peers, nil
	case aMajority:
		return m.majority, nil
	}
	return nil, s.unknown(name)
}

func (s *self) unknown(name string) error {
	return lacks("self", "field", name, s.protocol.attributeNames)
}

// AttrNames returns the names of all that self has.
func (s *self) AttrNames() []string { return s.protocol.attributeNames }

// SetField assigns a field of the state.
func (s *self) SetField(name string, v starlark.Value) error {
	if s.machine == nil {
		return errGone
	}
	a := s.protocol.attributes[name]
	if a.kind != aField {
		return s.fixed(name, a.kind)
	}
	settled, err := settle(v)
	if err != nil {
		return fmt.Errorf("self.%s: %w", name, err)
	}
	if !s.fresh {
		s.machine.state = append([]starlark.Value(nil), s.machine.state...)
		s.fresh = true
	}
	s.machine.state[a.index] = settled
	return nil
}

// fixed is the error of assigning what is no field of the state.
func (s *self) fixed(name string, kind attributeKind) error {
	switch kind {
	case 0:
		if len(s.protocol.fields) == 0 {
			return fmt.Errorf("the state has no field %s, and none at all: name it in state of protocol(…)", name)
		}
		return fmt.Errorf("the state has no field %s, %s", name, oneOf(name, s.protocol.fields))
	case aParameter:
		return fmt.Errorf("self.%s is a parameter, and cannot be assigned", name)
	}
	return fmt.Errorf("self.%s is the lab's, and cannot be assigned", name)
}

// step lets the machine take an event. When it returns an error the machine and out are
// as they were.
func (s *self) step(m *machine, ev *node.Event, out *node.Effects) error {
	state, open, answered, length := m.state, m.open, m.answered, len(*out)
	s.machine, s.event, s.out, s.chosen, s.wanted, s.fresh = m, ev, out, 0, nil, false
	s.before = length
	s.spent.reset(length)
	s.thread.SetMaxExecutionSteps(s.thread.Steps + maxSteps)
	err := s.handle()
	s.machine, s.event, s.out, s.delivery.message, s.spent.latest = nil, nil, nil, nil, nil
	if err == nil {
		return nil
	}
	s.thread.Uncancel()
	m.state, m.open, m.answered = state, open, answered
	clear((*out)[length:])
	*out = (*out)[:length]
	if s.wanted != nil {
		return s.wanted
	}
	return m.handlerError(ev, err)
}

// handle calls the handler of the event.
func (s *self) handle() error {
	switch ev := s.event; ev.Kind {
	case node.EventDeliver:
		msg := ev.Message.(*Message)
		if msg.index < 0 {
			panic("starlark: got a record as a message: " + msg.String())
		}
		s.delivery = delivery{message: msg, src: ev.From, dst: s.machine.from.Self}
		return s.call(s.protocol.messages[msg.index].fn, &s.delivery)
	case node.EventTimer:
		if int(ev.Timer) >= len(s.protocol.timers) {
			panic(fmt.Sprintf("starlark: got timer %d of %d", ev.Timer, len(s.protocol.timers)))
		}
		return s.call(s.protocol.timers[ev.Timer].fn, nil)
	case node.EventRequest:
		return s.request(ev.Request)
	}
	return s.start()
}

// call calls a handler with self and, if there is one, another argument.
func (s *self) call(fn *starlark.Function, arg starlark.Value) error {
	s.args = [2]starlark.Value{s, arg}
	args := starlark.Tuple(s.args[:])
	if arg == nil {
		args = args[:1]
	}
	v, err := starlark.Call(s.thread, fn, args, nil)
	if err != nil {
		return err
	}
	switch v := v.(type) {
	case starlark.NoneType:
		return nil
	case starlark.String:
		if len(v) > maxText {
			return &misfit{fn, fmt.Sprintf("%s returned a string of %d bytes for the trace's last column, want at most %d", fn.Name(), len(v), maxText)}
		}
		s.out.Outcome(noteOf(string(v)))
		return nil
	}
	return &misfit{fn, fmt.Sprintf("%s returned %s, want a string for the trace's last column, or None", fn.Name(), described(v))}
}

// misfit is an error of a handler as a whole.
type misfit struct {
	fn   *starlark.Function
	text string
}

// Error returns the text.
func (e *misfit) Error() string { return e.text }

// described returns a value for an error, with its type.
func described(v starlark.Value) string {
	text := v.String()
	if len(text) > 40 {
		return "a " + v.Type()
	}
	return text + ", a " + v.Type()
}

// request lets the handler of an op take a request. Where there is none the request is refused.
func (s *self) request(r *node.Request) error {
	i, ok := s.protocol.requestIndex[r.Op]
	if !ok {
		why := fmt.Sprintf("%s has no request %s, %s", s.protocol.name, r.Op, oneOf(r.Op, s.protocol.Ops()))
		s.out.Reply(&node.Reply{ID: r.ID, Outcome: node.OutcomeFail, Result: node.Fields{{Name: "why", Value: why}}})
		return nil
	}
	v, err := requestOf(s.machine.from.Self, r)
	if err != nil {
		return err
	}
	before := len(*s.out)
	s.machine.opened(r.ID)
	err = s.call(s.protocol.requests[i].fn, v)
	if err == nil && !s.fresh && !slices.ContainsFunc((*s.out)[before:], keeps) {
		s.machine.answered = without(s.machine.answered, r.ID) // nobody has it any more, to answer it again
	}
	return err
}

// keeps reports whether an effect may hand a request on.
func keeps(e node.Effect) bool {
	return e.Kind == node.EffectSend || e.Kind == node.EffectWrite || e.Kind == node.EffectPublish
}

// start begins anew, with what the disk held.
func (s *self) start() error {
	m := s.machine
	m.state, m.open, m.answered = s.protocol.initial, nil, nil
	if s.protocol.start == nil {
		return nil
	}
	d := newDisk(s.event.Records)
	return s.call(s.protocol.start, d)
}
