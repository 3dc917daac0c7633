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
	"synod/node/starlark"
	"synod/node/starlark/starlarktest"
)

// student returns the Paxos of the examples that is written in Starlark.
func student(t testing.TB) *starlark.Protocol {
	t.Helper()
	return starlarktest.File(t, "../../examples/protocols/_paxos.star", "paxos")
}

// newScripted returns a simulated world of n nodes that run p without some of its rules.
func newScripted(t testing.TB, p node.Protocol, n int, off ...string) *engine.World {
	t.Helper()
	rules := map[string]bool{}
	for _, name := range off {
		rules[name] = false
	}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: p, Nodes: n, Fleet: sim.NewWith(starlarktest.Maker(p)), Rules: rules, Seed: 1,
		Latency: engine.Constant(engine.DefaultLatency),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w
}

// BenchmarkScripted measures how fast a Paxos written in Starlark is searched beside
// the one in Go, with nothing left out. The metrics to quote are the ratio of their
// transitions a second, and how many transitions there are for each run of a handler.
func BenchmarkScripted(b *testing.B) {
	p := student(b)
	for b.Loop() {
		rate := map[string]float64{}
		for name, w := range map[string]*engine.World{"go": newWorld(b, 3), "star": newScripted(b, p, 3)} {
			o := Options{Requests: clientsAB, Budgets: Budgets{Timers: 1}, MaxStates: 2_000_000, Workers: 1}
			r, err := Run(context.Background(), w, whole(o))
			if err != nil || r.Unique != o.MaxStates {
				b.Fatalf("got %v, %v; want a search that the bound ends", r, err)
			}
			rate[name] = float64(r.Generated) / r.Time.Seconds()
			b.ReportMetric(float64(r.Memory)/1e6, name+"-MB")
			b.ReportMetric(float64(r.Generated)/float64(r.Handled), name+"-transitions/handler")
		}
		b.ReportMetric(rate["star"], "transitions/s")
		b.ReportMetric(rate["star"]/rate["go"], "of-go")
	}
}

// A die is thrown for each request, and its throw is sent on.
const die = `
def on_read(self, r):
    n = self.choose("pips", [1, 2, 3])
    self.send(self.peers, "thrown", n = n, twice = self.choose("twice", [False, True]))
    self.reply(r, value = n)

def on_thrown(self, m):
    self.sum += 2 * m.n if m.twice else m.n
    if self.rule("small") and self.sum > 5:
        fail("six is too many")

die = protocol("die", state = {"sum": 0}, requests = {"read": on_read}, messages = {"thrown": on_thrown}, rules = {"small": "nothing above five"})
`

// A search tries every way in which choices can fall, and what it finds is played with
// the choices that led there.
func TestSearchTriesAllChoices(t *testing.T) {
	p := starlarktest.Define(t, "die.star", die, "die")
	for _, sum := range []string{"1", "2", "3", "4", "6"} {
		w := newScripted(t, p, 2, "small")
		o := Options{Requests: []Request{{Node: 1, Op: "read"}}, Goal: &Predicate{Name: "sum", Ask: func(w *engine.World) (bool, error) {
			s, err := w.State(2)
			return err == nil && fmt.Sprint(s.Fields[0].Value) == sum, err
		}}}
		r, err := Run(context.Background(), w, o)
		if err != nil || r.Verdict != search.Found {
			t.Fatalf("sum %s: got %v, %v; want it found", sum, r, err)
		}
		if err := r.Play(w); err != nil {
			t.Fatal(err)
		}
		if s, err := w.State(2); err != nil || fmt.Sprint(s.Fields[0].Value) != sum {
			t.Errorf("sum %s: played, got %v, %v", sum, s.Fields, err)
		}
		if ask := r.Steps[0].String(); !strings.Contains(ask, ", choosing [") {
			t.Errorf("got the step %q, want what it chooses", ask)
		}
	}
	w := newScripted(t, p, 2, "small")
	r, err := Run(context.Background(), w, Options{Requests: []Request{{Node: 1, Op: "read"}}})
	if err != nil || r.Verdict != search.Holds || r.Unique != 12 {
		t.Errorf("got %v, %v; want 12 states: the start, six with a message, five sums", r, err)
	}
}

// A mistake of a handler ends a search with an error and without a verdict.
func TestMistakeEndsASearch(t *testing.T) {
	w := newScripted(t, starlarktest.Define(t, "die.star", die, "die"), 2)
	r, err := Run(context.Background(), w, Options{Requests: []Request{{Node: 1, Op: "read"}}})
	var mistake *node.HandlerError
	if r != nil || !errors.As(err, &mistake) || !strings.HasPrefix(mistake.Where, "die.star:10:") {
		t.Errorf("got %v, %v; want the mistake with its place", r, err)
	}
}

// Two ways to the same saved state are one state of a search in which nodes may crash,
// unless a handler looks at how it was written.
func TestSearchKeepsWhatARestartSees(t *testing.T) {
	const saver = `
def start(self, disk):
    self.seen = disk.%s if disk.saved else None

def on_read(self, r):
    self.send(2, "a")
    self.send(2, "b")

def on_message(self, m):
    self.got = self.got | set([m.kind])
    self.save(got = self.got)

saver = protocol("saver", state = {"got": set(), "seen": None}, start = start, requests = {"read": on_read}, messages = {"a": on_message, "b": on_message})
`
	unique := map[string]int64{}
	for _, sees := range []string{"saved.got", "records[0].got"} {
		p := starlarktest.Define(t, "saver.star", fmt.Sprintf(saver, sees), "saver")
		o := Options{Requests: []Request{{Node: 1, Op: "read"}}, Budgets: Budgets{Crashes: 1}}
		r, err := Run(context.Background(), newScripted(t, p, 2), o)
		if err != nil || r.Verdict != search.Holds {
			t.Fatalf("%s: got %v, %v", sees, r, err)
		}
		unique[sees] = int64(r.Unique)
	}
	if unique["saved.got"] >= unique["records[0].got"] {
		t.Errorf("got %v states, want fewer where only the latest save is looked at", unique)
	}
}
