package sweep

import (
	"math/rand/v2"

	"synod/engine"
)

// roundSize is how many runs are decided on together, before the first of them
// begins: what a guide decides does not depend on which of them is over first.
const roundSize = 64

// guide decides what to run next from what runs came to. It keeps the inputs of the
// runs in which there was a situation that there was none like before, and runs
// more that are the same up to there: half of the runs are such, and half have new
// seeds. Whether that finds more than new seeds alone depends on the scenario: a
// storm that does everything anyway gains nothing.
type guide struct {
	draw   *rand.Rand
	fresh  func(n int) engine.Input // the nth new seed
	begun  int                      // how many new seeds were taken
	replay []engine.Input           // what is to be run before all else
	seen   map[uint64]struct{}      // the hash of every situation so far
	corpus []entry
	keep   func(engine.Input) // is told of every input that joins the corpus

	round []engine.Input
	first int // the index of the round's first run
}

// entry is a run that showed something new.
type entry struct {
	input  engine.Input
	events int // how many it had
	news   int // after how many the last of what is new was seen
}

// newGuide returns a guide that has seen nothing. What it draws depends on the
// seed, and new seeds come from fresh.
func newGuide(seed, part uint64, fresh func(n int) engine.Input) *guide {
	return &guide{draw: rand.New(rand.NewPCG(seed, part)), fresh: fresh, seen: map[uint64]struct{}{}, keep: func(engine.Input) {}}
}

// input returns what run index is to be, if that has been decided.
func (g *guide) input(index int) (in engine.Input, decided bool) {
	if index >= g.first+len(g.round) {
		return in, false
	}
	return g.round[index-g.first], true
}

// decide decides on a round, when all runs before it are over.
func (g *guide) decide() {
	g.first += len(g.round)
	g.round = g.round[:0]
	for len(g.round) < roundSize {
		g.round = append(g.round, g.next(len(g.round)%2 == 1))
	}
}

// next returns one more input: mutated, if there is something to mutate.
func (g *guide) next(mutated bool) engine.Input {
	if len(g.replay) > 0 {
		in := g.replay[0]
		g.replay = g.replay[1:]
		return in
	}
	if mutated && len(g.corpus) > 0 {
		return g.mutate(&g.corpus[g.draw.IntN(len(g.corpus))])
	}
	g.begun++
	return g.fresh(g.begun - 1)
}

// mutate returns an input whose run is e's up to some event. Of several forks it
// may leave out one that is not the last: without that, the run is known already.
func (g *guide) mutate(e *entry) engine.Input {
	in := engine.Input{Seed: e.input.Seed}
	if n := len(e.input.Forks); n > 1 && g.draw.IntN(8) == 0 {
		out := g.draw.IntN(n - 1)
		in.Forks = append(append(in.Forks, e.input.Forks[:out]...), e.input.Forks[out+1:]...)
		return in
	}
	event := 1 + e.news + g.draw.IntN(4)
	if g.draw.IntN(4) == 0 {
		event = 1 + g.draw.IntN(max(e.events, 1)) // anywhere, for once
	}
	for _, f := range e.input.Forks {
		if f.Event < event && len(in.Forks) < maxForks {
			in.Forks = append(in.Forks, f)
		}
	}
	in.Forks = append(in.Forks, engine.Fork{Event: event, Seed: 1 + g.draw.Uint64N(1<<32)})
	return in
}

// maxForks bounds how many forks of a run are kept when it gets one more.
const maxForks = 15

// learn takes what came of a run.
func (g *guide) learn(in engine.Input, events int, situations []situation) {
	news := -1
	for _, h := range situations {
		if _, known := g.seen[h.hash]; !known {
			g.seen[h.hash] = struct{}{}
			news = h.event
		}
	}
	if news >= 0 {
		g.corpus = append(g.corpus, entry{in, events, news})
		g.keep(in)
	}
}
