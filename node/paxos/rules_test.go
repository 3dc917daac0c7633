package paxos

import (
	"strings"
	"testing"

	"synod/node"
)

// Each rule that safety needs has a schedule that breaks without it: two
// values chosen, or two learned, or one learned that is not chosen. The same
// schedule with the rule on is the control, and must break nothing.

type attack struct {
	rule   string
	breaks string // how the observer calls it
	run    func(l *lab)
}

// decide drives a whole proposal by hand among the given acceptors.
func (l *lab) decide(id node.ID, v node.Value, b node.Ballot, to ...node.ID) {
	l.open(id, v, b)
	l.prepare(id, to...)
	l.accept(id, to...)
}

var attacks = []attack{
	{"accept_checks_promise", "promises", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.prepare(1, 1, 2)
		l.accept(1, 1)
		l.decide(3, y, ballot(1, 3), 2, 3)
		l.accept(1, 2) // late, and accepted: X has a quorum at 1.1 too
	}},
	{"accept_raises_promise", "promises", func(l *lab) {
		l.open(3, y, ballot(1, 3))
		l.prepare(3, 2, 3)
		l.open(1, x, ballot(2, 1))
		l.prepare(1, 1, 2)
		l.accept(1, 1, 3) // X is chosen; 3 goes on as if it had promised 1.3 only
		l.accept(3, 3)    // and exchanges its vote for Y
		l.decide(2, `"Z"`, ballot(3, 2), 2, 3)
	}},
	{"promise_durable", "promises", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.prepare(1, 1, 2)
		l.open(3, y, ballot(2, 3))
		l.prepare(3, 2, 3)
		l.crash(2)
		l.restart(2)
		l.accept(1, 1, 2)
		l.accept(3, 2, 3)
	}},
	{"accept_durable", "agreement", func(l *lab) {
		l.decide(1, x, ballot(1, 1), 1, 2)
		l.crash(2)
		l.restart(2)
		l.decide(3, y, ballot(2, 3), 2, 3)
	}},
	{"ballot_never_reused", "one value", func(l *lab) {
		l.propose(1, x)
		for _, id := range []node.ID{2, 3} {
			l.answered(1, "prepare", "promise", []node.ID{id})
		}
		l.crash(1)
		l.restart(1)
		l.flying = l.flying[:0:0] // its accepts for X are held back,
		for _, dst := range []node.ID{1, 3} {
			l.flying = append(l.flying, packet{1, dst, Message{What: Accept, Ballot: ballot(1, 1), Value: x}})
		}
		l.propose(1, y) // it starts the same ballot for Y,
		for _, id := range []node.ID{2, 3} {
			l.answered(1, "prepare", "promise", []node.ID{id})
		}
		l.deliver("accept", 1, 1) // and then they arrive.
		l.deliver("accept", 1, 3)
		l.deliver("accept", 1, 2)
		l.deliver("accept", 1, 3)
	}},
	{"adopt_reported_value", "agreement", func(l *lab) {
		l.decide(1, x, ballot(1, 1), 1, 2)
		l.decide(3, y, ballot(2, 3), 2, 3)
	}},
	{"adopt_highest_ballot", "agreement", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.prepare(1, 1, 2)
		l.accept(1, 1)
		l.decide(3, y, ballot(1, 3), 2, 3)
		l.decide(2, `"Z"`, ballot(2, 2), 1, 2) // 1 reports X at 1.1, and 2 reports Y at 1.3
	}},
	{"accepted_ballot_stored_apart", "agreement", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.prepare(1, 1, 2)
		l.accept(1, 1)
		l.decide(3, y, ballot(1, 3), 2, 3)
		l.prepare(1, 1) // phase 2 has begun, so this is 2.1
		l.decide(2, `"Z"`, ballot(3, 2), 1, 2)
	}},
	{"count_distinct_acceptors", "agreement", func(l *lab) {
		l.decide(1, x, ballot(1, 1), 1, 2)
		l.open(3, y, ballot(2, 3))
		l.byHand(3, OpPrepare)
		l.deliver("prepare", 3, 3)
		l.duplicate("promise", 3, 3)
		l.deliver("promise", 3, 3) // one acceptor, twice
		l.accept(3, 2, 3)
	}},
	{"match_reply_ballot", "agreement", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.byHand(1, OpPrepare, 2, 3)
		l.deliver("prepare", 1, 2)
		l.deliver("prepare", 1, 3)
		l.decide(3, y, ballot(1, 3), 2, 3)
		l.byHand(1, OpPrepare, 2)
		l.deliver("prepare", 1, 2)
		l.deliver("nack", 2, 1)
		l.prepare(1, 1)            // 2.1
		l.deliver("promise", 2, 1) // of 1.1, and without Y
		l.accept(1, 1, 2)
	}},
	{"one_value_per_ballot", "one value", func(l *lab) {
		l.open(3, y, ballot(1, 3))
		l.prepare(3, 2, 3)
		l.accept(3, 3)
		l.ask(1, Request{ID: 99, Op: OpPropose, Value: x, Ballot: ballot(2, 1)})
		l.answered(1, "prepare", "promise", []node.ID{1, 2})
		l.deliver("accept", 1, 1)
		l.deliver("accept", 1, 2) // X is chosen, and 1 has not heard of it
		l.answered(1, "prepare", "promise", []node.ID{3})
		l.deliver("accept", 1, 3)
		l.deliver("accept", 1, 2)
		l.deliver("accept", 1, 3)
	}},
	{"node_id_in_ballot", "one value", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.prepare(1, 1, 2)
		l.open(3, y, ballot(1, 3))
		l.prepare(3, 2, 3)
		l.accept(1, 1, 2)
		l.accept(3, 2, 3)
	}},
	{"no_vote_is_not_falsy", "agreement", func(l *lab) {
		l.decide(1, "0", ballot(1, 1), 1, 2)
		l.decide(3, "7", ballot(2, 3), 2, 3)
	}},
	{"learn_after_quorum", "learning", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.prepare(1, 1, 2)
		l.accept(1, 1)
		l.decide(3, y, ballot(1, 3), 2, 3)
	}},
	{"majority_quorum", "learning", func(l *lab) {
		l.decide(1, x, ballot(1, 1), 1)
		l.decide(3, y, ballot(1, 3), 3)
	}},
	{"sync_before_reply", "agreement", func(l *lab) {
		l.open(1, x, ballot(1, 1))
		l.prepare(1, 1, 2)
		l.byHand(1, OpAccept, 1, 2)
		l.deliver("accept", 1, 1)
		l.deliverAt(l.find("accept", 1, 2), 3) // 2 crashes when it has answered, or before
		l.restart(2)
		l.decide(3, y, ballot(2, 3), 2, 3)
	}},
}

func TestRulesAreNeeded(t *testing.T) {
	tested := map[string]bool{}
	for _, a := range attacks {
		tested[a.rule] = true
		t.Run(a.rule, func(t *testing.T) {
			l := newLab(t, node.Config{Nodes: 3, Rules: off(a.rule)})
			a.run(l)
			if !strings.HasPrefix(l.watch.broken, a.breaks) {
				t.Errorf("without the rule: got %q, want a violation of %q\n%s", l.watch.broken, a.breaks, l.text())
			}
			if got := l.disagreement(); got == "" {
				t.Errorf("got no harm done, want two values\n%s", l.text())
			}
			control := newLab(t, node.Config{Nodes: 3})
			control.lenient = true // what the rule forbids cannot be done
			a.run(control)
			if got := control.watch.broken + control.disagreement(); got != "" {
				t.Errorf("with the rule: got %q, want none\n%s", got, control.text())
			}
		})
	}
	for _, r := range (Protocol{}).Rules() {
		if r.Unsafe != r.Default || tested[r.Name] != r.Unsafe {
			t.Errorf("%s: got default %t, unsafe %t, tested %t; want them equal", r.Name, r.Default, r.Unsafe, tested[r.Name])
		}
		if r.Doc == "" || strings.HasSuffix(r.Doc, ".") {
			t.Errorf("%s: got doc %q, want one sentence without a full stop", r.Name, r.Doc)
		}
	}
}

// disagreement returns the two values that ended up chosen, or learned by
// different nodes, or told to different clients.
func (l *lab) disagreement() string {
	values := l.chosen()
	for _, b := range l.nodes[1:] {
		if b.file != "" && !contains(values, b.file) {
			values = append(values, b.file)
		}
		for _, r := range b.replies {
			if r.Status == StatusChosen && !contains(values, r.Value) {
				values = append(values, r.Value)
			}
		}
	}
	if len(values) < 2 {
		return ""
	}
	return values[0].String() + " and " + values[1].String()
}

// The two rules that only look like mistakes: nothing is ever chosen.
func TestOddRulesStopProgress(t *testing.T) {
	l := newLab(t, node.Config{Nodes: 3, Rules: on("accept_strict"), Settings: Options{Backoff: Backoff{Min: 1, Max: 1}}.Settings()})
	l.propose(1, x)
	l.flush()
	if r := l.last(1); r.Status != StatusRefused || l.chosen() != nil {
		t.Errorf("accept_strict: got %v and %v chosen, want the votes refused", r.Status, l.chosen())
	}
	l = newLab(t, node.Config{Nodes: 3, Rules: on("prepare_sticky"), Settings: Options{Backoff: Backoff{Min: 1, Max: 1}}.Settings()})
	l.open(3, y, ballot(1, 3))
	l.prepare(3, 1, 2)
	l.propose(1, x)
	l.flush()
	if r := l.last(1); r.Status != StatusRefused || l.chosen() != nil {
		t.Errorf("prepare_sticky: got %v and %v chosen, want the prepare refused", r.Status, l.chosen())
	}
}
