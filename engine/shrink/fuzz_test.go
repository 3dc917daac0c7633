package shrink

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/disk"
	"synod/node/paxos"
)

// storm is a run of random choices over a cluster from which a rule is missing.
type storm struct {
	draw *rand.Rand
	w    *engine.World
	rule string
	asks int
	kind bool // it loses no disk, and no rule is off
}

// unsafe lists the rules that safety needs.
func unsafe() []string {
	var names []string
	for _, r := range (paxos.Protocol{}).Rules() {
		if r.Unsafe {
			names = append(names, r.Name)
		}
	}
	return names
}

// newStorm returns the storm of a seed.
func newStorm(t testing.TB, seed uint64) *storm {
	s := &storm{draw: rand.New(rand.NewPCG(seed, 7))}
	s.rule = unsafe()[seed%uint64(len(unsafe()))]
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: paxos.Protocol{}, Nodes: 3 + s.draw.IntN(3), Fleet: sim.New(), Rules: map[string]bool{s.rule: false}, Seed: seed, Hold: true,
		Latency: engine.Constant(engine.DefaultLatency), Settings: paxos.Options{Backoff: paxos.DefaultBackoff, Retransmit: paxos.DefaultRetransmit}.Settings(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	s.w = w
	return s
}

// blow makes choices until a property breaks, and returns which, or "".
func (s *storm) blow(choices int) string {
	for range choices {
		err := s.choose()
		var broken *engine.Violation
		if errors.As(err, &broken) {
			return broken.Name
		}
	}
	return ""
}

func (s *storm) choose() error {
	id := node.ID(1 + s.draw.IntN(s.w.Nodes()))
	switch n := s.draw.IntN(100); {
	case n < 6:
		s.asks++
		v := node.Value(fmt.Sprintf("%q", fmt.Sprintf("value %d", s.asks)))
		if s.draw.IntN(4) == 0 {
			v = "0"
		}
		_, err := s.w.Request(id, paxos.Propose(v, node.Ballot{}))
		return err
	case n < 8:
		_, err := s.w.Crash(id)
		return err
	case n < 10:
		d := fleet.Keep
		if s.draw.IntN(8) == 0 && !s.kind {
			d = fleet.Wipe
		}
		if !s.w.Up(id) {
			return s.w.Restart(id, d)
		}
		return nil
	case n < 11:
		return s.w.Arm(&engine.Trap{Node: id, Any: true, Point: node.Point{Kind: node.EffectSend, Nth: 1 + s.draw.IntN(3), After: true}})
	case n < 12 && s.draw.IntN(3) == 0 && !s.kind:
		_, err := s.w.Disk(id, disk.Faults{Lie: true}, 0)
		return err
	}
	all := s.w.Pending()
	if len(all) == 0 {
		return nil
	}
	p := all[s.draw.IntN(len(all))]
	switch {
	case p.Message != nil && s.draw.IntN(12) == 0:
		return s.w.Drop(p)
	case p.Message != nil && s.draw.IntN(20) == 0:
		_, err := s.w.Duplicate(p)
		return err
	case p.Message == nil && s.draw.IntN(4) > 0:
		return nil
	}
	return s.w.Deliver(p)
}

// failures returns so many runs of storms that broke something, and calls visit
// for each.
func failures(t *testing.T, n int, visit func(t *testing.T, seed uint64, s *storm, r *Run)) {
	for seed := uint64(1); n > 0; seed++ {
		s := newStorm(t, seed)
		if seed%3 == 0 {
			s.w.Expect("agreement")
		}
		if s.blow(1200) == "" {
			continue
		}
		n--
		r, err := Of(s.w)
		if err != nil {
			t.Fatalf("seed %d, without %s: %v", seed, s.rule, err)
		}
		t.Run(fmt.Sprintf("%d_%s", seed, s.rule), func(t *testing.T) { visit(t, seed, s, r) })
	}
}

// TestStorms shrinks what random schedules broke, and requires that nothing of
// it is lost, that the run gets shorter, that it is shrunk no further when it is
// shrunk again, and that the answer is always the same.
func TestStorms(t *testing.T) {
	n := 100
	if testing.Short() {
		n = 15
	}
	from, to, proven := 0, 0, 0
	failures(t, n, func(t *testing.T, seed uint64, s *storm, r *Run) {
		small := shrunk(t, r)
		from, to = from+small.From, to+len(small.Steps)
		if small.Proven {
			proven++
		}
		t.Logf("%s: %d nodes to %d, %v; %d events told again, %d states", r.Property, r.Options.Nodes, small.Options.Nodes, small, small.Events, small.States)
		for _, step := range small.Steps {
			t.Log(&step)
		}
		again := shrunk(t, small.Run)
		if got, want := texts(again), texts(small); !slices.Equal(got, want) {
			t.Errorf("shrunk again it is\n%q, want\n%q", got, want)
		}
	})
	t.Logf("%d runs of %d events in all came to %d, %d of them proven shortest", n, from, to, proven)
}

// shrunk shrinks r, and requires what always holds.
func shrunk(t *testing.T, r *Run) *Result {
	t.Helper()
	small, err := Shrink(context.Background(), r, Options{States: 20_000})
	if err != nil {
		t.Fatal(err)
	}
	if len(small.Steps) > len(r.Steps) || small.Options.Nodes > r.Options.Nodes || small.Property != r.Property {
		t.Errorf("got %d steps of %d nodes that break %s, want at most %d of %d that break %s",
			len(small.Steps), small.Options.Nodes, small.Property, len(r.Steps), r.Options.Nodes, r.Property)
	}
	w, err := small.World()
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for i := range small.Steps {
		err = small.Steps[i].Do(w)
		if err != nil && i+1 < len(small.Steps) {
			t.Fatalf("step %d of %d, %v: %v", i+1, len(small.Steps), &small.Steps[i], err)
		}
	}
	var broken *engine.Violation
	if !errors.As(err, &broken) || broken.Name != r.Property || broken.Sentence != small.Sentence {
		t.Errorf("the last step ends with %v, want %s: %s", err, r.Property, small.Sentence)
	}
	return small
}

func texts(r *Result) []string {
	var all []string
	for i := range r.Steps {
		all = append(all, r.Steps[i].String())
	}
	return all
}
