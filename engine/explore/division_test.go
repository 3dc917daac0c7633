package explore

import (
	"context"
	"slices"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
)

// split is a goal: the network is divided between n1 and n3, B is chosen, and n1
// still prepares.
var split = &Predicate{"split", func(w *engine.World) (bool, error) {
	linked, err := w.Linked(1, 3)
	if linked || err != nil {
		return false, err
	}
	if c := chosenIn(w); len(c) == 0 || c[0].Value != `"B"` {
		return false, nil
	}
	return strings.HasPrefix(fieldOf(w, 1, "proposer"), "preparing"), nil
}}

// fieldOf returns what a node's state says of something.
func fieldOf(w *engine.World, id node.ID, name string) string {
	s, err := w.State(id)
	if err != nil {
		return err.Error()
	}
	for _, f := range s.Fields {
		if text, ok := f.Value.(string); f.Name == name && ok {
			return text
		}
	}
	return ""
}

// A search divides the network and comes to a state that has no other way to it,
// by the shortest way, whoever does the work; and the world comes there too.
func TestPartitions(t *testing.T) {
	var first []string
	for _, o := range []Options{
		{Workers: 1}, {Workers: 2}, {Workers: 4}, {Paranoid: true}, {Reduce: Reductions{Dead: true}}, {Reduce: ReduceAll},
	} {
		if testing.Short() && (o.Workers > 2 || o.Paranoid) {
			continue
		}
		w := newWorld(t, 3)
		o.Requests, o.Goal, o.Budgets.Partitions, o.MaxMemory = clientsAB, split, 1, 1<<30
		r, err := Run(context.Background(), w, o)
		if err != nil || r.Verdict != search.Found {
			t.Fatalf("got %v, %v; want that it is found", r, err)
		}
		var steps []string
		for i := range r.Steps {
			steps = append(steps, r.Steps[i].String())
		}
		if first == nil {
			first = steps
		}
		if len(steps) != len(first) || o.Reduce == (Reductions{}) && !slices.Equal(steps, first) {
			t.Errorf("%+v: got\n%s\nwant\n%s", o.Reduce, strings.Join(steps, "\n"), strings.Join(first, "\n"))
		}
		if err := r.Play(w); err != nil {
			t.Errorf("%+v: %v", o.Reduce, err)
		}
		if there, err := split.Ask(w); !there || err != nil {
			t.Errorf("%+v: the world is somewhere else, %v", o.Reduce, err)
		}
		w.Close()
	}
	t.Log("\n" + strings.Join(first, "\n"))
}

// Without a budget the network stays whole, and cuts that were there stay.
func TestNoPartitions(t *testing.T) {
	w := newWorld(t, 3)
	defer w.Close()
	never := func(o Options) {
		t.Helper()
		o.Requests = clientsAB[:1]
		if r, err := Run(context.Background(), w, o); err != nil || r.Verdict != search.NotFound {
			t.Errorf("got %v, %v; want that it is not found", r, err)
		}
	}
	cut := &Predicate{"cut", func(w *engine.World) (bool, error) {
		linked, err := w.Linked(2, 3)
		return !linked, err
	}}
	never(Options{Goal: cut})
	if _, err := w.Cut([]node.ID{2}, []node.ID{3}, true, engine.InFlightLost); err != nil {
		t.Fatal(err)
	}
	never(Options{Goal: &Predicate{"linked", cut.not}, Budgets: Budgets{Partitions: 1}})
}

// not is a predicate that is true where p is not.
func (p *Predicate) not(w *engine.World) (bool, error) {
	yes, err := p.Ask(w)
	return !yes, err
}

// Whoever looks at nothing but the safety properties loses nothing when messages
// are lost only by never arriving: the verdict is the same, and as near.
func TestDropsAndPartitionsAreNothingNew(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	for _, rule := range []string{"", "learn_after_quorum", "majority_quorum", "accept_checks_promise"} {
		var off []string
		if rule != "" {
			off = []string{rule}
		}
		var first *Result
		for _, o := range []Options{
			{Reduce: ReduceAll},
			{Reduce: ReduceAll, Budgets: Budgets{Drops: 1, Partitions: 1}},
			{Reduce: Reductions{Dead: true}, Budgets: Budgets{Drops: 1}},
			{Reduce: Reductions{Dead: true}, Budgets: Budgets{Partitions: 1}},
			{Budgets: Budgets{Drops: 1, Partitions: 1}},
		} {
			w := newWorld(t, 3, off...)
			o.Requests, o.MaxMemory = clientsAB, 1<<30
			if rule == "" {
				o.Requests = clientsAB[:1]
			}
			r, err := Run(context.Background(), w, o)
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = r
			}
			if r.Verdict != first.Verdict || len(r.Steps) != len(first.Steps) {
				t.Errorf("without %q, %+v: got %v, want %v", rule, o, &r.Result, &first.Result)
			}
			if o.Reduce == ReduceAll && r.Unique != first.Unique {
				t.Errorf("got %d states, want %d: drops and partitions make no difference", r.Unique, first.Unique)
			}
			w.Close()
		}
	}
}

// All that can be lost can be dropped, and a network of n nodes can be divided in
// 2^(n-1)-1 ways.
func TestWhatCanBeLost(t *testing.T) {
	w := newWorld(t, 4)
	defer w.Close()
	o := Options{Requests: clientsAB[:1], Budgets: Budgets{Drops: 1, Partitions: 1, Duplicates: 1}}
	m, err := newModel(w, &o)
	if err != nil {
		t.Fatal(err)
	}
	cursor, err := search.NewCursor(m, m.options(w, &o))
	if err != nil {
		t.Fatal(err)
	}
	steps, err := cursor.Steps()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range steps {
		if parseMove(s.Name).kind == Ask {
			if err := cursor.Take(s); err != nil {
				t.Fatal(err)
			}
		}
	}
	if steps, err = cursor.Steps(); err != nil {
		t.Fatal(err)
	}
	r := &Result{model: m}
	var lost, divided []string
	for _, s := range steps {
		if err := r.add(s); err != nil {
			t.Fatal(err)
		}
		switch step := &r.Steps[len(r.Steps)-1]; step.Kind {
		case Drop:
			lost = append(lost, step.String())
		case Partition:
			divided = append(divided, step.String())
		}
	}
	if want := []string{"n1 -> n1  prepare 1.1, lost", "n1 -> n2  prepare 1.1, lost", "n1 -> n3  prepare 1.1, lost", "n1 -> n4  prepare 1.1, lost"}; !slices.Equal(lost, want) {
		t.Errorf("got %q, want %q", lost, want)
	}
	want := []string{
		"partition n1 n3 n4 | n2", "partition n1 n2 n4 | n3", "partition n1 n4 | n2 n3", "partition n1 n2 n3 | n4",
		"partition n1 n3 | n2 n4", "partition n1 n2 | n3 n4", "partition n1 | n2 n3 n4",
	}
	if !slices.Equal(divided, want) {
		t.Errorf("got %q, want %q", divided, want)
	}
}
