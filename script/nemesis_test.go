package script

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"synod/engine"
)

// storms is how many seeds the tests of the library try.
const storms = 60

// storm is a script in which a nemesis of everything meets a workload.
const storm = `
load("@synod//nemesis.star", "everything", "loss", "nemesis", "repetition", "with_nemesis")
load("@synod//workload.star", "workload")
cluster(%d, latency = ("1ms", "6ms"))
w = workload(operations = 2, timeout = "50ms").start()
n = nemesis(everything(), every = ("1ms", "8ms"), at_once = 3, always = [loss(0.05), repetition(0.1)]).start()
`

// inSession runs a script and calls fn while its cluster is still there.
func inSession(t *testing.T, src string, seed uint64, fn func(*Session, error)) {
	t.Helper()
	s := New(context.Background(), Options{Fleet: Simulated, Seed: seed})
	fn(s, s.Run("test.star", "", src))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// unwell lists what is wrong with a cluster: what a nemesis must not leave behind.
func unwell(w *engine.World) (found []string) {
	for _, r := range w.Rules() {
		found = append(found, r.Text)
	}
	for _, f := range w.Faults() {
		if !f.Over() {
			found = append(found, f.Node.String()+" "+f.Text)
		}
	}
	for _, trap := range w.Traps() {
		if trap.Armed() {
			found = append(found, "a trap for "+trap.Node.String())
		}
	}
	return found
}

// A nemesis does things, and when it is stopped nothing of it is left, and the
// cluster decides. Agreement holds all the time, since a violation would end it.
func TestNemesisLeavesNothingBehind(t *testing.T) {
	for seed := range uint64(storms) {
		for _, nodes := range []int{1, 2, 3, 5} {
			src := fmt.Sprintf(storm, nodes) + `
run("150ms")
n.stop()`
			inSession(t, src, seed+1, func(s *Session, err error) {
				if err != nil {
					t.Fatalf("seed %d, %d nodes: %v\n%s", seed+1, nodes, err, s.Explain(err))
				}
				w := s.current.world
				if left := unwell(w); len(left) > 0 {
					t.Errorf("seed %d, %d nodes: got %q, want nothing wrong any more", seed+1, nodes, left)
				}
				if len(w.Faults()) == 0 {
					t.Errorf("seed %d, %d nodes: nothing happened", seed+1, nodes)
				}
			})
		}
	}
}

// A nemesis also ends what it did when the script's own part fails, whatever
// ends it: an assertion, a mistake, or a property that breaks.
func TestNemesisEndsWithABodyThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"an assertion": {`assert.true(False)`, StatusFailed},
		"a mistake":    {`node(99)`, StatusScript},
		"a violation":  {`invariant("never", lambda: False)`, StatusFailed},
		"an exit":      {`exit(7)`, 7},
	} {
		for _, form := range []string{
			`with_nemesis(body, everything(), always = [loss()], every = "2ms")`,
			`during(nemesis(everything(), always = [loss()], every = "2ms").start(), body)`,
		} {
			src := `load("@synod//nemesis.star", "everything", "loss", "nemesis", "with_nemesis")
cluster(5)
def body():
    run("60ms")
    ` + c.body + "\n" + form
			inSession(t, src, 3, func(s *Session, err error) {
				if got := Status(err); got != c.status {
					t.Errorf("%s, %s: got status %d, %v, want %d", name, form, got, err, c.status)
				}
				w := s.current.world
				if left := unwell(w); len(left) > 0 || len(w.Imposed()) < 2 {
					t.Errorf("%s, %s: got %q after %d rules, want nothing wrong any more", name, form, left, len(w.Imposed()))
				}
			})
		}
	}
}

// What a nemesis and a workload did can be played as plain verbs, with the same
// trace, and without the nemesis.
func TestNemesisPlaysAgain(t *testing.T) {
	for seed := range uint64(storms) {
		src := fmt.Sprintf(storm, 3+2*int(seed%2)) + `
run("120ms")
n.stop()
w.wait()
script = n.script()`
		first := execute(src, Options{Seed: seed + 1})
		if first.err != nil {
			t.Fatalf("seed %d: %v\n%s", seed+1, first.err, first.diag)
		}
		again := execute(first.played, Options{})
		if again.err != nil || again.out != first.out {
			t.Fatalf("seed %d: got %v and\n%s\nwant\n%s\nplayed\n%s", seed+1, again.err, again.out, first.out, first.played)
		}
	}
}

// Other draws of a script are no business of a nemesis.
func TestNemesisIsNotDisturbed(t *testing.T) {
	other := `
for name in ["workload", "script", "nemesis 2"]: random(name).below(6)
`
	for seed := range uint64(5) {
		src := fmt.Sprintf(storm, 3)
		plain := execute(src+`run("100ms")`, Options{Seed: seed + 1})
		drawn := execute(src+other+`run("100ms")`, Options{Seed: seed + 1})
		if plain.err != nil || plain.out != drawn.out {
			t.Errorf("seed %d: got another trace, %v", seed+1, plain.err)
		}
	}
}

// Each fault happens, bites, and is over in the end.
func TestEveryFaultBites(t *testing.T) {
	src := `load("@synod//nemesis.star", "everything")
for f in everything(): print(f.name)`
	names := strings.Fields(strings.ReplaceAll(execute(src, Options{}).out, " ", "_"))
	if len(names) != 16 {
		t.Fatalf("got %d faults, want 16: %q", len(names), names)
	}
	for i, name := range names {
		hits := 0
		for seed := range uint64(10) {
			src := fmt.Sprintf(`load("@synod//nemesis.star", "everything", "nemesis")
load("@synod//workload.star", "workload")
cluster(5)
workload(reads = 0, operations = 8).start()
n = nemesis([everything()[%d]], every = "5ms", lasting = "30ms").start()
run("100ms")
n.stop()
assert.true(len(n.began()) > 0)`, i)
			inSession(t, src, seed+1, func(s *Session, err error) {
				if err != nil {
					t.Fatalf("%s, seed %d: %v\n%s", name, seed+1, err, s.Explain(err))
				}
				hits += bites(s.current.world)
				if left := unwell(s.current.world); len(left) > 0 {
					t.Errorf("%s: got %q, want nothing wrong any more", name, left)
				}
			})
		}
		if hits == 0 {
			t.Errorf("%s: it never bit", name)
		}
	}
}

// bites counts how often what a script did wrong did something.
func bites(w *engine.World) (hits int) {
	for _, r := range w.Imposed() {
		hits += r.Hits()
	}
	for _, f := range w.Faults() {
		hits += f.Hits()
	}
	return hits
}

// A nemesis starts once, stops once, and may start again.
func TestNemesisTurns(t *testing.T) {
	r := execute(`load("@synod//nemesis.star", "crashes", "nemesis")
cluster(5)
n = nemesis([crashes()], every = "1ms", lasting = "1ms")
n.stop()
n.start()
print(assert.fails(n.start))
run("20ms")
n.stop()
n.stop()
before = len(n.began())
run("20ms")
assert.eq(len(n.began()), before)
n.start()
run("20ms")
assert.lt(before, len(n.began()))
n.stop()
`, Options{Trace: TraceOff})
	if r.err != nil || r.out != "fail: the nemesis has started already\n" {
		t.Errorf("got %q, %v\n%s", r.out, r.err, r.diag)
	}
}

// A slow disk of a node that is paused cannot be put right before the node goes
// on, and is in the end, whichever came first.
func TestNemesisWaitsForAPausedNode(t *testing.T) {
	for seed := range uint64(40) {
		src := `load("@synod//nemesis.star", "nemesis", "pauses", "slow_disks", "failing_disks")
cluster(2)
n = nemesis([pauses(), slow_disks(), failing_disks()], every = "1ms", lasting = ("1ms", "9ms"), at_once = 4).start()
run("50ms")
n.stop()`
		inSession(t, src, seed+1, func(s *Session, err error) {
			if err != nil {
				t.Fatalf("seed %d: %v\n%s", seed+1, err, s.Explain(err))
			}
			if left := unwell(s.current.world); len(left) > 0 {
				t.Errorf("seed %d: got %q, want nothing wrong any more", seed+1, left)
			}
		})
	}
}

// A script may make faults of its own.
func TestOwnFault(t *testing.T) {
	r := execute(`load("@synod//nemesis.star", "fault", "nemesis")
cluster(3)
def begin(cluster, dice):
    return cluster.delay("5ms", kind = "accept").stop
n = nemesis([fault("slow votes", begin)], every = "10ms", lasting = "3ms").start()
run("25ms")
for b in n.began(): print(b.at, b.fault)
`, Options{Trace: TraceOff})
	if r.err != nil || r.out != "10ms slow votes\n20ms slow votes\n" {
		t.Errorf("got %q, %v\n%s", r.out, r.err, r.diag)
	}
}

// The clients of a workload do what they are told, and say what came of it.
func TestWorkload(t *testing.T) {
	r := execute(`load("@synod//workload.star", "workload")
cluster(3)
w = workload(clients = 2, operations = 3, reads = 0.5, values = lambda client, number: [client, number], at = [1, "n3"]).start()
told = w.wait()
assert.eq(told, w.summary())
assert.eq((told.operations, told.ok, told.unknown), (6, 6, 0))
assert.eq(told.values, [chosen()])
done = w.results()
assert.eq(sorted([r.client for r in done]), [1, 1, 1, 2, 2, 2])
for r in done:
    assert.true(r.node.id in [1, 3] and r.began < r.ended and r.tries >= 1)
    assert.eq(r.asked == None, r.op == "read")
    assert.true(r.outcome in ["chosen", "empty"] and (r.value == None) == (r.outcome == "empty"))
print(len([r for r in done if r.op == "read"]), told.empty)
`, Options{Trace: TraceOff})
	if r.err != nil {
		t.Errorf("got %v\n%s", r.err, r.diag)
	}
}

// A client that hears nothing asks somebody else, and in the end does not know.
func TestWorkloadThatHearsNothing(t *testing.T) {
	r := execute(`load("@synod//workload.star", "workload")
cluster(3)
cut(1, [2, 3])
pause(3)
w = workload(clients = 1, operations = 1, reads = 0, at = [1, 3], timeout = "20ms", tries = 3).start()
told = w.wait()
assert.eq((told.operations, told.ok, told.unknown, told.values), (1, 0, 1, []))
r = w.results()[0]
assert.eq((r.outcome, r.value, r.tries, r.node.id), ("unknown", None, 3, 1))
assert.true(node(1).idle, msg = "the client let go")
w = workload(clients = 1, operations = 1, timeout = "20ms", tries = 2, at = [3]).start()
assert.eq(w.wait().unknown, 1, msg = "nobody to ask")
w = workload(clients = 1, operations = 1).start()
print(assert.fails(lambda: w.wait(within = "1us")))
`, Options{Trace: TraceOff})
	if r.err != nil || !strings.Contains(r.out, "task live, running") {
		t.Errorf("got %q, %v\n%s", r.out, r.err, r.diag)
	}
}

// Every file and every function of the library says what it is for, and every
// parameter in a line what it means and what it takes.
func TestLibraryIsDocumented(t *testing.T) {
	for _, f := range libraryFiles() {
		if first, _, _ := strings.Cut(f.doc, "\n\n"); !isSentence(first) {
			t.Errorf("%s: got the doc %q, want a sentence", f.name, f.doc)
		}
		for _, fn := range f.functions {
			at := f.name + ": " + fn.name
			if !isSentence(fn.doc.prose[0]) {
				t.Errorf("%s: got the doc %q, want a sentence", at, fn.doc.prose[0])
			}
			for _, p := range fn.params {
				n := utf8.RuneCountInString(p.Doc)
				if !isSentence(p.Doc) || n > maxDocCells || !slices.Contains(types, p.Type) {
					t.Errorf("%s: got %q of the type %q and %d cells for %s, want below Args a line such as \"rate (rate): The probability of it.\", of at most %d cells",
						at, p.Doc, p.Type.Name, n, p.Name, maxDocCells)
				}
			}
			for name := range fn.doc.args {
				if !slices.ContainsFunc(fn.params, func(p Param) bool { return p.Name == name }) {
					t.Errorf("%s: the doc speaks of %s, which is no parameter", at, name)
				}
			}
		}
	}
}
