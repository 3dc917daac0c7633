package explore

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"synod/engine"
	"synod/engine/search"
	"synod/node"
	"synod/node/paxos"
)

// A prepare that comes too late for its sender may still be the only one to
// make an acceptor refuse somebody with a lower ballot, who then tries again.
// That is so when everybody else has heard of the lower ballot already, and what
// they answered is lost. No search loses anything, but a script may have, before.
func TestLatePrepareIsOfUse(t *testing.T) {
	w := newWorld(t, 3, "adopt_reported_value")
	defer w.Close()
	lead(t, w, `
		propose 1 "A"
		propose 2 "B"
		deliver n1 -> n2 prepare 1.1
		deliver n1 -> n3 prepare 1.1
		drop    n2 -> n1 promise 1.1, no vote
		drop    n3 -> n1 promise 1.1, no vote
		deliver n2 -> n2 prepare 1.2
		deliver n2 -> n3 prepare 1.2
		deliver n2 -> n2 promise 1.2, no vote
		deliver n3 -> n2 promise 1.2, no vote
		drop    n2 -> n1 accept 1.2 B
		deliver n2 -> n2 accept 1.2 B
		deliver n2 -> n3 accept 1.2 B
		deliver n2 -> n2 accepted 1.2 B
		deliver n3 -> n2 accepted 1.2 B
	`)
	findBoth(t, w, Options{Budgets: Budgets{Timers: 1}}, 10)
}

// The word of a value may be what breaks a property, when a proposer can be
// wrong about what is chosen: one that has learned another value before says it
// without having stated it itself. That nobody votes for the value any more needs
// a loss again.
func TestWordOfAValueIsOfUse(t *testing.T) {
	for _, c := range []struct {
		rule       string
		duplicates int
		steps      int
	}{
		{"learn_after_quorum", 0, 2},
		{"majority_quorum", 0, 2},
		{"match_reply_ballot", 0, 3},
		{"count_distinct_acceptors", 1, 3},
	} {
		t.Run(c.rule, func(t *testing.T) {
			w := newWorld(t, 3, "adopt_reported_value", c.rule)
			defer w.Close()
			lead(t, w, `
				propose 1 "A"
				deliver n1 -> n1 prepare 1.1
				deliver n1 -> n2 prepare 1.1
				deliver n1 -> n1 promise 1.1, no vote
				deliver n2 -> n1 promise 1.1, no vote
				deliver n1 -> n1 accept 1.1 A
				deliver n1 -> n2 accept 1.1 A
				deliver n1 -> n3 accept 1.1 A
				deliver n1 -> n1 accepted 1.1 A
				deliver n2 -> n1 accepted 1.1 A
				propose 1 "B"
				deliver n1 -> n1 prepare 2.1
				deliver n1 -> n2 prepare 2.1
				deliver n1 -> n1 promise 2.1, voted 1.1 A
				deliver n2 -> n1 promise 2.1, voted 1.1 A
				deliver n1 -> n1 accept 2.1 B
				drop    n1 -> n2 accept 2.1 B
				drop    n1 -> n3 accept 2.1 B
			`)
			findBoth(t, w, Options{Budgets: Budgets{Duplicates: c.duplicates}}, c.steps)
		})
	}
}

// findBoth requires a violation after so many steps, whether things are left out
// or not.
func findBoth(t *testing.T, w *engine.World, o Options, steps int) {
	t.Helper()
	for _, degree := range []func(Options) Options{whole, reduced} {
		o := degree(o)
		r, err := Run(context.Background(), w, o)
		if err != nil || r.Verdict != search.Violated || len(r.Steps) != steps {
			t.Errorf("reduced %+v: got %v, %v; want a violation after %d steps", o.Reduce, r, err, steps)
		}
	}
}

// lead lets w do what lines say: propose a value at a node, or deliver or drop a
// message that is in flight.
func lead(t *testing.T, w *engine.World, lines string) {
	t.Helper()
	for line := range strings.Lines(strings.TrimSpace(lines)) {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if err := do(w, verb, strings.TrimSpace(rest)); err != nil {
			t.Fatalf("%s: %v", strings.TrimSpace(line), err)
		}
	}
}

func do(w *engine.World, verb, rest string) error {
	if verb == "propose" {
		_, err := w.Request(node.ID(rest[0]-'0'), paxos.Propose(node.Value(rest[2:]), node.Ballot{}))
		return err
	}
	p := named(w, rest)
	switch {
	case p == nil:
		return fmt.Errorf("there is no such message, only %q", texts(flying(w)))
	case verb == "drop":
		return w.Drop(p)
	}
	return w.Deliver(p)
}

// named returns the message in flight with this text, or nil.
func named(w *engine.World, text string) *engine.Pending {
	for _, p := range w.Pending() {
		if p.Message != nil && engine.FlightText(flightOf(p)) == text {
			return p
		}
	}
	return nil
}

func flightOf(p *engine.Pending) engine.Flight {
	return engine.Flight{Src: p.Src, Dst: p.Dst, Message: p.Message}
}

// flying lists what is in flight.
func flying(w *engine.World) (flights []engine.Flight) {
	for _, p := range w.Pending() {
		if p.Message != nil {
			flights = append(flights, flightOf(p))
		}
	}
	return flights
}
