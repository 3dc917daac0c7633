package explore

import (
	"context"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/paxos"
	"synod/node/starlark/starlarktest"
)

// fickle is a Paxos whose machines remember something outside of their state: every
// hundredth step of any of them does not send its last message.
type fickle struct {
	paxos.Protocol
	steps *int
}

type fickleMachine struct {
	node.Snapshotter
	steps *int
}

func (f fickle) New(cfg node.Config) (node.Machine, error) {
	m, err := f.Protocol.New(cfg)
	return fickleMachine{m.(node.Snapshotter), f.steps}, err
}

func (f fickle) Restore(cfg node.Config, state []byte) (node.Snapshotter, error) {
	m, err := f.Protocol.Restore(cfg, state)
	return fickleMachine{m, f.steps}, err
}

func (m fickleMachine) Step(ev *node.Event, out *node.Effects) {
	m.Snapshotter.Step(ev, out)
	*m.steps++
	if n := len(*out); *m.steps%100 == 0 && n > 0 {
		*out = (*out)[:n-1]
	}
}

// A search that does everything twice finds a machine that is not a function of its
// state and its event.
func TestParanoidFindsAFickleMachine(t *testing.T) {
	p := fickle{steps: new(int)}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: p, Nodes: 3, Fleet: sim.NewWith(starlarktest.Maker(p)), Seed: 1, Latency: engine.Constant(engine.DefaultLatency),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	o := whole(Options{Requests: clientsAB, Workers: 1, MaxStates: 20_000})
	o.Paranoid = true
	if r, err := Run(context.Background(), w, o); err == nil || !strings.Contains(err.Error(), "not a function") {
		t.Errorf("got %v, %v; want an error that says so", r, err)
	}
}
