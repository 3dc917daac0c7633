package engine_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/engine/trace"
	"synod/node"
	"synod/node/paxos"
	"synod/node/paxos/observer"
)

// The values that the tests propose.
const (
	x node.Value = `"X"`
	y node.Value = `"Y"`
)

// atBallot means the messages at a ballot.
func atBallot(b node.Ballot) []node.Field { return []node.Field{{Name: "ballot", Value: b}} }

// lab is a simulated cluster in which a test acts. What goes wrong in one of
// its own methods ends the test.
type lab struct {
	*engine.World
	t     testing.TB
	fleet *strictFleet
	text  *bytes.Buffer // the trace so far
}

// newLab starts the cluster of o, with the defaults of a script.
func newLab(t testing.TB, o engine.Options) *lab {
	t.Helper()
	l := &lab{t: t, fleet: newStrictFleet(t, sim.New()), text: &bytes.Buffer{}}
	o.Protocol, o.Fleet = paxos.Protocol{}, l.fleet
	if o.Nodes == 0 {
		o.Nodes = 3
	}
	if o.Latency == (engine.Latency{}) {
		o.Latency = engine.Constant(engine.DefaultLatency)
	}
	if o.Sink == nil {
		o.Sink = trace.NewText(l.text, o.Protocol)
	}
	w, err := engine.New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	l.World = w
	t.Cleanup(func() { l.check(w.Close()) })
	return l
}

// Chosen returns what is chosen, in order.
func (l *lab) Chosen() []observer.Choice { return chosenIn(l.World) }

// chosenIn returns what is chosen in a world, in order.
func chosenIn(w *engine.World) []observer.Choice {
	return w.Judge().Own().(*observer.Observer).Chosen()
}

// check ends the test on an error.
func (l *lab) check(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatalf("got the error %v, want none; the trace is\n%s", err, l.text)
	}
}

// propose lets a client ask, and nothing else happen.
func (l *lab) propose(id node.ID, v node.Value) *engine.Operation {
	l.t.Helper()
	p, err := l.Request(id, paxos.Propose(v, node.Ballot{}))
	l.check(err)
	return p
}

// open makes a proposer that is driven by hand.
func (l *lab) open(id node.ID, v node.Value) *engine.Operation {
	l.t.Helper()
	p, err := l.Request(id, paxos.ByHand(v, node.Ballot{}))
	l.check(err)
	return p
}

// settle lets everything come to rest.
func (l *lab) settle() {
	l.t.Helper()
	if quiet, err := l.Settle(time.Minute); err != nil || !quiet {
		l.t.Fatalf("settled %v, error %v, want all quiet; the trace is\n%s", quiet, err, l.text)
	}
}

// decide lets a value be chosen, and everything it caused come to rest.
func (l *lab) decide(id node.ID, v node.Value) {
	l.t.Helper()
	p := l.propose(id, v)
	l.settle()
	if told(p).Status != paxos.StatusChosen {
		l.t.Fatalf("got %v, want it chosen; the trace is\n%s", told(p).Status, l.text)
	}
}

// told returns the last that a node said of a proposal.
func told(o *engine.Operation) paxos.Reply { return paxos.ReplyOf(o.Reply()) }

// prepare runs phase 1 of a proposal with the acceptors in to, until their answers
// are back or can no longer come; nil means all.
func (l *lab) prepare(o *engine.Operation, to []node.ID) error {
	return second(l.phase(o, paxos.OpPrepare, to))
}

// accept is prepare for phase 2.
func (l *lab) accept(o *engine.Operation, to []node.ID) error {
	return second(l.phase(o, paxos.OpAccept, to))
}

// phase is prepare or accept, and returns what came of it.
func (l *lab) phase(o *engine.Operation, op string, to []node.ID) (*engine.Answers, error) {
	if err := l.Drive(o, paxos.Drive(op, to...)); err != nil {
		return nil, err
	}
	return l.Answered(l.Sent())
}

// stop lets the client of a proposal give it up.
func (l *lab) stop(o *engine.Operation) error { return l.Drive(o, paxos.Drive(paxos.OpStop)) }

// message returns the one message of a kind between two nodes that is pending.
func (l *lab) message(kind string, src, dst node.ID) *engine.Pending {
	l.t.Helper()
	found, err := l.Match(engine.Match{Kind: kind, Src: []node.ID{src}, Dst: []node.ID{dst}}, false)
	l.check(err)
	if len(found) != 1 {
		l.t.Fatalf("got %d messages %s from %v to %v, want one; the trace is\n%s", len(found), kind, src, dst, l.text)
	}
	return found[0]
}

// timer returns the one timer of a node that is set.
func (l *lab) timer(id node.ID) *engine.Pending {
	l.t.Helper()
	found, err := l.Match(engine.Match{Dst: []node.ID{id}}, true)
	l.check(err)
	if len(found) != 1 {
		l.t.Fatalf("got %d timers of %v, want one; the trace is\n%s", len(found), id, l.text)
	}
	return found[0]
}

// deliver lets the one message of a kind between two nodes arrive.
func (l *lab) deliver(kind string, src, dst node.ID) {
	l.t.Helper()
	l.check(l.Deliver(l.message(kind, src, dst)))
}

// crash crashes a node.
func (l *lab) crash(id node.ID) *engine.Fault {
	l.t.Helper()
	f, err := l.Crash(id)
	l.check(err)
	return f
}

// impose adds a rule and returns it.
func (l *lab) impose(r *engine.Rule) *engine.Rule {
	l.t.Helper()
	l.check(l.Impose(r))
	return r
}

// since returns the lines of the trace that do not stand in before, without
// their numbers: two runs compare by what happened.
func (l *lab) since(before string) string {
	l.t.Helper()
	return unnumbered(strings.TrimPrefix(l.text.String(), before))
}

// unnumbered takes the sequence numbers off the lines of a trace.
func unnumbered(text string) string {
	var b strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		_, rest, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
		b.WriteString(strings.TrimLeft(rest, " ") + "\n")
	}
	return b.String()
}

// hash returns the hash of the world.
func (l *lab) hash() uint64 {
	l.t.Helper()
	h, err := l.Hash()
	l.check(err)
	return h
}

// values returns what is chosen, each choice as text.
func (l *lab) values() []string {
	var list []string
	for _, c := range l.Chosen() {
		list = append(list, c.String())
	}
	return list
}

// asViolation returns the violation in err, if there is one.
func asViolation(err error) *engine.Violation {
	var v *engine.Violation
	errors.As(err, &v)
	return v
}

// off switches a rule of the protocol off.
func off(rule string) map[string]bool { return map[string]bool{rule: false} }
