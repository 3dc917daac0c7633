package sweep

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"synod/engine"
	"synod/script"
)

// soak is the scenario that is swept: everything that can go wrong, at random.
const soak = "../../examples/chaos/soak.star"

// with returns the arguments of a scenario, given names and values in turn.
func with(words ...string) map[string]string {
	args := map[string]string{}
	for i := 0; i < len(words); i += 2 {
		args[words[i]] = words[i+1]
	}
	return args
}

// TestSoakHolds checks that no storm breaks the protocol when all its rules are on.
func TestSoakHolds(t *testing.T) {
	runs := 5000
	if testing.Short() {
		runs = 200
	}
	for _, nodes := range []string{"3", "5"} {
		report := Run(context.Background(), Options{Script: soak, Args: with("nodes", nodes), Runs: runs})
		if f := report.Failure; f != nil {
			t.Errorf("%s nodes: seed %v:\n%s", nodes, f.Seed, f.Text)
		}
		if report.Held != runs {
			t.Errorf("%s nodes: %d runs held, want %d", nodes, report.Held, runs)
		}
	}
}

// traced returns what a run of the soak prints.
func traced(t *testing.T, seed engine.Input, args map[string]string) string {
	t.Helper()
	var out bytes.Buffer
	s := script.New(context.Background(), script.Options{Fleet: script.Simulated, Seed: seed.Seed, Forks: seed.Forks, Args: args, Out: &out})
	err := s.RunFile(soak, "soak.star")
	out.WriteString(s.Explain(err))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestSoakIsRepeated checks that a seed stands for the same bytes whenever it is
// run, and that seeds differ.
func TestSoakIsRepeated(t *testing.T) {
	seen := map[string]engine.Input{}
	for seed := uint64(1); seed <= 5000; seed += 313 {
		for _, in := range []engine.Input{{Seed: seed}, {Seed: seed, Forks: []engine.Fork{{Event: 40, Seed: 5}, {Event: 60, Seed: seed}}}} {
			first := traced(t, in, with("nodes", "5"))
			if again := traced(t, in, with("nodes", "5")); again != first {
				t.Errorf("seed %v: got\n%s\nand then\n%s", in, first, again)
			}
			if other, known := seen[first]; known {
				t.Errorf("seeds %v and %v give the same trace", other, in)
			}
			seen[first] = in
		}
	}
}

// TestSoakFindsWhatRulesAreFor checks that the storm notices soon when a rule
// about what is on a disk is off, and that the seed that it names shows it again.
func TestSoakFindsWhatRulesAreFor(t *testing.T) {
	for _, tt := range []struct {
		rule, property string
		within         int
	}{
		{"promise_durable", "promises_never_go_back", 20},
		{"accept_durable", "agreement", 50},
		{"sync_before_reply", "promises_never_go_back", 300},
	} {
		t.Run(tt.rule, func(t *testing.T) {
			o := Options{Script: soak, Args: with("off", tt.rule), Runs: tt.within}
			f := Run(context.Background(), o).Failure
			if f == nil {
				t.Fatalf("%d runs held, want one that does not", tt.within)
			}
			if f.Property != tt.property {
				t.Errorf("seed %v breaks %s, want %s", f.Seed, f.Property, tt.property)
			}
			o.Seed, o.Runs = f.Seed, 1
			again := Run(context.Background(), o).Failure
			if again == nil || fmt.Sprint(*again) != fmt.Sprint(*f) {
				t.Errorf("seed %v: got %v the second time, want %v", f.Seed, again, f)
			}
			if on := Run(context.Background(), Options{Script: soak, Seed: f.Seed, Runs: 1}); on.Failure != nil {
				t.Errorf("seed %v fails with the rule on: %s", f.Seed, on.Failure.Text)
			}
		})
	}
}
