package engine_test

import (
	"strings"
	"testing"
	"time"

	"synod/engine"
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
		{"retransmit: got -1s, want 0s to ", engine.Options{Nodes: 3, Settings: paxos.Options{Retransmit: -time.Second}.Settings()}},
		{"back-off: got -1ns to 0s, want a range within 0s to ", engine.Options{Nodes: 3, Settings: paxos.Options{Backoff: paxos.Backoff{Min: -1}}.Settings()}},
		{"back-off: got 2ns to 1ns, want a range within 0s to ", engine.Options{Nodes: 3, Settings: paxos.Options{Backoff: paxos.Backoff{Min: 2, Max: 1}}.Settings()}},
		{"got q1=4, want 1 to 3", engine.Options{Nodes: 3, Settings: paxos.Options{Q1: 4, Q2: -1}.Settings()}},
		{"got q2=-1, want 1 to 3", engine.Options{Nodes: 3, Settings: paxos.Options{Q2: -1}.Settings()}},
		{"quorums q1=1 and q2=2 of 3 nodes need not overlap: want q1+q2 of at least 4, or unsafe=True", engine.Options{Nodes: 3, Settings: paxos.Options{Q1: 1, Q2: 2}.Settings()}},
		{"", engine.Options{Nodes: 3, Settings: paxos.Options{Q1: 1, Q2: 2, Unsafe: true}.Settings()}},
		{"", engine.Options{Nodes: 5, Settings: paxos.Options{Q1: 4, Q2: 2}.Settings()}},
		{`rules: got "majorty_quorum", want one of: `, engine.Options{Nodes: 3, Rules: map[string]bool{"majorty_quorum": false}}},
	} {
		c.o.Protocol = paxos.Protocol{}
		err := c.o.Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%+v: got the error %v, want %q", c.o, err, c.want)
		}
	}
}
