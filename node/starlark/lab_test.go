package starlark

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
)

// dialect is how the texts of the tests are read.
var dialect = &syntax.FileOptions{Set: true, While: true, TopLevelControl: true, GlobalReassign: true, Recursion: true}

// defined returns the protocol that a text defines: the dict called name holds what
// protocol(…) would be given.
func defined(t testing.TB, file, text, name string) *Protocol {
	t.Helper()
	p, err := define(file, text, name, starlark.StringDict{"struct": library["struct"], "protocol": starlark.NewBuiltin("protocol", asDict)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// asDict is protocol(…) of a script of the examples: it returns what it was given.
func asDict(_ *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	d := new(starlark.Dict)
	for _, kw := range append(kwargs, starlark.Tuple{starlark.String("name"), args[0]}) {
		if err := d.SetKey(kw[0], kw[1]); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// define is the fallible part of defined.
func define(file, text, name string, predeclared starlark.StringDict) (*Protocol, error) {
	_, program, err := starlark.SourceProgramOptions(dialect, file, text, predeclared.Has)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	globals, err := program.Init(&starlark.Thread{Name: file}, predeclared) // as of a script, nothing is frozen
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return Define(definitionOf(globals[name].(*starlark.Dict)), func(asked string) (Source, bool) {
		return Source{Text: text, Options: dialect}, asked == file
	})
}

func definitionOf(d *starlark.Dict) Definition {
	def := Definition{Taken: []string{"nodes", "seed"}}
	dict := func(name string) *starlark.Dict {
		v, _, _ := d.Get(starlark.String(name))
		part, _ := v.(*starlark.Dict)
		return part
	}
	if v, ok, _ := d.Get(starlark.String("name")); ok {
		def.Name = string(v.(starlark.String))
	}
	if v, ok, _ := d.Get(starlark.String("doc")); ok {
		def.Doc = string(v.(starlark.String))
	}
	if v, ok, _ := d.Get(starlark.String("start")); ok {
		def.Start = v.(starlark.Callable)
	}
	def.State, def.Requests, def.Messages, def.Timers = dict("state"), dict("requests"), dict("messages"), dict("timers")
	def.Parameters, def.Rules, def.Invariants, def.Show = dict("parameters"), dict("rules"), dict("invariants"), dict("show")
	return def
}

// example returns a protocol of the examples, or the one in testdata/name.star.
func example(t testing.TB, name string) *Protocol {
	t.Helper()
	file := name + ".star"
	path := "testdata/" + file
	if name == "paxos" || name == "register" {
		path = "../../examples/protocols/_" + file
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return defined(t, file, string(text), name)
}

// lab is a cluster in memory that a test moves by hand.
type lab struct {
	t        testing.TB
	p        *Protocol
	configs  []node.Config
	machines []node.Snapshotter // nil while down
	synced   [][]node.Message
	written  [][]node.Message
	flights  []flight
	replies  []*node.Reply
	claims   []string
	lines    []string // what happened
	requests uint64
	restored bool // every machine is restored from its encoding before every event
}

type flight struct {
	src, dst node.ID
	message  node.Message
}

func newLab(t testing.TB, p *Protocol, n int, cfg node.Config) *lab {
	t.Helper()
	l := &lab{t: t, p: p, machines: make([]node.Snapshotter, n), synced: make([][]node.Message, n), written: make([][]node.Message, n)}
	for i := range n {
		cfg.Self, cfg.Nodes = node.ID(i+1), n
		l.configs = append(l.configs, cfg)
		l.start(node.ID(i + 1))
	}
	return l
}

func (l *lab) start(id node.ID) {
	l.t.Helper()
	m, err := l.p.New(l.configs[id-1])
	if err != nil {
		l.t.Fatal(err)
	}
	l.machines[id-1] = m.(node.Snapshotter)
	l.step(id, &node.Event{Kind: node.EventStart, Records: l.synced[id-1]})
}

func (l *lab) crash(id node.ID) {
	l.machines[id-1], l.written[id-1] = nil, nil
	l.lines = append(l.lines, fmt.Sprintf("%v crash", id))
}

// step lets a node take an event, and fails the test if that is a mistake.
func (l *lab) step(id node.ID, ev *node.Event) {
	l.t.Helper()
	if err := l.try(id, ev); err != nil {
		l.t.Fatal(err)
	}
}

// try lets a node take an event.
func (l *lab) try(id node.ID, ev *node.Event) error {
	l.t.Helper()
	m := l.machines[id-1]
	if l.restored && ev.Kind != node.EventStart {
		var err error
		if m, err = l.p.Restore(l.configs[id-1], m.AppendState(nil)); err != nil {
			l.t.Fatal(err)
		}
		l.machines[id-1] = m.(node.Snapshotter)
	}
	var effects node.Effects
	m.Step(ev, &effects)
	if err := m.(node.Failing).Err(); err != nil {
		if len(effects) > 0 {
			l.t.Fatalf("got %d effects of a step that failed", len(effects))
		}
		return err
	}
	l.perform(id, effects)
	return nil
}

func (l *lab) perform(id node.ID, effects []node.Effect) {
	i := id - 1
	for k := range effects {
		e := &effects[k]
		switch e.Kind {
		case node.EffectWrite:
			l.written[i] = append(l.written[i], l.passed(e.Message))
			l.lines = append(l.lines, fmt.Sprintf("%v write %s", id, e.Message.Append(nil)))
		case node.EffectSync:
			l.synced[i] = append(l.synced[i][:len(l.synced[i]):len(l.synced[i])], l.written[i]...)
			l.written[i] = nil
			l.lines = append(l.lines, fmt.Sprintf("%v sync", id))
		case node.EffectSend:
			l.flights = append(l.flights, flight{id, e.To, l.passed(e.Message)})
			l.lines = append(l.lines, fmt.Sprintf("%v -> %v %s", id, e.To, e.Message.Append(nil)))
		case node.EffectReply:
			l.replies = append(l.replies, e.Reply)
			text := ""
			for _, f := range node.ListOf(e.Reply.Result) {
				text += fmt.Sprintf(" %s=%v", f.Name, f.Value)
			}
			l.lines = append(l.lines, fmt.Sprintf("%v reply %d %s%s", id, e.Reply.ID, e.Reply.Outcome, text))
		case node.EffectClaim:
			l.lines = append(l.lines, fmt.Sprintf("%v claims %s", id, e.Claim))
			l.claims = append(l.claims, e.Claim.String())
		case node.EffectSetTimer:
			l.lines = append(l.lines, fmt.Sprintf("%v sets %s %v to %v", id, l.p.TimerName(e.Timer), e.Min, e.Max))
		case node.EffectStopTimer:
			l.lines = append(l.lines, fmt.Sprintf("%v stops %s", id, l.p.TimerName(e.Timer)))
		case node.EffectPublish:
			l.lines = append(l.lines, fmt.Sprintf("%v publishes %v", id, e.Value))
		case node.EffectOutcome:
			l.lines = append(l.lines, fmt.Sprintf("%v outcome %s", id, l.p.AppendNote(nil, e.Note)))
		case node.EffectNote:
			l.lines = append(l.lines, fmt.Sprintf("%v note %s", id, l.p.AppendNote(nil, e.Note)))
		}
	}
}

// passed returns m as it is after it went through its encoding, if machines do too.
func (l *lab) passed(m node.Message) node.Message {
	if !l.restored {
		return m
	}
	n, err := l.p.Decode(l.p.Encode(nil, m))
	if err != nil {
		l.t.Fatal(err)
	}
	return n
}

// ask lets a client ask something of a node.
func (l *lab) ask(id node.ID, op string, args ...node.Field) {
	l.t.Helper()
	if err := l.tryAsk(id, op, args...); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) tryAsk(id node.ID, op string, args ...node.Field) error {
	l.requests++
	return l.try(id, &node.Event{Kind: node.EventRequest, Request: &node.Request{ID: l.requests, Op: op, Client: "c1", Args: node.Fields(args)}})
}

// deliver delivers a message in flight.
func (l *lab) deliver(i int) error {
	f := l.flights[i]
	l.flights = append(l.flights[:i:i], l.flights[i+1:]...)
	if l.machines[f.dst-1] == nil {
		return nil
	}
	return l.try(f.dst, &node.Event{Kind: node.EventDeliver, From: f.src, Message: f.message})
}

// settle delivers everything, in order.
func (l *lab) settle() {
	l.t.Helper()
	for len(l.flights) > 0 {
		if err := l.deliver(0); err != nil {
			l.t.Fatal(err)
		}
	}
}

// says fails the test unless the lines are these, and forgets them.
func (l *lab) says(want string) {
	l.t.Helper()
	got := strings.Join(l.lines, "\n")
	if got != strings.TrimSpace(want) {
		l.t.Errorf("got\n%s\nwant\n%s", got, strings.TrimSpace(want))
	}
	l.lines = nil
}

// state returns the state of a node for people.
func (l *lab) state(id node.ID) string {
	text := ""
	for _, f := range l.machines[id-1].State() {
		text += fmt.Sprintf(" %s=%v", f.Name, f.Value)
	}
	return strings.TrimPrefix(text, " ")
}
