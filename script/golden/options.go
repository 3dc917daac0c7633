package golden

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"runtime"
	"time"

	"synod/script"
)

// Options says what to test, and how. The zero value of a field is its default.
type Options struct {
	Paths     []string           // scripts, and folders of them
	Match     *regexp.Regexp     // selects scripts by their paths; nil is all
	Fleets    []script.FleetKind // default both
	Count     int                // runs in each fleet; default 1
	Parallel  int                // runs at the same time; default one for each CPU
	Timeout   time.Duration      // of one run, in wall time; default DefaultTimeout
	Update    bool               // write goldens instead of comparing with them; wants both fleets
	Color     bool               // colour the differences
	FullDiff  bool               // show all that differs, not only the first difference that matters
	OneScreen bool               // Out and Diag are the same terminal: the summary is written once
	Out       io.Writer          // takes what is wrong; nil for nobody
	Diag      io.Writer          // takes remarks; nil for nobody
	Run       Runner             // default Run
	Progress  func(Progress)     // is told after every run how far the test is, by one goroutine at a time; nil for nobody
}

// DefaultTimeout bounds a run, so that a script without an end fails.
const DefaultTimeout = 2 * time.Minute

// Both are the fleets that a golden must hold in.
func Both() []script.FleetKind { return []script.FleetKind{script.Simulated, script.Processes} }

// fill puts the defaults in place.
func (o *Options) fill() {
	if len(o.Fleets) == 0 || o.Update {
		o.Fleets = Both()
	}
	if o.Count == 0 {
		o.Count = 1
	}
	if o.Parallel == 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	if o.Timeout == 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Diag == nil {
		o.Diag = io.Discard
	}
	if o.Run == nil {
		o.Run = Run
	}
}

// bounded calls the runner for at most the timeout.
func (o *Options) bounded(ctx context.Context, path string, fleet script.FleetKind) (Transcript, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, o.Timeout, script.Timeout(o.Timeout))
	defer cancel()
	type ran struct {
		transcript Transcript
		err        error
	}
	r, err := Within(ctx, func() ran {
		transcript, err := o.Run(ctx, path, fleet)
		return ran{transcript, err}
	})
	switch cause := context.Cause(ctx); {
	case err != nil:
		return Transcript{}, err
	case r.err != nil && cause != nil:
		r.err = cause
	}
	return r.transcript, r.err
}

// stubborn is how long a run may take to notice that it is to end.
const stubborn = time.Second

// Within returns what run returns, or the cause of the end of ctx when run does
// not return soon after that: then run goes on by itself, for what it is in the
// middle of cannot be interrupted.
func Within[T any](ctx context.Context, run func() T) (T, error) {
	done := make(chan T, 1)
	go func() { done <- run() }()
	select {
	case v := <-done:
		return v, nil
	case <-ctx.Done():
	}
	select {
	case v := <-done:
		return v, nil
	case <-time.After(stubborn):
		var none T
		return none, fmt.Errorf("what runs cannot be interrupted: %w", context.Cause(ctx))
	}
}
