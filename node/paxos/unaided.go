package paxos

import "synod/node"

// byHand is a proposal that is driven by hand.
type byHand struct {
	request Request
	ballot  node.Ballot // the present one; zero before the first
}

// Unaided implements [node.ByHander]: phase 1 at a new ballot is the start of a
// proposal that runs by itself, and after the first the end of its back-off.
func (Protocol) Unaided(anew bool) func(*node.Request, node.Note) []node.Unaided {
	hands := map[uint64]*byHand{}
	return func(q *node.Request, note node.Note) []node.Unaided {
		r := RequestOf(q)
		hand := hands[r.ID]
		switch r.Op {
		case OpPropose, OpRead:
			return []node.Unaided{{Request: q}}
		case OpOpen:
			r.Op = OpPropose
			hands[r.ID] = &byHand{request: r}
		case OpStop:
			return []node.Unaided{{Request: q, Drives: true}}
		case OpPrepare, OpStart:
			if now := note.Ballot; hand != nil && now != hand.ballot && !now.IsZero() {
				return hand.begin(now, anew, q.Client)
			}
		}
		return nil
	}
}

// begin returns what makes a proposal start a ballot.
func (h *byHand) begin(at node.Ballot, anew bool, client string) (unaided []node.Unaided) {
	first := h.ballot.IsZero()
	h.ballot = at
	if !first && !anew {
		return []node.Unaided{{}}
	}
	if !first {
		unaided = []node.Unaided{{Request: Drive(OpStop), Drives: true}}
		h.request.Ballot = at
	}
	request := h.request.Open()
	request.Client = client
	return append(unaided, node.Unaided{Request: request})
}
