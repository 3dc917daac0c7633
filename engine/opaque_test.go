package engine_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/paxos"
)

// opaque is a protocol whose machines cannot be written down: a ball goes round the
// ring of nodes, and each node claims how often it has seen it.
type opaque struct{}

type ball struct{}

func (ball) Kind() string                         { return "ball" }
func (ball) Fields(dst []node.Field) []node.Field { return dst }
func (ball) Append(dst []byte) []byte             { return append(dst, "ball"...) }

type player struct {
	cfg  node.Config
	seen int
}

func (p *player) Step(ev *node.Event, out *node.Effects) {
	switch ev.Kind {
	case node.EventStart:
		p.seen = len(ev.Records)
	case node.EventDeliver:
		p.seen++
		out.Write(ball{})
		out.Sync()
		out.NeverFalls("seen", node.CountValue(p.seen))
		out.Send(p.cfg.Self%node.ID(p.cfg.Nodes)+1, ball{})
	case node.EventRequest:
		out.Send(p.cfg.Self, ball{})
		out.Reply(&node.Reply{ID: ev.Request.ID, Final: true, Outcome: node.OutcomeOK})
	}
}

func (opaque) Name() string                                     { return "opaque" }
func (opaque) Rules() []node.Rule                               { return nil }
func (opaque) Parameters() []node.Parameter                     { return nil }
func (opaque) New(cfg node.Config) (node.Machine, error)        { return &player{cfg: cfg}, nil }
func (opaque) Encode(dst []byte, _ node.Message) []byte         { return append(dst, 1) }
func (opaque) Decode([]byte) (node.Message, error)              { return ball{}, nil }
func (opaque) AppendRequest(dst []byte, r *node.Request) []byte { return append(dst, r.Op...) }
func (opaque) AppendNote(dst []byte, _ node.Note) []byte        { return dst }
func (opaque) TimerName(t node.Timer) string                    { return fmt.Sprint(t) }

// A machine without snapshots runs, crashes and comes up again, its claims are judged,
// and whatever needs its state says that there is none to have.
func TestMachineWithoutSnapshots(t *testing.T) {
	w, err := engine.New(context.Background(), engine.Options{Protocol: opaque{}, Nodes: 3, Fleet: sim.NewWith(func(string, []byte) (node.Protocol, error) { return opaque{}, nil }), Latency: engine.Constant(time.Millisecond)})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Request(1, paxos.Read()); err != nil {
		t.Fatal(err)
	}
	check(w.Run(7 * time.Millisecond))
	_, err = w.Crash(2)
	check(err)
	check(w.Restart(2, fleet.Keep))
	check(w.Run(10 * time.Millisecond))
	if got := fmt.Sprint(w.Judge().Claims().Names()); got != "[seen]" {
		t.Errorf("got claims of %s, want [seen]", got)
	}
	_, err = w.Pause(3)
	check(err)
	if s, err := w.State(3); err != nil || !s.Paused || s.Fields != nil {
		t.Errorf("got the state %v, %v; want a paused node of which nothing can be seen", s, err)
	}
	check(w.Resume(3))
	if err := w.Searchable(); !errors.Is(err, node.ErrNoSnapshots) {
		t.Errorf("a search: got %v, want %v", err, node.ErrNoSnapshots)
	}
	if p := w.Pending(); len(p) > 0 {
		if _, err := w.Points(p[0]); !errors.Is(err, node.ErrNoSnapshots) {
			t.Errorf("crash points: got %v, want %v", err, node.ErrNoSnapshots)
		}
	}
	if stall, err := w.Stalled(); stall != nil || err != nil {
		t.Errorf("got %v, %v; want no forecast", stall, err)
	}
	if err := w.Sound(); err != nil {
		t.Errorf("got %v, want a lab that works still", err)
	}
}
