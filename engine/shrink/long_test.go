package shrink

import (
	"testing"

	"synod/engine/fleet"
	"synod/node"
)

// longRun breaks agreement only after so many choices under which nothing can:
// from then on disks are lost.
func longRun(t *testing.T, choices int) *Run {
	t.Helper()
	s := newStorm(t, 7)
	s.w, s.kind = newWorld(t, 5, "", "agreement"), true
	if broken := s.blow(choices); broken != "" {
		t.Fatalf("got %s broken while every rule is on and every disk works", broken)
	}
	for range 1000 {
		id := node.ID(1 + s.draw.IntN(5))
		if s.w.Up(id) {
			_, err := s.w.Crash(id)
			(&script{t, s.w}).do(err)
		}
		(&script{t, s.w}).do(s.w.Restart(id, fleet.Wipe))
		if s.blow(50) == "" {
			continue
		}
		r, err := Of(s.w)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Fatal("got agreement although disks were lost again and again, want it broken")
	return nil
}

// A run of tens of thousands of events is shrunk by telling a few times as many
// again: most of it goes in large pieces.
func TestLongRun(t *testing.T) {
	choices := 30_000
	if testing.Short() {
		choices = 3_000
	}
	r := longRun(t, choices)
	small := shrunk(t, r)
	t.Logf("%v; %d events told again", small, small.Events)
	if len(small.Steps) > 24 || small.Events > 20*r.Events {
		t.Errorf("got %v with %d events told again, want at most 24 steps and %d", small, small.Events, 20*r.Events)
	}
}
