package explore

import (
	"context"
	"flag"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
)

var slow = flag.Bool("slow", false, "also run the proofs that take minutes")

// standings collects where acceptors and learners stand in all states of a search with
// nothing left out.
func standings(t *testing.T, w *engine.World, o Options) (map[string]bool, *Result) {
	t.Helper()
	seen, mu := map[string]bool{}, sync.Mutex{}
	o.Goal = &Predicate{Name: "none", Ask: func(ghost *engine.World) (bool, error) {
		text := ""
		for id := node.ID(1); int(id) <= w.Nodes(); id++ {
			s, err := ghost.State(id)
			if err != nil {
				return false, err
			}
			text += whereIs(s)
		}
		mu.Lock()
		defer mu.Unlock()
		seen[text] = true
		return false, nil
	}}
	r, err := Run(context.Background(), w, whole(o))
	if err != nil {
		t.Fatal(err)
	}
	return seen, r
}

// whereIs returns what a node promised, voted for and learned, in the same words for
// the Paxos in Go and the one in Starlark.
func whereIs(s engine.NodeState) string {
	fields := map[string]string{}
	for _, f := range s.Fields {
		text := fmt.Sprint(f.Value)
		switch text {
		case "(0,0)", "null", "0.0", "":
			text = "-"
		}
		text = strings.NewReplacer("(", "", ")", "", ",", ".").Replace(text)
		fields[f.Name] = text
	}
	vote, ok := fields["vote"]
	if !ok {
		vote = fields["value"] // as the one in Go calls it
	}
	return fmt.Sprintf("%s %s %s %s; ", fields["promised"], fields["accepted"], vote, fields["learned"])
}

// The Paxos that a student writes in Starlark reaches the same promises, votes and
// learned values as the one in Go, and no others; and a rule that both can switch off
// breaks the same property of both.
func TestStudentsPaxosIsPaxos(t *testing.T) {
	p := student(t)
	cases := []struct {
		name    string
		nodes   int
		o       Options
		slow    bool
		verdict search.Verdict
	}{
		{"one proposer", 3, Options{Requests: clientsAB[:1]}, false, search.NotFound},
		{"two nodes, two proposers", 2, Options{Requests: clientsAB}, false, search.NotFound},
		{"two nodes, a retry each", 2, Options{Requests: clientsAB, Budgets: Budgets{Timers: 1}}, false, search.NotFound},
		{"three nodes, two proposers", 3, Options{Requests: clientsAB}, true, search.NotFound},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.slow && !*slow {
				t.Skip("takes a minute: -slow")
			}
			golang := newWorld(t, c.nodes)
			defer golang.Close()
			want, wanted := standings(t, golang, c.o)
			got, gotten := standings(t, newScripted(t, p, c.nodes), c.o)
			if gotten.Verdict != c.verdict || wanted.Verdict != c.verdict {
				t.Errorf("got the verdicts %v and %v, want %v of both", gotten.Verdict, wanted.Verdict, c.verdict)
			}
			missing, more := without(want, got), without(got, want)
			if len(missing)+len(more) > 0 {
				t.Errorf("got %d standings, want %d; missing %q, more %q", len(got), len(want), missing[:min(9, len(missing))], more[:min(12, len(more))])
			}
			t.Logf("%d standings in %d and %d states", len(got), gotten.Unique, wanted.Unique)
		})
	}
}

// without returns what is in a and not in b, sorted.
func without(a, b map[string]bool) (list []string) {
	for text := range a {
		if !b[text] {
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}

func first(list []string) string {
	if len(list) == 0 {
		return "none"
	}
	return list[0]
}

// Two proposers of which one does not adopt what it hears of break agreement, in Go and
// in Starlark alike after as few steps.
func TestStudentsMistakeIsFound(t *testing.T) {
	golang := newWorld(t, 3, "adopt_reported_value")
	defer golang.Close()
	o := Options{Requests: clientsAB}
	want, err := Run(context.Background(), golang, o)
	if err != nil || want.Verdict != search.Violated || want.Property != "agreement" {
		t.Fatalf("got %v, %v; want a broken agreement", want, err)
	}
	got, err := Run(context.Background(), newScripted(t, student(t), 3, "adopt"), o)
	if err != nil || got.Verdict != search.Violated || got.Property != "chosen" {
		t.Fatalf("got %v, %v; want that nodes do not agree on what is chosen", got, err)
	}
	t.Logf("%d steps in Go, %d in Starlark", len(want.Steps), len(got.Steps))
}
