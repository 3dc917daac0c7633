package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"

	"synod/engine"
	"synod/script"
	"synod/script/sweep"
)

// defaultRuns is how many runs there are when neither --runs nor --time says so.
const defaultRuns = 1000

// gcPercent lets garbage grow to a few times what lives: of that there is hardly
// any, so that collecting it at the usual pace takes a third of all time.
const gcPercent = 400

// fuzz is the flags of "synod fuzz".
type fuzz struct {
	runs  amount
	jobs  count
	time  limit
	shard shard
	seed  seed
	json  string
	guide bool
	keeps string
	save  string

	timeout limit // of the whole command; 0 is none
}

// newFuzz returns "synod fuzz".
func newFuzz(c *console) *cobra.Command {
	f := fuzz{seed: seed{Seed: script.DefaultSeed}, shard: shard{Nth: 1, Of: 1}}
	cmd := &cobra.Command{
		Use:   "fuzz FILE [-- key=value ...]",
		Short: "run a scenario with many seeds, and find the lowest that fails",
		Long: `Run a scenario in the simulator with one seed after the other, some at the same
time, until one fails. What is found is the lowest seed that fails, whatever the
machine, and a command that repeats that run.

With --guide, half of the runs are new seeds, and half are runs that showed
something new, up to some event, and go on from there with another seed. What is
found then is the first run that fails, whatever the machine.`,
		Example: `  synod fuzz examples/chaos/soak.star --runs 10000 -- nodes=5
  synod fuzz examples/chaos/soak.star --time 10m --shard 2/4
  synod fuzz examples/chaos/soak.star --runs 10000 --corpus seen -- nodes=5
  synod fuzz scenario.star --runs 500 --json runs.jsonl --save found.star`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeScripts,
		RunE: func(cmd *cobra.Command, words []string) error {
			before, after := splitArgs(words, cmd.ArgsLenAtDash())
			if err := oneFile(cmd, before); err != nil {
				return err
			}
			args, err := parseArgs(after)
			if err != nil {
				return err
			}
			return f.run(cmd, c, sweep.Options{Script: before[0], Args: args, Words: after})
		},
	}
	flags := cmd.Flags()
	flags.Var(&f.runs, "runs", "run `N` seeds (default: 1000, or with --time as many as there is time for)")
	flags.Lookup("runs").DefValue = "0" // not worth mentioning
	flags.VarP(&f.jobs, "jobs", "j", "have `N` runs at the same time (default: one for each CPU)")
	flags.Lookup("jobs").DefValue = "0"
	flags.Var(&f.time, "time", "begin no more runs after this long")
	flags.Lookup("time").DefValue = "0"
	flags.Var(&f.shard, "shard", "run only every nth seed, beginning with the `i/n`th: all shards together run each once")
	flags.Var(&f.seed, "seed", "begin with this seed; of one with forks, the last one's counts up")
	flags.BoolVar(&f.guide, "guide", false, "choose what to run by what runs have shown so far")
	flags.StringVar(&f.keeps, "corpus", "", "with a guide: begin with the runs written down in `DIR`, and add those that show something new")
	_ = cmd.MarkFlagDirname("corpus") // it fails for a flag that does not exist, and this one does
	addTimeout(cmd, &f.timeout)
	flags.StringVar(&f.json, "json", "", "write what came of each run, as JSON Lines in the order of the seeds, to `FILE`; of those that ended, when it is interrupted")
	flags.StringVar(&f.save, "save", "", "write the run that fails, shrunk, as a scenario to `FILE`")
	return cmd
}

// run performs the sweep.
func (f *fuzz) run(cmd *cobra.Command, c *console, o sweep.Options) error {
	o.Seed, o.Runs, o.Jobs, o.Time, o.Shard = engine.Input(f.seed), int(f.runs), int(f.jobs), time.Duration(f.time), sweep.Shard(f.shard)
	if o.Runs == 0 && o.Time == 0 {
		o.Runs = defaultRuns
	}
	if o.Runs > 0 && o.Runs < o.Shard.Nth {
		return fmt.Errorf("--shard: of %d runs none is in shard %v; want at most %d shards", o.Runs, o.Shard, o.Runs)
	}
	if err := checkNewFile("--save", f.save); err != nil {
		return err
	}
	o.Guide = f.guide || f.keeps != ""
	if f.keeps != "" {
		var err error
		if o.Corpus, err = sweep.OpenCorpus(f.keeps); err != nil {
			return corpusError(f.keeps, err)
		}
	}
	results, err := newResults(f.json)
	if err != nil {
		return err
	}
	defer results.discard()
	o.Result = results.add
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(gcPercent)
	}
	c.ending.limit(f.timeout)
	o.Diag, o.Progress, o.Doing = c.err, sweeping(c), c.gauge.set
	report := sweep.Run(cmd.Context(), o)
	c.gauge.set("")
	status := report.Status()
	tell(c, &o, report)
	if err := results.commit(); err != nil {
		fmt.Fprintf(c.err, "--json: %s: %v\n", f.json, cause(err))
		status = max(status, script.StatusLab)
	}
	if err := o.Corpus.Err(); err != nil {
		fmt.Fprintf(c.err, "--corpus: %v\n", err)
		status = max(status, script.StatusLab)
	}
	if err := f.keep(cmd.Context(), c, &o, report); err != nil {
		fmt.Fprintln(c.err, err)
		status = max(status, script.StatusLab)
	}
	return exit(status)
}

// corpusError says what is wrong with a corpus: the folder itself, or a file in it.
func corpusError(dir string, err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return fmt.Errorf("--corpus: %s: %w; want the name of a folder", dir, path.Err)
	}
	return fmt.Errorf("--corpus: %w", err)
}

// keep writes the run that fails as a scenario, if it is to be saved. A script
// that is wrong, and a lab that failed, are no runs to be kept.
func (f *fuzz) keep(ctx context.Context, c *console, o *sweep.Options, r *sweep.Report) error {
	switch {
	case f.save == "":
		return nil
	case r.Failure == nil || r.Failure.Status != script.StatusFailed:
		fmt.Fprintf(c.err, "--save: no run failed, so there is nothing to write to %s\n", f.save)
		return nil
	}
	text, err := o.Scenario(ctx, r.Failure)
	if err != nil {
		return fmt.Errorf("--save: %w", err)
	}
	return writeNewFile("--save", f.save, text)
}

// tell says what came of a sweep. A run that failed is a result, and so is that
// all held; that the script is wrong, or the lab, is a complaint.
func tell(c *console, o *sweep.Options, r *sweep.Report) {
	failed := r.Failure
	switch {
	case failed == nil:
		fmt.Fprintf(c.out, "%s\n", held(o, r))
	case failed.Status == script.StatusScript && r.Held == 0:
		fmt.Fprint(c.err, failed.Text)
		return
	case failed.Status == script.StatusFailed:
		tellFailure(c.out, o, r)
	default:
		tellFailure(c.err, o, r)
	}
	switch {
	case r.Interrupted && failed != nil:
		fmt.Fprintf(c.err, "%s: a lower seed may fail as well\n", c.ending.why())
	case r.Interrupted:
		fmt.Fprintln(c.err, c.ending.why())
	case failed == nil && r.Held == 0:
		fmt.Fprintf(c.err, "--time: no run began in %v, so there is no verdict\n", o.Time)
	}
}

// tellFailure says how a run failed, how to repeat it, and what held before it.
func tellFailure(w io.Writer, o *sweep.Options, r *sweep.Report) {
	f := r.Failure
	fmt.Fprint(w, f.Text)
	if !f.Repeats() {
		fmt.Fprintf(w, "again: %s\n", f.Again)
	}
	what := ""
	if f.Property != "" {
		what = ": " + f.Property
	}
	before := "before it, " + held(o, r)
	if r.Held == 0 {
		before = "it is the first"
	}
	fmt.Fprintf(w, "seed %v fails%s; %s\n", f.Seed, what, before)
}

// held says how many runs held, and which.
func held(o *sweep.Options, r *sweep.Report) string {
	text := plural(r.Held, "run") + " held"
	switch {
	case o.Guide:
		text += fmt.Sprintf(", %s seen, %d of the runs with something new", plural(r.Situations, "situation"), r.Corpus)
	case r.Held > 0:
		text += fmt.Sprintf(", seeds %v to %v", r.First, r.Last)
	}
	if o.Shard.Of > 1 {
		text += fmt.Sprintf(", shard %v", o.Shard)
	}
	return text
}

// plural returns "1 run" or "2 runs".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
