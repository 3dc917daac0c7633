package paxos

import (
	"testing"

	"synod/node"
)

// An acceptor in a given state takes one message from n2. The tables say what
// it does, in order, and where that leaves it.

type acceptorCase struct {
	name     string
	rules    map[string]bool
	p, ab    node.Ballot
	av       node.Value
	msg      Message
	want     string
	wantP    node.Ballot
	wantVote string
}

func prepareOf(round int32, id node.ID) Message {
	return Message{What: Prepare, Ballot: ballot(round, id)}
}

func acceptOf(round int32, id node.ID, v node.Value) Message {
	return Message{What: Accept, Ballot: ballot(round, id), Value: v}
}

func off(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, n := range names {
		m[n] = false
	}
	return m
}

func on(name string) map[string]bool { return map[string]bool{name: true} }

func TestPrepare(t *testing.T) {
	zero := node.Ballot{}
	for _, c := range []acceptorCase{
		{name: "first", msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "write promised 3.2; sync; (promise, no vote); n2: promise 3.2, no vote"},
		{name: "higher round", p: ballot(3, 9), msg: prepareOf(4, 2), wantP: ballot(4, 2), wantVote: "0.0 -",
			want: "write promised 4.2; sync; (promise, no vote); n2: promise 4.2, no vote"},
		{name: "higher node", p: ballot(3, 1), msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "write promised 3.2; sync; (promise, no vote); n2: promise 3.2, no vote"},
		{name: "reports its vote", p: ballot(3, 1), ab: ballot(3, 1), av: x, msg: prepareOf(4, 2), wantP: ballot(4, 2), wantVote: "3.1 X",
			want: "write promised 4.2; sync; (promise, voted 3.1 X); n2: promise 4.2, voted 3.1 X"},
		{name: "reports a falsy vote", p: ballot(3, 1), ab: ballot(3, 1), av: "0", msg: prepareOf(4, 2), wantP: ballot(4, 2), wantVote: "3.1 0",
			want: "write promised 4.2; sync; (promise, voted 3.1 0); n2: promise 4.2, voted 3.1 0"},
		{name: "again", p: ballot(3, 2), msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "(promise, no vote); n2: promise 3.2, no vote"},
		{name: "again after its accept", p: ballot(3, 2), ab: ballot(3, 2), av: x, msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "(promise, voted 3.2 X); n2: promise 3.2, voted 3.2 X"},
		{name: "lower round", p: ballot(3, 1), msg: prepareOf(2, 9), wantP: ballot(3, 1), wantVote: "0.0 -",
			want: "(refused, promised 3.1); n2: nack 2.9, promised 3.1"},
		{name: "lower node", p: ballot(3, 3), msg: prepareOf(3, 2), wantP: ballot(3, 3), wantVote: "0.0 -",
			want: "(refused, promised 3.3); n2: nack 3.2, promised 3.3"},
		{name: "3.10 is above 3.9", p: ballot(3, 9), msg: prepareOf(3, 10), wantP: ballot(3, 10), wantVote: "0.0 -",
			want: "write promised 3.10; sync; (promise, no vote); n2: promise 3.10, no vote"},

		{name: "promise_durable off", rules: off("promise_durable"), msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "(promise, no vote); n2: promise 3.2, no vote"},
		{name: "sync_before_reply off", rules: off("sync_before_reply"), msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "write promised 3.2; (promise, no vote); n2: promise 3.2, no vote; sync"},
		{name: "accepted_ballot_stored_apart off", rules: off("accepted_ballot_stored_apart"), p: ballot(3, 3), ab: ballot(1, 1), av: x,
			msg: prepareOf(4, 2), wantP: ballot(4, 2), wantVote: "1.1 X",
			want: "write promised 4.2; sync; (promise, voted 3.3 X); n2: promise 4.2, voted 3.3 X"},
		{name: "prepare_sticky, first", rules: on("prepare_sticky"), msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "write promised 3.2; sync; (promise, no vote); n2: promise 3.2, no vote"},
		{name: "prepare_sticky, same", rules: on("prepare_sticky"), p: ballot(3, 2), msg: prepareOf(3, 2), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "(promise, no vote); n2: promise 3.2, no vote"},
		{name: "prepare_sticky, higher", rules: on("prepare_sticky"), p: ballot(3, 1), msg: prepareOf(4, 2), wantP: ballot(3, 1), wantVote: "0.0 -",
			want: "(refused, promised 3.1); n2: nack 4.2, promised 3.1"},
		{name: "zero promise is none", rules: on("prepare_sticky"), p: zero, msg: prepareOf(1, 1), wantP: ballot(1, 1), wantVote: "0.0 -",
			want: "write promised 1.1; sync; (promise, no vote); n2: promise 1.1, no vote"},
	} {
		t.Run(c.name, c.test)
	}
}

func TestAccept(t *testing.T) {
	for _, c := range []acceptorCase{
		{name: "as promised", p: ballot(3, 2), msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "write voted 3.2 X; sync; (accepted); n2: accepted 3.2 X"},
		{name: "without a prepare", msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "write voted 3.2 X; sync; (accepted); n2: accepted 3.2 X"},
		{name: "above the promise raises it", p: ballot(2, 1), ab: ballot(2, 1), av: y, msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "write voted 3.2 X; sync; (accepted); n2: accepted 3.2 X"},
		{name: "again", p: ballot(3, 2), ab: ballot(3, 2), av: x, msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "(accepted); n2: accepted 3.2 X"},
		// Only a broken proposer asks for two values at one ballot. An acceptor
		// does not compare values, and its disk must follow its memory.
		{name: "another value", p: ballot(3, 2), ab: ballot(3, 2), av: x, msg: acceptOf(3, 2, y), wantP: ballot(3, 2), wantVote: "3.2 Y",
			want: "write voted 3.2 Y; sync; (accepted); n2: accepted 3.2 Y"},
		{name: "again after a higher promise", p: ballot(4, 1), ab: ballot(3, 2), av: x, msg: acceptOf(3, 2, x), wantP: ballot(4, 1), wantVote: "3.2 X",
			want: "(refused, promised 4.1); n2: nack 3.2, promised 4.1"},
		{name: "lower", p: ballot(3, 3), msg: acceptOf(3, 2, x), wantP: ballot(3, 3), wantVote: "0.0 -",
			want: "(refused, promised 3.3); n2: nack 3.2, promised 3.3"},
		{name: "keeps its vote", p: ballot(3, 3), ab: ballot(1, 1), av: y, msg: acceptOf(3, 2, x), wantP: ballot(3, 3), wantVote: "1.1 Y",
			want: "(refused, promised 3.3); n2: nack 3.2, promised 3.3"},

		{name: "accept_checks_promise off", rules: off("accept_checks_promise"), p: ballot(4, 3), ab: ballot(4, 3), av: y,
			msg: acceptOf(3, 2, x), wantP: ballot(4, 3), wantVote: "3.2 X",
			want: "write voted 3.2 X; sync; (accepted); n2: accepted 3.2 X"},
		{name: "accept_raises_promise off", rules: off("accept_raises_promise"), p: ballot(2, 1), msg: acceptOf(3, 2, x), wantP: ballot(2, 1), wantVote: "3.2 X",
			want: "write voted 3.2 X; sync; (accepted); n2: accepted 3.2 X"},
		{name: "accept_durable off", rules: off("accept_durable"), msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "(accepted); n2: accepted 3.2 X"},
		{name: "sync_before_reply off", rules: off("sync_before_reply"), msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "write voted 3.2 X; (accepted); n2: accepted 3.2 X; sync"},
		{name: "accept_strict, at the promise", rules: on("accept_strict"), p: ballot(3, 2), msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "0.0 -",
			want: "(refused, promised 3.2); n2: nack 3.2, promised 3.2"},
		{name: "accept_strict, above it", rules: on("accept_strict"), p: ballot(3, 1), msg: acceptOf(3, 2, x), wantP: ballot(3, 2), wantVote: "3.2 X",
			want: "write voted 3.2 X; sync; (accepted); n2: accepted 3.2 X"},
	} {
		t.Run(c.name, c.test)
	}
}

func (c acceptorCase) test(t *testing.T) {
	m := newMachine(t, node.Config{Self: 1, Nodes: 10, Rules: c.rules})
	m.Promised, m.Accepted, m.Vote = c.p, c.ab, c.av
	if got := feed(m, 2, c.msg); got != c.want {
		t.Errorf("got  %s\nwant %s", got, c.want)
	}
	if got := m.Accepted.String() + " " + m.Vote.String(); m.Promised != c.wantP || got != c.wantVote {
		t.Errorf("got promise %v and vote %s, want %v and %s", m.Promised, got, c.wantP, c.wantVote)
	}
	// Whatever it says, it has seen that round.
	if m.Round < c.msg.Ballot.Round {
		t.Errorf("got highest round %d, want at least %d", m.Round, c.msg.Ballot.Round)
	}
}

func newMachine(t testing.TB, cfg node.Config) *machine {
	if cfg.Settings == nil { // time plays no part unless a test says so
		cfg.Settings = Options{}.Settings()
	}
	m, err := Protocol{}.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return m.(*machine)
}

// feed delivers msg and returns the effects as text.
func feed(m *machine, from node.ID, msg Message) string {
	var out node.Effects
	m.Step(&node.Event{Kind: node.EventDeliver, From: from, Message: msg}, &out)
	return describe(out)
}

func fire(m *machine, timer node.Timer) string {
	var out node.Effects
	m.Step(&node.Event{Kind: node.EventTimer, Timer: timer}, &out)
	return describe(out)
}

func ask(m *machine, r Request) string {
	var out node.Effects
	m.Step(&node.Event{Kind: node.EventRequest, Request: r.Open()}, &out)
	return describe(out)
}

func start(m *machine, records ...node.Message) string {
	var out node.Effects
	m.Step(&node.Event{Kind: node.EventStart, Records: records}, &out)
	return describe(out)
}

// A restart rebuilds what was synced, and publishes what was learned: the
// crash may have come between the two.
func TestStart(t *testing.T) {
	rec := func(w What, round int32, id node.ID, v node.Value) node.Message {
		return Message{What: w, Ballot: ballot(round, id), Value: v}
	}
	none := ballot(0, 0)
	for _, c := range []struct {
		name    string
		rules   map[string]bool
		records []node.Message
		want    string
		state   state
		next    node.Ballot
	}{
		{name: "nothing", want: "(remembers nothing)", next: ballot(1, 1)},
		{name: "a promise", records: []node.Message{rec(Promised, 4, 5, "")},
			want: "(remembers promise 4.5, no vote)", state: state{Promised: ballot(4, 5), Round: 4}, next: ballot(5, 1)},
		{name: "a vote is a promise", records: []node.Message{rec(Promised, 3, 1, ""), rec(Voted, 4, 5, x)},
			want:  "(remembers promise 4.5, voted 4.5 X)",
			state: state{Promised: ballot(4, 5), Accepted: ballot(4, 5), Vote: x, Round: 4}, next: ballot(5, 1)},
		{name: "a promise after a vote", records: []node.Message{rec(Voted, 3, 1, x), rec(Promised, 4, 5, "")},
			want:  "(remembers promise 4.5, voted 3.1 X)",
			state: state{Promised: ballot(4, 5), Accepted: ballot(3, 1), Vote: x, Round: 4}, next: ballot(5, 1)},
		{name: "the last vote", records: []node.Message{rec(Voted, 3, 1, x), rec(Voted, 4, 5, y)},
			want:  "(remembers promise 4.5, voted 4.5 Y)",
			state: state{Promised: ballot(4, 5), Accepted: ballot(4, 5), Vote: y, Round: 4}, next: ballot(5, 1)},
		{name: "used ballots", records: []node.Message{rec(Started, 7, 1, ""), rec(Promised, 4, 5, "")},
			want: "(remembers promise 4.5, no vote)", state: state{Promised: ballot(4, 5), Used: ballot(7, 1), Round: 7}, next: ballot(8, 1)},
		{name: "only used ballots", records: []node.Message{rec(Started, 7, 1, ""), rec(Started, 6, 1, "")},
			want: "(remembers no promise, no vote)", state: state{Used: ballot(7, 1), Round: 7}, next: ballot(8, 1)},
		{name: "learned, for ever", records: []node.Message{Message{What: Learned, Value: x}, Message{What: Learned, Value: y}},
			want: "publish X; (remembers no promise, no vote)", state: state{Learned: x}, next: ballot(1, 1)},
		{name: "accept_raises_promise off", rules: off("accept_raises_promise"), records: []node.Message{rec(Promised, 3, 1, ""), rec(Voted, 4, 5, x)},
			want:  "(remembers promise 3.1, voted 4.5 X)",
			state: state{Promised: ballot(3, 1), Accepted: ballot(4, 5), Vote: x, Round: 4}, next: ballot(5, 1)},
		{name: "ballot_never_reused off", rules: off("ballot_never_reused"), records: []node.Message{rec(Promised, 3, 1, "")},
			want: "(remembers promise 3.1, no vote)", state: state{Promised: ballot(3, 1)}, next: ballot(1, 1)},
		{name: "accept_checks_promise off", rules: off("accept_checks_promise"), records: []node.Message{rec(Voted, 4, 5, y), rec(Voted, 3, 1, x)},
			want:  "(remembers promise 4.5, voted 3.1 X)",
			state: state{Promised: ballot(4, 5), Accepted: ballot(3, 1), Vote: x, Round: 4}, next: ballot(5, 1)},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := newMachine(t, node.Config{Self: 1, Nodes: 5, Rules: c.rules})
			if got := start(m, c.records...); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			if got, want := string(m.AppendState(nil)), string(encode(nil, &c.state)); got != want {
				t.Errorf("got state %+v, want %+v", m.state, c.state)
			}
			if got := m.next(); got != c.next || got == none {
				t.Errorf("got next ballot %v, want %v", got, c.next)
			}
		})
	}
}
