package script

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"synod/engine"
	"synod/engine/explore"
)

// maxSeeds bounds how many seeds are tried for one that makes some choices.
const maxSeeds = 500

// chosen returns how choices fall in steps, those of each step that makes any.
func chosen(steps []explore.Step) (options [][]int) {
	for i := range steps {
		if len(steps[i].Choices) > 0 {
			options = append(options, steps[i].Choices)
		}
	}
	return options
}

// choosing returns a script with the lowest seed that makes the wanted choices in it:
// a script has no word for them.
func (s *Session) choosing(want [][]int, script func(seed uint64) string) (string, error) {
	for seed := uint64(1); seed <= maxSeeds; seed++ {
		text := script(seed)
		switch same, err := s.makes(text, want); {
		case err != nil:
			return "", err
		case same:
			return text, nil
		}
	}
	return "", fmt.Errorf("the steps cannot be written as a script: no seed up to %d makes their choices, which are of %d steps; play() takes them as they were found", maxSeeds, len(want))
}

// makes reports whether a script passes in the simulator, and all choices of its
// cluster are those wanted. Only an interrupt is an error.
func (s *Session) makes(text string, want [][]int) (bool, error) {
	if s.ctx.Err() != nil {
		return false, engine.ErrInterrupted
	}
	scratch := New(s.ctx, Options{Fleet: Simulated, Trace: TraceOff, Seed: s.options.Seed, Forks: s.options.Forks})
	err := scratch.Run("counterexample.star", "", text)
	same := false
	if c := scratch.current; err == nil && c != nil {
		same = slices.EqualFunc(c.world.Choices(), want, func(c engine.Choice, options []int) bool { return slices.Equal(c.Options, options) })
	}
	if err = errors.Join(err, scratch.Close()); interrupted(err) || errors.Is(err, context.Canceled) {
		return false, err
	}
	return same, nil
}
