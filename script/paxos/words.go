package paxos

import (
	"fmt"

	"synod/engine/explore"
	"synod/node"
	"synod/node/paxos"
)

// Words returns how a script says what clients of Paxos ask for, with values as
// literal writes them.
func Words(literal func(node.Value) string) explore.Words {
	return explore.Words{Literal: literal, Ask: func(r explore.Request) string {
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
