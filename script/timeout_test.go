package script

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// TestTimeout checks what a search and a script say that the end of a context ended: which
// bound on time that was, and what to do about it.
func TestTimeout(t *testing.T) {
	for _, c := range []struct {
		cause        error
		search, stop string
	}{
		{Timeout(time.Second), "the --timeout of 1s ended it (allow more, or give explore() a time of its own)", "no end after 1s; allow more with --timeout"},
		{fmt.Errorf("x.star: %w", Timeout(time.Minute)), "the --timeout of 1m0s ended it (allow more, or give explore() a time of its own)", "x.star: no end after 1m0s; allow more with --timeout"},
		{context.DeadlineExceeded, "the deadline of the context ended it (allow more time, or give explore() a time of its own)", "no end before the deadline of the context"},
		{context.Canceled, "it was interrupted", "interrupted"},
		{nil, "it was interrupted", "interrupted"},
		{errors.New("the output cannot be written"), "it was interrupted", "the output cannot be written"},
	} {
		if got := endedBy(c.cause); got != c.search {
			t.Errorf("%v: got %q, want %q", c.cause, got, c.search)
		}
		if got := interruptionBy(c.cause); got != c.stop {
			t.Errorf("%v: got %q, want %q", c.cause, got, c.stop)
		}
	}
}
