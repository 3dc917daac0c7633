package explore

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/engine/search"
	"synod/node"
	"synod/node/starlark/starlarktest"
)

// elector is a protocol in which whoever's timer fires becomes the leader and says
// so. Its timers have the numbers first and, once a leader is known, second.
type elector struct{ first, second node.Timer }

// vote says who leads.
type vote node.ID

func (vote) Kind() string { return "vote" }
func (v vote) Fields(dst []node.Field) []node.Field {
	return append(dst, node.Field{Name: "leader", Value: node.ID(v)})
}
func (v vote) Append(dst []byte) []byte { return node.ID(v).Append(append(dst, "vote "...)) }

// voter is a node of it.
type voter struct {
	elector
	cfg    node.Config
	leader node.ID // 0: nobody knows
}

func (v *voter) Step(ev *node.Event, out *node.Effects) {
	switch ev.Kind {
	case node.EventStart:
		out.SetTimer(v.first, 1, 1)
	case node.EventTimer:
		v.leader = v.cfg.Self
		for id := node.ID(1); int(id) <= v.cfg.Nodes; id++ {
			if id != v.cfg.Self {
				out.Send(id, vote(v.cfg.Self))
			}
		}
	case node.EventDeliver:
		v.leader = node.ID(ev.Message.(vote))
		out.SetTimer(v.second, 1, 1)
	}
}

func (v *voter) AppendState(dst []byte) []byte { return append(dst, byte(v.leader)) }
func (v *voter) State() []node.Field           { return []node.Field{{Name: "leader", Value: v.leader}} }

func (elector) Name() string                 { return "elector" }
func (elector) Rules() []node.Rule           { return nil }
func (elector) Parameters() []node.Parameter { return nil }
func (e elector) New(cfg node.Config) (node.Machine, error) {
	return &voter{elector: e, cfg: cfg}, nil
}
func (e elector) Restore(cfg node.Config, state []byte) (node.Snapshotter, error) {
	return &voter{e, cfg, node.ID(state[0])}, nil
}
func (elector) Encode(dst []byte, m node.Message) []byte         { return append(dst, byte(m.(vote))) }
func (elector) Decode(b []byte) (node.Message, error)            { return vote(b[0]), nil }
func (elector) AppendRequest(dst []byte, _ *node.Request) []byte { return dst }
func (elector) AppendNote(dst []byte, _ node.Note) []byte        { return dst }
func (elector) TimerName(t node.Timer) string                    { return fmt.Sprint("election ", t) }

// A leader's name counts, so only nodes that lead nobody can be called otherwise.
func (elector) RenameState(state []byte, to func(node.ID) node.ID) ([]byte, bool) {
	return state, state[0] == 0 || to(node.ID(state[0])) == node.ID(state[0])
}

func (elector) RenameMessage(m node.Message, to func(node.ID) node.ID) (node.Message, bool) {
	return m, to(node.ID(m.(vote))) == node.ID(m.(vote))
}

func newElectors(t *testing.T, e elector) *engine.World {
	t.Helper()
	w, err := engine.New(context.Background(), engine.Options{Protocol: e, Nodes: 3, Fleet: sim.NewWith(starlarktest.Maker(e)), Latency: engine.Constant(engine.DefaultLatency)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// Nodes of which nothing is asked are taken to be alike. Where one of them begins an
// election all the same, the search says so and goes no further, whatever its workers
// were at.
func TestNodesThatAreNotAlike(t *testing.T) {
	o := Options{Budgets: Budgets{Timers: 1}, Reduce: Reductions{Symmetry: true}}
	for range 20 {
		r, err := Run(context.Background(), newElectors(t, elector{}), o)
		if !errors.Is(err, search.ErrAsymmetric) || !strings.HasPrefix(err.Error(), "not symmetric: n1, n2, n3 were taken to be alike") {
			t.Fatalf("got %v, %v; want that the nodes are not alike", r, err)
		}
	}
	o.Reduce = Reductions{}
	if r, err := Run(context.Background(), newElectors(t, elector{}), o); err != nil || r.Verdict != search.Holds {
		t.Errorf("without symmetry: got %v, %v; want that it holds", r, err)
	}
}

// A search knows 64 timers. One more is an error: before the search if it is set
// then, and in it otherwise.
func TestTimersThatNoSearchKnows(t *testing.T) {
	for _, c := range []struct {
		elector
		want string
	}{
		{elector{63, 62}, ""},
		{elector{64, 0}, "n1 sets the timer election 64, number 64: a search knows timers 0 to 63"},
		{elector{0, 200}, "sets the timer election 200, number 200: a search knows timers 0 to 63"},
	} {
		r, err := Run(context.Background(), newElectors(t, c.elector), Options{Budgets: Budgets{Timers: 1}})
		switch {
		case c.want == "" && (err != nil || r.Verdict != search.Holds):
			t.Errorf("%+v: got %v, %v; want that it holds", c.elector, r, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%+v: got %v, %v; want %s", c.elector, r, err, c.want)
		}
	}
}
