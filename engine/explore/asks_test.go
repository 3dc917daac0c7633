package explore

import (
	"fmt"

	"synod/node"
	"synod/node/paxos"
)

// asks returns the request to propose v, or to read when it is absent.
func asks(id node.ID, v node.Value) Request { return asksAt(id, v, node.Ballot{}) }

// asksAt is asks for a proposal at a ballot.
func asksAt(id node.ID, v node.Value, b node.Ballot) Request {
	if v.Absent() {
		return Request{Node: id, Op: paxos.OpRead}
	}
	r := Request{Node: id, Op: paxos.OpPropose, Args: node.Fields{{Name: "value", Value: v}}}
	if !b.IsZero() {
		r.Args = append(r.Args, node.Field{Name: "ballot", Value: b})
	}
	return r
}

// words writes requests as a script of Paxos does.
func words(literal func(node.Value) string) Words {
	return Words{literal, func(r Request) string {
		if r.Op == paxos.OpRead {
			return fmt.Sprintf("reader(%d)", r.Node)
		}
		ballot := ""
		for _, f := range r.Args {
			if b, ok := f.Value.(node.Ballot); ok {
				ballot = fmt.Sprintf(", ballot = (%d, %d)", b.Round, b.Node)
			}
		}
		return fmt.Sprintf("propose(%d, %s%s)", r.Node, literal(r.Arg("value")), ballot)
	}}
}
