package paxos

import (
	"fmt"
	"strings"
	"testing"

	"synod/node"
)

// The schedules of the slides "Implementing Replicated Logs with Paxos",
// message by message. P and A are a prepare and an accept that are delivered
// and answered; what the test does not name stays in flight.

const x, y = node.Value(`"X"`), node.Value(`"Y"`)

// ends says how a schedule must end: each node's promise and vote, and the
// last reply to each proposer.
func (l *lab) ends(t *testing.T, acceptors string, replies map[node.ID]string) {
	t.Helper()
	var states []string
	for id := 1; id <= l.cfg.Nodes; id++ {
		m := l.machine(node.ID(id))
		states = append(states, fmt.Sprintf("%v/%v %v", m.Promised, m.Accepted, m.Vote))
	}
	if got := strings.Join(states, ", "); got != acceptors {
		t.Errorf("got  %s\nwant %s\n%s", got, acceptors, l.text())
	}
	for id, want := range replies {
		r := l.last(id)
		if got := describeReply(&r); got != want {
			t.Errorf("last reply of %v: got %q, want %q\n%s", id, got, want, l.text())
		}
	}
}

// five opens proposers at nodes 1 and 5 of five, and three at 1 and 3 of three.
func five(t *testing.T) *lab {
	l := newLab(t, node.Config{Nodes: 5})
	l.open(1, x, ballot(3, 1))
	l.open(5, y, ballot(4, 5))
	return l
}

func three(t *testing.T) *lab {
	l := newLab(t, node.Config{Nodes: 3})
	l.open(1, x, ballot(3, 1))
	l.open(3, y, ballot(4, 3))
	return l
}

func TestAWinsOfFive(t *testing.T) {
	l := five(t)
	l.prepare(1, 1, 2, 3)
	l.accept(1, 1, 2, 3)
	l.prepare(5, 3, 4, 5)
	l.accept(5, 3, 4, 5)
	l.ends(t, "3.1/3.1 X, 3.1/3.1 X, 4.5/4.5 X, 4.5/4.5 X, 4.5/4.5 X", map[node.ID]string{
		1: "reply chosen 3.1 X mine", 5: "reply chosen 4.5 X",
	})
}

func TestBWinsFirstOfFive(t *testing.T) {
	l := five(t)
	l.prepare(1, 1, 2, 3)
	l.accept(1, 3)
	if got := l.chosen(); got != nil {
		t.Fatalf("one vote of three: got %v chosen, want nothing", got)
	}
	l.prepare(5, 3, 4, 5)
	l.accept(5, 3, 4, 5)
	l.accept(1, 1, 2) // late, and harmless: a quorum of 3.1 all the same
	l.ends(t, "3.1/3.1 X, 3.1/3.1 X, 4.5/4.5 X, 4.5/4.5 X, 4.5/4.5 X", map[node.ID]string{
		1: "reply chosen 3.1 X mine", 5: "reply chosen 4.5 X",
	})
}

// The trace is what a golden file holds: the order of events, not just the end.
func TestBWinsFirstTrace(t *testing.T) {
	l := five(t)
	l.lines = nil
	l.prepare(1, 1, 2, 3)
	l.accept(1, 3)
	l.prepare(5, 3, 4, 5)
	want := `n1  prepare | ballot 3.1
n1 -> n1  prepare 3.1 | promise, no vote
n1 -> n2  prepare 3.1 | promise, no vote
n1 -> n3  prepare 3.1 | promise, no vote
n1 -> n1  promise 3.1, no vote | promise 1 of 3
n2 -> n1  promise 3.1, no vote | promise 2 of 3
n3 -> n1  promise 3.1, no vote | promise 3 of 3
n1  quorum 3/5 at 3.1: proposes X
n1  accept | ballot 3.1 for X
n1 -> n3  accept 3.1 X | accepted
n3 -> n1  accepted 3.1 X | vote 1 of 3
n5  prepare | ballot 4.5
n5 -> n3  prepare 4.5 | promise, voted 3.1 X
n5 -> n4  prepare 4.5 | promise, no vote
n5 -> n5  prepare 4.5 | promise, no vote
n3 -> n5  promise 4.5, voted 3.1 X | promise 1 of 3
n4 -> n5  promise 4.5, no vote | promise 2 of 3
n5 -> n5  promise 4.5, no vote | promise 3 of 3
n5  quorum 3/5 at 4.5: proposes X (adopted from n3, wanted Y)`
	if got := l.text(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// Without holding messages the learn of B reaches A before A's late accepts.
// A has its answer then, and may still send them.
func TestBWinsFirstWithoutHolding(t *testing.T) {
	l := five(t)
	l.prepare(1, 1, 2, 3)
	l.accept(1, 3)
	l.prepare(5, 3, 4, 5)
	l.accept(5, 3, 4, 5)
	l.flush()
	replies := len(l.nodes[1].replies)
	l.ends(t, "3.1/0.0 -, 3.1/0.0 -, 4.5/4.5 X, 4.5/4.5 X, 4.5/4.5 X", map[node.ID]string{1: "reply chosen 4.5 X mine"})
	l.accept(1, 1, 2)
	l.ends(t, "3.1/3.1 X, 3.1/3.1 X, 4.5/4.5 X, 4.5/4.5 X, 4.5/4.5 X", nil)
	if got := len(l.nodes[1].replies); got != replies {
		t.Errorf("got %d replies after the last word, want %d", got, replies)
	}
	if got := l.machine(1).Proposal.String(); got != "chosen at 3.1" {
		t.Errorf("got proposer %q, want that it counted its own quorum too", got)
	}
}

func TestBWinsSecondOfFive(t *testing.T) {
	l := five(t)
	l.prepare(1, 1, 2, 3)
	l.accept(1, 1, 2)
	l.prepare(5, 3, 4, 5)
	l.accept(1, 3) // refused
	l.ends(t, "3.1/3.1 X, 3.1/3.1 X, 4.5/0.0 -, 4.5/0.0 -, 4.5/0.0 -", map[node.ID]string{1: "reply refused 3.1 X"})
	l.accept(5, 3, 4, 5)
	l.prepare(1, 1, 2, 3)
	l.ends(t, "5.1/3.1 X, 5.1/3.1 X, 5.1/4.5 Y, 4.5/4.5 Y, 4.5/4.5 Y", map[node.ID]string{1: "reply proposing 5.1 Y"})
	l.accept(1, 1, 2, 3)
	l.ends(t, "5.1/5.1 Y, 5.1/5.1 Y, 5.1/5.1 Y, 4.5/4.5 Y, 4.5/4.5 Y", map[node.ID]string{
		1: "reply chosen 5.1 Y", 5: "reply chosen 4.5 Y mine",
	})
}

func TestLivelockOfFive(t *testing.T) {
	l := newLab(t, node.Config{Nodes: 5})
	l.open(1, x, ballot(3, 1))
	l.open(5, y, ballot(3, 5))
	l.prepare(1, 1, 2, 3)
	for range 4 {
		l.prepare(5, 3, 4, 5)
		l.accept(1, 3) // refused
		l.prepare(1, 1, 2, 3)
		l.accept(5, 3) // refused
	}
	if got := l.chosen(); got != nil {
		t.Fatalf("got %v chosen, want nothing for ever", got)
	}
	l.ends(t, "10.1/0.0 -, 10.1/0.0 -, 10.1/0.0 -, 9.5/0.0 -, 9.5/0.0 -", map[node.ID]string{
		1: "reply proposing 10.1 X", 5: "reply refused 9.5 Y",
	})
	l.accept(1, 1, 2, 3)
	l.ends(t, "10.1/10.1 X, 10.1/10.1 X, 10.1/10.1 X, 9.5/0.0 -, 9.5/0.0 -", map[node.ID]string{1: "reply chosen 10.1 X mine"})
}

func TestAWinsOfThree(t *testing.T) {
	l := three(t)
	l.prepare(1, 1, 2)
	l.accept(1, 1, 2)
	l.prepare(3, 2, 3)
	l.accept(3, 2, 3)
	l.ends(t, "3.1/3.1 X, 4.3/4.3 X, 4.3/4.3 X", map[node.ID]string{
		1: "reply chosen 3.1 X mine", 3: "reply chosen 4.3 X",
	})
}

func TestBWinsFirstOfThree(t *testing.T) {
	l := three(t)
	l.prepare(1, 1, 2)
	l.byHand(1, OpAccept, 1, 2)
	l.deliver("accept", 1, 2)
	l.deliver("accepted", 2, 1)
	l.prepare(3, 2, 3)
	l.accept(3, 2, 3)
	l.deliver("accept", 1, 1) // held until now
	l.deliver("accepted", 1, 1)
	l.ends(t, "3.1/3.1 X, 4.3/4.3 X, 4.3/4.3 X", map[node.ID]string{
		1: "reply chosen 3.1 X mine", 3: "reply chosen 4.3 X",
	})
}

func TestBWinsSecondOfThree(t *testing.T) {
	l := three(t)
	l.prepare(1, 1, 2)
	l.accept(1, 1)
	l.prepare(3, 2, 3)
	l.accept(1, 2) // refused
	l.accept(3, 2, 3)
	l.prepare(1, 1, 2)
	l.accept(1, 1, 2)
	l.ends(t, "5.1/5.1 Y, 5.1/5.1 Y, 4.3/4.3 Y", map[node.ID]string{
		1: "reply chosen 5.1 Y", 3: "reply chosen 4.3 Y mine",
	})
}

// Two proposers that run by themselves and retry at once livelock just as well.
func TestLivelockOfThree(t *testing.T) {
	l := newLab(t, node.Config{Nodes: 3})
	l.propose(1, x)
	l.propose(3, y)
	phase1 := func(id, a, b node.ID) {
		l.answered(id, "prepare", "promise", []node.ID{a, b})
	}
	phase1(1, 1, 2)
	for range 5 {
		phase1(3, 2, 3)
		l.deliver("accept", 1, 2)
		l.deliver("nack", 2, 1)
		phase1(1, 1, 2)
		l.deliver("accept", 3, 2)
		l.deliver("nack", 2, 3)
	}
	if got := l.chosen(); got != nil {
		t.Fatalf("got %v chosen, want nothing for ever", got)
	}
	if got := l.last(1); got.Ballot != ballot(10, 1) || got.Rounds != 6 {
		t.Errorf("got %+v, want ballot 10.1 in the sixth round", got)
	}
}

// A single proposal among n nodes that nothing disturbs is 5(n-1) messages.
func TestSingleProposal(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 5, 7, 65, 200} {
		l := newLab(t, node.Config{Nodes: n})
		l.propose(1, x)
		l.flush()
		if got, want := l.sent, 5*(n-1); got != want {
			t.Errorf("%d nodes: got %d messages, want %d", n, got, want)
		}
		for id := 1; id <= n; id++ {
			if m := l.machine(node.ID(id)); m.Learned != x || l.nodes[id].file != x {
				t.Errorf("%d nodes: n%d learned %v and has file %v, want X", n, id, m.Learned, l.nodes[id].file)
			}
		}
		if got, want := describeReply(ptr(l.last(1))), "reply chosen 1.1 X mine"; got != want {
			t.Errorf("%d nodes: got %q, want %q", n, got, want)
		}
	}
}

func ptr[T any](v T) *T { return &v }

// What is chosen stays chosen, for whoever proposes next, and for a read.
func TestSequentialProposalsKeepFirst(t *testing.T) {
	l := newLab(t, node.Config{Nodes: 3})
	l.propose(1, x)
	l.flush()
	l.propose(1, y)
	l.flush()
	l.ends(t, "2.1/2.1 X, 2.1/2.1 X, 2.1/2.1 X", map[node.ID]string{1: "reply chosen 2.1 X"})
	if got, want := l.sent, 2*5*2; got != want {
		t.Errorf("got %d messages, want %d: the second proposal is a whole round too", got, want)
	}
	l.ask(2, Request{ID: 9, Op: OpRead})
	l.flush()
	l.ends(t, "3.2/3.2 X, 3.2/3.2 X, 3.2/3.2 X", map[node.ID]string{2: "reply chosen 3.2 X"})
}

// Falsy values are values.
func TestFalsyValuesAreKept(t *testing.T) {
	for _, v := range []node.Value{"0", `""`, "false", "[]", "null", "{}"} {
		l := newLab(t, node.Config{Nodes: 3})
		l.propose(1, v)
		l.flush()
		l.propose(3, "7")
		l.flush()
		if got := l.last(3); got.Value != v || got.Mine {
			t.Errorf("%s: got %+v, want it kept", v, got)
		}
	}
}

// A lower ballot is refused by all, and retried above what was in its way.
func TestLowerBallotRetries(t *testing.T) {
	l := newLab(t, node.Config{Nodes: 3})
	l.ask(3, Request{ID: 1, Op: OpPropose, Value: y, Ballot: ballot(2, 3)})
	l.flush()
	l.ask(1, Request{ID: 2, Op: OpPropose, Value: x, Ballot: ballot(1, 1)})
	l.flush()
	l.ends(t, "3.1/3.1 Y, 3.1/3.1 Y, 3.1/3.1 Y", map[node.ID]string{1: "reply chosen 3.1 Y"})
}
