package shrink

import (
	"synod/engine/explore"
	"synod/node"
	"synod/node/paxos"
)

// asks returns the request to propose v, or to read when it is absent.
func asks(id node.ID, v node.Value) explore.Request { return asksAt(id, v, node.Ballot{}) }

// asksAt is asks for a proposal at a ballot.
func asksAt(id node.ID, v node.Value, b node.Ballot) explore.Request {
	if v.Absent() {
		return explore.Request{Node: id, Op: paxos.OpRead}
	}
	r := explore.Request{Node: id, Op: paxos.OpPropose, Args: node.Fields{{Name: "value", Value: v}}}
	if !b.IsZero() {
		r.Args = append(r.Args, node.Field{Name: "ballot", Value: b})
	}
	return r
}
