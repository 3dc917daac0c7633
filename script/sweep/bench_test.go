package sweep

import (
	"context"
	"fmt"
	"testing"
)

// soak is the scenario that is swept: everything that can go wrong, at random.
const soak = "../../examples/chaos/soak.star"

// BenchmarkSoak measures how many whole scenarios a second a sweep runs: a
// cluster, a storm, its end, and a decision. The metric to quote is scenarios/s.
func BenchmarkSoak(b *testing.B) {
	for _, nodes := range []int{3, 5} {
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			b.ReportAllocs()
			report := Run(context.Background(), Options{Script: soak, Args: map[string]string{"nodes": fmt.Sprint(nodes)}, Runs: b.N})
			if f := report.Failure; f != nil {
				b.Fatalf("seed %d: %s", f.Seed, f.Text)
			}
			b.ReportMetric(float64(report.Held)/report.Took.Seconds(), "scenarios/s")
		})
	}
}
