package shrink

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/explore"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/disk"
	"synod/node/paxos"
)

// newWorld returns a world of n nodes without a rule, in which a property of
// that name stops the run.
func newWorld(t testing.TB, n int, off, property string) *engine.World {
	t.Helper()
	rules := map[string]bool{}
	if off != "" {
		rules[off] = false
	}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: paxos.Protocol{}, Nodes: n, Fleet: sim.New(), Rules: rules, Seed: 1, Hold: true,
		Latency: engine.Constant(engine.DefaultLatency), Settings: paxos.Options{Backoff: paxos.DefaultBackoff, Retransmit: paxos.DefaultRetransmit}.Settings(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	w.Expect(property)
	return w
}

// script does things to a world until one of them breaks a property.
type script struct {
	t testing.TB
	w *engine.World
}

func (s *script) do(err error) {
	s.t.Helper()
	var broken *engine.Violation
	if err != nil && !errors.As(err, &broken) {
		s.t.Fatal(err)
	}
}

func (s *script) open(id node.ID, v node.Value) *engine.Operation {
	s.t.Helper()
	p, err := s.w.Request(id, paxos.ByHand(v, node.Ballot{}))
	s.do(err)
	return p
}

// phase runs a phase of a proposal by hand, with the acceptors in to; nil means all.
func phase(w *engine.World, op string, o *engine.Operation, to []node.ID) error {
	if err := w.Drive(o, paxos.Drive(op, to...)); err != nil {
		return err
	}
	_, err := w.Answered(w.Sent())
	return err
}

// Proposers that are driven by hand are told again as such that run by
// themselves: at their first ballot, after a refusal, and at a ballot that
// nothing forced them to. A message that would end such a proposal is left out.
func TestByHand(t *testing.T) {
	w := newWorld(t, 5, "adopt_reported_value", "agreement")
	s := &script{t, w}
	a, b := s.open(1, `"apple"`), s.open(5, `"pear"`)
	s.do(phase(w, paxos.OpPrepare, a, []node.ID{1, 2, 3}))
	s.do(phase(w, paxos.OpPrepare, b, []node.ID{3, 4, 5}))
	s.do(phase(w, paxos.OpAccept, a, []node.ID{3})) // refused
	s.do(phase(w, paxos.OpPrepare, a, nil))
	s.do(phase(w, paxos.OpPrepare, a, nil)) // again, though nobody refused
	s.do(phase(w, paxos.OpAccept, a, nil))
	for _, p := range w.Pending() {
		if p.Message != nil && p.Message.Kind() == "learn" && p.Dst == 5 {
			s.do(w.Deliver(p))
		}
	}
	s.do(phase(w, paxos.OpPrepare, b, nil))
	s.do(phase(w, paxos.OpAccept, b, nil))
	r, err := Of(w)
	if err != nil {
		t.Fatal(err)
	}
	small := shrunk(t, r)
	if len(small.Steps) != 14 || small.Options.Nodes != 3 {
		t.Errorf("got %v with %d nodes, want 14 steps of 3 nodes:\n%s", small, small.Options.Nodes, strings.Join(texts(small), "\n"))
	}
}

// How far shrinking is is told after every try, and how far an explanation is
// before every step.
func TestProgress(t *testing.T) {
	w := newWorld(t, 3, "adopt_reported_value", "agreement")
	s := &script{t, w}
	a, b := s.open(1, `"X"`), s.open(3, `"Y"`)
	s.do(phase(w, paxos.OpPrepare, a, []node.ID{1, 2}))
	s.do(phase(w, paxos.OpAccept, a, []node.ID{1, 2}))
	s.do(phase(w, paxos.OpPrepare, b, []node.ID{2, 3}))
	s.do(phase(w, paxos.OpAccept, b, []node.ID{2, 3}))
	r, err := Of(w)
	if err != nil {
		t.Fatal(err)
	}
	var last Progress
	tries := 0
	small, err := Shrink(t.Context(), r, Options{Workers: 1, Progress: func(p Progress) {
		if p.From != r.Events || p.To > p.From || p.To < 1 || p.Events < last.Events {
			t.Errorf("got %+v after %+v", p, last)
		}
		last, tries = p, tries+1
	}})
	if err != nil || tries < 5 || last.To != len(small.Steps) || last.Events > small.Events {
		t.Errorf("got %v, %d tries and at last %+v of %v", err, tries, last, small)
	}
	var steps []int
	_, err = small.Why(t.Context(), WhyOptions{Walks: 10, Seed: 1, Progress: func(n, of int) {
		if of != len(small.Steps) {
			t.Errorf("got step %d of %d", n, of)
		}
		steps = append(steps, n)
	}})
	if err != nil || len(steps) != len(small.Steps)+1 || !slices.IsSorted(steps) || steps[0] != 0 {
		t.Errorf("got %v and the steps %v of %d", err, steps, len(small.Steps))
	}
}

// A disk that lies is part of the story, and is told again.
func TestLyingDisk(t *testing.T) {
	w := newWorld(t, 3, "", "agreement")
	s := &script{t, w}
	_, err := w.Disk(2, disk.Faults{Lie: true}, 0)
	s.do(err)
	a := s.open(1, `"X"`)
	s.do(phase(w, paxos.OpPrepare, a, []node.ID{1, 2}))
	s.do(phase(w, paxos.OpAccept, a, []node.ID{1, 2}))
	_, err = w.Crash(2)
	s.do(err)
	s.do(w.Restart(2, fleet.Keep))
	b := s.open(3, `"Y"`)
	s.do(phase(w, paxos.OpPrepare, b, []node.ID{2, 3}))
	s.do(phase(w, paxos.OpAccept, b, []node.ID{2, 3}))
	r, err := Of(w)
	if err != nil {
		t.Fatal(err)
	}
	small := shrunk(t, r)
	if !slices.ContainsFunc(small.Steps, func(s explore.Step) bool { return s.Kind == explore.Fault }) {
		t.Errorf("got a story without the disk: %q", texts(small))
	}
	if small.Proven {
		t.Error("got proven shortest, want not: no search knows such a disk")
	}
	if _, err := small.Why(context.Background(), WhyOptions{Walks: 10, Seed: 1, Workers: 1}); err == nil || !strings.Contains(err.Error(), "disks that work") {
		t.Errorf("got %v, want an error about disks", err)
	}
}

// The answer is a function of the run, and nothing of it depends on how the run
// came about: on its seed, on latencies, on who asked first.
func TestDeterministic(t *testing.T) {
	n, broke := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		if n++; testing.Short() && n > 20 {
			return
		}
		s := newStorm(t, rapid.Uint64Range(1_000, 100_000).Draw(rt, "seed"))
		if s.blow(rapid.IntRange(300, 1000).Draw(rt, "choices")) == "" {
			return
		}
		broke++
		r, err := Of(s.w)
		if err != nil {
			rt.Fatal(err)
		}
		before := stepTexts(r.Steps)
		one, two := shrunk(t, r), shrunk(t, r)
		if !slices.Equal(texts(one), texts(two)) || one.Proven != two.Proven || one.Events != two.Events {
			rt.Fatalf("got %v and %v of the same run:\n%q\n%q", one, two, texts(one), texts(two))
		}
		if !slices.Equal(stepTexts(r.Steps), before) {
			rt.Fatal("got another run after it was shrunk, want the same")
		}
		if again := shrunk(t, one.Run); !slices.Equal(texts(again), texts(one)) {
			rt.Fatalf("shrunk again it is\n%q, want\n%q", texts(again), texts(one))
		}
		if copies(one.Steps) > copies(r.Steps) {
			rt.Fatalf("got %d messages that arrive twice, want at most %d", copies(one.Steps), copies(r.Steps))
		}
	})
	if broke == 0 {
		t.Errorf("got %d runs that broke something, want enough to say anything", broke)
	}
}

func copies(steps []explore.Step) (n int) {
	for i := range steps {
		if steps[i].Again {
			n++
		}
	}
	return n
}

func stepTexts(steps []explore.Step) []string { return texts(&Result{Run: &Run{Steps: steps}}) }

// Nothing can be left out of what is left: the twin of delta debugging leaves out
// every single step, the slow way.
func TestNothingMoreToLeaveOut(t *testing.T) {
	failures(t, 8, func(t *testing.T, _ uint64, _ *storm, r *Run) {
		small := shrunk(t, r)
		for i := range small.Steps {
			less := *small.Run
			less.Steps = slices.Delete(slices.Clone(small.Steps), i, i+1)
			if broke, err := less.Check(); err != nil || broke && copies(less.Steps) <= copies(small.Steps) {
				t.Errorf("without step %d, %v, it breaks %s as well: %v", i+1, &small.Steps[i], small.Property, err)
			}
		}
	})
}

// A run in which nothing broke, and one that depends on more than its events, are
// refused with words.
func TestRefusals(t *testing.T) {
	w := newWorld(t, 3, "", "")
	if _, err := Of(w); err == nil || err.Error() != "no property broke in this run" {
		t.Errorf("got %v, want that no property broke", err)
	}
	s := &script{t, w}
	never := false
	s.do(w.Invariant("of the script", func(*engine.World) (bool, string, error) { return !never, "never", nil }))
	a := s.open(1, `"X"`)
	never = true
	s.do(phase(w, paxos.OpPrepare, a, nil))
	never = false
	if _, err := Of(w); err == nil || !strings.Contains(err.Error(), "what the script remembers") {
		t.Errorf("got %v, want that the run cannot be told again", err)
	}
	if _, err := Then(w, nil, "agrement"); err == nil || !strings.Contains(err.Error(), `there is no property "agrement"`) {
		t.Errorf("got %v, want that there is no such property", err)
	}
}

// An interrupt ends the work, and is no answer.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	failures(t, 1, func(t *testing.T, _ uint64, _ *storm, r *Run) {
		cancel()
		if small, err := Shrink(ctx, r, Options{}); !errors.Is(err, engine.ErrInterrupted) {
			t.Errorf("got %v, %v, want an interrupt", small, err)
		}
	})
}

// Namings come with those first in which every node that stays keeps to itself.
func TestNamings(t *testing.T) {
	all := namings(3, 2)
	if want := [][]node.ID{{0, 1, 2}, {1, 0, 2}, {1, 2, 0}}; !slices.EqualFunc(all[:3], want, slices.Equal) {
		t.Errorf("got %v first, want %v", all[:3], want)
	}
	if len(all) != 27 {
		t.Errorf("got %d namings, want all 3^3", len(all))
	}
	if n := len(namings(9, 8)); n > 2*maxNamings {
		t.Errorf("got %d namings of 9 nodes, want a bound", n)
	}
}

// What is left out is not made up for by a failure that never was: no message
// arrives twice in a story of a run in which none did, though it would be shorter.
func TestNoNewFailures(t *testing.T) {
	w := newWorld(t, 3, "ballot_never_reused", "")
	o := explore.Options{
		Requests: []explore.Request{asks(1, `"A"`), asks(1, `"B"`)}, Budgets: explore.Budgets{Crashes: 1, Restarts: 1},
		Properties: []string{"agreement"}, Reduce: explore.ReduceAll,
	}
	found, err := explore.Run(context.Background(), w, o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Then(w, found.Steps, "agreement")
	if err != nil {
		t.Fatal(err)
	}
	small := shrunk(t, r)
	if n := copies(small.Steps); n > 0 || len(small.Steps) != len(found.Steps) {
		t.Errorf("got %d steps and %d messages that arrive twice, want %d and none", len(small.Steps), n, len(found.Steps))
	}
}
