package history

import (
	"context"

	"github.com/anishathalye/porcupine"
)

// search looks for an order of calls that a model explains. Its bound is the
// number of steps that the model takes: a bound of wall time would let the
// machine decide the verdict.
type search struct {
	ctx    context.Context // ends it; nil for nothing
	model  *Model
	budget int // how many steps all searches together may take; 0 is no bound
	steps  int // how many they took

	stopped bool  // nothing is explained any more, so that porcupine comes to its end
	err     error // of the model, and why it was stopped
	panic   any   // of the model: porcupine's goroutine must not be the one it ends
}

// linearizable decides about calls. An open one needs no explanation.
func (s *search) linearizable(calls []Call) (Verdict, error) {
	if s.model.relevant != nil {
		calls = s.model.relevant(calls)
	}
	if len(calls) == 0 {
		return Holds, nil
	}
	ok := porcupine.CheckOperations(s.porcupine(), operations(calls, nil))
	switch {
	case s.panic != nil:
		panic(s.panic)
	case s.err != nil:
		return Undecided, s.err
	case s.stopped:
		return Undecided, nil
	case ok:
		return Holds, nil
	}
	return Violated, nil
}

// porcupine returns the model as porcupine wants it.
func (s *search) porcupine() porcupine.Model {
	return porcupine.Model{
		Init:  func() any { return s.model.Init },
		Step:  func(state, input, _ any) (bool, any) { return s.step(state, input.(Call)) },
		Equal: s.equal,
	}
}

// lookEvery is how many steps there are between two looks whether the search is to
// end. Most steps take less time than such a look.
const lookEvery = 64

// step lets the model take a call.
func (s *search) step(state any, c Call) (ok bool, next any) {
	if s.stopped || s.budget > 0 && s.steps >= s.budget {
		s.stopped = true
		return false, state
	}
	s.steps++
	if s.steps%lookEvery == 0 && s.ctx != nil && s.ctx.Err() != nil {
		s.err, s.stopped = s.ctx.Err(), true
		return false, state
	}
	defer s.rescue()
	next, ok, err := s.model.Step(state, c)
	switch {
	case err != nil:
		s.err, s.stopped = err, true
		return false, state
	case !ok && c.Open:
		return true, state
	}
	return ok, next
}

func (s *search) equal(a, b any) bool {
	defer s.rescue()
	same, err := s.model.equal(a, b)
	if err != nil {
		s.err, s.stopped = err, true
	}
	return same && err == nil
}

// rescue keeps a panic of the model for the caller's goroutine.
func (s *search) rescue() {
	if r := recover(); r != nil {
		s.panic, s.stopped = r, true
	}
}

// operations returns calls as porcupine wants them. Its own times are ranks, all
// different, so that nothing depends on how it sorts. The ends of faults have ranks
// among them.
func operations(calls []Call, faults []Fault) []porcupine.Operation {
	ops := make([]porcupine.Operation, len(calls))
	for i, c := range calls {
		ops[i] = porcupine.Operation{Input: c}
	}
	for rank, e := range ends(calls, faults) {
		switch e.class {
		case invokes:
			ops[e.of].Call = int64(rank)
		case returns:
			ops[e.of].Return = int64(rank)
		}
	}
	return ops
}
