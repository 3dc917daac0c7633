package script

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
	"synod/engine/trace"
	"synod/node"
	"synod/node/paxos"
	paxosroom "synod/script/paxos"
)

// TestCrashPoints kills a node at every place of every step of a proposal, in
// both fleets. What it leaves behind has to be exactly what comes before the
// place: a record counts from its sync on, a message from its sending on. Then
// the node restarts and proposes B, another one proposes C, and all end with the
// one value that is chosen, which is A if A was chosen before the crash.
func TestCrashPoints(t *testing.T) {
	if testing.Short() {
		t.Skip("it starts processes again and again")
	}
	traces := map[FleetKind]map[string]string{Simulated: {}, Processes: {}}
	for kind, text := range traces {
		t.Run(string(kind), func(t *testing.T) {
			l := newCrashLab(t, fleetOf(kind))
			l.checkPlaces()
			for k, s := range l.steps {
				for _, point := range node.Points(s.effects) {
					name := fmt.Sprintf("step %d, %s at %v, %v", k, s.what, s.id, point)
					l.die(name, k, point)
					l.retry(name, s.id)
					text[name] = l.output.String()
				}
			}
		})
	}
	for name, want := range traces[Simulated] {
		if got := traces[Processes][name]; got != want {
			t.Errorf("%s: the trace over processes is\n%swant the simulator's\n%s", name, got, want)
		}
	}
}

// fleetOf makes a fleet of a kind.
func fleetOf(kind FleetKind) fleet.Fleet {
	if kind == Simulated {
		return sim.New()
	}
	return process.New(process.Options{})
}

// places is where a node can die in each step of a proposal, by what causes the
// step. A promise or a vote causes effects only where it makes the quorum.
var places = map[string]string{
	"propose":    "before_write after_write after_sync after_send after_send:2 after_send:3",
	"prepare":    "before_write after_write after_sync after_send",
	"promise 2":  "before_send after_send after_send:2 after_send:3",
	"accept":     "before_write after_write after_sync after_send",
	"accepted 2": "before_write after_write after_sync after_publish after_send after_send:2",
	"learn":      "before_write after_write after_sync after_publish",
}

// crashLab is a proposal of A by node 1 among three nodes, which can be
// repeated up to any of its steps.
type crashLab struct {
	t      *testing.T
	world  *engine.World
	steps  []crashStep
	output strings.Builder   // the trace of the present run
	first  *engine.Operation // the one of A
}

// crashStep is what a node did with one event.
type crashStep struct {
	id      node.ID
	what    string // "propose", or the kind of the message
	effects []node.Effect
}

// watched is a fleet that notes every step.
type watched struct {
	fleet.Fleet
	steps []crashStep
}

// Step implements [fleet.Fleet].
func (f *watched) Step(id node.ID, ev *node.Event) ([]node.Effect, error) {
	effects, err := f.Fleet.Step(id, ev)
	what := "propose"
	if ev.Message != nil {
		what = ev.Message.Kind()
	}
	f.steps = append(f.steps, crashStep{id, what, slices.Clone(effects)})
	return effects, err
}

func newCrashLab(t *testing.T, f fleet.Fleet) *crashLab {
	t.Helper()
	l := &crashLab{t: t}
	w := &watched{Fleet: f}
	world, err := engine.New(context.Background(), engine.Options{
		Protocol: paxos.Protocol{}, Nodes: 3, Fleet: w, Latency: engine.Constant(engine.DefaultLatency),
		Sink: trace.NewText(&l.output, paxos.Protocol{}), Settings: paxos.Options{Backoff: paxos.DefaultBackoff, Retransmit: paxos.DefaultRetransmit}.Settings(),
	})
	l.must(err)
	t.Cleanup(func() { l.must(world.Close()) })
	l.world = world
	l.propose(1, `"A"`)
	l.settle()
	l.steps = w.steps
	return l
}

func (l *crashLab) must(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *crashLab) propose(id node.ID, v node.Value) *engine.Operation {
	l.t.Helper()
	p, err := l.world.Request(id, paxos.Propose(v, node.Ballot{}))
	l.must(err)
	return p
}

func (l *crashLab) settle() {
	l.t.Helper()
	if quiet, err := l.world.Settle(10 * time.Second); err != nil || !quiet {
		l.t.Fatalf("got quiet %t and error %v, want all to come to rest", quiet, err)
	}
}

// upTo repeats the run and stops before step k.
func (l *crashLab) upTo(k int) {
	l.t.Helper()
	l.must(l.world.Reset(1))
	l.output.Reset()
	for i := range k {
		l.take(i)
	}
}

// take takes step k, which is the next one.
func (l *crashLab) take(k int) {
	l.t.Helper()
	if k == 0 {
		l.first = l.propose(1, `"A"`)
		return
	}
	if more, err := l.world.Step(); err != nil || !more {
		l.t.Fatalf("step %d: got %t and error %v, want one", k, more, err)
	}
}

// leavings is what others can tell of a node.
type leavings struct {
	records string // its record file
	durable string // the part of its state that its records are to keep
	file    string // what it published; "" for nothing
	sent    string // what it has sent that has not arrived
}

// left returns what is left of a node that may be down. Its state is that of a
// node that is up; "" stands for the other.
func (l *crashLab) left(id node.ID) leavings {
	l.t.Helper()
	records, err := l.world.Records(id)
	l.must(err)
	file, _, err := l.world.File(id)
	l.must(err)
	state, err := l.world.State(id)
	l.must(err)
	left := leavings{records: string(records), file: string(file)}
	for _, f := range state.Fields {
		switch f.Name {
		case "promised", "accepted", "value", "learned", "used":
			left.durable += fmt.Sprintf("%s %v, ", f.Name, f.Value)
		}
	}
	for _, p := range l.world.Pending() {
		if p.Message != nil && p.Src == id {
			left.sent += sent(p.Message, p.Dst)
		}
	}
	return left
}

func sent(m node.Message, to node.ID) string { return fmt.Sprintf("%s to %v, ", m.Append(nil), to) }

// checkPlaces checks that the places are those that the protocol has, and that
// the engine knows them before the step is taken.
func (l *crashLab) checkPlaces() {
	seen, want := map[string]int{}, 0
	for k, s := range l.steps {
		points := node.Points(s.effects)
		seen[s.what]++
		names := places[s.what]
		if s.what == "promise" || s.what == "accepted" {
			names = places[fmt.Sprintf("%s %d", s.what, seen[s.what])]
		}
		if got := strings.Trim(fmt.Sprint(points), "[]"); got != names {
			l.t.Errorf("step %d, %s: got the places %q, want %q", k, s.what, got, names)
		}
		want += len(points)
		l.upTo(k)
		if known, err := l.known(k); err != nil || !slices.Equal(known, points) {
			l.t.Errorf("step %d, %s: got %v and error %v from the engine, want %v", k, s.what, known, err, points)
		}
	}
	l.t.Logf("%d places in %d steps", want, len(l.steps))
	if fmt.Sprint(seen) != "map[accept:3 accepted:3 learn:2 prepare:3 promise:3 propose:1]" {
		l.t.Errorf("got the steps %v, want those of one proposal", seen)
	}
}

// known returns the places of step k, which is the next one, as the engine
// foresees them.
func (l *crashLab) known(k int) ([]node.Point, error) {
	if k > 0 {
		return l.world.Points(l.world.Pending()[0])
	}
	p, err := l.world.Request(1, paxos.ByHand(`"A"`, node.Ballot{}))
	l.must(err)
	return l.world.DrivePoints(p, paxos.Drive(paxos.OpStart))
}

// die lets the node of step k die at a place of it, and checks what it leaves.
func (l *crashLab) die(name string, k int, point node.Point) {
	l.t.Helper()
	s := &l.steps[k]
	l.upTo(k)
	want := l.left(s.id)
	l.take(k)
	after := l.left(s.id)
	want.sent = l.stays(k, want.sent)
	for _, e := range done(s.effects, point) {
		switch e.Kind {
		case node.EffectSync:
			if after.records == want.records {
				l.t.Fatalf("%s: nothing was synced, so this shows nothing", name)
			}
			want.records, want.durable = after.records, after.durable
		case node.EffectPublish:
			want.file = after.file
		case node.EffectSend:
			want.sent += sent(e.Message, e.To)
		}
	}

	l.upTo(k)
	trap := &engine.Trap{Node: s.id, Point: point, Any: true}
	l.must(l.world.Arm(trap))
	l.take(k)
	if !trap.Fired() {
		l.t.Errorf("%s: the node did not die", name)
	}
	durable := want.durable
	want.durable = ""
	if got := l.left(s.id); got != want {
		l.t.Errorf("%s: it left\n%+q, want\n%+q", name, got, want)
	}
	l.must(l.world.Restart(s.id, fleet.Keep))
	if got := l.left(s.id); got.durable != durable || got.records != want.records {
		l.t.Errorf("%s: it came back with\n%s and the records %q, want\n%s and %q", name, got.durable, got.records, durable, want.records)
	}
}

// done returns the effects that come before a place: those up to the one that
// the place counts to, and with "after" that one too.
func done(effects []node.Effect, p node.Point) []node.Effect {
	left := p.Nth
	for i, e := range effects {
		if e.Kind == p.Kind {
			left--
		}
		switch {
		case left == 0 && p.After:
			return effects[:i+1]
		case left == 0:
			return effects[:i]
		}
	}
	return effects
}

// stays returns what is still in flight of before once step k is taken: its own
// message was the first, if it was one of the node's own.
func (l *crashLab) stays(k int, before string) string {
	l.upTo(k)
	if k == 0 {
		return before
	}
	p := l.world.Pending()[0]
	if p.Src != l.steps[k].id {
		return before
	}
	return strings.TrimPrefix(before, sent(p.Message, p.Dst))
}

// retry lets the node that died propose B, and then another one C. Everybody
// has to end with the one value that is chosen.
func (l *crashLab) retry(name string, id node.ID) {
	l.t.Helper()
	chosen := paxosroom.Chosen(l.world)
	mine := l.propose(id, `"B"`)
	l.settle()
	late := l.propose(id%3+1, `"C"`)
	l.settle()

	v := paxosroom.Of(mine).Told().Value
	if len(chosen) > 0 && v != `"A"` {
		l.t.Errorf("%s: %v is chosen, and A was chosen before the crash", name, v)
	}
	for _, p := range []*engine.Operation{mine, late, l.first} {
		crashed := p == l.first && id == 1
		if !crashed && (paxosroom.Of(p).Outcome() != paxosroom.OutcomeChosen || paxosroom.Of(p).Told().Value != v) {
			l.t.Errorf("%s: the client of %v got %s, %v, want %v chosen", name, paxosroom.Of(p).Asked(), paxosroom.Of(p).Outcome(), paxosroom.Of(p).Told().Value, v)
		}
	}
	for _, c := range paxosroom.Chosen(l.world) {
		if c.Value != v {
			l.t.Errorf("%s: %v is chosen, want %v alone", name, c, v)
		}
	}
	for id := node.ID(1); id <= 3; id++ {
		if got := l.left(id).file; got != string(v)+"\n" {
			l.t.Errorf("%s: got the file %q of %v, want %v", name, got, id, v)
		}
	}
}
