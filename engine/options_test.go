package engine_test

import (
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// TestOptionsCheck says of every option what is wrong with it and what would be right.
func TestOptionsCheck(t *testing.T) {
	for _, c := range []struct {
		want string
		o    engine.Options
	}{
		{"", engine.Options{Nodes: 1}},
		{"", engine.Options{Nodes: engine.MaxNodes}},
		{"got 0 nodes, want 1 to ", engine.Options{}},
		{"got -1 nodes, want 1 to ", engine.Options{Nodes: -1}},
		{"got 10001 nodes, want 1 to 10000", engine.Options{Nodes: engine.MaxNodes + 1}},
		{"got a latency from 5ms to 1ms, want 0 or more, the smaller first", engine.Options{Nodes: 3, Latency: engine.Latency{Min: 5 * time.Millisecond, Max: time.Millisecond}}},
		{"got a retransmission time of -1s, want 0 or more", engine.Options{Nodes: 3, Retransmit: -time.Second}},
		{"got a back-off from -1ns to 0s, want 0 or more, the smaller first", engine.Options{Nodes: 3, Backoff: node.Backoff{Min: -1}}},
		{"got a back-off from 2ns to 1ns, want 0 or more, the smaller first", engine.Options{Nodes: 3, Backoff: node.Backoff{Min: 2, Max: 1}}},
		{"got q1=4, want 1 to 3", engine.Options{Nodes: 3, Q1: 4, Q2: -1}},
		{"got q2=-1, want 1 to 3", engine.Options{Nodes: 3, Q2: -1}},
		{"quorums q1=1 and q2=2 of 3 nodes need not overlap: want q1+q2 of at least 4, or unsafe=True", engine.Options{Nodes: 3, Q1: 1, Q2: 2}},
		{"", engine.Options{Nodes: 3, Q1: 1, Q2: 2, Unsafe: true}},
		{"", engine.Options{Nodes: 5, Q1: 4, Q2: 2}},
		{`rules: got "majorty_quorum", want one of: `, engine.Options{Nodes: 3, Rules: map[string]bool{"majorty_quorum": false}}},
	} {
		c.o.Protocol = paxos.Protocol{}
		err := c.o.Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%+v: got the error %v, want %q", c.o, err, c.want)
		}
	}
}
