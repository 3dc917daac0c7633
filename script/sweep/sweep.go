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
	"errors"
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync"
	"time"

	"synod/engine"
	"synod/script"
	"synod/script/shell"
)

// Options says what to run, and how often. The zero value of a field is its default.
type Options struct {
	Script   string            // the path of the scenario
	Args     map[string]string // its arguments
	Words    []string          // the arguments as they were given, for the command that repeats a run
	Seed     uint64            // the first seed; default script.DefaultSeed
	Runs     int               // how many seeds, from the first on; 0 is as many as there is time for
	Time     time.Duration     // how long to go on, in wall time; 0 is for ever
	Jobs     int               // runs at the same time; default one for each CPU
	Shard    Shard             // the part of the seeds to run; default all
	Progress func(runs int)    // is told a few times a second how many runs are over; nil for nobody
}

// Shard is a part of the seeds: every Of-th, beginning with the Nth, from 1.
type Shard struct{ Nth, Of int }

// String returns "1/4".
func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Nth, s.Of) }

// Failure is a run that did not hold.
type Failure struct {
	Seed     uint64
	Status   int    // the exit status of the run
	Property string // the safety property or the invariant that broke; "" for another failure
	Message  string // what went wrong, in a line
	Text     string // what went wrong, as "synod run" says it
	Again    string // the command that repeats the run
}

// Report is what came of a sweep.
type Report struct {
	Held        int      // how many runs held, of those with lower seeds than the failure's
	Failure     *Failure // of the lowest seed with which the scenario fails; nil for none
	Interrupted bool     // the runs are not all, and a lower seed may fail as well
	Took        time.Duration
}

// Status returns the exit status that the report stands for.
func (r *Report) Status() int {
	switch {
	case r.Failure != nil && r.Failure.Status != 0:
		return r.Failure.Status
	case r.Interrupted:
		return script.StatusLab
	}
	return script.StatusOK
}

func (o *Options) fill() {
	if o.Seed == 0 {
		o.Seed = script.DefaultSeed
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
	began := time.Now()
	s := &sweep{options: o, files: script.NewFiles(), bound: math.MaxInt}
	if o.Time > 0 {
		defer time.AfterFunc(o.Time, s.stop).Stop()
	}
	stopTelling := s.tell()
	var workers sync.WaitGroup
	for range o.Jobs {
		workers.Go(func() { s.work(ctx) })
	}
	workers.Wait()
	stopTelling()
	return s.report(time.Since(began))
}

// sweep is the state that the workers share.
type sweep struct {
	options Options
	files   *script.Files

	mu          sync.Mutex
	next        int // the index of the seed to run next
	bound       int // no index from here on is of interest any more
	over        int // how many runs are over
	failure     *Failure
	interrupted bool
}

// take returns the index of a seed to run, unless there is none left. Seeds are
// taken in order, and a failure only puts an end to higher ones: so all that are
// lower than the lowest failure have held.
func (s *sweep) take() (index int, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	nth := s.indexOf(s.next)
	if s.next >= s.bound || nth >= s.options.Runs || uint64(nth) > math.MaxUint64-s.options.Seed || s.interrupted {
		return 0, false
	}
	s.next++
	return s.next - 1, true
}

// indexOf returns where the nth seed of the shard stands among all seeds.
func (s *sweep) indexOf(n int) int { return n*s.options.Shard.Of + s.options.Shard.Nth - 1 }

// seed returns the nth seed of the shard.
func (s *sweep) seed(n int) uint64 { return s.options.Seed + uint64(s.indexOf(n)) }

// stop takes no more seeds.
func (s *sweep) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bound = min(s.bound, s.next)
}

// finish takes the outcome of a run, nil when it held.
func (s *sweep) finish(index int, f *Failure, interrupted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case interrupted:
		s.interrupted = true
		return
	case f != nil && index < s.bound:
		s.bound, s.failure = index, f
	}
	s.over++
}

func (s *sweep) work(ctx context.Context) {
	for {
		index, ok := s.take()
		if !ok {
			return
		}
		f, interrupted := s.options.once(ctx, s.files, s.seed(index))
		s.finish(index, f, interrupted)
	}
}

// report says how it all went.
func (s *sweep) report(took time.Duration) *Report {
	r := &Report{Held: s.over, Failure: s.failure, Interrupted: s.interrupted, Took: took}
	if s.failure != nil {
		r.Held = s.bound
	}
	return r
}

// once runs the scenario with one seed.
func (o *Options) once(ctx context.Context, files *script.Files, seed uint64) (f *Failure, interrupted bool) {
	again := o.again(seed)
	s := script.New(ctx, script.Options{
		Fleet: script.Simulated, Trace: script.TraceOff, Seed: seed, Args: o.Args, Files: files, Again: again,
	})
	err := s.RunFile(o.Script, o.Script)
	status := script.Status(err)
	if status != script.StatusOK && ctx.Err() == nil {
		f = &Failure{Seed: seed, Status: status, Message: script.Headline(err), Text: s.Explain(err), Again: again}
		var broken *engine.Violation
		if errors.As(err, &broken) {
			f.Property = broken.Name
		}
		if f.Text == "" { // the script says exit
			f.Text = f.Message + "\n"
		}
	}
	if closed := s.Close(); closed != nil && f == nil {
		f = &Failure{Seed: seed, Status: script.StatusLab, Message: closed.Error(), Text: closed.Error() + "\n", Again: again}
	}
	return f, status != script.StatusOK && ctx.Err() != nil
}

// again returns the command that repeats the run with a seed.
func (o *Options) again(seed uint64) string {
	words := []string{"synod", "run", o.Script, "--fleet=sim", "--seed", fmt.Sprint(seed)}
	if len(o.Words) > 0 {
		words = append(append(words, "--"), o.Words...)
	}
	return shell.Join(words...)
}

// Repeats reports whether the text of a failure names the command already.
func (f *Failure) Repeats() bool { return strings.Contains(f.Text, f.Again) }
