package explore

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkRate measures how fast the project's own Paxos is searched when
// nothing is left out, with all safety properties checked: two proposers, a
// retry each, up to a bound. The metric to quote is transitions/s.
func BenchmarkRate(b *testing.B) {
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			w := newWorld(b, 3)
			defer w.Close()
			for b.Loop() {
				o := Options{Requests: clientsAB, Budgets: Budgets{Timers: 1}, MaxStates: 3_000_000, Workers: workers}
				r, err := Run(context.Background(), w, whole(o))
				if err != nil || r.Unique != o.MaxStates {
					b.Fatalf("got %v, %v; want a search that the bound ends", r, err)
				}
				b.ReportMetric(float64(r.Generated)/r.Time.Seconds(), "transitions/s")
				b.ReportMetric(float64(r.Memory)/1e6, "MB")
			}
		})
	}
}
