package explore

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/engine/search"
	"synod/node"
	"synod/node/paxos"
	"synod/node/paxos/observer"
)

// chosenIn returns what is chosen in a world, in order.
func chosenIn(w *engine.World) []observer.Choice {
	return w.Judge().Own().(*observer.Observer).Chosen()
}

// newWorld returns a simulated world of n nodes without some of the rules.
func newWorld(t interface{ Fatal(...any) }, n int, off ...string) *engine.World {
	rules := map[string]bool{}
	for _, name := range off {
		rules[name] = false
	}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: paxos.Protocol{}, Nodes: n, Fleet: sim.New(), Rules: rules, Seed: 1,
		Latency: engine.Constant(engine.DefaultLatency), Settings: paxos.Options{Backoff: paxos.DefaultBackoff, Retransmit: paxos.DefaultRetransmit}.Settings(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// What the search knows of a world after some steps is where the world stands
// that has taken them.
func TestModelIsTheWorld(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		off := rapid.SliceOfN(rapid.SampledFrom(unsafe()), 0, 2).Draw(t, "rules off")
		w := newWorld(t, 3, off...)
		defer w.Close()
		o := Options{
			Requests: []Request{asks(1, `"A"`), asks(2, `"B"`), asks(1, `0`), asks(3, "")},
			Budgets:  Budgets{Timers: 2, Crashes: 3, Restarts: 3, Wipes: 1, Duplicates: 2, Drops: 2, Partitions: 2},
		}
		from := newWorld(t, 3, off...) // a search asks where it began for the cuts there
		defer from.Close()
		m, err := newModel(from, &o)
		if err != nil {
			t.Fatal(err)
		}
		cursor, err := search.NewCursor(m, m.options(from, &o))
		if err != nil {
			t.Fatal(err)
		}
		for range 40 {
			steps, err := cursor.Steps()
			if err != nil {
				t.Fatal(err)
			}
			if len(steps) == 0 {
				return // nothing more can happen
			}
			step := rapid.SampledFrom(steps).Draw(t, "step")
			if !takeBoth(t, m, cursor, w, step) {
				return // a property broke, in both
			}
			compare(t, m, cursor.State(), w)
		}
	})
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

// takeBoth takes a step in the model and in the world, and reports whether all
// is well; both must say the same.
func takeBoth(t *rapid.T, m *model, cursor *search.Cursor, w *engine.World, s search.Step) bool {
	if err := cursor.Take(s); err != nil {
		t.Fatal(err)
	}
	r := &Result{model: m}
	if err := r.add(s); err != nil {
		t.Fatal(err)
	}
	if how := parseMove(s.Name); how.kind == Ask { // for states to be the same, requests need the same numbers
		r.Steps[0].Request.ID = m.number(how.index)
	}
	err := r.Steps[0].Do(w)
	if got := violated(err); got != cursor.Violation().Property {
		t.Fatalf("%s: the world says %v, the model %v", &r.Steps[0], err, cursor.Violation())
	} else if err != nil && got == "" {
		t.Fatalf("%s: %v", &r.Steps[0], err)
	}
	return err == nil
}

func violated(err error) string {
	var v *engine.Violation
	if errors.As(err, &v) {
		return v.Name
	}
	return ""
}

// compare requires that a state of the search is where the world stands.
func compare(t *rapid.T, m *model, s search.State, w *engine.World) {
	snap, err := w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for i := range snap.Nodes {
		n, l := &snap.Nodes[i], parseLocal(s.Locals[i])
		if l.up != !n.Down || !bytes.Equal(l.state, n.State) {
			t.Fatalf("n%d: the model has %x, the world %x", i+1, l.state, n.State)
		}
		if got, want := l.synced, m.compact(i, n.Records); !slices.EqualFunc(got, want, bytes.Equal) {
			t.Fatalf("n%d's disk: the model has %x, the world %x", i+1, got, want)
		}
		if string(l.file) != string(n.Published) {
			t.Fatalf("n%d's file: the model has %s, the world %s", i+1, l.file, n.Published)
		}
		timers := &local{}
		for _, timer := range n.Timers {
			timers.timers |= m.timerBit(timer)
		}
		if l.timers != timers.timers {
			t.Fatalf("n%d's timers: the model has %b, the world %b", i+1, l.timers, timers.timers)
		}
	}
	if got, want := flightTexts(m, s), texts(snap.Messages); !slices.Equal(got, want) {
		t.Fatalf("in flight: the model has %q, the world %q", got, want)
	}
	if gate := m.GateSlot(); gate >= 0 {
		for a := range snap.Nodes {
			for b := range snap.Nodes {
				src, dst := node.ID(a+1), node.ID(b+1)
				if linked, err := w.Linked(src, dst); err != nil || linked == parseDivision(s.Locals[gate]).splits(src, dst) {
					t.Fatalf("the world says that %v to %v is linked: %t, %v; the model has %v", src, dst, linked, err, m.LocalName(gate, s.Locals[gate]))
				}
			}
		}
	}
	if !bytes.Equal(s.Watcher, snap.Judge) {
		t.Fatalf("observed: the model has %x, the world %x", s.Watcher, snap.Judge)
	}
}

func flightTexts(m *model, s search.State) []string {
	var flights []engine.Flight
	for _, msg := range s.Messages {
		flights = append(flights, must(m.flight(msg.To, msg.Body)))
	}
	return texts(flights)
}

func texts(flights []engine.Flight) []string {
	var all []string
	for _, f := range flights {
		all = append(all, engine.FlightText(f))
	}
	slices.Sort(all)
	return all
}

// With every rule on, and faults of all kinds, nothing is violated; the search
// says how much it saw.
func TestRulesOnHolds(t *testing.T) {
	ab := []Request{asks(1, `"A"`), asks(2, `"B"`)}
	for _, c := range []struct {
		name string
		o    Options
	}{
		{"one proposer, a crash at every point, a restart", Options{Requests: ab[:1], Budgets: Budgets{Crashes: 1, Restarts: 1, Timers: 1}}},
		{"one proposer, a duplicate", Options{Requests: ab[:1], Budgets: Budgets{Duplicates: 1}}},
		{"two proposers", Options{Requests: ab}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.o.Reduce = ReduceAll
			w := newWorld(t, 3)
			defer w.Close()
			r, err := Run(context.Background(), w, c.o)
			if err != nil || r.Verdict != search.Holds {
				t.Fatalf("got %v, %v; want holds", r, err)
			}
			t.Logf("%d states, %d transitions, depth %d", r.Unique, r.Generated, r.Depth)
		})
	}
}

// mutants says for every rule that safety needs what it takes to show it, and
// how many steps the shortest way to a violation has.
var mutants = []struct {
	rule     string
	nodes    int
	requests []Request
	budgets  Budgets
	steps    int
}{
	{"accept_checks_promise", 3, clientsAB, Budgets{}, 8},
	{"accept_raises_promise", 3, clientsAB, Budgets{}, 8},
	{"promise_durable", 3, clientsAB, Budgets{Crashes: 1, Restarts: 1}, 6},
	{"accept_durable", 3, clientsAB, Budgets{Crashes: 1, Restarts: 1}, 10},
	{"ballot_never_reused", 3, []Request{asks(1, `"A"`), asks(1, `"B"`)}, Budgets{Crashes: 1, Restarts: 1}, 11},
	{"adopt_reported_value", 3, clientsAB, Budgets{}, 14},
	{"adopt_highest_ballot", 3, clientsAB, Budgets{Timers: 1}, 22},
	{"accepted_ballot_stored_apart", 3, clientsAB, Budgets{Timers: 1}, 23},
	{"count_distinct_acceptors", 3, clientsAB, Budgets{Duplicates: 1}, 8},
	{"match_reply_ballot", 3, clientsAB, Budgets{Timers: 1}, 17},
	{"one_value_per_ballot", 3, clientsAB, Budgets{}, 13},
	{"node_id_in_ballot", 3, clientsAB, Budgets{}, 10},
	{"no_vote_is_not_falsy", 3, []Request{asks(1, `0`), asks(2, `"B"`)}, Budgets{}, 14},
	{"learn_after_quorum", 3, clientsAB, Budgets{}, 7},
	{"majority_quorum", 3, clientsAB, Budgets{}, 5},
	{"sync_before_reply", 3, clientsAB, Budgets{Crashes: 1, Restarts: 1}, 5},
}

var clientsAB = []Request{asks(1, `"A"`), asks(2, `"B"`)}

// Every unsafe rule has its counterexample, as short as it can be, and the
// world breaks when it takes the same steps.
func TestMutants(t *testing.T) {
	met := map[string]bool{}
	for _, c := range mutants {
		met[c.rule] = true
		t.Run(c.rule, func(t *testing.T) {
			if testing.Short() && c.steps > 10 {
				t.Skip("takes seconds")
			}
			w := newWorld(t, c.nodes, c.rule)
			defer w.Close()
			o := Options{Requests: c.requests, Budgets: c.budgets, Reduce: ReduceAll, MaxMemory: 2 << 30}
			r, err := Run(context.Background(), w, o)
			if err != nil || r.Verdict != search.Violated || len(r.Steps) != c.steps {
				t.Fatalf("got %+v, %v; want a violation after %d steps", r, err, c.steps)
			}
			if got := violated(r.Play(w)); got != r.Property {
				t.Errorf("the world breaks %q, the search %q", got, r.Property)
			}
		})
	}
	for _, rule := range unsafe() {
		if !met[rule] {
			t.Errorf("nothing shows what %s is for", rule)
		}
	}
}

// Forgetting what can no longer matter changes no verdict, and no length.
func TestReductionKeepsTheVerdict(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches with nothing left out, which takes long")
	}
	for _, c := range mutants {
		if c.steps > 15 {
			continue // too many states without it
		}
		for _, reduce := range []Reductions{ReduceAll, {Dead: true}, {Dead: true, Symmetry: true}, {}} {
			w := newWorld(t, c.nodes, c.rule)
			o := Options{Requests: c.requests, Budgets: c.budgets, Reduce: reduce, MaxMemory: 1 << 30}
			r, err := Run(context.Background(), w, o)
			if err != nil || r.Verdict != search.Violated || len(r.Steps) != c.steps {
				t.Errorf("%s, reduced %+v: got %+v, %v; want a violation after %d steps", c.rule, reduce, r, err, c.steps)
			}
			w.Close()
		}
	}
}

// The safety names are those that a script may ask for.
func TestProperties(t *testing.T) {
	w := newWorld(t, 3, "accept_checks_promise")
	defer w.Close()
	depth := 14
	if testing.Short() {
		depth = 10
	}
	for _, name := range observer.Names() {
		o := Options{Requests: clientsAB, Properties: []string{name}, Reduce: ReduceAll, MaxDepth: depth}
		r, err := Run(context.Background(), w, o)
		if err != nil {
			t.Fatal(err)
		}
		if r.Verdict == search.Violated && r.Property != name {
			t.Errorf("got a violation of %s, want one of %s or none", r.Property, name)
		}
	}
	_, err := Run(context.Background(), w, Options{Properties: []string{"agrement"}})
	if want := `there is no property "agrement"`; err == nil || !bytes.Contains([]byte(err.Error()), []byte(want)) {
		t.Errorf("got %v, want %q", err, want)
	}
}
