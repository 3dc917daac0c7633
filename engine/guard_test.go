package engine_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/paxos"
)

// guarded is Paxos with an invariant of its own: no node votes.
type guarded struct {
	paxos.Protocol
	asked *[]string // whom the invariant was asked about, each time
	fails error     // what the invariant fails with
}

// Invariants implements node.Guarded.
func (g guarded) Invariants() []node.Invariant {
	return []node.Invariant{{Name: "no_vote", Holds: func(up []node.Standing) (bool, string, error) {
		text := ""
		holds := true
		for _, s := range up {
			text += s.Node.String()
			for _, f := range s.Machine.State() {
				if b, ok := f.Value.(node.Ballot); ok && f.Name == "accepted" && !b.IsZero() {
					holds = false
				}
			}
		}
		*g.asked = append(*g.asked, text)
		return holds, fmt.Sprintf("one of %s voted", text), g.fails
	}}}
}

// guardedWorld returns a world of three nodes with the invariant.
func guardedWorld(t *testing.T, g guarded) *engine.World {
	t.Helper()
	w, err := engine.New(context.Background(), engine.Options{Protocol: g, Nodes: 3, Fleet: sim.New(), Latency: engine.Constant(engine.DefaultLatency)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

// The invariants of a protocol are asked after every event, about the nodes that are
// up, in the order of their ids; they break at the event that breaks them, and are
// there again when the world starts over.
func TestProtocolsInvariants(t *testing.T) {
	var asked []string
	w := guardedWorld(t, guarded{asked: &asked})
	if want := []string{"n1n2n3", "n1n2n3", "n1n2n3"}; !slices.Equal(asked, want) {
		t.Errorf("at the start: asked about %q, want %q", asked, want)
	}
	if _, err := w.Crash(2); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		asked = nil
		if _, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
			t.Fatal(err)
		}
		events, _ := w.Events()
		err := w.Run(time.Second)
		var broken *engine.Violation
		if !errors.As(err, &broken) || broken.Name != "no_vote" || broken.Sentence != "one of n1n3 voted" && broken.Sentence != "one of n1n2n3 voted" {
			t.Fatalf("got %v, want a violation of no_vote", err)
		}
		later, _ := w.Events()
		if n := later - events + 1; len(asked) > n || len(asked) < n-2 { // what is lost with n2 is no step of a node
			t.Errorf("asked %d times in %d events", len(asked), n)
		}
		if last := w.Log().Latest(); broken.Seq >= last.Seq || len(broken.Chain) == 0 {
			t.Errorf("got the violation at %d of %d, with %d records before it", broken.Seq, last.Seq, len(broken.Chain))
		}
		if err := w.Reset(2); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Invariant("no_vote", func(*engine.World) (bool, string, error) { return true, "", nil }); err == nil {
		t.Error("an invariant took the name of one of the protocol")
	}
	if own := w.Invariants(); len(own) != 1 || !own[0].Own || own[0].Name != "no_vote" {
		t.Errorf("got the invariants %v, want the one of the protocol", own)
	}
}

// An invariant that cannot be asked is an error of the event, and no verdict.
func TestProtocolsInvariantFails(t *testing.T) {
	var asked []string
	_, err := engine.New(context.Background(), engine.Options{Protocol: guarded{asked: &asked, fails: errors.New("no such field")}, Nodes: 1, Fleet: sim.New()})
	if err == nil || err.Error() != "invariant no_vote: no such field" {
		t.Errorf("got %v, want the error of the invariant", err)
	}
}
