package paxos

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"synod/node"
	"synod/node/paxos/observer"
)

// lab is a small network of machines for the tests. Nothing moves unless a
// test says so. Every step that it takes is checked for what must hold in all
// of them: see checkStep.
type lab struct {
	t       failer
	cfg     node.Config
	nodes   []*box // by id; 0 is nobody
	flying  []packet
	sent    int // messages on the network, a node's own not counted
	lines   []string
	watch   *judge
	lenient bool // what cannot be done is skipped, and safety is the caller's to judge
	next    uint64
}

// failer is what a lab needs of a test, be it one of testing or of rapid.
type failer interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

type box struct {
	m       node.Snapshotter // nil: down
	disk    [][]byte         // synced
	cache   [][]byte         // not yet
	pending []observer.Fact  // of the cache
	file    node.Value
	timers  [2]*node.Effect
	replies []Reply
}

type packet struct {
	src, dst node.ID
	msg      node.Message
}

func newLab(t failer, cfg node.Config) *lab {
	if cfg.Settings == nil { // time plays no part unless a test says so
		cfg.Settings = Options{}.Settings()
	}
	l := &lab{t: t, cfg: cfg, nodes: []*box{nil}, watch: newJudge(cfg.Nodes), lenient: len(cfg.Rules) > 0}
	for id := node.ID(1); int(id) <= cfg.Nodes; id++ {
		l.nodes = append(l.nodes, &box{})
		l.restart(id)
	}
	l.lines = nil
	return l
}

func ballot(round int32, id node.ID) node.Ballot { return node.Ballot{Round: round, Node: id} }

// step lets id take ev and performs the effects; only the first few, and then
// id crashes, if crashAt is not negative.
func (l *lab) step(id node.ID, ev *node.Event, crashAt int) {
	b := l.nodes[id]
	before := b.m.AppendState(nil)
	var out node.Effects
	b.m.Step(ev, &out)
	l.checkStep(id, ev, before, out)
	crash := crashAt >= 0 && crashAt < len(out)
	if crash {
		out = out[:crashAt]
	}
	for i := range out {
		l.perform(id, &out[i])
	}
	l.record(id, ev, out)
	if crash {
		l.crash(id)
	}
	if l.watch.broken != "" && !l.lenient {
		l.t.Fatalf("%s\n%s", l.watch.broken, l.text())
	}
}

func (l *lab) perform(id node.ID, e *node.Effect) {
	b := l.nodes[id]
	switch e.Kind {
	case node.EffectWrite:
		b.cache = append(b.cache, l.encoded(e.Message))
		b.pending = append(b.pending, e.Message.(Message).Fact())
	case node.EffectSync:
		b.disk = append(b.disk, b.cache...)
		for _, f := range b.pending {
			l.watch.fact(id, f, true)
		}
		b.cache, b.pending = nil, nil
	case node.EffectSend:
		l.encoded(e.Message)
		l.watch.fact(id, e.Message.(Message).Fact(), false)
		l.flying = append(l.flying, packet{id, e.To, e.Message})
		if e.To != id {
			l.sent++
		}
	case node.EffectSetTimer:
		set := *e
		b.timers[e.Timer] = &set
	case node.EffectStopTimer:
		if b.timers[e.Timer] == nil {
			l.t.Fatalf("%v stops timer %s, which is not set", id, Protocol{}.TimerName(e.Timer))
		}
		b.timers[e.Timer] = nil
	case node.EffectReply:
		b.replies = append(b.replies, ReplyOf(e.Reply))
	case node.EffectPublish:
		b.file = e.Value
		l.watch.learned(id, e.Value)
	}
}

// encoded returns the bytes of m, and insists that they mean m.
func (l *lab) encoded(m node.Message) []byte {
	bytes := Protocol{}.Encode(nil, m)
	if back, err := (Protocol{}).Decode(bytes); err != nil || back != m {
		l.t.Fatalf("decode(encode(%v)): got %v, error %v", m, back, err)
	}
	return bytes
}

// checkStep checks what must hold in every step of every test:
//
//   - a copy, and a machine restored from the encoding, do the same
//   - exactly one outcome, with a text
//   - no message, file or final reply before the sync of a write (rules on)
//   - what the disk holds afterwards is all that a restart needs (rules on)
//   - a rejected request changed nothing
func (l *lab) checkStep(id node.ID, ev *node.Event, before []byte, out node.Effects) {
	m := l.nodes[id].m
	after := m.AppendState(nil)
	restored, err := Protocol{}.Restore(l.config(id), before)
	if err != nil {
		l.t.Fatalf("restore: %v", err)
	}
	var same node.Effects
	restored.Step(ev, &same)
	if !reflect.DeepEqual(out, same) || !slices.Equal(after, restored.AppendState(nil)) {
		l.t.Fatalf("a copy of %v does something else at %s:\n%s\n%s", id, describeEvent(ev), describe(out), describe(same))
	}
	outcomes, dirty, rejected := 0, false, false
	for _, e := range out {
		switch e.Kind {
		case node.EffectOutcome:
			outcomes++
			if text := string(Protocol{}.AppendNote(nil, e.Note)); text == "" || text == "?" {
				l.t.Fatalf("got outcome %q of %s, want words", text, describeEvent(ev))
			}
		case node.EffectWrite:
			dirty = true
		case node.EffectSync:
			dirty = false
		case node.EffectSend, node.EffectPublish:
			if dirty && !l.lenient {
				l.t.Fatalf("%v does not sync before it tells: %s", id, describe(out))
			}
		case node.EffectReply:
			rejected = rejected || ReplyOf(e.Reply).Status == StatusRejected
		}
	}
	switch {
	case outcomes != 1:
		l.t.Fatalf("got %d outcomes of %s, want 1: %s", outcomes, describeEvent(ev), describe(out))
	case rejected && (!slices.Equal(before, after) || len(out) != 2):
		l.t.Fatalf("a rejected request changed the state: %s", describe(out))
	case dirty && !l.lenient:
		l.t.Fatalf("a write is never synced: %s", describe(out))
	case !l.lenient:
		l.checkDisk(id, out)
	}
}

// checkDisk replays the disk with the writes of out and compares.
func (l *lab) checkDisk(id node.ID, out node.Effects) {
	records := l.records(id)
	for _, e := range out {
		if e.Kind == node.EffectWrite {
			records = append(records, e.Message)
		}
	}
	again, _ := Protocol{}.New(l.config(id))
	var none node.Effects
	again.Step(&node.Event{Kind: node.EventStart, Records: records}, &none)
	got, want := again.(*machine).state, l.nodes[id].m.(*machine).state
	got.Proposal, want.Proposal, got.Round, want.Round = proposal{}, proposal{}, 0, 0
	if !reflect.DeepEqual(got, want) {
		l.t.Fatalf("the disk of %v says %+v, its memory %+v", id, got, want)
	}
}

func (l *lab) records(id node.ID) []node.Message {
	var records []node.Message
	for _, b := range l.nodes[id].disk {
		m, err := Protocol{}.Decode(b)
		if err != nil {
			l.t.Fatalf("disk of %v: %v", id, err)
		}
		records = append(records, m)
	}
	return records
}

func (l *lab) config(id node.ID) node.Config {
	cfg := l.cfg
	cfg.Self = id
	return cfg
}

func (l *lab) machine(id node.ID) *machine { return l.nodes[id].m.(*machine) }

func (l *lab) crash(id node.ID) {
	b := l.nodes[id]
	*b = box{disk: b.disk, file: b.file, replies: b.replies}
	l.lines = append(l.lines, id.String()+"  crash")
}

func (l *lab) restart(id node.ID) {
	m, err := Protocol{}.New(l.config(id))
	if err != nil {
		l.t.Fatal(err)
	}
	l.nodes[id].m = m.(node.Snapshotter)
	l.step(id, &node.Event{Kind: node.EventStart, Records: l.records(id)}, -1)
}

// ask lets a client ask id for something, and returns the last reply.
func (l *lab) ask(id node.ID, r Request) Reply {
	if r.Op == OpPropose || r.Op == OpOpen {
		l.watch.asked[r.Value] = true
	}
	l.step(id, &node.Event{Kind: node.EventRequest, Request: r.Open()}, -1)
	return l.last(id)
}

func (l *lab) last(id node.ID) Reply {
	replies := l.nodes[id].replies
	if len(replies) == 0 {
		return Reply{}
	}
	return replies[len(replies)-1]
}

// open, prepare, accept and propose are the requests, for the latest proposal
// of the node.
func (l *lab) open(id node.ID, v node.Value, b node.Ballot) Reply {
	l.next++
	return l.ask(id, Request{ID: l.next, Op: OpOpen, Value: v, Ballot: b})
}

func (l *lab) propose(id node.ID, v node.Value) Reply {
	l.next++
	return l.ask(id, Request{ID: l.next, Op: OpPropose, Value: v})
}

func (l *lab) byHand(id node.ID, op string, to ...node.ID) {
	r := l.ask(id, Request{ID: l.machine(id).Proposal.ID, Op: op, To: to})
	if r.Status == StatusRejected && !l.lenient {
		l.t.Fatalf("%v to %v at %v: %s\n%s", op, to, id, r.Why, l.text())
	}
}

// prepare contacts acceptors by hand and delivers the questions and then the
// answers: "P -> to" in the notation of the slides. accept is "A -> to".
func (l *lab) prepare(id node.ID, to ...node.ID) {
	l.byHand(id, OpPrepare, to...)
	l.answered(id, "prepare", "promise", to)
}

func (l *lab) accept(id node.ID, to ...node.ID) {
	l.byHand(id, OpAccept, to...)
	l.answered(id, "accept", "accepted", to)
}

func (l *lab) answered(id node.ID, question, answer string, to []node.ID) {
	for _, dst := range to {
		l.deliver(question, id, dst)
	}
	for _, src := range to {
		if !l.has("nack", src, id) {
			l.deliver(answer, src, id)
		} else {
			l.deliver("nack", src, id)
		}
	}
}

func (l *lab) find(kind string, src, dst node.ID) int {
	return slices.IndexFunc(l.flying, func(p packet) bool {
		return p.msg.Kind() == kind && p.src == src && p.dst == dst
	})
}

func (l *lab) has(kind string, src, dst node.ID) bool { return l.find(kind, src, dst) >= 0 }

// deliver delivers the oldest message of a kind from src to dst.
func (l *lab) deliver(kind string, src, dst node.ID) {
	i := l.find(kind, src, dst)
	if i < 0 {
		if !l.lenient {
			l.t.Fatalf("no %s from %v to %v\n%s", kind, src, dst, l.text())
		}
		return
	}
	l.deliverAt(i, -1)
}

// duplicate delivers a message and leaves another copy of it in flight.
func (l *lab) duplicate(kind string, src, dst node.ID) {
	if i := l.find(kind, src, dst); i >= 0 {
		l.flying = append(l.flying, l.flying[i])
		l.deliverAt(i, -1)
	}
}

func (l *lab) deliverAt(i, crashAt int) {
	p := l.flying[i]
	l.flying = slices.Delete(l.flying, i, i+1)
	if l.nodes[p.dst].m != nil {
		l.step(p.dst, &node.Event{Kind: node.EventDeliver, From: p.src, Message: p.msg}, crashAt)
	}
}

// flush delivers everything in order until nothing is in flight.
func (l *lab) flush() {
	for range 10_000 {
		if len(l.flying) == 0 {
			return
		}
		l.deliverAt(0, -1)
	}
	l.t.Fatal("the network never comes to rest")
}

func (l *lab) fire(id node.ID, t node.Timer) {
	l.nodes[id].timers[t] = nil
	l.step(id, &node.Event{Kind: node.EventTimer, Timer: t}, -1)
}

// chosen returns the values that a majority voted for at one ballot.
func (l *lab) chosen() []node.Value { return l.watch.choices(l.watch.votes) }

// record writes down the event and its milestones, as a trace shows them.
func (l *lab) record(id node.ID, ev *node.Event, out node.Effects) {
	line, notes := describeEvent(ev), []string(nil)
	if ev.Kind == node.EventDeliver {
		line = fmt.Sprintf("%v -> %v  %s", ev.From, id, line)
	} else {
		line = fmt.Sprintf("%v  %s", id, line)
	}
	for _, e := range out {
		switch text := string(Protocol{}.AppendNote(nil, e.Note)); e.Kind {
		case node.EffectOutcome:
			line += " | " + text
		case node.EffectNote:
			notes = append(notes, id.String()+"  "+text)
		}
	}
	l.lines = append(append(l.lines, line), notes...)
}

func (l *lab) text() string { return strings.Join(l.lines, "\n") }

func describeEvent(ev *node.Event) string {
	switch ev.Kind {
	case node.EventDeliver:
		return ev.Message.(Message).String()
	case node.EventTimer:
		return "timer " + Protocol{}.TimerName(ev.Timer)
	case node.EventRequest:
		return string(ev.Request.Op)
	}
	return "start"
}

// describe returns effects as text: one phrase for each, in order.
func describe(out node.Effects) string {
	var parts []string
	for _, e := range out {
		parts = append(parts, describeEffect(&e))
	}
	return strings.Join(parts, "; ")
}

func describeEffect(e *node.Effect) string {
	name := Protocol{}.TimerName(e.Timer)
	switch e.Kind {
	case node.EffectWrite:
		return "write " + e.Message.(Message).String()
	case node.EffectSync:
		return "sync"
	case node.EffectSend:
		return fmt.Sprintf("%v: %v", e.To, e.Message)
	case node.EffectSetTimer:
		return fmt.Sprintf("set %s %v to %v", name, e.Min, e.Max)
	case node.EffectStopTimer:
		return "stop " + name
	case node.EffectReply:
		r := ReplyOf(e.Reply)
		return describeReply(&r)
	case node.EffectPublish:
		return "publish " + e.Value.String()
	}
	return "(" + string(Protocol{}.AppendNote(nil, e.Note)) + ")"
}

func describeReply(r *Reply) string {
	s := fmt.Sprintf("reply %v", r.Status)
	if !r.Ballot.IsZero() {
		s += " " + r.Ballot.String()
	}
	if !r.Value.Absent() {
		s += " " + r.Value.String()
	}
	if r.Mine {
		s += " mine"
	}
	if r.Status == StatusRejected {
		s += ": " + r.Why
	}
	return s
}
