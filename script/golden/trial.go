package golden

import (
	"bytes"
	"context"
	"sync"
	"time"

	"synod/script"
)

// trial is one script and its runs.
type trial struct {
	path string
	runs [][]run // by the fleets of the options, then by number from 0

	mu   sync.Mutex
	left int           // runs to come
	done chan struct{} // closed when there are none
}

// run is one run of a script.
type run struct {
	transcript []byte
	remarks    string
	err        error // why there is no verdict; nil when there is one
	took       time.Duration
}

// job is one run to be done.
type job struct {
	trial  *trial
	fleet  int
	number int
}

// newTrials returns a trial for each script.
func newTrials(o *Options, scripts []string) []*trial {
	trials := make([]*trial, len(scripts))
	for i, path := range scripts {
		t := &trial{path: path, left: len(o.Fleets) * o.Count, done: make(chan struct{})}
		for range o.Fleets {
			t.runs = append(t.runs, make([]run, o.Count))
		}
		trials[i] = t
	}
	return trials
}

// runAll starts the runs, one script after the other, some at the same time,
// until all are done or ctx ends. The function that it returns waits for the
// goroutines.
func runAll(ctx context.Context, o *Options, trials []*trial, p *progress) (wait func()) {
	jobs := make(chan job)
	var group sync.WaitGroup
	group.Go(func() {
		defer close(jobs)
		for _, t := range trials {
			t.feed(ctx, jobs)
		}
	})
	for range o.Parallel {
		group.Go(func() {
			for j := range jobs {
				j.do(ctx, o)
				p.count(1, 0)
			}
		})
	}
	return group.Wait
}

// feed sends the jobs of t, unless ctx ends.
func (t *trial) feed(ctx context.Context, jobs chan<- job) {
	for fleet, runs := range t.runs {
		for number := range runs {
			select {
			case jobs <- job{t, fleet, number}:
			case <-ctx.Done():
				return
			}
		}
	}
}

// do performs one run.
func (j job) do(ctx context.Context, o *Options) {
	began := time.Now()
	transcript, err := o.bounded(ctx, j.trial.path, o.Fleets[j.fleet])
	j.trial.finish(j, run{transcript.Text, transcript.Remarks, err, time.Since(began)})
}

// finish takes the outcome of a run. Equal transcripts are kept once.
func (t *trial) finish(j job, r run) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.runs {
		if known := t.runs[i][0].transcript; bytes.Equal(known, r.transcript) {
			r.transcript = known
		}
	}
	t.runs[j.fleet][j.number] = r
	if t.left--; t.left == 0 {
		close(t.done)
	}
}

// wait waits for all runs, and reports whether they came to their ends before ctx.
func (t *trial) wait(ctx context.Context) bool {
	select {
	case <-t.done:
	case <-ctx.Done():
	}
	return ctx.Err() == nil
}

// label says where the transcript of a run comes from, for a difference.
func (t *trial) label(fleet script.FleetKind) string { return t.path + " in " + string(fleet) }
