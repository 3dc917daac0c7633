package paxos

import (
	"testing"
	"time"

	"synod/node"
)

// A story is a list of events for n1 and what it does at each, in order.
type story struct {
	name string
	cfg  node.Config
	acts []act
}

type act struct {
	do   func(*machine) string
	want string
}

func (s story) test(t *testing.T) {
	s.cfg.Self = 1
	m := newMachine(t, s.cfg)
	for i, a := range s.acts {
		if got := a.do(m); got != a.want {
			t.Fatalf("act %d\ngot  %s\nwant %s", i+1, got, a.want)
		}
	}
}

func from(id node.ID, msg Message) func(*machine) string {
	return func(m *machine) string { return feed(m, id, msg) }
}

func request(op string, v node.Value, to ...node.ID) func(*machine) string {
	return func(m *machine) string { return ask(m, Request{ID: 7, Op: op, Value: v, To: to}) }
}

func timer(t node.Timer) func(*machine) string {
	return func(m *machine) string { return fire(m, t) }
}

func promiseOf(round int32, id node.ID) Message {
	return Message{What: Promise, Ballot: ballot(round, id)}
}

func voteOf(round int32, id node.ID, at node.Ballot, v node.Value) Message {
	return Message{What: Promise, Ballot: ballot(round, id), Voted: true, Other: at, Value: v}
}

func acceptedOf(round int32, id node.ID, v node.Value) Message {
	return Message{What: Accepted, Ballot: ballot(round, id), Value: v}
}

func nackOf(b, promised node.Ballot) Message { return Message{What: Nack, Ballot: b, Other: promised} }

func learnOf(b node.Ballot, v node.Value) Message { return Message{What: Learn, Ballot: b, Value: v} }

const (
	begins  = "write started 1.1; sync; reply preparing 1.1; (ballot 1.1); n1: prepare 1.1; n2: prepare 1.1; n3: prepare 1.1"
	chooses = "(vote 2 of 2); (chosen X at 1.1, 2/3 accepted); write learned X; sync; publish X; n2: learn X; n3: learn X; reply chosen 1.1 X mine"
	accepts = "n1: accept 1.1 X; n2: accept 1.1 X; n3: accept 1.1 X"
)

// bound leads n1 of three to phase 2 of 1.1 for X.
func bound(more ...act) []act {
	return append([]act{
		{request(OpPropose, x), begins},
		{from(2, promiseOf(1, 1)), "(promise 1 of 2)"},
		{from(3, promiseOf(1, 1)), "(promise 2 of 2); (quorum 2/3 at 1.1: proposes X); reply proposing 1.1 X; " + accepts},
	}, more...)
}

func TestProposalByItself(t *testing.T) {
	three := node.Config{Nodes: 3}
	for _, s := range []story{
		{"to the end", three, bound(
			act{from(1, promiseOf(1, 1)), "(ignored: phase 2 of 1.1 has begun)"},
			act{from(1, acceptedOf(1, 1, x)), "(vote 1 of 2)"},
			act{from(1, acceptedOf(1, 1, x)), "(ignored: counted before)"},
			act{from(2, acceptedOf(1, 1, x)), chooses},
			act{from(3, acceptedOf(1, 1, x)), "(ignored: ballot 1.1 is over)"},
			act{from(3, nackOf(ballot(1, 1), ballot(2, 3))), "(ignored: ballot 1.1 is over)"},
			act{request(OpPropose, y), "write started 3.1; sync; reply preparing 3.1; (ballot 3.1); n1: prepare 3.1; n2: prepare 3.1; n3: prepare 3.1"},
		)},
		{"a promise twice counts once", three, []act{
			{request(OpPropose, x), begins},
			{from(2, promiseOf(1, 1)), "(promise 1 of 2)"},
			{from(2, promiseOf(1, 1)), "(ignored: counted before)"},
		}},
		{"other ballots do not count", three, []act{
			{from(3, prepareOf(4, 3)), "write promised 4.3; sync; (promise, no vote); n3: promise 4.3, no vote"},
			{from(2, promiseOf(1, 1)), "(ignored: ballot 1.1 is over)"},
			{request(OpPropose, x), "write started 5.1; sync; reply preparing 5.1; (ballot 5.1); n1: prepare 5.1; n2: prepare 5.1; n3: prepare 5.1"},
			{from(2, promiseOf(1, 1)), "(ignored: ballot 1.1 is over)"},
			{from(2, acceptedOf(1, 1, x)), "(ignored: ballot 1.1 is over)"},
			{from(2, nackOf(ballot(1, 1), ballot(9, 3))), "(ignored: ballot 1.1 is over)"},
			{from(2, promiseOf(5, 1)), "(promise 1 of 2)"},
			{from(3, promiseOf(5, 1)), "(promise 2 of 2); (quorum 2/3 at 5.1: proposes X); reply proposing 5.1 X; n1: accept 5.1 X; n2: accept 5.1 X; n3: accept 5.1 X"},
			{from(2, acceptedOf(1, 1, x)), "(ignored: ballot 1.1 is over)"},
			// The stale refusal told of round 9 all the same.
			{from(2, nackOf(ballot(5, 1), ballot(6, 2))), "(ballot 5.1 is refused, retries at 10.1); reply refused 5.1 X; write started 10.1; sync; reply preparing 10.1; n1: prepare 10.1; n2: prepare 10.1; n3: prepare 10.1"},
		}},
		{"adopts the vote at the highest ballot", node.Config{Nodes: 5}, []act{
			{from(4, learnOf(ballot(7, 3), `"old"`)), "write learned old; sync; publish old; (learned old)"},
			{request(OpPropose, x), "write started 8.1; sync; reply preparing 8.1; (ballot 8.1); n1: prepare 8.1; n2: prepare 8.1; n3: prepare 8.1; n4: prepare 8.1; n5: prepare 8.1"},
			{from(2, voteOf(8, 1, ballot(3, 2), `"b"`)), "(promise 1 of 3)"},
			{from(3, voteOf(8, 1, ballot(7, 3), `"old"`)), "(promise 2 of 3)"},
			{from(4, voteOf(8, 1, ballot(6, 5), `"c"`)), "(promise 3 of 3); (quorum 3/5 at 8.1: proposes old (adopted from n3, wanted X)); reply proposing 8.1 old; n1: accept 8.1 old; n2: accept 8.1 old; n3: accept 8.1 old; n4: accept 8.1 old; n5: accept 8.1 old"},
			{from(2, acceptedOf(8, 1, `"old"`)), "(vote 1 of 3)"},
			{from(3, acceptedOf(8, 1, `"old"`)), "(vote 2 of 3)"},
			// Known here before, so nothing is written; the others may not know.
			{from(5, acceptedOf(8, 1, `"old"`)), "(vote 3 of 3); (chosen old at 8.1, 3/5 accepted); n2: learn old; n3: learn old; n4: learn old; n5: learn old; reply chosen 8.1 old"},
		}},
		{"adopts what it wanted", three, []act{
			{request(OpPropose, x), begins},
			{from(2, voteOf(1, 1, ballot(1, 0), x)), "(promise 1 of 2)"},
			{from(3, promiseOf(1, 1)), "(promise 2 of 2); (quorum 2/3 at 1.1: proposes X (adopted from n2)); reply proposing 1.1 X; " + accepts},
		}},
		{"a learn ends it", three, bound(
			act{from(2, learnOf(ballot(2, 2), y)), "write learned Y; sync; publish Y; (learned Y); reply chosen 2.2 Y"},
			act{from(2, learnOf(ballot(2, 2), y)), "(knows Y)"},
			act{from(2, learnOf(ballot(3, 3), x)), "(keeps Y, told X)"},
		)},
		{"learning what it asked for", three, bound(
			act{from(2, learnOf(ballot(2, 2), x)), "write learned X; sync; publish X; (learned X); reply chosen 2.2 X mine"},
		)},
		{"flexible quorums", node.Config{Nodes: 3, Settings: Options{Q1: 3, Q2: 1}.Settings()}, []act{
			{request(OpPropose, x), begins},
			{from(1, promiseOf(1, 1)), "(promise 1 of 3)"},
			{from(2, promiseOf(1, 1)), "(promise 2 of 3)"},
			{from(3, promiseOf(1, 1)), "(promise 3 of 3); (quorum 3/3 at 1.1: proposes X); reply proposing 1.1 X; " + accepts},
			{from(3, acceptedOf(1, 1, x)), "(vote 1 of 1); (chosen X at 1.1, 1/3 accepted); write learned X; sync; publish X; n2: learn X; n3: learn X; reply chosen 1.1 X mine"},
		}},
		{"stopped", three, bound(
			act{request(OpStop, ""), "(stopped at 1.1); reply stopped 1.1 X"},
			act{from(3, acceptedOf(1, 1, x)), "(ignored: ballot 1.1 is over)"},
		)},
	} {
		t.Run(s.name, s.test)
	}
}

func TestRead(t *testing.T) {
	three := node.Config{Nodes: 3, Settings: Options{Retransmit: time.Second}.Settings()}
	reads := begins + "; set resend 1s to 1s"
	for _, s := range []story{
		{"nothing is chosen", three, []act{
			{request(OpRead, ""), reads},
			{from(1, promiseOf(1, 1)), "(promise 1 of 2)"},
			{from(2, promiseOf(1, 1)), "(promise 2 of 2); (quorum 2/3 at 1.1: no vote); stop resend; reply empty 1.1"},
			{from(3, promiseOf(1, 1)), "(ignored: ballot 1.1 is over)"},
		}},
		{"finishes what it finds", three, []act{
			{request(OpRead, ""), reads},
			{from(2, voteOf(1, 1, ballot(1, 0), x)), "(promise 1 of 2)"},
			{from(3, promiseOf(1, 1)), "(promise 2 of 2); (quorum 2/3 at 1.1: proposes X (adopted from n2)); reply proposing 1.1 X; " + accepts + "; set resend 1s to 1s"},
			{from(2, acceptedOf(1, 1, x)), "(vote 1 of 2)"},
			{from(3, acceptedOf(1, 1, x)), "(vote 2 of 2); (chosen X at 1.1, 2/3 accepted); stop resend; write learned X; sync; publish X; n2: learn X; n3: learn X; reply chosen 1.1 X"},
		}},
		{"busy", three, []act{
			{request(OpRead, ""), reads},
			{request(OpRead, ""), "(rejected); reply rejected: n1 already has a proposer: a read at 1.1, phase 1; wait for it, or stop it"},
		}},
	} {
		t.Run(s.name, s.test)
	}
}

func TestRefusal(t *testing.T) {
	cfg := node.Config{Nodes: 3, Settings: Options{Backoff: Backoff{Min: 2 * time.Millisecond, Max: 8 * time.Millisecond, Grow: true}, Retransmit: time.Second}.Settings()}
	fixed := node.Config{Nodes: 3, Settings: Options{Backoff: Backoff{Min: time.Millisecond, Max: time.Millisecond}}.Settings()}
	first := act{request(OpPropose, x), begins + "; set resend 1s to 1s"}
	for _, s := range []story{
		{"of phase 1", cfg, []act{
			first,
			{from(2, promiseOf(1, 1)), "(promise 1 of 2)"},
			{from(3, nackOf(ballot(1, 1), ballot(4, 3))), "stop resend; (ballot 1.1 is refused, retries in 2ms to 8ms); reply refused 1.1; set back-off 2ms to 8ms"},
			{from(1, nackOf(ballot(1, 1), ballot(6, 3))), "(ignored: ballot 1.1 is refused already)"},
			{from(1, promiseOf(1, 1)), "(ignored: ballot 1.1 is refused already)"},
			{timer(timerResend), "(nothing to do)"},
			{request(OpOpen, x), "(rejected); reply rejected: n1 already has a proposer: X at 1.1, refused in phase 1; wait for it, or stop it"},
			{timer(timerBackoff), "write started 7.1; sync; reply preparing 7.1; (ballot 7.1); n1: prepare 7.1; n2: prepare 7.1; n3: prepare 7.1; set resend 1s to 1s"},
			{timer(timerBackoff), "(nothing to do)"},
			{from(1, nackOf(ballot(7, 1), ballot(7, 3))), "stop resend; (ballot 7.1 is refused, retries in 4ms to 16ms); reply refused 7.1; set back-off 4ms to 16ms"},
			{request(OpStop, ""), "stop back-off; (stopped at 7.1); reply stopped 7.1"},
			{timer(timerBackoff), "(nothing to do)"},
		}},
		{"of phase 2, and chosen all the same", fixed, bound(
			act{from(1, acceptedOf(1, 1, x)), "(vote 1 of 2)"},
			act{from(3, nackOf(ballot(1, 1), ballot(4, 3))), "(ballot 1.1 is refused, retries in 1ms); reply refused 1.1 X; set back-off 1ms to 1ms"},
			act{request(OpRead, ""), "(rejected); reply rejected: n1 already has a proposer: X at 1.1, refused in phase 2; wait for it, or stop it"},
			act{from(2, acceptedOf(1, 1, x)), "(vote 2 of 2); (chosen X at 1.1, 2/3 accepted); stop back-off; write learned X; sync; publish X; n2: learn X; n3: learn X; reply chosen 1.1 X mine"},
		)},
		{"and a learn", fixed, bound(
			act{from(3, nackOf(ballot(1, 1), ballot(4, 3))), "(ballot 1.1 is refused, retries in 1ms); reply refused 1.1 X; set back-off 1ms to 1ms"},
			act{from(3, learnOf(ballot(4, 3), y)), "write learned Y; sync; publish Y; (learned Y); stop back-off; reply chosen 4.3 Y"},
		)},
	} {
		t.Run(s.name, s.test)
	}
}

// The wait doubles with each refusal in a row, six times.
func TestBackoffGrows(t *testing.T) {
	for most, want := range map[time.Duration][]time.Duration{
		3: {1, 2, 4, 8, 16, 32, 64, 64, 64},
		1: {1, 1, 1},
	} {
		m := newMachine(t, node.Config{Self: 1, Nodes: 3, Settings: Options{Backoff: Backoff{Min: 1, Max: most}}.Settings()})
		request(OpPropose, x)(m)
		for i, w := range want {
			var out node.Effects
			m.Step(&node.Event{Kind: node.EventDeliver, From: 2, Message: nackOf(m.Proposal.Ballot, ballot(m.Round, 3))}, &out)
			set := out[len(out)-1]
			if set.Kind != node.EffectSetTimer || set.Timer != timerBackoff || set.Min != w || set.Max != most*w {
				t.Errorf("up to %v, refusal %d: got %s, want %v to %v", most, i+1, describe(out), w, most*w)
			}
			timer(timerBackoff)(m)
		}
		// A new proposal starts with the short wait again.
		request(OpStop, "")(m)
		request(OpPropose, x)(m)
		if least, _ := m.pause(); least != 1 {
			t.Errorf("got a wait from %v in a new proposal, want 1ns", least)
		}
	}
}

// An unanswered proposal asks those again who are silent, ever less often.
func TestResend(t *testing.T) {
	cfg := node.Config{Nodes: 3, Settings: Options{Retransmit: 10 * time.Millisecond}.Settings()}
	again := func(who, wait string) string {
		return "(prepare 1.1 again, " + who + "; set resend " + wait + " to " + wait
	}
	story{"", cfg, []act{
		{request(OpPropose, x), begins + "; set resend 10ms to 10ms"},
		{timer(timerResend), again("3 unanswered); n1: prepare 1.1; n2: prepare 1.1; n3: prepare 1.1", "20ms")},
		{from(1, promiseOf(1, 1)), "(promise 1 of 2)"},
		{timer(timerResend), again("2 unanswered); n2: prepare 1.1; n3: prepare 1.1", "40ms")},
		{timer(timerResend), again("2 unanswered); n2: prepare 1.1; n3: prepare 1.1", "80ms")},
		{timer(timerResend), again("2 unanswered); n2: prepare 1.1; n3: prepare 1.1", "80ms")},
		{from(3, promiseOf(1, 1)), "(promise 2 of 2); (quorum 2/3 at 1.1: proposes X); reply proposing 1.1 X; " + accepts + "; set resend 10ms to 10ms"},
		{from(2, acceptedOf(1, 1, x)), "(vote 1 of 2)"},
		{timer(timerResend), "(accept 1.1 X again, 2 unanswered); n1: accept 1.1 X; n3: accept 1.1 X; set resend 20ms to 20ms"},
		{from(1, acceptedOf(1, 1, x)), "(vote 2 of 2); (chosen X at 1.1, 2/3 accepted); stop resend; write learned X; sync; publish X; n2: learn X; n3: learn X; reply chosen 1.1 X mine"},
		{timer(timerResend), "(nothing to do)"},
		{timer(9), "(nothing to do)"},
	}}.test(t)
}
