package paxos

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"synod/node"
	"synod/node/spell"
)

// rules says which rules are on.
type rules struct {
	acceptChecksPromise       bool
	acceptRaisesPromise       bool
	promiseDurable            bool
	acceptDurable             bool
	ballotNeverReused         bool
	adoptReportedValue        bool
	adoptHighestBallot        bool
	acceptedBallotStoredApart bool
	countDistinctAcceptors    bool
	matchReplyBallot          bool
	oneValuePerBallot         bool
	nodeIDInBallot            bool
	noVoteIsNotFalsy          bool
	learnAfterQuorum          bool
	majorityQuorum            bool
	syncBeforeReply           bool
	acceptStrict              bool
	prepareSticky             bool
}

// table binds each rule's name and meaning to its switch. Every rule that is
// on by default is needed for safety; the two that are not look like mistakes
// when on, and only cost progress.
var table = [...]struct {
	name  string
	where func(*rules) *bool
	doc   string
}{
	{"accept_checks_promise", func(r *rules) *bool { return &r.acceptChecksPromise },
		"an acceptor refuses an accept below the ballot that it promised"},
	{"accept_raises_promise", func(r *rules) *bool { return &r.acceptRaisesPromise },
		"a vote is also a promise of its ballot"},
	{"promise_durable", func(r *rules) *bool { return &r.promiseDurable },
		"a promise is on the disk before it is sent"},
	{"accept_durable", func(r *rules) *bool { return &r.acceptDurable },
		"a vote is on the disk before it is sent"},
	{"ballot_never_reused", func(r *rules) *bool { return &r.ballotNeverReused },
		"a proposer writes down which ballot it starts, and after a restart starts above it"},
	{"adopt_reported_value", func(r *rules) *bool { return &r.adoptReportedValue },
		"a proposer that finds a vote in its quorum proposes that value instead of its own"},
	{"adopt_highest_ballot", func(r *rules) *bool { return &r.adoptHighestBallot },
		"of several votes found, the one at the highest ballot counts"},
	{"accepted_ballot_stored_apart", func(r *rules) *bool { return &r.acceptedBallotStoredApart },
		"an acceptor reports the ballot of its vote, and not the ballot that it promised since"},
	{"count_distinct_acceptors", func(r *rules) *bool { return &r.countDistinctAcceptors },
		"a quorum is made of different acceptors, and a reply that comes twice counts once"},
	{"match_reply_ballot", func(r *rules) *bool { return &r.matchReplyBallot },
		"a proposer counts only replies to its present ballot"},
	{"one_value_per_ballot", func(r *rules) *bool { return &r.oneValuePerBallot },
		"once a ballot has a value, a promise that comes late does not change it"},
	{"node_id_in_ballot", func(r *rules) *bool { return &r.nodeIDInBallot },
		"a ballot names the node that started it, so that no two nodes share one"},
	{"no_vote_is_not_falsy", func(r *rules) *bool { return &r.noVoteIsNotFalsy },
		"a vote for a value such as 0 or false is a vote"},
	{"learn_after_quorum", func(r *rules) *bool { return &r.learnAfterQuorum },
		"a value counts as chosen only after a quorum has voted for it"},
	{"majority_quorum", func(r *rules) *bool { return &r.majorityQuorum },
		"a quorum is more than half of the nodes, so that any two have a node in common"},
	{"sync_before_reply", func(r *rules) *bool { return &r.syncBeforeReply },
		"an acceptor syncs what it wrote before it answers"},
	{"accept_strict", func(r *rules) *bool { return &r.acceptStrict },
		"an acceptor votes only above the ballot that it promised, and so never at it"},
	{"prepare_sticky", func(r *rules) *bool { return &r.prepareSticky },
		"an acceptor that promised once refuses every other prepare"},
}

// needed reports whether a rule is on by default, which is whether safety
// needs it.
func needed(name string) bool { return name != "accept_strict" && name != "prepare_sticky" }

// ruleList returns the table in the words of the contract.
func ruleList() []node.Rule {
	list := make([]node.Rule, len(table))
	for i, r := range table {
		list[i] = node.Rule{Name: r.name, Default: needed(r.name), Unsafe: needed(r.name), Doc: r.doc}
	}
	return list
}

// switched returns the rules with the given exceptions from the default.
func switched(except map[string]bool) (rules, error) {
	var on rules
	for _, r := range table {
		*r.where(&on) = needed(r.name)
	}
	for _, name := range slices.Sorted(maps.Keys(except)) {
		where := lookUp(name)
		if where == nil {
			return on, unknownRule(name)
		}
		*where(&on) = except[name]
	}
	return on, nil
}

func lookUp(name string) func(*rules) *bool {
	for _, r := range table {
		if r.name == name {
			return r.where
		}
	}
	return nil
}

// unknownRule returns an error that names the rules there are, and the one
// that was probably meant.
func unknownRule(name string) error {
	var names []string
	for _, r := range table {
		names = append(names, r.name)
	}
	return fmt.Errorf("rules: got %q, want one of: %s%s", name, strings.Join(names, ", "), spell.Hint(name, names))
}
