package paxos

import (
	"context"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/explore"
	"synod/engine/fleet/sim"
	"synod/engine/search"
	"synod/node"
	"synod/node/paxos"
)

// searched returns a simulated cluster of three nodes for a search, with one rule
// switched off.
func searched(t *testing.T, rule string) *engine.World {
	t.Helper()
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: paxos.Protocol{}, Nodes: 3, Fleet: sim.New(), Rules: map[string]bool{rule: false}, Seed: 1,
		Latency: engine.Constant(engine.DefaultLatency), Settings: paxos.Options{Backoff: paxos.DefaultBackoff, Retransmit: paxos.DefaultRetransmit}.Settings(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// proposal returns what a client asks for that proposes v.
func proposal(id node.ID, v node.Value) explore.Request {
	return explore.Request{Node: id, Op: paxos.OpPropose, Args: node.Fields{{Name: "value", Value: v}}}
}

// TestByHand writes what a search found as a person would.
func TestByHand(t *testing.T) {
	for _, c := range []struct {
		rule string
		want []string
	}{
		{"adopt_reported_value", []string{"a = proposer(1, A, ballot = (1, 1))", "a.prepare(to = [1, 2])", "a.accept(to = [1, 2])", "b = proposer(2, B, ballot = (2, 2))"}},
		{"majority_quorum", []string{"a = proposer(1, A, ballot = (1, 1))", "a.prepare(to = [1])"}},
	} {
		w := searched(t, c.rule)
		r, err := explore.Run(context.Background(), w, explore.Options{Requests: []explore.Request{proposal(1, `"A"`), proposal(2, `"B"`)}, Reduce: explore.ReduceAll})
		if err != nil || r.Verdict != search.Violated || !r.Reduced {
			t.Fatalf("%s: got %v, %v; want a violation, found with things left out", c.rule, r, err)
		}
		lines := strings.Join(ByHand(r.Steps, r.Flights, Words(node.Value.String)), "\n")
		for _, want := range c.want {
			if !strings.Contains(lines, want) {
				t.Errorf("%s: got\n%s\nwant %q in it", c.rule, lines, want)
			}
		}
		w.Close()
	}
}
