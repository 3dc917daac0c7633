package paxos

import (
	"testing"

	"synod/node"
)

// A proposal by hand that is let go runs by itself from where it stands: it
// starts what was not started, asks those again who have not answered, and
// follows a refused ballot with the next.
func TestLetGo(t *testing.T) {
	cfg := node.Config{Nodes: 3, Settings: Options{Retransmit: 10}.Settings()}
	opened := act{request(OpOpen, x), "(ballot 1.1); reply opened 1.1"}
	prepared := act{request(OpPrepare, "", 2, 3), "write started 1.1; sync; reply preparing 1.1; (ballot 1.1); n2: prepare 1.1; n3: prepare 1.1"}
	promised := act{from(2, promiseOf(1, 1)), "(promise 1 of 2)"}
	letGo := request(OpStart, "")
	for _, s := range []story{
		{"not started", cfg, []act{opened, {letGo, begins + "; set resend 10ns to 10ns"}}},
		{"in phase 1", cfg, []act{
			opened, prepared, promised,
			{letGo, "(prepare 1.1 again, 2 unanswered); n1: prepare 1.1; n3: prepare 1.1; set resend 20ns to 20ns"},
			{timer(timerResend), "(prepare 1.1 again, 2 unanswered); n1: prepare 1.1; n3: prepare 1.1; set resend 40ns to 40ns"},
		}},
		{"refused", cfg, []act{
			opened, prepared,
			{from(2, nackOf(ballot(1, 1), ballot(4, 2))), "(ballot 1.1 is refused); reply refused 1.1"},
			{letGo, "write started 5.1; sync; reply preparing 5.1; (ballot 5.1); n1: prepare 5.1; n2: prepare 5.1; n3: prepare 5.1; set resend 10ns to 10ns"},
		}},
		{"in phase 2", cfg, []act{
			opened, prepared, promised,
			{from(3, promiseOf(1, 1)), "(promise 2 of 2); (quorum 2/3 at 1.1: proposes X); reply proposing 1.1 X"},
			{letGo, "(accept 1.1 X again, 3 unanswered); n1: accept 1.1 X; n2: accept 1.1 X; n3: accept 1.1 X; set resend 20ns to 20ns"},
			{letGo, "(rejected); reply rejected: the proposer of X at n1 runs by itself; only one made with proposer() is driven by hand"},
		}},
		{"decided", cfg, []act{
			opened,
			{from(2, learnOf(ballot(9, 2), y)), "write learned Y; sync; publish Y; (learned Y); reply chosen 9.2 Y"},
			{letGo, "(rejected); reply rejected: the proposal is over: Y is chosen"},
		}},
	} {
		t.Run(s.name, s.test)
	}
}
