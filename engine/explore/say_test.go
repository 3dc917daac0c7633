package explore

import (
	"context"
	"errors"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
)

func literal(v node.Value) string { return v.String() }

// A goal is asked about states as if they were the world, and what was found is
// written down as a script says it.
func TestGoalInWords(t *testing.T) {
	w := newWorld(t, 3)
	defer w.Close()
	inFlight := 0
	o := Options{Requests: clientsAB[:1], Budgets: Budgets{Crashes: 1, Restarts: 1, Duplicates: 1}, Reduce: ReduceAll,
		Goal: &Predicate{Name: "a vote and a restart", Ask: func(ghost *engine.World) (bool, error) {
			inFlight = max(inFlight, len(ghost.Pending()))
			one, err := ghost.State(1)
			return err == nil && len(chosenIn(ghost)) == 1 && one.Down, err
		}},
		Prune: &Predicate{Name: "n3 is not needed", Ask: func(ghost *engine.World) (bool, error) {
			three, err := ghost.State(3)
			return err == nil && three.Down, err
		}},
	}
	r, err := Run(context.Background(), w, o)
	if err != nil || r.Verdict != search.Found || r.Property != o.Goal.Name || r.Reduced {
		t.Fatalf("got %v, %v; want that the goal is found, with all that it may look at", r, err)
	}
	if r.Pruned == 0 || inFlight == 0 {
		t.Errorf("got %d states pruned and at most %d messages seen, want some of both", r.Pruned, inFlight)
	}
	var lines []string
	for i := range r.Steps {
		lines = append(lines, r.Steps[i].Lines(r.Flights(i), words(literal))...)
	}
	text := strings.Join(lines, "\n")
	for _, want := range []string{"propose(1, A)\n", `deliver(kind = "prepare", src = 1, dst = `, `deliver(kind = "promise", `, `crash(1, at = "after_sync")`} {
		if !strings.Contains(text, want) {
			t.Errorf("got\n%s\nwant %q in it", text, want)
		}
	}
	if err := r.Play(w); err != nil {
		t.Fatal(err)
	}
	if err := r.Play(w); err == nil || !strings.HasPrefix(err.Error(), "step 1 of ") {
		t.Errorf("got %v, want that the world has moved", err)
	}
}

// A predicate that fails ends the search with its error, and nonsense is
// refused with what would be right.
func TestRefusals(t *testing.T) {
	w := newWorld(t, 3)
	defer w.Close()
	broken := errors.New("broken")
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Requests: clientsAB, Goal: &Predicate{Name: "g", Ask: func(*engine.World) (bool, error) { return false, broken }}}, `goal "g": broken`},
		{Options{Budgets: Budgets{Crashes: 256}}, "got crashes=256, want 0 to 255"},
		{Options{Requests: make([]Request, 65)}, "got 65 requests, want at most 64"},
		{Options{Requests: []Request{asks(4, `"A"`)}}, "there is no node 4, want one of"},
		{Options{MaxDepth: -1}, "got a bound below 0, want 0 or more; 0 is none"},
		{Options{Strategy: search.DepthFirst}, "got no depth, want one"},
		{Options{Budgets: Budgets{Drops: -1}}, "got drops=-1, want 0 to 255"},
	} {
		if _, err := Run(context.Background(), w, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}

// Of nine nodes there are too many divisions to try.
func TestTooManyDivisions(t *testing.T) {
	w := newWorld(t, 9)
	defer w.Close()
	_, err := Run(context.Background(), w, Options{Budgets: Budgets{Partitions: 1}})
	if want := "got partitions=1 of 9 nodes, want at most 8: a search divides them in every way"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

// A rule that holds comes before what a search cuts, and what it holds is not lost.
func TestPartitionsBehindAHold(t *testing.T) {
	w := newWorld(t, 3)
	defer w.Close()
	if err := w.Impose(&engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold"}); err != nil {
		t.Fatal(err)
	}
	_, err := Run(context.Background(), w, Options{Budgets: Budgets{Partitions: 1}})
	if want := `got partitions=1, but the rule "hold" holds messages before they could be lost: stop it first`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %q", err, want)
	}
}

// The search knows what its parts are called.
func TestNames(t *testing.T) {
	w := newWorld(t, 3)
	defer w.Close()
	o := Options{Requests: clientsAB}
	m, err := newModel(w, &o)
	if err != nil {
		t.Fatal(err)
	}
	up := m.Start().Locals[0]
	down := m.down(parseLocal(up)).append(nil)
	f := m.message(engine.Flight{Src: 2, Dst: 1, Message: must(m.from.Protocol.Decode(m.from.Protocol.Encode(nil, firstPrepare(t, m))))})
	for _, c := range []struct{ got, want string }{
		{m.SlotName(0), "n1"}, {m.LocalName(0, down), "down"}, {m.MessageName(0, f.Body), "n2 -> n1 prepare 1.1"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	if got := m.LocalName(0, up); !strings.Contains(got, "proposer idle") {
		t.Errorf("got %q, want an idle proposer", got)
	}
}

// firstPrepare returns the first message that n1 sends.
func firstPrepare(t *testing.T, m *model) node.Message {
	t.Helper()
	outcomes, err := m.Moves(0, m.Start().Locals[0])
	if err != nil || len(outcomes) == 0 || len(outcomes[0].Send) == 0 {
		t.Fatalf("got %v, %v; want a proposal", outcomes, err)
	}
	return must(m.flight(0, outcomes[0].Send[0].Body)).Message
}
