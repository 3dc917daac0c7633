package engine_test

import (
	"context"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/paxos"
)

// tester is a test, or a trial of one that draws.
type tester interface {
	Helper()
	Fatal(args ...any)
	Error(args ...any)
	Cleanup(func())
}

// newWorld returns a simulated cluster with the defaults of the script, closed
// at the end of the test.
func newWorld(t tester, o engine.Options) *engine.World {
	t.Helper()
	o.Protocol, o.Fleet = paxos.Protocol{}, sim.New()
	if o.Latency == (engine.Latency{}) {
		o.Latency = engine.Constant(engine.DefaultLatency)
	}
	w, err := engine.New(context.Background(), o)
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

// propose lets a value be chosen and everything it caused come to rest.
func propose(t testing.TB, w *engine.World, id node.ID, v node.Value) *engine.Operation {
	t.Helper()
	p, err := w.Request(id, paxos.Propose(v, node.Ballot{}))
	if err != nil {
		t.Fatal(err)
	}
	if quiet, err := w.Settle(10 * time.Second); err != nil || !quiet {
		t.Fatalf("settled %v, %v, want true", quiet, err)
	}
	if told(p).Status != paxos.StatusChosen {
		t.Fatalf("got %v, want it chosen", told(p).Status)
	}
	return p
}
