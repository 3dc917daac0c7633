package sweep

import (
	"context"
	"fmt"
	"testing"
)

// BenchmarkSoak measures how many whole scenarios a second a sweep runs: a
// cluster, a storm, its end, and a decision. The metric to quote is scenarios/s.
func BenchmarkSoak(b *testing.B) {
	for _, nodes := range []int{3, 5} {
		for _, guide := range []bool{false, true} {
			b.Run(fmt.Sprintf("nodes=%d/guide=%t", nodes, guide), func(b *testing.B) {
				b.ReportAllocs()
				report := Run(context.Background(), Options{Script: soak, Args: with("nodes", fmt.Sprint(nodes)), Runs: b.N, Guide: guide})
				if f := report.Failure; f != nil {
					b.Fatalf("seed %v: %s", f.Seed, f.Text)
				}
				b.ReportMetric(float64(report.Held)/report.Took.Seconds(), "scenarios/s")
			})
		}
	}
}
