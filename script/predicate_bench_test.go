package script

import (
	"context"
	"io"
	"testing"
	"time"
)

// BenchmarkPredicate measures what a rule with a function of the script costs,
// which is called for every message: the same proposals run without a rule, with
// one that the engine decides alone, and with one that asks a function. The
// clusters take turns, and the fastest turn of each counts. The metrics to quote
// are the nanoseconds of an event, and x, how many times as long one takes with
// the function as without a rule.
func BenchmarkPredicate(b *testing.B) {
	const plain, kind, where = 0, 1, 2
	turns := []*predicateTurn{
		plain: newPredicateTurn(b, `pass`),
		kind:  newPredicateTurn(b, `hold(kind = "nack")`),
		where: newPredicateTurn(b, `hold(where = lambda m: m.kind == "nack")`),
	}
	for b.Loop() {
		for _, t := range turns {
			t.take(b)
		}
	}
	b.ReportMetric(turns[plain].best, "ns/event")
	b.ReportMetric(turns[kind].best, "ns/event-kind")
	b.ReportMetric(turns[where].best, "ns/event-where")
	b.ReportMetric(turns[where].best/turns[plain].best, "x")
}

// predicateTurn is a cluster that takes turns with others.
type predicateTurn struct {
	session *Session
	best    float64 // the nanoseconds of an event in the fastest turn
}

func newPredicateTurn(b *testing.B, rule string) *predicateTurn {
	b.Helper()
	s := New(context.Background(), Options{Fleet: Simulated, Out: io.Discard})
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	if err := s.Run("bench.star", "", "c = cluster(5, quiet = True)\ndef impose(): "+rule+"\n"); err != nil {
		b.Fatal(s.Explain(err))
	}
	for name, v := range s.globals {
		s.names[name] = v
	}
	return &predicateTurn{session: s}
}

// take starts over and proposes fifty times. The script runs in one piece, whose
// own cost is that of a hundred calls.
func (t *predicateTurn) take(b *testing.B) {
	start := time.Now()
	if err := t.session.Run("turn.star", "", "reset()\nimpose()\nfor i in range(50):\n    submit(i % 5 + 1, 1)\n    settle()\n"); err != nil {
		b.Fatal(t.session.Explain(err))
	}
	events, _ := t.session.current.world.Events()
	cost := float64(time.Since(start).Nanoseconds()) / float64(events)
	if t.best == 0 || cost < t.best {
		t.best = cost
	}
}
