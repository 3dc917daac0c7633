package engine_test

import (
	"testing"
	"time"

	"synod/engine"
	"synod/node"
)

// twentyRules are as many as a busy scenario has, and match few messages: a kind
// that is rare, a link, a node's answers, a ballot, with and without a draw.
func twentyRules() []*engine.Rule {
	slow := engine.Constant(time.Millisecond)
	var rules []*engine.Rule
	for id := node.ID(1); id <= 5; id++ {
		here := []node.ID{id}
		rules = append(rules,
			&engine.Rule{Action: engine.ActDelay, Rate: 1, Time: slow, Match: engine.Match{Kind: "nack", Dst: here}},
			&engine.Rule{Action: engine.ActLose, Rate: 0.1, Match: engine.Match{Kind: "accept", Src: here, Dst: []node.ID{id%5 + 1}}},
			&engine.Rule{Action: engine.ActHold, Rate: 1, Match: engine.Match{Fields: atBallot(node.Ballot{Round: 1 << 20, Node: id})}},
		)
	}
	return append(rules,
		&engine.Rule{Action: engine.ActCut, Rate: 1, Match: engine.Match{Src: []node.ID{4}, Dst: []node.ID{5}}},
		&engine.Rule{Action: engine.ActCut, Rate: 1, Match: engine.Match{Src: []node.ID{5}, Dst: []node.ID{4}}},
		&engine.Rule{Action: engine.ActRepeat, Rate: 0.01, Time: slow, Match: engine.Match{Kind: "promise", Src: []node.ID{2, 3}}},
		&engine.Rule{Action: engine.ActReorder, Rate: 0.01, Time: slow, Match: engine.Match{Kind: "learn", Dst: []node.ID{5}}},
		&engine.Rule{Action: engine.ActLose, Rate: 0.001, Match: engine.Match{}},
	)
}

// BenchmarkTwentyRules measures what twenty network rules cost, beside the same
// proposals without any: the two worlds take turns, so that what else the machine
// does slows both, and the fastest turn of each counts. The metric to quote is x,
// how many times as long an event takes with the rules. It is to stay below 1.43,
// which would cost 30 % of the rate of events.
func BenchmarkTwentyRules(b *testing.B) {
	const turn = 50 // proposals between two looks at the clock
	plain, ruled := newTurn(b, nil), newTurn(b, twentyRules())
	for i := 0; b.Loop(); i++ {
		plain.take(b, i, turn)
		ruled.take(b, i, turn)
	}
	b.ReportMetric(plain.best, "ns/event")
	b.ReportMetric(ruled.best, "ns/event-ruled")
	b.ReportMetric(ruled.best/plain.best, "x")
}

// turns is one of the worlds that take turns.
type turns struct {
	world *engine.World
	rules []*engine.Rule
	best  float64 // the nanoseconds of an event in the fastest turn
}

func newTurn(b *testing.B, rules []*engine.Rule) *turns {
	return &turns{world: newWorld(b, engine.Options{Nodes: 5}), rules: rules}
}

// take starts over and proposes n times.
func (t *turns) take(b *testing.B, i, n int) {
	if err := t.world.Reset(uint64(i)); err != nil { // the disks grow for ever otherwise
		b.Fatal(err)
	}
	for _, r := range t.rules {
		fresh := *r
		if err := t.world.Impose(&fresh); err != nil {
			b.Fatal(err)
		}
	}
	start := time.Now()
	for k := range n {
		propose(b, t.world, node.ID(k%5+1), "1")
	}
	events, _ := t.world.Events()
	cost := float64(time.Since(start).Nanoseconds()) / float64(events)
	if t.best == 0 || cost < t.best {
		t.best = cost
	}
}
