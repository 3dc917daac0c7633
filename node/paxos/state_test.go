package paxos

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"synod/node"
)

func TestState(t *testing.T) {
	m := newMachine(t, node.Config{Self: 1, Nodes: 3})
	show := func() string {
		s := fmt.Sprint(m.State())
		return strings.NewReplacer("[{", "", "}]", "", "} {", ", ").Replace(s)
	}
	for _, c := range []struct {
		do   func(*machine) string
		want string
	}{
		{func(*machine) string { return "" }, "promised 0.0, accepted 0.0, value -, learned -, round 0, used 0.0, proposer idle, ballot 0.0, asked -, proposes -, promises [], votes []"},
		{request(OpOpen, x), "promised 0.0, accepted 0.0, value -, learned -, round 0, used 0.0, proposer opened 1.1, ballot 1.1, asked X, proposes -, promises [], votes []"},
		{request(OpPrepare, ""), "promised 0.0, accepted 0.0, value -, learned -, round 1, used 1.1, proposer preparing 1.1, ballot 1.1, asked X, proposes -, promises [], votes []"},
		{from(2, prepareOf(3, 2)), "promised 3.2, accepted 0.0, value -, learned -, round 3, used 1.1, proposer preparing 1.1, ballot 1.1, asked X, proposes -, promises [], votes []"},
		{from(1, nackOf(ballot(1, 1), ballot(3, 2))), "promised 3.2, accepted 0.0, value -, learned -, round 3, used 1.1, proposer preparing 1.1, refused, ballot 1.1, asked X, proposes -, promises [], votes []"},
		{from(3, promiseOf(1, 1)), "promised 3.2, accepted 0.0, value -, learned -, round 3, used 1.1, proposer preparing 1.1, refused, ballot 1.1, asked X, proposes -, promises [n3], votes []"},
		{from(2, promiseOf(1, 1)), "promised 3.2, accepted 0.0, value -, learned -, round 3, used 1.1, proposer proposing 1.1, ballot 1.1, asked X, proposes X, promises [], votes []"},
		{from(2, acceptedOf(1, 1, x)), "promised 3.2, accepted 0.0, value -, learned -, round 3, used 1.1, proposer proposing 1.1, ballot 1.1, asked X, proposes X, promises [], votes [n2]"},
		{from(2, acceptOf(4, 2, y)), "promised 4.2, accepted 4.2, value Y, learned -, round 4, used 1.1, proposer proposing 1.1, ballot 1.1, asked X, proposes X, promises [], votes [n2]"},
		{from(2, learnOf(ballot(4, 2), y)), "promised 4.2, accepted 4.2, value Y, learned Y, round 4, used 1.1, proposer proposing 1.1, decided, ballot 1.1, asked X, proposes X, promises [], votes [n2]"},
		{from(3, acceptedOf(1, 1, x)), "promised 4.2, accepted 4.2, value Y, learned Y, round 4, used 1.1, proposer chosen at 1.1, ballot 1.1, asked X, proposes X, promises [], votes []"},
	} {
		c.do(m)
		if got := show(); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// States that behave alike encode alike, whatever led to them: search depends
// on it.
func TestStatesRecur(t *testing.T) {
	cfg := node.Config{Self: 1, Nodes: 5, Settings: Options{Retransmit: time.Second, Backoff: Backoff{Min: 1, Max: 1}}.Settings()}
	led := func(events ...func(*machine) string) []byte {
		m := newMachine(t, cfg)
		for _, e := range events {
			e(m)
		}
		return m.AppendState(nil)
	}
	promise := func(id node.ID) func(*machine) string { return from(id, promiseOf(1, 1)) }
	vote := func(id node.ID) func(*machine) string { return from(id, acceptedOf(1, 1, x)) }
	propose := request(OpPropose, x)
	for name, pair := range map[string][2][]byte{
		"promises in another order": {led(propose, promise(2), promise(3)), led(propose, promise(3), promise(2))},
		"another quorum":            {led(propose, promise(1), promise(2), promise(3)), led(propose, promise(3), promise(4), promise(5))},
		"a late promise":            {led(propose, promise(1), promise(2), promise(3)), led(propose, promise(1), promise(2), promise(3), promise(4))},
		"another quorum of votes": {
			led(propose, promise(1), promise(2), promise(3), vote(1), vote(2), vote(3)),
			led(propose, promise(1), promise(2), promise(3), vote(5), vote(4), vote(3), vote(2)),
		},
		"the same vote, reported in another order": {
			led(propose, from(2, voteOf(1, 1, ballot(1, 1), x)), from(3, voteOf(1, 1, ballot(1, 1), x))),
			led(propose, from(3, voteOf(1, 1, ballot(1, 1), x)), from(2, voteOf(1, 1, ballot(1, 1), x))),
		},
		"the same prepare twice": {led(from(2, prepareOf(1, 2))), led(from(2, prepareOf(1, 2)), from(2, prepareOf(1, 2)))},
		"promises of a ballot that is given up": {
			led(propose, promise(2), from(3, nackOf(ballot(1, 1), ballot(2, 2)))),
			led(propose, promise(4), promise(5), from(3, nackOf(ballot(1, 1), ballot(2, 2)))),
		},
		"resends of a ballot that is given up": {
			led(propose, from(3, nackOf(ballot(1, 1), ballot(2, 2)))),
			led(propose, timer(timerResend), from(3, nackOf(ballot(1, 1), ballot(2, 2)))),
		},
	} {
		if !bytes.Equal(pair[0], pair[1]) {
			t.Errorf("%s: got\n%x and\n%x, want one state", name, pair[0], pair[1])
		}
	}
}

// Restore refuses what no machine can have written. Each case damages one
// state that is good.
func TestRestoreRefuses(t *testing.T) {
	cfg := node.Config{Self: 1, Nodes: 3}
	for _, c := range []struct {
		name   string
		from   string // idle, opened, preparing, proposing, counted; by hand unless "own"
		damage func(*state)
		want   string
	}{
		{"foreign ballot", "idle", func(s *state) { s.Promised, s.Round = ballot(9, 4), 9 }, "got ballot 9.4, want one of n1 to n3"},
		{"nobody's ballot", "idle", func(s *state) { s.Promised, s.Round = ballot(9, 0), 9 }, "got ballot 9.0, want one of n1 to n3"},
		{"round 0", "idle", func(s *state) { s.Promised = ballot(0, 1) }, "got ballot 0.1"},
		{"bad value", "idle", func(s *state) { s.Learned = "X" }, "want JSON"},
		{"vote without a value", "idle", func(s *state) { s.Promised, s.Accepted, s.Round = ballot(1, 1), ballot(1, 1), 1 }, "want both or neither"},
		{"value without a vote", "idle", func(s *state) { s.Vote = x }, "want both or neither"},
		{"vote above the promise", "idle", func(s *state) { s.Accepted, s.Vote, s.Round = ballot(1, 1), x, 1 }, "above the promise of 0.0"},
		{"promise above the round", "idle", func(s *state) { s.Promised = ballot(1, 2) }, "got 0 as the highest round"},
		{"negative round", "idle", func(s *state) { s.Round = -1 }, "got -1 as the highest round"},
		{"used another's", "idle", func(s *state) { s.Used, s.Round = ballot(1, 2), 1 }, "got ballot 1.2 used, want one of node 1"},
		{"half a proposal", "idle", func(s *state) { s.Proposal.ID = 1 }, "where there is none"},
		{"unknown phase", "proposing", func(s *state) { s.Proposal.Phase = 9 }, "got phase 9, want one up to 4"},
		{"no ballot", "preparing", func(s *state) { s.Proposal.Ballot = node.Ballot{} }, "got ballot 0.0"},
		{"another's ballot", "preparing", func(s *state) { s.Proposal.Ballot.Node = 2 }, "got ballot 1.2"},
		{"not the one used", "preparing", func(s *state) { s.Proposal.Ballot.Round, s.Round = 2, 2 }, "got ballot 2.1"},
		{"opened and used", "opened", func(s *state) { s.Used, s.Round = ballot(1, 1), 1 }, "got ballot 1.1"},
		{"value too early", "preparing", func(s *state) { s.Proposal.Value = x }, "got value X"},
		{"value too late", "proposing", func(s *state) { s.Proposal.Value = "" }, "got value -"},
		{"opened with rounds", "opened", func(s *state) { s.Proposal.Rounds = 1 }, "got 1 rounds"},
		{"no rounds", "preparing", func(s *state) { s.Proposal.Rounds = 0 }, "got 0 rounds"},
		{"negative rounds", "preparing", func(s *state) { s.Proposal.Rounds = -1 }, "got -1 rounds"},
		{"many refusals", "own", func(s *state) { s.Proposal.Refusals = 7 }, "7 refusals"},
		{"many resends", "own", func(s *state) { s.Proposal.Resends = 4 }, "4 resends"},
		{"decided by itself", "own", func(s *state) { s.Proposal.Decided = true }, "by hand false"},
		{"refusals by hand", "preparing", func(s *state) { s.Proposal.Refusals = 1 }, "by hand true"},
		{"a read by hand", "preparing", func(s *state) { s.Proposal.Asked = "" }, "by hand true"},
		{"counted, not decided", "counted", func(s *state) { s.Proposal.Decided = false }, "by hand true"},
		{"an answer of nobody", "preparing", func(s *state) { s.Proposal.Answered.Low, s.Proposal.Count = 16, 1 }, "got 1 answers"},
		{"an answer too many", "preparing", func(s *state) { s.Proposal.Count++ }, "got 2 answers of 1 acceptors"},
		{"an answer too few", "preparing", func(s *state) { s.Proposal.Count-- }, "got 0 answers of 1 acceptors"},
		{"refused before it began", "opened", func(s *state) { s.Proposal.Refused = true }, "got 0 answers"},
		{"found by nobody", "preparing", func(s *state) { s.Proposal.Found.From = 0 }, "got X found at n0"},
		{"found by a stranger", "preparing", func(s *state) { s.Proposal.Found.From = 4 }, "got X found at n4"},
		{"found nothing", "preparing", func(s *state) { s.Proposal.Found.Value = "" }, "got - found at n2"},
		{"found at a ballot alone", "proposing", func(s *state) { s.Proposal.Found.Ballot = ballot(1, 1) }, "got - found at n0"},
		{"found when it is over", "counted", func(s *state) { s.Proposal.Found = finding{From: 2, Ballot: ballot(1, 1), Value: x} }, "got X found at n2"},
	} {
		m := newMachine(t, cfg)
		good := m.lead(c.from)
		if _, err := (Protocol{}).Restore(cfg, good); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		c.damage(&m.state)
		if _, err := (Protocol{}).Restore(cfg, m.AppendState(nil)); err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "state: ") {
			t.Errorf("%s: got error %v, want one with %q", c.name, err, c.want)
		}
	}
	good := newMachine(t, cfg).lead("proposing")
	for i := range good {
		if _, err := (Protocol{}).Restore(cfg, good[:i]); err == nil {
			t.Errorf("%d bytes of %d: got a machine, want an error", i, len(good))
		}
	}
	if _, err := (Protocol{}).Restore(cfg, append(good, 0)); err == nil {
		t.Error("one byte too many: got a machine, want an error")
	}
	if _, err := (Protocol{}).Restore(node.Config{}, good); err == nil {
		t.Error("no configuration: got a machine, want an error")
	}
}

// lead takes m to a stage of a proposal and returns its state.
func (m *machine) lead(to string) []byte {
	switch to {
	case "idle":
		return m.AppendState(nil)
	case "own":
		request(OpPropose, x)(m)
		return m.AppendState(nil)
	}
	for _, a := range []struct {
		stage string
		do    func(*machine) string
	}{
		{"opened", request(OpOpen, x)},
		{"", request(OpPrepare, "")},
		{"preparing", from(2, voteOf(1, 1, ballot(1, 1), x))},
		{"proposing", from(3, promiseOf(1, 1))},
		{"", from(2, acceptedOf(1, 1, x))},
		{"counted", from(3, acceptedOf(1, 1, x))},
	} {
		a.do(m)
		if a.stage == to {
			break
		}
	}
	return m.AppendState(nil)
}

func TestNew(t *testing.T) {
	ok := node.Config{Self: 1, Nodes: 3}
	for _, c := range []struct {
		name   string
		change func(*node.Config)
		want   string
	}{
		{"no nodes", func(c *node.Config) { c.Nodes = 0 }, "nodes: got 0, want 1 or more"},
		{"no self", func(c *node.Config) { c.Self = 0 }, "self: got n0, want one of n1 to n3"},
		{"a foreign self", func(c *node.Config) { c.Self = 4 }, "self: got n4, want one of n1 to n3"},
		{"alone", func(c *node.Config) { c.Self, c.Nodes = 2, 1 }, "self: got n2, want one of n1 alone"},
		{"q1 too big", func(c *node.Config) { c.Settings = Options{Q1: 4}.Settings() }, "got q1=4, want 1 to 3"},
		{"q1 negative", func(c *node.Config) { c.Settings = Options{Q1: -1}.Settings() }, "got q1=-1, want 1 to 3"},
		{"q2 too big", func(c *node.Config) { c.Settings = Options{Q2: 4}.Settings() }, "got q2=4, want 1 to 3"},
		{"q2 negative", func(c *node.Config) { c.Settings = Options{Q2: -1}.Settings() }, "got q2=-1, want 1 to 3"},
		{"back-off upside down", func(c *node.Config) { c.Settings = Options{Backoff: Backoff{Min: 2, Max: 1}}.Settings() }, "back-off: got 2ns to 1ns, want a range within 0s to 8760h0m0s"},
		{"back-off in the past", func(c *node.Config) { c.Settings = Options{Backoff: Backoff{Min: -1, Max: 1}}.Settings() }, "back-off: got -1ns to 1ns, want a range within 0s to 8760h0m0s"},
		{"back-off too long", func(c *node.Config) { c.Settings = Options{Backoff: Backoff{Max: maxWait + 1}}.Settings() }, "back-off: got 0s to 8760h0m0.000000001s, want a range within 0s to 8760h0m0s"},
		{"retransmit in the past", func(c *node.Config) { c.Settings = Options{Retransmit: -1}.Settings() }, "retransmit: got -1ns, want 0s to 8760h0m0s"},
		{"retransmit too long", func(c *node.Config) { c.Settings = Options{Retransmit: maxWait + 1}.Settings() }, "retransmit: got 8760h0m0.000000001s, want 0s to 8760h0m0s"},
		{"unknown rule", func(c *node.Config) { c.Rules = off("accept_durabel") }, `rules: got "accept_durabel", want one of: accept_checks_promise, accept_raises_promise, promise_durable, accept_durable, ballot_never_reused, adopt_reported_value, adopt_highest_ballot, accepted_ballot_stored_apart, count_distinct_acceptors, match_reply_ballot, one_value_per_ballot, node_id_in_ballot, no_vote_is_not_falsy, learn_after_quorum, majority_quorum, sync_before_reply, accept_strict, prepare_sticky; did you mean accept_durable?`},
	} {
		cfg := ok
		c.change(&cfg)
		if m, err := (Protocol{}).New(cfg); m != nil || err == nil || err.Error() != c.want {
			t.Errorf("%s: got %v, error %v; want %s", c.name, m, err, c.want)
		}
	}
	_, err := Protocol{}.New(node.Config{Self: 1, Nodes: 3, Rules: off("zzz", "aaa", "accept_durable")})
	if err == nil || !strings.HasPrefix(err.Error(), `rules: got "aaa", want`) || strings.Contains(err.Error(), "mean") {
		t.Errorf("got error %v, want one about aaa without a hint", err)
	}
	if got := (Protocol{}).Name(); got != "paxos" {
		t.Errorf("got name %q, want paxos", got)
	}
}

func TestQuorums(t *testing.T) {
	for _, c := range []struct {
		cfg    node.Config
		q1, q2 int
	}{
		{node.Config{Nodes: 1}, 1, 1},
		{node.Config{Nodes: 4}, 3, 3},
		{node.Config{Nodes: 5}, 3, 3},
		{node.Config{Nodes: 5, Settings: Options{Q1: 4, Q2: 2}.Settings()}, 4, 2},
		{node.Config{Nodes: 1, Rules: off("majority_quorum")}, 1, 1},
		{node.Config{Nodes: 3, Rules: off("majority_quorum")}, 1, 1},
		{node.Config{Nodes: 4, Rules: off("majority_quorum")}, 2, 2},
		{node.Config{Nodes: 5, Rules: off("majority_quorum"), Settings: Options{Q1: 4, Unsafe: true}.Settings()}, 4, 2},
		{node.Config{Nodes: 5, Rules: off("majority_quorum"), Settings: Options{Q2: 4}.Settings()}, 2, 4},
	} {
		c.cfg.Self = 1
		m := newMachine(t, c.cfg)
		if m.q1 != c.q1 || m.q2 != c.q2 {
			t.Errorf("%+v: got quorums %d and %d, want %d and %d", c.cfg, m.q1, m.q2, c.q1, c.q2)
		}
	}
}
