package paxos

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// A machine that starts from the compact list cannot be told from one that
// starts from the whole, even when both have written more since.
func TestCompactKeepsTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cfg := node.Config{Self: 1, Nodes: 3, Rules: map[string]bool{}}
		for _, rule := range []string{"accept_raises_promise", "ballot_never_reused"} {
			cfg.Rules[rule] = rapid.Bool().Draw(t, rule)
		}
		whole := rapid.SliceOfN(anyRecord, 0, 8).Draw(t, "records")
		later := rapid.SliceOfN(anyRecord, 0, 3).Draw(t, "later")
		short := Protocol{}.Compact(cfg, whole)
		if len(short) > 5 {
			t.Fatalf("got %v, want at most 5", short)
		}
		got, want := recovered(t, cfg, append(short, later...)), recovered(t, cfg, append(whole, later...))
		if !bytes.Equal(got, want) {
			t.Fatalf("%v is no short form of %v: with %v behind them they lead to different states", short, whole, later)
		}
	})
}

var anyRecord = rapid.Custom(func(t *rapid.T) node.Message {
	b := node.Ballot{Round: rapid.Int32Range(1, 4).Draw(t, "round"), Node: node.ID(rapid.IntRange(1, 3).Draw(t, "node"))}
	v := node.Value(rapid.SampledFrom([]string{`"A"`, `"B"`}).Draw(t, "value"))
	switch rapid.IntRange(0, 3).Draw(t, "kind") {
	case 0:
		return Message{What: Promised, Ballot: b}
	case 1:
		return Message{What: Voted, Ballot: b, Value: v}
	case 2:
		return Message{What: Started, Ballot: node.Ballot{Round: b.Round, Node: 1}}
	}
	return Message{What: Learned, Value: v}
})

func recovered(t *rapid.T, cfg node.Config, records []node.Message) []byte {
	m, err := Protocol{}.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	var out node.Effects
	m.Step(&node.Event{Kind: node.EventStart, Records: records}, &out)
	return m.(node.Snapshotter).AppendState(nil)
}
