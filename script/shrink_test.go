package script

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"

	"synod/engine"
)

// shrunkBy runs a script that prints a counterexample's script and nothing else.
func shrunkBy(t *testing.T, src string) string {
	t.Helper()
	out, err := runOver(t, Simulated, src)
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return out
}

// repeatedRun runs a counterexample's script over both fleets, and requires that it
// passes and prints the same; in short, over the simulated one.
func repeatedRun(t *testing.T, text string) string {
	t.Helper()
	sim, err := runOver(t, Simulated, text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	for _, kind := range fleetsOfMany()[1:] {
		if got, err := runOver(t, kind, text); err != nil || got != sim {
			t.Errorf("%s: got %v and\n%swant\n%s", kind, err, got, sim)
		}
	}
	return sim
}

// Every way to tell a counterexample is a script that breaks the same property
// in both fleets: by hand, step by step, with timers, crashes inside a step, lost
// disks, lying disks, damage, duplicates, ballots, reads, and clients who give up.
func TestCounterexamplesRepeat(t *testing.T) {
	for _, c := range []struct {
		name, setup, violate, property string
		want                           []string
	}{
		{"by hand", `cluster(3, rules = {"adopt_reported_value": False})`, `
    lose(kind = "learn")
    submit(1, "apple")
    submit(2, "pear")
`, "agreement", []string{
			"a.prepare(to = [2, 3])  # n2, n3: promise, no vote; quorum 2/3 at 1.1: proposes A\n",
			"b.accept(to = [1, 2])  # n1, n2: accepted; chosen: B at 2.2 by n1 n2; agreement is broken\n",
			"of 14 steps: there is no shorter one.\n",
		}},
		{"a crash inside a step", `cluster(3, hold = True, rules = {"sync_before_reply": False})`, `
    a = proposer(1, "A", ballot = (1, 1))
    a.prepare()
    a.accept(to = [1])
    crash(2, at = "after_send", kind = "accept")
    a.accept(to = [2])
    restart(2)
    b = proposer(2, "B", ballot = (2, 2))
    b.prepare(to = [2, 3])
    b.accept()
`, "agreement", []string{`crash(2, at = "after_send"`, "restart(2)  # remembers"}},
		{"a disk that is lost", `cluster(3)`, `
    submit(1, "A")
    crash(1)
    crash(2)
    restart(2, disk = "wipe")
    submit(3, "B")
    isolate(3)
    crash(3)
    restart(3, disk = "wipe")
    restart(1, disk = "wipe")
    submit(2, "B")
    heal()
    submit(2, "B")
`, "agreement", []string{`disk = "wipe"`}},
		{"a disk that lies", `cluster(3, hold = True)`, `
    disk(2, lose_unsynced = True)
    a = proposer(1, "A", ballot = (1, 1))
    a.prepare(to = [1, 2])
    a.accept(to = [1, 2])
    crash(2)
    restart(2)
    b = proposer(3, "B", ballot = (2, 3))
    b.prepare(to = [2, 3])
    b.accept(to = [2, 3])
`, "agreement", []string{"disk(1, lose_unsynced = True)", "restart(1)  # remembers nothing"}},
		{"damage", `cluster(3, hold = True)`, `
    a = proposer(1, "A", ballot = (1, 1))
    a.prepare(to = [1, 2])
    a.accept(to = [1, 2])
    crash(2)
    disk(2, rollback = 2)
    restart(2)
    b = proposer(3, "B", ballot = (2, 3))
    b.prepare(to = [2, 3])
    b.accept(to = [2, 3])
`, "agreement", []string{"disk(2, rollback = "}},
		{"a timer", `cluster(3, hold = True, rules = {"adopt_highest_ballot": False})`, `
    a = proposer(1, "A", ballot = (1, 1))
    a.prepare(to = [1, 2])
    a.accept(to = [1])
    b = proposer(2, "B", ballot = (2, 2))
    b.prepare(to = [2])
    a.accept(to = [2])
    b.prepare(to = [3])
    b.accept(to = [2, 3])
    a.prepare(to = [1, 2])
    a.accept(to = [1, 2])
`, "agreement", []string{"of 22 steps"}},
		{"a message twice", `cluster(3, hold = True, rules = {"count_distinct_acceptors": False})`, `
    propose(1, "A")
    deliver(kind = "prepare", src = 1, dst = 1)
    pending(kind = "promise")[0].duplicate()
    pending(kind = "promise")[0].deliver()
    pending(kind = "promise")[0].deliver()
    deliver(kind = "accept", src = 1, dst = 1)
    pending(kind = "accepted")[0].duplicate()
    pending(kind = "accepted")[0].deliver()
    pending(kind = "accepted")[0].deliver()
`, "learned_implies_chosen", []string{".duplicate()"}},
		{"a client who gives up", `cluster(3, hold = True, rules = {"ballot_never_reused": False, "one_value_per_ballot": False})
invariant("n1 asks once", lambda: state(1).promised == None or state(1).promised.round < 2)`, `
    a = proposer(1, "A")
    a.prepare(to = [1])
    a.stop()
    b = proposer(1, "B")
    b.prepare(to = [1])
`, "n1 asks once", []string{"p1.stop()", `invariant("n1 asks once", lambda: state(1).promised == None or state(1).promised.round < 2)`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := shrunkBy(t, c.setup+"\ndef violate():"+c.violate+"\nexpect_violation(violate, \""+c.property+"\")\nprint(shrink(states = 200000).script())")
			text = strings.TrimSuffix(text, "\n")
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("got\n%s\nwant %q in it", text, want)
				}
			}
			repeatedRun(t, text)
		})
	}
}

// The function of an invariant comes along with what it uses; where that is not
// possible, it says what would be.
func TestInvariantsComeAlong(t *testing.T) {
	const tail = `
result = explore(propose = [(1, "A")])
print(result.shrink().script())
`
	text := shrunkBy(t, `
LIMIT = 1
UNUSED = 2
def votes():
    """Counts."""
    return len([n for n in nodes() if state(n).accepted != None])

def few_votes():
    return votes() < LIMIT

cluster(3)
invariant("few votes", few_votes)
`+tail)
	for _, want := range []string{"LIMIT = 1\n", "def votes():\n    \"\"\"Counts.\"\"\"\n", "def few_votes():\n", `invariant("few votes", few_votes)`} {
		if !strings.Contains(text, want) {
			t.Errorf("got\n%s\nwant %q in it", text, want)
		}
	}
	if strings.Contains(text, "UNUSED") {
		t.Errorf("got\n%s\nwant only what is used", text)
	}
	repeatedRun(t, strings.TrimSuffix(text, "\n"))
	text = shrunkBy(t, `
cluster(2, roles = {"voters": [1, 2]})
invariant("few votes", lambda: not any([state(n).accepted != None for n in nodes("voters")]))
`+tail)
	if want := `roles = {"voters": [1, 2]}`; !strings.Contains(text, want) {
		t.Errorf("got\n%s\nwant %q in it", text, want)
	}
	repeatedRun(t, strings.TrimSuffix(text, "\n"))
	for _, src := range []string{
		"def make(limit):\n    return lambda: state(1).accepted == None or limit > 1\ncluster(3)\ninvariant(\"closed\", make(1))",
		"cluster(3)\nlast = [state(1).down]\ninvariant(\"closed\", lambda: state(1).accepted == None or last[0])",
	} {
		_, err := runOver(t, Simulated, src+tail)
		if err == nil || !strings.Contains(err.Error(), "needs more than its own function") && !strings.Contains(err.Error(), "cannot be written down by itself") {
			t.Errorf("%s: got %v, want that the invariant cannot be written down", src, err)
		}
	}
}

// What a session broke can be had after the run, however it ended: the last
// search that found a violation, the last cluster in which a property broke, or
// else what a search was for.
func TestSessionCounterexample(t *testing.T) {
	const broken = `cluster(3, quiet = True, rules = {"adopt_reported_value": False})
`
	const storm = `
def storm():
    lose(kind = "learn")
    submit(1, "A")
    submit(2, "B")
`
	for _, c := range []struct {
		name, src string
		fails     bool
		want      string
	}{
		{"an unexpected violation", broken + storm + "storm()", true, "agreement"},
		{"an expected one", broken + storm + "expect_violation(storm)", false, "agreement"},
		{"a search", broken + `print(explore(propose = [(1, "A"), (2, "B")]))`, false, "agreement"},
		{"a search that goes on from something", broken + "propose(1, \"A\")\nstep(5)\nprint(explore(propose = [(2, \"B\")]))", false, "agreement"},
		{"a goal", `cluster(3)
explore(propose = [(1, "A")], goal = lambda: chosen() != None)`, false, "The goal of a search"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff})
			defer s.Close()
			if err := s.Run("test.star", "", c.src); (err != nil) != c.fails {
				t.Fatalf("got %v", err)
			}
			text, err := s.Counterexample()
			if err != nil || !strings.Contains(text, c.want) {
				t.Fatalf("got %v and\n%s\nwant one of %s", err, text, c.want)
			}
			repeatedRun(t, text)
		})
	}
	s := New(context.Background(), Options{Fleet: Simulated})
	defer s.Close()
	if err := s.Run("test.star", "", `cluster(3, quiet = True); submit(1, "A")`); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Counterexample(); !errors.Is(err, ErrNothing) {
		t.Errorf("got %v, want %v", err, ErrNothing)
	}
}

// The answers are the same with any number of workers, and whatever the clusters
// are made of.
func TestWhyIsTheSameEverywhere(t *testing.T) {
	const src = `cluster(3, quiet = True, rules = {"adopt_reported_value": False})
def violate():
    lose(kind = "learn")
    submit(1, "A")
    submit(2, "B")
expect_violation(violate, "agreement")
y = why(walks = 200)
print(y)
print(y.step, y.certain, y.event, y.shares[0] < 1, len(y.steps), y.sentence)
y.diagram(width = 60)
`
	want := shrunkBy(t, src)
	if !strings.Contains(want, "THE POINT OF NO RETURN") || !strings.Contains(want, "<- the point of no return") {
		t.Errorf("got\n%s\nwant the point of no return in the table and the diagram", want)
	}
	if processes, err := runOver(t, Processes, src); err != nil || processes != want {
		t.Errorf("over processes: got %v and\n%swant\n%s", err, processes, want)
	}
	for _, workers := range []int{1, 3} {
		var out strings.Builder
		s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: &out, Workers: workers})
		err := errors.Join(s.Run("test.star", "", src), s.Close())
		if err != nil || out.String() != want {
			t.Errorf("with %d workers: got %v and\n%swant\n%s", workers, err, &out, want)
		}
	}
}

// An interrupt ends shrinking, as it ends a search.
func TestShrinkIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := New(ctx, Options{Fleet: Simulated, Trace: TraceOff})
	defer s.Close()
	if err := s.Run("test.star", "", `cluster(3, rules = {"majority_quorum": False})
print(explore(propose = [(1, "A")]))`); err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := s.Counterexample(); !errors.Is(err, engine.ErrInterrupted) {
		t.Errorf("got %v, want %v", err, engine.ErrInterrupted)
	}
}

// What a storm breaks when a rule is off is shrunk to a script that breaks the
// same, for every rule that a few seeds of the soak show.
func TestStormsAreShrunk(t *testing.T) {
	seeds := uint64(160)
	if testing.Short() {
		seeds = 4
	}
	shown := 0
	for _, p := range protocolRules() {
		for _, rule := range p.rules {
			if rule.Unsafe && soaked(t, rule.Name, seeds) {
				shown++
			}
		}
	}
	t.Logf("%d rules shown", shown)
	if shown < 3 {
		t.Errorf("got %d rules shown, want enough to say anything", shown)
	}
}

// soaked runs the soak without a rule, with one seed after the other until
// something breaks, and shrinks that. It reports whether anything did.
func soaked(t *testing.T, rule string, seeds uint64) bool {
	for seed := uint64(1); seed <= seeds; seed++ {
		s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Seed: seed, Args: map[string]string{"off": rule}})
		defer s.Close()
		err := s.RunFile("../examples/chaos/soak.star", "soak.star")
		var broken *engine.Violation
		if !errors.As(err, &broken) {
			continue
		}
		x, err := s.Shrunk()
		if err != nil {
			t.Errorf("%s, seed %d: %v", rule, seed, err)
			return true
		}
		text, err := x.Script()
		t.Logf("%s, seed %d: %v, %v", rule, seed, x, err)
		if err != nil || x.result.Property != broken.Name {
			t.Errorf("%s, seed %d: got %v, want %s broken", rule, seed, x, broken.Name)
		} else if _, err := runOver(t, Simulated, text); err != nil {
			t.Errorf("%s, seed %d: %v\n%s", rule, seed, err, text)
		}
		return true
	}
	return false
}

// Goal: why() and shrink() after explore() are about what the search found, and
// not about a run in which nothing broke.
// Method: they are asked in every way there is, which all mean the same.
func TestWhyAfterExplore(t *testing.T) {
	const broken = `c = cluster(3, quiet = True, rules = {"learn_after_quorum": False})
x = explore(propose = [(1, "A")])
`
	for name, c := range map[string]struct{ text, want string }{
		"why":                        {broken + "y = why(x, walks = 10)\nassert.eq(str(why(walks = 10)), str(y))", ""},
		"exploration.why":            {broken + "assert.eq(str(why(walks = 10)), str(x.why(walks = 10)))", ""},
		"counterexample.why":         {broken + "assert.eq(str(why(walks = 10)), str(x.shrink().why(walks = 10)))", ""},
		"shrink":                     {broken + "assert.eq(str(shrink()), str(x.shrink()))", ""},
		"c.why":                      {broken + "cluster(1)\nassert.eq(str(c.why(walks = 10)), str(x.why(walks = 10)))", ""},
		"the last that found":        {broken + "explore()\nassert.eq(str(why(walks = 10)), str(x.why(walks = 10)))", ""},
		"the run itself comes first": {broken + "expect_violation(x.play)\nassert.eq(why(walks = 10).steps, x.why(walks = 10).steps)", ""},
		"another cluster":            {broken + "print(x.verdict)\ncluster(1, quiet = True)\nwhy()", "why: no property broke in this run; why is for a run that broke one"},
		"another run":                {broken + "print(x.verdict)\nreset()\nwhy()", "why: no property broke in this run; why is for a run that broke one"},
		"found elsewhere":            {"a = cluster(3, quiet = True, rules = {'learn_after_quorum': False})\ncluster(3)\na.explore(propose = [(1, 'A')])\nwhy()", "a search of another cluster or run found one: x.why(), where x is what that explore() returned"},
		"nothing found":              {"cluster(1)\nexplore(propose = [(1, 'A')])\nwhy()", "why: no property broke in this run, nor in its search (holds; "},
		"a goal that was found":      {"cluster(1)\nexplore(propose = [(1, 'A')], goal = lambda: chosen() == 'A')\nshrink()", "shrink: no property broke in this run, nor in its search (found after "},
	} {
		t.Run(name, func(t *testing.T) {
			s := newTestSession(t, io.Discard)
			err := s.Run("x.star", "", c.text)
			if got := s.Explain(err); c.want == "" && err != nil || !strings.Contains(got, c.want) {
				t.Errorf("got %s\nwant %q", got, c.want)
			}
		})
	}
}
