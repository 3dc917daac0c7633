package search_test

import (
	"context"
	"fmt"
	"testing"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

func BenchmarkRegister(b *testing.B) {
	for _, n := range []int{3, 6} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("clients=%d/workers=%d", n, workers), func(b *testing.B) {
				for b.Loop() {
					r, err := search.Explore(context.Background(), register.System{Clients: n}, search.Options{Workers: workers})
					if err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64(r.Generated)/r.Time.Seconds(), "transitions/s")
					b.ReportMetric(float64(r.Unique)/r.Time.Seconds(), "states/s")
					b.ReportMetric(float64(r.Memory)/1e6, "MB")
				}
			})
		}
	}
}
