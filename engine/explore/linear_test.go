package explore

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/history"
	"synod/engine/search"
	"synod/node"
	"synod/node/paxos"
)

// What a search knows of the clients is what the world knows: after the same
// steps both judge alike, and the operations ended alike and in the same order.
func TestClientsAreTheWorlds(t *testing.T) {
	violations := 0
	rapid.Check(t, func(t *rapid.T) {
		off := rapid.SliceOfN(rapid.SampledFrom(unsafe()), 0, 3).Draw(t, "rules off")
		requests := []Request{asks(1, `"A"`), asks(2, `"B"`), asks(1, `0`), asks(3, ""), asks(2, "")}
		budgets := Budgets{Timers: 2, Crashes: 2, Restarts: 2, Duplicates: 1}
		near := rapid.Bool().Draw(t, "a lie is near")
		if near {
			off, requests, budgets = []string{"adopt_reported_value"}, []Request{asks(1, `"A"`), asks(2, ""), asks(3, "")}, Budgets{}
		}
		w, from := newWorld(t, 3, off...), newWorld(t, 3, off...)
		defer w.Close()
		defer from.Close()
		o := Options{
			Requests: requests, Budgets: budgets, Linearizable: history.Consensus, Properties: []string{},
		}
		m, err := newModel(from, &o)
		if err != nil {
			t.Fatal(err)
		}
		cursor, err := search.NewCursor(m, m.options(from, &o))
		if err != nil {
			t.Fatal(err)
		}
		for range 60 {
			steps, err := cursor.Steps()
			if err != nil {
				t.Fatal(err)
			}
			if len(steps) == 0 {
				return
			}
			if near {
				steps = soberly(t, m, steps)
			}
			s := rapid.SampledFrom(steps).Draw(t, "step")
			if err := cursor.Take(s); err != nil {
				t.Fatal(err)
			}
			r := &Result{model: m}
			if err := r.add(s); err != nil {
				t.Fatal(err)
			}
			broken := violated(r.Steps[0].Do(w))
			j, err := history.Judge(w.History(), history.Consensus, history.DefaultBudget)
			if err != nil {
				t.Fatal(err)
			}
			got := cursor.Violation()
			if (got.Property != "") != (j.Verdict == history.Violated) {
				t.Fatalf("%s: the search says %q, the world %v", &r.Steps[0], got.Sentence, j)
			}
			if got.Property != "" {
				violations++
				return
			}
			if broken != "" {
				return // the world goes no further
			}
			watcher := reader{cursor.State().Watcher}
			watcher.bytes()
			if got, want := m.clients.history(m.clients.parse(watcher.rest)), w.History(); !sameOrder(got, want) {
				t.Fatalf("%s: the search has\n%swant\n%s", &r.Steps[0], got.Table(120), want.Table(120))
			}
		}
	})
	t.Logf("%d violations", violations)
	if violations == 0 {
		t.Error("these walks show nothing")
	}
}

// soberly leaves out, as long as there is anything else to do, that nodes learn what
// is chosen and that clients read: who reads late and has learned nothing is lied to.
func soberly(t *rapid.T, m *model, steps []search.Step) []search.Step {
	r := &Result{model: m}
	var sober []search.Step
	for i, s := range steps {
		if err := r.add(s); err != nil {
			t.Fatal(err)
		}
		step := &r.Steps[i]
		reads, learns := step.Kind == Ask && step.Request.Arg("value").Absent(), step.Kind == Deliver && step.Message.Kind() == "learn"
		if !reads && !learns {
			sober = append(sober, s)
		}
	}
	if len(sober) == 0 {
		return steps
	}
	return sober
}

// sameOrder reports whether two histories have the same operations, with the same
// ends, and agree on which returned before which others began. Whoever crashed is
// in flight for a search.
func sameOrder(a, b history.History) bool {
	return slices.Equal(relations(a), relations(b))
}

func relations(h history.History) (texts []string) {
	name := func(o *history.Operation) string { return fmt.Sprintf("%s at %v", o.Request(), o.Node) }
	for i := range h {
		o := &h[i]
		text := fmt.Sprintf("%s %s %s after", name(o), o.Outcome, o.Result)
		var before []string
		for k := range h {
			if h[k].Outcome == history.OK && h[k].Returned.Before(o.Invoked) {
				before = append(before, name(&h[k]))
			}
		}
		slices.Sort(before)
		texts = append(texts, text+" "+strings.Join(before, ", "))
	}
	slices.Sort(texts)
	return texts
}

// With all rules on every history is linearizable. Without the rule that a
// proposer takes over what acceptors report, a client that reads is told that
// nothing is chosen after another was told that something is: no other property
// notices.
func TestLinearizable(t *testing.T) {
	for _, c := range []struct {
		off        []string
		properties []string
		requests   []Request
		steps      int
		sentence   string
	}{
		{nil, nil, []Request{asks(1, `"A"`), asks(2, "")}, 0, ""},
		{[]string{"adopt_reported_value"}, nil, []Request{asks(1, `"A"`), asks(2, "")}, 14,
			"no order explains as consensus that propose A at n1 returned A and read at n2 returned None"},
		{[]string{"adopt_reported_value"}, []string{}, []Request{asks(2, ""), asks(1, `0`)}, 14,
			"no order explains as consensus that propose 0 at n1 returned 0 and read at n2 returned None"},
	} {
		first := ""
		for _, o := range []Options{
			{Reduce: ReduceAll, Workers: 1}, {Reduce: ReduceAll, Workers: 2}, {Reduce: ReduceAll, Workers: 4}, {},
		} {
			if o.Reduce == (Reductions{}) && (c.steps == 0 || testing.Short()) {
				continue // millions of states
			}
			if testing.Short() && (c.steps == 0 || o.Workers > 2) {
				continue
			}
			w := newWorld(t, 3, c.off...)
			o.Requests, o.Properties, o.Linearizable, o.MaxMemory = c.requests, c.properties, history.Consensus, 2<<30
			r, err := Run(context.Background(), w, o)
			if err != nil {
				t.Fatal(err)
			}
			if c.steps == 0 {
				if r.Verdict != search.Holds {
					t.Errorf("got %v, want that it holds", r)
				}
				w.Close()
				continue
			}
			if r.Verdict != search.Violated || r.Property != Linearizable || len(r.Steps) != c.steps || r.Sentence != c.sentence {
				t.Errorf("without %v, %+v: got %v: %s; want %d steps: %s", c.off, o, &r.Result, r.Sentence, c.steps, c.sentence)
			}
			if text := fmt.Sprint(r.Steps); o.Workers > 1 && text != first {
				t.Errorf("%d workers found another way", o.Workers)
			} else if o.Workers == 1 {
				first = text
			}
			t.Log(r)
			if err := r.Play(w); err != nil {
				t.Error(err)
			}
			if j, err := history.Judge(w.History(), history.Consensus, history.DefaultBudget); err != nil || j.Verdict != history.Violated {
				t.Errorf("the world's own history: %v, %v; want a violation", j, err)
			}
			w.Close()
		}
	}
}

// A model that fails ends the search with its error, and one that a history is
// against from the start is told at once.
func TestLinearizableErrors(t *testing.T) {
	w := newWorld(t, 3)
	defer w.Close()
	broken := errors.New("broken")
	model := &history.Model{Name: "m", Init: 0, Step: func(any, history.Call) (any, bool, error) { return nil, false, broken }}
	o := Options{Requests: clientsAB[:1], Linearizable: model}
	if _, err := Run(context.Background(), w, o); !errors.Is(err, broken) {
		t.Errorf("got %v, want the model's error", err)
	}
	o.Linearizable, o.Requests = history.Consensus, make([]Request, 65)
	for i := range o.Requests {
		o.Requests[i] = clientsAB[0]
	}
	if _, err := Run(context.Background(), w, o); err == nil || !strings.Contains(err.Error(), "got 65 requests, want at most 64") {
		t.Errorf("got %v, want that there are too many", err)
	}
	model.Step = func(_ any, c history.Call) (any, bool, error) { return 0, c.Open, nil }
	if _, err := w.Request(1, paxos.Propose(`"A"`, node.Ballot{})); err != nil {
		t.Fatal(err)
	}
	for len(w.Pending()) > 0 {
		if _, err := w.Step(); err != nil {
			t.Fatal(err)
		}
	}
	_, err := Run(context.Background(), w, Options{Linearizable: model})
	if want := "the run is not linearizable already: no order explains as m that propose A at n1 returned A"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// An operation that was in flight when the search began may return in it.
func TestLinearizableFromHalfway(t *testing.T) {
	w := newWorld(t, 3, "adopt_reported_value")
	defer w.Close()
	if _, err := w.Request(1, paxos.Propose(`"A"`, node.Ballot{})); err != nil {
		t.Fatal(err)
	}
	r, err := Run(context.Background(), w, Options{Requests: []Request{asks(2, "")}, Linearizable: history.Consensus, Reduce: ReduceAll})
	if err != nil || r.Verdict != search.Violated || len(r.Steps) != 13 {
		t.Fatalf("got %v, %v; want a violation after 13 steps", r, err)
	}
	if err := r.Play(w); err != nil {
		t.Fatal(err)
	}
	if j, err := history.Judge(w.History(), history.Consensus, history.DefaultBudget); err != nil || j.Verdict != history.Violated {
		t.Errorf("the world's own history: %v, %v; want a violation", j, err)
	}
}
