package script

import (
	"context"
	"errors"
	"fmt"
	"time"

	"synod/engine"
)

// Timeout is why a run ends that takes longer by the clock than a command may: the
// cause of the end of a session's context.
type Timeout time.Duration

// Error returns "no end after 5s; allow more with --timeout".
func (d Timeout) Error() string {
	return fmt.Sprintf("no end after %v; allow more with --timeout", time.Duration(d))
}

// interruptionBy says why something was interrupted, by the cause of the end of its
// context. A cause that says no more than that it was cancelled was an interrupt.
func interruptionBy(cause error) string {
	switch {
	case errors.Is(cause, context.DeadlineExceeded):
		return "no end before the deadline of the context"
	case cause == nil, errors.Is(cause, context.Canceled):
		return engine.ErrInterrupted.Error()
	}
	return cause.Error()
}

// endedBy says what ended a search before it came to a bound of its own.
func endedBy(cause error) string {
	const ownBound = "or give explore() a time of its own"
	var limit Timeout
	switch {
	case errors.As(cause, &limit):
		return fmt.Sprintf("the --timeout of %v ended it (allow more, %s)", time.Duration(limit), ownBound)
	case errors.Is(cause, context.DeadlineExceeded):
		return "the deadline of the context ended it (allow more time, " + ownBound + ")"
	}
	return "it was interrupted"
}
