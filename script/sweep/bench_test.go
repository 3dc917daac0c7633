package sweep

import (
	"context"
	"fmt"
	"synod/script"
	"testing"
)

func BenchmarkSoak(b *testing.B) {
	for _, n := range []int{3, 5} {
		b.Run(fmt.Sprintf("nodes=%d", n), func(b *testing.B) {
			files := script.NewFiles()
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				s := script.New(context.Background(), script.Options{Fleet: script.Simulated, Seed: uint64(i + 1), Trace: script.TraceOff, Files: files, Args: map[string]string{"nodes": fmt.Sprint(n)}})
				if err := s.RunFile("/tmp/n/soak.star", "soak.star"); err != nil {
					b.Fatal(i, s.Explain(err))
				}
				s.Close()
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "scenarios/s")
		})
	}
}
