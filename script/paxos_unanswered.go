package script

import (
	"fmt"
	"strings"

	"synod/engine"
	"synod/node/paxos"
	paxosroom "synod/script/paxos"
)

// warnUnanswered says so when every acceptor was asked and waited for and the phase
// has no quorum, since answers can no longer come by themselves. Whoever asks some
// acceptors by name may mean that; not one answer to prepare is no phase 1 at all.
func (c *call) warnUnanswered(p paxosroom.Proposal, a *engine.Answers, op string, all bool) error {
	if len(a.Missing) == 0 || !open(p, op) {
		return nil
	}
	if !all && (a.Came > 0 || op == paxos.OpAccept) {
		return nil
	}
	q1, q2, err := c.cluster.quorums()
	if err != nil {
		return err
	}
	c.warn(unanswered(a, map[string]int{paxos.OpPrepare: q1, paxos.OpAccept: q2}[op]))
	return nil
}

// open reports whether the phase goes on: a proposal that was refused, or whose
// phase has its quorum, waits for nobody.
func open(p paxosroom.Proposal, op string) bool {
	want := paxos.StatusPreparing
	if op == paxos.OpAccept {
		want = paxos.StatusProposing
	}
	return !p.Crashed() && p.Told().Status == want
}

// unanswered says what became of the messages and answers that are missing, and what
// would help.
func unanswered(a *engine.Answers, quorum int) string {
	const show = 5
	came := "no answer came"
	if a.Came > 0 {
		came = fmt.Sprintf("only %d of the %d answers came, and a quorum is %d", a.Came, a.Asked, quorum)
	}
	missing := a.Missing[:min(show, len(a.Missing))]
	text := strings.Join(missing, "; ")
	if n := len(a.Missing) - len(missing); n > 0 {
		text += fmt.Sprintf("; and %d more", n)
	}
	help := ""
	if a.Held {
		help = ". Deliver or release what is held, or stop the rule before"
	}
	return came + ", and none is to come by itself: " + text + help
}
