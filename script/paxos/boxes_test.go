package paxos

import (
	"context"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/paxos"
)

// newWorld returns a simulated cluster of three nodes whose messages are all held.
func newWorld(t *testing.T) *engine.World {
	t.Helper()
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: paxos.Protocol{}, Fleet: sim.New(), Nodes: 3, Hold: true, Latency: engine.Constant(engine.DefaultLatency),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// opened returns a proposer of v at a node, which has sent its prepare to acceptors.
func opened(t *testing.T, w *engine.World, id node.ID, v node.Value, to ...node.ID) Proposal {
	t.Helper()
	o, err := w.Request(id, paxos.ByHand(v, node.Ballot{}))
	if err != nil {
		t.Fatal(err)
	}
	p := Proposal{o}
	phase(t, w, p, paxos.OpPrepare, to...)
	return p
}

// phase runs a phase of a proposal, until the answers are back.
func phase(t *testing.T, w *engine.World, p Proposal, op string, to ...node.ID) {
	t.Helper()
	err := p.Drive(w, op, to...)
	if err == nil {
		_, err = w.Answered(w.Sent())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestBoxes draws the rows of a run in which a second proposer comes too late at
// one acceptor and in time at another.
func TestBoxes(t *testing.T) {
	w := newWorld(t)
	p := opened(t, w, 1, `"X"`)
	opened(t, w, 2, `"Y"`, 2, 3)
	phase(t, w, p, paxos.OpAccept)
	const want = `
n1  [P 1.1] [A 1.1 X]
n2  [P 1.1] [P 2.2] [A 1.1 X refused]
n3  [P 1.1] [P 2.2] [A 1.1 X refused]
`
	if got := "\n" + BoxesOf(w).Text(0); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestBoxesSayWhatIsForgotten does not let a row begin in the middle unsaid.
func TestBoxesSayWhatIsForgotten(t *testing.T) {
	b := BoxesOf(newWorld(t))
	b.Forgotten = 1
	if !strings.HasPrefix(b.Text(0), "(the earliest events are no longer kept)\nn1\n") {
		t.Errorf("got %.80q, want it to begin with what is missing", b.Text(0))
	}
}

// TestChosen shows what is chosen, and by whom.
func TestChosen(t *testing.T) {
	w := newWorld(t)
	p := opened(t, w, 1, `"X"`)
	if got := Chosen(w); got != nil {
		t.Errorf("got %v chosen, want nothing yet", got)
	}
	phase(t, w, p, paxos.OpAccept)
	if got := Chosen(w); len(got) != 1 || got[0].String() != "X at 1.1 by n1 n2" {
		t.Errorf("got %v chosen, want X at 1.1 by n1 n2", got)
	}
}
