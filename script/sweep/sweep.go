// Package sweep runs one scenario with many seeds, in the simulator and side by
// side, and finds the lowest seed with which it fails.
//
// Every run is a session of its own and depends on nothing but the script, its
// arguments and its seed, so what a sweep finds does not depend on how many
// workers there are, and "synod run --fleet=sim --seed N" repeats any run of it.
//
//	report := sweep.Run(ctx, sweep.Options{Script: "soak.star", Runs: 10_000})
//	if f := report.Failure; f != nil {
//		fmt.Print(f.Text) // what broke, and the command that repeats it
//	}
package sweep

import (
	"context"
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"synod/engine"
	"synod/script"
)

// Options says what to run, and how often. The zero value of a field is its default.
type Options struct {
	Script   string            // the path of the scenario
	Args     map[string]string // its arguments
	Words    []string          // the arguments as they were given, for the command that repeats a run
	Seed     engine.Input      // the first seed; default script.DefaultSeed. With forks, the last one's seed is what counts up
	Runs     int               // how many seeds, from the first on; 0 is as many as there is time for
	Time     time.Duration     // how long to go on, in wall time; 0 is for ever
	Jobs     int               // runs at the same time; default one for each CPU
	Shard    Shard             // the part of the seeds to run; default all
	Guide    bool              // choose what to run by what runs have come to, and not one seed after the other
	Corpus   *Corpus           // what a guide runs first, beside the Runs, and adds to; nil for nothing
	Diag     io.Writer         // takes the warnings of the first run; nil for nobody
	Result   func(Result)      // is told of every run up to the failure, in the order of the seeds; nil for nobody
	Progress func(Progress)    // is told a few times a second how far the sweep is; nil for nobody
	Doing    func(string)      // is told how far Scenario is, as script.Options.Doing; nil for nobody
}

// Shard is a part of the seeds: every Of-th, beginning with the Nth, from 1.
type Shard struct{ Nth, Of int }

// String returns "1/4".
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Nth, s.Of) }

// Failure is a run that did not hold.
type Failure struct {
	Seed     engine.Input
	Status   int    // the exit status of the run
	Property string // the safety property or the invariant that broke; "" for another failure
	Message  string // what went wrong, in a line
	Text     string // what went wrong, as "synod run" says it
	Again    string // the command that repeats the run
}

// Report is what came of a sweep.
type Report struct {
	Held        int          // how many runs held, one seed after the other, before the failure
	First, Last engine.Input // the seeds of the first and the last of them
	Failure     *Failure     // of the lowest seed with which the scenario fails; nil for none
	Situations  int          // with a guide: how many there were
	Corpus      int          // with a guide: how many runs showed new ones
	Interrupted bool         // the runs are not all, and a lower seed may fail as well
	Took        time.Duration
}

// Status returns the exit status that the report stands for. Without a single
// run there is no verdict.
func (r *Report) Status() int {
	switch {
	case r.Failure != nil && r.Failure.Status != 0:
		return r.Failure.Status
	case r.Interrupted, r.Failure == nil && r.Held == 0:
		return script.StatusLab
	}
	return script.StatusOK
}

func (o *Options) fill() {
	if o.Seed.Seed == 0 {
		o.Seed.Seed = script.DefaultSeed
	}
	if o.Runs == 0 {
		o.Runs = math.MaxInt
	}
	if o.Jobs == 0 {
		o.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.Shard == (Shard{}) {
		o.Shard = Shard{1, 1}
	}
}

// Run runs the scenario with one seed after the other until all have held, one
// fails, the time is up or ctx ends.
func Run(ctx context.Context, o Options) *Report {
	o.fill()
	s := &sweep{options: o, files: script.NewFiles(), began: time.Now(), bound: math.MaxInt, early: map[int]outcome{}}
	if o.Time > 0 {
		defer time.AfterFunc(o.Time, s.stop).Stop()
	}
	s.waiting = sync.NewCond(&s.mu)
	if o.Guide {
		s.guide = newGuide(*last(&o.Seed), uint64(o.Shard.Nth), s.fresh)
		if o.Corpus != nil {
			s.guide.replay, s.guide.keep = slices.Clone(o.Corpus.inputs), o.Corpus.add
		}
	}
	stopTelling := s.tell()
	var workers sync.WaitGroup
	for range o.Jobs {
		workers.Go(func() { s.work(ctx) })
	}
	workers.Wait()
	stopTelling()
	return s.report()
}
