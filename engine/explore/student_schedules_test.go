package explore

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/paxos"
	"synod/node/starlark/starlarktest"
)

// twins are a cluster of the Paxos in Go and one of the student's, which take the same
// steps. A schedule names a delivery by the kind, the link, and which of those it is.
type twins struct {
	t      *testing.T
	worlds [2]*engine.World
	steps  []string
}

// newHeld returns a cluster of p, or of the Paxos in Go, in which nothing moves by
// itself and no message is sent again.
func newHeld(t *testing.T, p node.Protocol, n int) *engine.World {
	t.Helper()
	o := engine.Options{Protocol: p, Nodes: n, Seed: 1, Hold: true, Latency: engine.Constant(engine.DefaultLatency), Fleet: sim.NewWith(starlarktest.Maker(p))}
	if p == nil {
		o.Protocol, o.Fleet, o.Settings = paxos.Protocol{}, sim.New(), paxos.Options{Backoff: paxos.DefaultBackoff}.Settings()
	}
	w, err := engine.New(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// both lets both clusters do something, and compares the errors.
func (tw *twins) both(what string, do func(*engine.World) error) {
	tw.t.Helper()
	tw.steps = append(tw.steps, what)
	errs := [2]error{do(tw.worlds[0]), do(tw.worlds[1])}
	if (errs[0] == nil) != (errs[1] == nil) {
		tw.t.Fatalf("%s: got %v from the one in Go, %v from the student's; after %s", what, errs[0], errs[1], strings.Join(tw.steps, ", "))
	}
}

// pendingCalled returns what a schedule calls by name, or nil.
func pendingCalled(w *engine.World, name string) *engine.Pending {
	seen := map[string]int{}
	for _, p := range w.Pending() {
		call := nameOf(p)
		seen[call]++
		if fmt.Sprint(call, seen[call]) == name {
			return p
		}
	}
	return nil
}

// nameOf returns the kind and the link of a message, and a node for a timer: both have
// one timer each that matters.
func nameOf(p *engine.Pending) string {
	if p.Message == nil {
		return fmt.Sprintf("timer of %v ", p.Dst)
	}
	return fmt.Sprintf("%s %v-%v ", p.Message.Kind(), p.Src, p.Dst)
}

// pendingNames lists what can happen next, sorted: timers are drawn.
func pendingNames(w *engine.World) (list []string) {
	seen := map[string]int{}
	for _, p := range w.Pending() {
		call := nameOf(p)
		seen[call]++
		list = append(list, fmt.Sprint(call, seen[call]))
	}
	slices.Sort(list)
	return list
}

// same compares where all nodes stand, and what can happen next.
func (tw *twins) same() {
	tw.t.Helper()
	var texts [2]string
	for i, w := range tw.worlds {
		for id := node.ID(1); int(id) <= w.Nodes(); id++ {
			s, err := w.State(id)
			if err != nil {
				tw.t.Fatal(err)
			}
			texts[i] += fmt.Sprint(s.Down, " ", whereIs(s))
		}
		texts[i] += strings.Join(pendingNames(w), "; ")
	}
	if texts[0] != texts[1] {
		tw.t.Fatalf("got\n%s\nfrom the student's, want\n%s\nafter %s", texts[1], texts[0], strings.Join(tw.steps, ", "))
	}
}

// Over random schedules (2,000 with -slow) of requests, deliveries, losses, timers, crashes and
// restarts, the student's Paxos stands where the one in Go does, after every step.
func TestStudentsPaxosOverSchedules(t *testing.T) {
	runs := 200
	if *slow {
		runs = 2000
	}
	p := student(t)
	chosen := 0
	for seed := range runs {
		draw := rand.New(rand.NewPCG(uint64(seed), 0))
		nodes := 3 + draw.IntN(2)
		tw := &twins{t: t, worlds: [2]*engine.World{newHeld(t, nil, nodes), newHeld(t, p, nodes)}}
		for range 60 {
			tw.step(draw)
		}
		tw.same()
		learned := tw.learned()
		if learned != "" {
			chosen++
		}
		for _, w := range tw.worlds {
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("a value was learned in %d of %d schedules", chosen, runs)
	if chosen < runs/4 {
		t.Errorf("got a value learned in %d of %d schedules, want it in a quarter at least: the schedules are too short", chosen, runs)
	}
}

// step draws one step and lets both take it.
func (tw *twins) step(draw *rand.Rand) {
	w := tw.worlds[0]
	id := node.ID(1 + draw.IntN(w.Nodes()))
	next := pendingNames(w)
	switch n := draw.IntN(100); {
	case n < 4 && w.Up(id) && !w.Busy(id):
		v := node.Value([]string{`"A"`, `"B"`, `"C"`}[draw.IntN(3)])
		tw.both(fmt.Sprintf("propose %v at %v", v, id), func(w *engine.World) error {
			_, err := w.Request(id, &node.Request{Op: "propose", Args: node.Fields{{Name: "value", Value: v}}})
			return err
		})
	case n < 6 && w.Up(id):
		tw.both(fmt.Sprintf("crash %v", id), func(w *engine.World) error { _, err := w.Crash(id); return err })
	case n < 12 && !w.Up(id):
		tw.both(fmt.Sprintf("restart %v", id), func(w *engine.World) error { return w.Restart(id, fleet.Keep) })
	case n < 16 && len(next) > 0:
		name := next[draw.IntN(len(next))]
		if !strings.HasPrefix(name, "timer") {
			tw.both("drop "+name, func(w *engine.World) error { return w.Drop(pendingCalled(w, name)) })
		}
	case len(next) > 0:
		name := next[draw.IntN(len(next))]
		tw.both(name, func(w *engine.World) error { return w.Deliver(pendingCalled(w, name)) })
	default:
		return
	}
	tw.same()
}

// learned returns what a node of the student's learned, or "".
func (tw *twins) learned() string {
	w := tw.worlds[1]
	for id := node.ID(1); int(id) <= w.Nodes(); id++ {
		if s, err := w.State(id); err == nil && !s.Down {
			if text := whereIs(s); !strings.HasSuffix(text, "-; ") {
				return text
			}
		}
	}
	return ""
}
