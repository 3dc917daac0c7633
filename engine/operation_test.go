package engine_test

import (
	"bytes"
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/engine/history"
	"synod/engine/trace"
	"synod/node"
	"synod/node/host/hosttest"
	"synod/node/paxos"
)

// scripted starts a cluster of nodes that do what they are told, and that know no
// consensus.
func scripted(t *testing.T) (*engine.World, *bytes.Buffer) {
	t.Helper()
	text := &bytes.Buffer{}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: hosttest.Protocol{}, Nodes: 3, Latency: engine.Constant(engine.DefaultLatency), Sink: trace.NewText(text, hosttest.Protocol{}),
		Fleet: sim.NewWith(func(string, []byte) (node.Protocol, error) { return hosttest.Protocol{}, nil }),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w, text
}

// begin lets a client ask a node to do what a script says.
func begin(t *testing.T, w *engine.World, id node.ID, op, script string) *engine.Operation {
	t.Helper()
	o, err := w.Request(id, hosttest.Ask(op, script))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// plain returns the table of a history without arguments, which are long here.
func plain(h history.History) string {
	h = slices.Clone(h)
	for i := range h {
		h[i].Args = nil
	}
	return "\n" + h.Table(120)
}

// Many operations are open at one node, and each gets its own answer, in whatever
// order they come.
func TestOperationsAreOpenAtOnce(t *testing.T) {
	w, _ := scripted(t)
	far := begin(t, w, 1, "far", "send n2 send n3 send n1 reply 1 ok late")
	near := begin(t, w, 1, "near", "send n2 send n1 reply 2 ok soon")
	now := begin(t, w, 1, "now", "reply 3 ok now")
	if !now.Done() || near.Done() || far.Done() || !w.Busy(1) || w.OperationAt(1) != near {
		t.Fatalf("got done %t, %t and %t, busy %t, the latest %v, want that two are open", now.Done(), near.Done(), far.Done(), w.Busy(1), w.OperationAt(1))
	}
	if err := settle(w)(); err != nil {
		t.Fatal(err)
	}
	if w.Busy(1) || w.OperationAt(1) != nil {
		t.Error("got n1 busy, want all of it over")
	}
	for o, want := range map[*engine.Operation]time.Duration{now: 0, near: 2 * time.Millisecond, far: 3 * time.Millisecond} {
		if o.Finished != want || o.Messages() != int(want/time.Millisecond) {
			t.Errorf("%s: got %v and %d messages, want %v", o.Request.Op, o.Finished, o.Messages(), want)
		}
	}
	const want = `
client  node  operation  invoked  returned  outcome
c1      n1    far        0ms (1)  3ms (8)   ok late
c2      n1    near       0ms (2)  2ms (7)   ok soon
c3      n1    now        0ms (3)  0ms (3)   ok now
`
	if got := plain(w.History()); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// An operation that fails is an event, whatever else it did; a request that is
// refused is none, and there is nothing of it but that its client was told.
func TestFailuresAndRefusals(t *testing.T) {
	w, text := scripted(t)
	failed := begin(t, w, 1, "take", "reply 1 fail it is taken; send n2 note")
	if !failed.Done() || failed.Reply().Outcome != node.OutcomeFail {
		t.Errorf("got the reply %v, want a failure", failed.Reply())
	}
	before, seq := text.String(), w.Seq()
	_, err := w.Request(1, hosttest.Ask("give", "reply 2 refused there is nothing to give"))
	if err == nil || err.Error() != "there is nothing to give" || text.String() != before || w.Seq() != seq || w.Busy(1) {
		t.Errorf("got the error %v and the trace %q, want that it was refused", err, text.String()[len(before):])
	}
	late := begin(t, w, 1, "take", "send n2 send n1 reply 2 fail it was taken")
	unsure := begin(t, w, 2, "take", "reply 3 info the disk is slow")
	if err := settle(w)(); err != nil {
		t.Fatal(err)
	}
	if !late.Done() || !unsure.Done() {
		t.Errorf("got done %t and %t, want both", late.Done(), unsure.Done())
	}
	const want = `
client  node  operation  invoked  returned  outcome
c1      n1    take       0ms (1)  0ms (1)   fail: it is taken
c2      n1    give       0ms (1)  0ms (1)   fail: there is nothing to give
c2      n1    take       0ms (2)  2ms (7)   fail: it was taken
c3      n2    take       0ms (3)  0ms (3)   unknown: the disk is slow
`
	if got := plain(w.History()); got != want {
		t.Errorf("got%s\nwant%s", got, want)
	}
}

// Later requests drive an operation; only its own node may answer, once, and not
// after it crashed.
func TestDrive(t *testing.T) {
	w, _ := scripted(t)
	o := begin(t, w, 1, "open", "reply")
	if err := w.Drive(o, hosttest.Ask("push", "send n2 note")); err != nil || o.Latest != "push" || o.Request.Op != "open" || o.Messages() != 1 {
		t.Errorf("got %v, the latest %s and %d messages, want push and one", err, o.Latest, o.Messages())
	}
	if err := w.Drive(o, hosttest.Ask("pull", "reply 1 refused not now")); err == nil || err.Error() != "not now" || o.Latest != "push" || o.Done() {
		t.Errorf("got %v and the latest %s, want that it is refused and goes on", err, o.Latest)
	}
	if err := inOrder(drive(w, o, "reply 1 ok done"), settle(w)); err != nil {
		t.Fatal(err)
	}
	again := begin(t, w, 1, "again", "reply 1 ok twice; send n2 reply 2 ok from another node")
	if err := settle(w)(); err != nil || again.Done() || o.Reply().Field("value") != node.Value(`"done"`) {
		t.Errorf("got %v, done %t and %v, want that neither counts", err, again.Done(), o.Reply().Field("value"))
	}
	if err := inOrder(crash(w, 1), func() error { return w.Restart(1, fleet.Keep) }); err != nil {
		t.Fatal(err)
	}
	if err := w.Drive(again, hosttest.Ask("on", "")); err == nil || err.Error() != "the request went down when n1 crashed; make a new one" {
		t.Errorf("got %v, want that it went down", err)
	}
	after := begin(t, w, 1, "after", "reply 2 ok after the crash; reply 3 ok mine")
	if again.Reply().ID != 0 || !again.Crashed() || !after.Done() {
		t.Errorf("got the reply %v to one that crashed, and done %t, want none", again.Reply(), after.Done())
	}
}

func drive(w *engine.World, o *engine.Operation, script string) func() error {
	return func() error { return w.Drive(o, hosttest.Ask("drive", script)) }
}

// What a node answers after its client gave up is known as late, the client knows
// as much as before, and may have asked for something else.
func TestLateAnswers(t *testing.T) {
	w, _ := scripted(t)
	alice := func(op, script string) (o *engine.Operation, err error) {
		err = w.As("alice", func() error {
			o, err = w.Request(1, hosttest.Ask(op, script))
			return err
		})
		return o, err
	}
	first, err := alice("write", "send n2 send n1 reply 1 ok X")
	if err != nil {
		t.Fatal(err)
	}
	w.GiveUp(first, "timed out")
	if _, err = alice("read", "send n2 send n1 reply 2 ok Y"); err != nil {
		t.Fatal(err)
	}
	if err := settle(w)(); err != nil {
		t.Fatal(err)
	}
	h := w.History()
	want := history.Late{Outcome: history.OK, Fields: node.Fields{{Name: "value", Value: x}}, At: history.Moment{Time: 2 * time.Millisecond, Event: 5}}
	if !reflect.DeepEqual(h[0].Late, want) || h[1].Late.Outcome != "" {
		t.Errorf("got %+v and %+v late, want %+v and nothing", h[0].Late, h[1].Late, want)
	}
	if got := h[0].Request(); got != `write script="send n2 send n1 reply 1 ok X"` {
		t.Errorf("got %s, want what was asked", got)
	}
	const table = `
client  node  operation  invoked  returned  outcome
alice   n1    write      0ms (1)  0ms (1)   unknown: timed out
alice   n1    read       0ms (2)  2ms (6)   ok Y
`
	if got := plain(h); got != table {
		t.Errorf("got%s\nwant%s", got, table)
	}
	if ending, why := first.Heard(); ending != history.Unknown || why != "timed out" {
		t.Errorf("got %s, %s, want that the client heard nothing", ending, why)
	}
}

// No judge goes by what came late: a client that gave up on its proposal did not
// see another value chosen.
func TestLateAnswersAreNotJudged(t *testing.T) {
	h := history.History{
		{Client: "a", Op: "propose", Value: x, Outcome: history.OK, Result: x, Returned: history.Moment{Time: 1}},
		{Client: "b", Op: "propose", Value: y, Outcome: history.Unknown, Why: "timed out", Returned: history.Moment{Time: 1},
			Late: history.Late{Outcome: history.OK, Fields: node.Fields{{Name: "value", Value: y}}, At: history.Moment{Time: 2}}},
	}
	if j, err := history.Judge(h, history.Consensus, history.DefaultBudget); err != nil || j.Verdict != history.Holds {
		t.Errorf("got %v, %v, want that it holds", j, err)
	}
}

// What a client drives by hand stands in the history as what it is done for.
func TestByHandInTheHistory(t *testing.T) {
	l := newLab(t, engine.Options{})
	p := l.open(1, x)
	l.check(l.prepare(p, nil))
	if h := l.History(); len(h) != 1 || h[0].Op != paxos.OpPropose || p.Request.Op != paxos.OpOpen {
		t.Errorf("got %v of %s, want a propose", h, p.Request.Op)
	}
}
