package paxos

import (
	"slices"
	"strings"
	"testing"

	"synod/node"
)

func TestByHand(t *testing.T) {
	open := func(m *machine) string {
		return ask(m, Request{ID: 7, Op: OpOpen, Value: x, Ballot: ballot(3, 1)})
	}
	opened := act{open, "(ballot 3.1); reply opened 3.1"}
	begun := act{request(OpPrepare, "", 2), "write started 3.1; sync; reply preparing 3.1; (ballot 3.1); n2: prepare 3.1"}
	cfg := node.Config{Nodes: 3, Settings: Options{Retransmit: 1, Backoff: Backoff{Min: 1, Max: 1}}.Settings()}
	for _, s := range []story{
		{"one by one", cfg, []act{
			opened, begun,
			{request(OpPrepare, "", 2), "(ballot 3.1); n2: prepare 3.1"},
			{from(2, promiseOf(3, 1)), "(promise 1 of 2)"},
			{from(2, promiseOf(3, 1)), "(ignored: counted before)"},
			{request(OpPrepare, ""), "(ballot 3.1); n1: prepare 3.1; n2: prepare 3.1; n3: prepare 3.1"},
			{from(3, promiseOf(3, 1)), "(promise 2 of 2); (quorum 2/3 at 3.1: proposes X); reply proposing 3.1 X"},
			{request(OpAccept, "", 3, 1), "(ballot 3.1 for X); n3: accept 3.1 X; n1: accept 3.1 X"},
			{from(3, acceptedOf(3, 1, x)), "(vote 1 of 2)"},
			{request(OpAccept, ""), "(ballot 3.1 for X); n1: accept 3.1 X; n2: accept 3.1 X; n3: accept 3.1 X"},
			{from(1, acceptedOf(3, 1, x)), "(vote 2 of 2); (chosen X at 3.1, 2/3 accepted); write learned X; sync; publish X; n2: learn X; n3: learn X; reply chosen 3.1 X mine"},
			// What comes now is late and harmless.
			{from(2, acceptedOf(3, 1, x)), "(ignored: ballot 3.1 is over)"},
			{request(OpAccept, "", 2), "(ballot 3.1 for X); n2: accept 3.1 X"},
			{request(OpPrepare, "", 2), "write started 4.1; sync; (ballot 4.1); n2: prepare 4.1"},
			{request(OpStop, ""), "(rejected); reply rejected: the proposal is over: X is chosen"},
			{request(OpPropose, y), "write started 5.1; sync; reply preparing 5.1; (ballot 5.1); n1: prepare 5.1; n2: prepare 5.1; n3: prepare 5.1; set resend 1ns to 1ns"},
		}},
		{"a refused phase 1 may still succeed", cfg, []act{
			opened, begun,
			{from(2, promiseOf(3, 1)), "(promise 1 of 2)"},
			{from(1, nackOf(ballot(3, 1), ballot(5, 3))), "(ballot 3.1 is refused); reply refused 3.1"},
			{from(3, nackOf(ballot(3, 1), ballot(5, 3))), "(ignored: ballot 3.1 is refused already)"},
			{request(OpAccept, ""), "(rejected); reply rejected: phase 1 of 3.1 was refused with 1 of 2 promises; prepare(to=…) starts a higher ballot"},
			{from(3, promiseOf(3, 1)), "(promise 2 of 2); (quorum 2/3 at 3.1: proposes X); reply proposing 3.1 X"},
			{from(1, nackOf(ballot(3, 1), ballot(5, 3))), "(ballot 3.1 is refused); reply refused 3.1 X"},
			{request(OpAccept, "", 3), "(ballot 3.1 for X); n3: accept 3.1 X"},
			{request(OpPrepare, "", 3), "write started 6.1; sync; reply preparing 6.1; (ballot 6.1); n3: prepare 6.1"},
			{request(OpStop, ""), "(stopped at 6.1); reply stopped 6.1"},
		}},
		{"a refusal starts a new ballot", cfg, []act{
			opened, begun,
			{from(2, nackOf(ballot(3, 1), ballot(5, 3))), "(ballot 3.1 is refused); reply refused 3.1"},
			{request(OpPrepare, "", 1, 3), "write started 6.1; sync; reply preparing 6.1; (ballot 6.1); n1: prepare 6.1; n3: prepare 6.1"},
			{from(2, promiseOf(3, 1)), "(ignored: ballot 3.1 is over)"},
		}},
		{"phase 2 begun, then a new ballot", cfg, []act{
			opened, begun,
			{from(2, promiseOf(3, 1)), "(promise 1 of 2)"},
			{from(3, promiseOf(3, 1)), "(promise 2 of 2); (quorum 2/3 at 3.1: proposes X); reply proposing 3.1 X"},
			{request(OpPrepare, "", 1), "write started 4.1; sync; reply preparing 4.1; (ballot 4.1); n1: prepare 4.1"},
		}},
		{"learned before anything is sent", cfg, []act{
			opened,
			{from(2, learnOf(ballot(9, 2), y)), "write learned Y; sync; publish Y; (learned Y); reply chosen 9.2 Y"},
			// The ballot that was announced is kept, though a higher one was seen.
			{request(OpPrepare, "", 2, 3), "write started 3.1; sync; (ballot 3.1); n2: prepare 3.1; n3: prepare 3.1"},
			{from(2, nackOf(ballot(3, 1), ballot(9, 2))), "(ballot 3.1 is refused)"},
			{request(OpPrepare, "", 2), "write started 10.1; sync; (ballot 10.1); n2: prepare 10.1"},
		}},
		{"not started", cfg, []act{
			opened,
			{request(OpAccept, ""), "(rejected); reply rejected: phase 1 of 3.1 has 0 of 2 promises; prepare(to=…) more acceptors first"},
			{from(2, promiseOf(3, 1)), "(ignored: ballot 3.1 is over)"},
			{request(OpStop, ""), "(stopped at 3.1); reply stopped 3.1"},
			{open, "(ballot 3.1); reply opened 3.1"},
		}},
		{"timers are not its business", cfg, []act{
			opened, begun,
			{timer(timerResend), "(nothing to do)"},
			{timer(timerBackoff), "(nothing to do)"},
		}},
		{"the node chooses the ballot", cfg, []act{
			{from(2, prepareOf(4, 2)), "write promised 4.2; sync; (promise, no vote); n2: promise 4.2, no vote"},
			{request(OpOpen, x), "(ballot 5.1); reply opened 5.1"},
		}},
	} {
		t.Run(s.name, s.test)
	}
}

// A request that makes no sense is answered with what is wrong and what would
// be right, and changes nothing.
func TestRejected(t *testing.T) {
	fresh := func(*machine) {}
	propose := func(m *machine) { request(OpPropose, x)(m) }
	open := func(m *machine) { request(OpOpen, x)(m) }
	prepared := func(m *machine) {
		open(m)
		request(OpPrepare, "")(m)
		feed(m, 2, promiseOf(1, 1))
	}
	for _, c := range []struct {
		name  string
		setup func(*machine)
		r     Request
		want  string
	}{
		{"second proposer", propose, Request{Op: OpPropose, Value: y}, "n1 already has a proposer: X at 1.1, phase 1; wait for it, or stop it"},
		{"open beside a proposer", propose, Request{Op: OpOpen, Value: y}, "n1 already has a proposer: X at 1.1, phase 1; wait for it, or stop it"},
		{"read beside one not started", open, Request{Op: OpRead}, "n1 already has a proposer: X at 1.1, not started; wait for it, or stop it"},
		{"second proposer in phase 2", func(m *machine) { prepared(m); feed(m, 3, promiseOf(1, 1)) }, Request{Op: OpRead}, "n1 already has a proposer: X at 1.1, phase 2; wait for it, or stop it"},
		{"no value", fresh, Request{Op: OpPropose}, "got no value, want one"},
		{"not JSON", fresh, Request{Op: OpOpen, Value: "X"}, `got value "X", want JSON: invalid character 'X' looking for beginning of value`},
		{"not compact", fresh, Request{Op: OpPropose, Value: "[1, 2]"}, `got value "[1, 2]", want JSON without spaces between its parts`},
		{"not UTF-8", fresh, Request{Op: OpPropose, Value: "\"\xff\""}, `got value "\"\xff\"", want UTF-8`},
		{"too big", fresh, Request{Op: OpPropose, Value: node.Value(`"` + strings.Repeat("a", maxValue-1) + `"`)}, "got a value of 1048577 bytes, want at most 1048576"},
		{"another's ballot", fresh, Request{Op: OpPropose, Value: x, Ballot: ballot(3, 2)}, "got ballot 3.2, want one of n1, from 1.1 on"},
		{"another's ballot, later", func(m *machine) { propose(m); request(OpStop, "")(m) }, Request{Op: OpOpen, Value: x, Ballot: ballot(3, 2)}, "got ballot 3.2, want one of n1, from 2.1 on"},
		{"spent ballot", func(m *machine) { propose(m); request(OpStop, "")(m) }, Request{Op: OpPropose, Value: x, Ballot: ballot(1, 1)}, "got ballot 1.1, want 2.1 or higher: a ballot is used once"},
		{"round 0", fresh, Request{Op: OpPropose, Value: x, Ballot: ballot(0, 1)}, "got ballot 0.1, want 1.1 or higher: a ballot is used once"},
		{"negative round", fresh, Request{Op: OpPropose, Value: x, Ballot: ballot(-1, 1)}, "got ballot -1.1, want 1.1 or higher: a ballot is used once"},
		{"round too high", fresh, Request{Op: OpPropose, Value: x, Ballot: ballot(maxRound+1, 1)}, "got ballot 1073741824.1, want a round up to 1073741823"},
		{"unknown proposal", fresh, Request{ID: 7, Op: OpPrepare}, "n1 knows nothing of it any more: it is over, or n1 has restarted since"},
		{"another proposal", propose, Request{ID: 8, Op: OpStop}, "n1 knows nothing of it any more: it is over, or n1 has restarted since"},
		{"accept of an unknown proposal", open, Request{ID: 8, Op: OpAccept}, "n1 knows nothing of it any more: it is over, or n1 has restarted since"},
		{"prepare what runs by itself", propose, Request{ID: 7, Op: OpPrepare}, "the proposer of X at n1 runs by itself; only one made with proposer() is driven by hand"},
		{"accept what runs by itself", propose, Request{ID: 7, Op: OpAccept}, "the proposer of X at n1 runs by itself; only one made with proposer() is driven by hand"},
		{"unknown node", open, Request{ID: 7, Op: OpPrepare, To: []node.ID{1, 4}}, "got n4, want nodes of n1 to n3"},
		{"node 0", open, Request{ID: 7, Op: OpPrepare, To: []node.ID{0}}, "got n0, want nodes of n1 to n3"},
		{"a node twice", open, Request{ID: 7, Op: OpPrepare, To: []node.ID{2, 1, 2}}, "got n2 twice, want each node once, of n1 to n3"},
		{"accept to an unknown node", prepared, Request{ID: 7, Op: OpAccept, To: []node.ID{9}}, "got n9, want nodes of n1 to n3"},
		{"accept too early", prepared, Request{ID: 7, Op: OpAccept}, "phase 1 of 1.1 has 1 of 2 promises; prepare(to=…) more acceptors first"},
		{"unknown request", fresh, Request{Op: "dance"}, `got request "dance", want propose, read, open, prepare, accept, start or stop`},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, node.Config{Self: 1, Nodes: 3})
			c.setup(m)
			before := m.AppendState(nil)
			if got, want := ask(m, c.r), "(rejected); reply rejected: "+c.want; got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if !slices.Equal(before, m.AppendState(nil)) {
				t.Error("the state changed")
			}
		})
	}
}

// A given ballot may be lower than what others promised, but not than what
// this node used; without node_id_in_ballot it names nobody.
func TestGivenBallot(t *testing.T) {
	m := newMachine(t, node.Config{Self: 1, Nodes: 3})
	feed(m, 2, prepareOf(9, 2))
	got := ask(m, Request{Op: OpOpen, Value: x, Ballot: ballot(2, 1)})
	if want := "(ballot 2.1); reply opened 2.1"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, given := range []node.Ballot{ballot(2, 1), ballot(2, 0)} {
		m = newMachine(t, node.Config{Self: 1, Nodes: 3, Rules: off("node_id_in_ballot")})
		got = ask(m, Request{Op: OpOpen, Value: x, Ballot: given})
		if want := "(ballot 2.0); reply opened 2.0"; got != want {
			t.Errorf("%v: got %s, want %s", given, got, want)
		}
	}
}

// The client hears how many ballots its proposal took.
func TestRoundsAreCounted(t *testing.T) {
	l := newLab(t, node.Config{Nodes: 3})
	l.propose(1, x)
	for range 4 {
		b := l.machine(1).Proposal.Ballot
		l.step(1, &node.Event{Kind: node.EventDeliver, From: 3, Message: nackOf(b, ballot(b.Round, 3))}, -1)
	}
	if r := l.last(1); r.Rounds != 5 || r.Ballot != ballot(5, 1) {
		t.Errorf("got %+v, want 5 rounds and ballot 5.1", r)
	}
}
