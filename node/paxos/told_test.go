package paxos

import (
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// What is asked and told survives the way through the words of every protocol, and
// through a process, which hands on plain lists.
func TestOpenAndBack(t *testing.T) {
	values := rapid.Map(rapid.StringN(0, 5, -1), func(s string) node.Value { return node.Value(s) })
	ballots := rapid.Custom(func(t *rapid.T) node.Ballot {
		return node.Ballot{Round: rapid.Int32().Draw(t, "round"), Node: node.ID(rapid.Int32().Draw(t, "node"))}
	})
	rapid.Check(t, func(t *rapid.T) {
		told := Reply{
			ID: rapid.Uint64().Draw(t, "id"), Status: Status(rapid.IntRange(0, len(statuses)-1).Draw(t, "status")),
			Ballot: ballots.Draw(t, "ballot"), Value: values.Draw(t, "value"),
			Mine: rapid.Bool().Draw(t, "mine"), Rounds: rapid.Int().Draw(t, "rounds"), Why: rapid.String().Draw(t, "why"),
		}
		if told.Status == StatusStopped {
			told.Why = "stopped"
		}
		open := told.Open()
		plain := *open
		plain.Result = node.Fields(node.ListOf(open.Result))
		if a, b := ReplyOf(open), ReplyOf(&plain); a != told || b != told {
			t.Fatalf("got %+v and %+v, want %+v", a, b, told)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		asked := Request{
			ID: rapid.Uint64().Draw(t, "id"), Op: rapid.String().Draw(t, "op"), Value: values.Draw(t, "value"),
			Ballot: ballots.Draw(t, "ballot"), To: []node.ID{node.ID(rapid.Int32().Draw(t, "to"))},
		}
		open := asked.Open()
		plain := &node.Request{ID: open.ID, Op: open.Op, Args: node.Fields(node.ListOf(open.Args))}
		for _, q := range []*node.Request{open, plain} {
			got := RequestOf(q)
			if len(got.To) != 1 || got.To[0] != asked.To[0] {
				t.Fatalf("got %+v, want %+v", got, asked)
			}
			if got.ID != asked.ID || got.Op != asked.Op || got.Value != asked.Value || got.Ballot != asked.Ballot {
				t.Fatalf("got %+v, want %+v", got, asked)
			}
		}
	})
}
