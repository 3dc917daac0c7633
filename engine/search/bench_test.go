package search_test

import (
	"fmt"
	"testing"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// BenchmarkRegister searches all states of the register, and checks that these
// are as many as there are. The metrics to quote are states/s and
// transitions/s; MB is what the search takes by its own account.
func BenchmarkRegister(b *testing.B) {
	unique := map[int]int{3: 1_194_428, 4: 2_372_188, 5: 4_711_569, 6: 9_357_525}
	generated := map[int]int{3: 2_420_477, 4: 4_807_983, 5: 9_551_302, 6: 18_972_647}
	for _, clients := range []int{3, 4, 5, 6} {
		for _, workers := range []int{1, 2} {
			b.Run(fmt.Sprintf("clients=%d/workers=%d", clients, workers), func(b *testing.B) {
				r := benchmark(b, register.System{Clients: clients}, search.Options{Workers: workers})
				if r.Unique != unique[clients] || r.Generated != generated[clients] || r.Depth != 28 {
					b.Fatalf("got %v", r)
				}
			})
		}
	}
}

// BenchmarkReduced searches the register without its dead messages.
func BenchmarkReduced(b *testing.B) {
	for _, clients := range []int{3, 6} {
		b.Run(fmt.Sprintf("clients=%d", clients), func(b *testing.B) {
			benchmark(b, register.System{Clients: clients}, search.Options{DropDead: true})
		})
	}
}

// BenchmarkWalk walks through the register.
func BenchmarkWalk(b *testing.B) {
	for _, strategy := range []search.Strategy{search.RandomWalk, search.PCT} {
		b.Run(strategy.String(), func(b *testing.B) {
			o := search.Options{Strategy: strategy, Walks: 20_000, Changes: 2}
			r := benchmark(b, register.System{Clients: 3}, o)
			b.ReportMetric(float64(r.Walks)/r.Time.Seconds(), "walks/s")
			b.ReportMetric(float64(r.Locals), "locals")
		})
	}
}

func benchmark(b *testing.B, sys search.System, o search.Options) *search.Result {
	var r *search.Result
	states, transitions, seconds := 0, 0, 0.0
	for b.Loop() {
		r = must(b, sys, o)
		states, transitions, seconds = states+r.Unique, transitions+r.Generated, seconds+r.Time.Seconds()
	}
	b.ReportMetric(float64(states)/seconds, "states/s")
	b.ReportMetric(float64(transitions)/seconds, "transitions/s")
	b.ReportMetric(float64(r.Memory)/1e6, "MB")
	return r
}
