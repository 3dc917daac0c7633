package shrink

import (
	"context"
	"fmt"
	"slices"
)

// Options bounds the work. Neither bound is a time: the answer must not depend
// on the machine.
type Options struct {
	Events  int // that may be told again in all; 0 is DefaultEvents
	States  int // that the search for a shorter way may see; 0 is DefaultStates, and less is none
	Workers int // goroutines of that search; 0 is one for each processor

	Progress func(Progress) // is told after every try, and once a second of that search, how far it is; nil for nobody
}

// Progress is how far shrinking is.
type Progress struct {
	From, To int // how many steps there were, and are
	Events   int // that were told again
	States   int // that the search for a shorter way has seen; 0 while there is none
}

// Bounds that a small machine reaches within seconds.
const (
	DefaultEvents = 1_000_000
	DefaultStates = 2_000_000
)

// Result is a run that was shrunk.
type Result struct {
	*Run
	From   int  // how many steps there were
	Proven bool // no way with these nodes, requests and failures has fewer steps
	Events int  // that were told again
	States int  // that the search for a shorter way has seen
}

// String returns "212 events to 10, proven shortest".
func (r *Result) String() string {
	text := "not proven shortest"
	if r.Proven {
		text = "proven shortest"
	}
	events := "events"
	if r.From == 1 {
		events = "event"
	}
	return fmt.Sprintf("%d %s to %d, %s", r.From, events, len(r.Steps), text)
}

// Shrink returns the shortest run it can make of r that breaks the same
// property. It does not change r.
func Shrink(ctx context.Context, r *Run, o Options) (*Result, error) {
	if o.Events == 0 {
		o.Events = DefaultEvents
	}
	if o.States == 0 {
		o.States = DefaultStates
	}
	s := &shrinker{player: r.newPlayer(), o: o}
	s.ctx = ctx
	defer s.close()
	s.best.nodes = r.Options.Nodes
	if !s.try(r.Options.Nodes, s.events(r.Steps)) {
		return nil, s.failed(fmt.Errorf("the run does not break %s when it is told again", r.Property))
	}
	s.rounds()
	if s.err != nil {
		return nil, s.err
	}
	small := *r
	small.Options.Nodes, small.Steps, small.Sentence = s.best.nodes, stepsOf(s.best.events), s.best.sentence
	small.Events = len(small.Steps)
	return &Result{Run: &small, From: max(r.Events, len(r.Steps)), Proven: s.proven, Events: s.played, States: s.seen}, nil
}

// failed returns the error of the lab, if it has one, or else err.
func (s *shrinker) failed(err error) error {
	if s.err != nil {
		return s.err
	}
	return err
}

// shrinker shrinks one run.
type shrinker struct {
	*player
	o      Options
	best   best
	proven bool
	seen   int // states
}

// best is the shortest run so far.
type best struct {
	retold
	nodes int
}

// maxRounds bounds how often everything is tried again.
const maxRounds = 12

// rounds tries everything until nothing helps any more.
func (s *shrinker) rounds() {
	for range maxRounds {
		before := s.best
		for _, pass := range []func(){
			func() { s.leaveOut(outside) }, func() { s.leaveOut(inside) }, func() { s.leaveOut(single) },
			s.milder, s.fewerNodes, s.renumber, s.values, s.inOrder,
		} {
			pass()
		}
		if same(before, s.best) || s.over() {
			if s.shortest(); same(before, s.best) || s.over() {
				return
			}
		}
	}
}

// same reports whether two runs are.
func same(a, b best) bool {
	return a.nodes == b.nodes && slices.EqualFunc(a.events, b.events, func(x, y event) bool {
		return x.Step.String() == y.Step.String() && x.says == y.says && x.Request.Compare(&y.Request) == 0
	})
}

// over reports whether there is no more work to do, or none allowed.
func (s *shrinker) over() bool { return s.err != nil || s.played >= s.o.Events }

// tell tells how far it is.
func (s *shrinker) tell(states int) {
	if s.o.Progress == nil {
		return
	}
	p := Progress{From: max(s.run.Events, len(s.run.Steps)), Events: s.played, States: states}
	if p.To = p.From; s.best.broke {
		p.To = len(s.best.events)
	}
	s.o.Progress(p)
}

// try takes a run for the best one if it breaks the property, and reports
// whether it does. It may not need more copies of messages than there were: what
// is left out must not be made up for by another failure.
func (s *shrinker) try(nodes int, events []event) bool {
	if s.over() && s.best.broke {
		return false
	}
	t := s.play(nodes, events)
	s.tell(0)
	if !t.broke || s.best.broke && t.copies() > s.best.copies() {
		return false
	}
	s.best = best{t, nodes}
	return true
}
