package script

import (
	"context"
	"io"
	"testing"
)

// BenchmarkInvariant measures what an invariant of the script costs a search of
// all that can come of two proposers. It is asked once for each distinct
// combination of what it reads. The searches take turns, and the fastest of
// each counts. The metric to quote is x, how many times as long a search takes.
func BenchmarkInvariant(b *testing.B) {
	const every = `properties = ["one_value_per_ballot", "promises_never_go_back", "agreement", "learned_implies_chosen", "validity"]`
	const search = `r = explore(propose = [(1, "A"), (2, "B")], ` + every + `)
if r.verdict != "holds": fail(r)
`
	const rule = `
def learned_alike():
    return len(set([file(n) for n in nodes() if file(n) != None])) < 2
invariant("learned alike", learned_alike)
`
	const states = `
def votes_have_ballots():
    return all([(state(n).accepted == None) == (state(n).value == None) for n in nodes()])
invariant("votes have ballots", votes_have_ballots)
`
	best := map[string]float64{}
	for b.Loop() {
		for _, extra := range []string{"", rule, states} {
			s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: io.Discard})
			if err := s.Run("bench.star", "", "cluster(3)\n"+extra+search); err != nil {
				b.Fatal(s.Explain(err))
			}
			if took := s.explored[0].result.Time.Seconds(); best[extra] == 0 || took < best[extra] {
				best[extra] = took
			}
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(best[rule]/best[""], "x-file")
	b.ReportMetric(best[states]/best[""], "x-state")
	b.ReportMetric(1000*best[""], "ms-without")
}
