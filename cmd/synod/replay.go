package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"synod/script"
	"synod/script/atomicfile"
	"synod/script/recording"
	"synod/script/regular"
)

// newReplay returns "synod replay".
func newReplay(c *console) *cobra.Command {
	var fleet script.FleetKind
	cmd := &cobra.Command{
		Use:   "replay FILE",
		Short: "repeat a run that was recorded, and compare",
		Long: `Repeat a run that synod run --record wrote to a file, from that file alone, and
compare every event of its trace, every byte that it prints and how it ends. The
first difference is shown, if there is one. The exit status says whether the run
was the same, whatever its own was.`,
		Example: `  synod run --record storm.jsonl storm.star --seed 7
  synod replay storm.jsonl --fleet=sim`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeRecordings,
		RunE: func(cmd *cobra.Command, words []string) error {
			if err := oneFile(cmd, words); err != nil {
				return err
			}
			return replay(cmd, c, words[0], fleet)
		},
	}
	choose(cmd, &fleet, "fleet", "run the nodes as processes, or in the simulator", script.Processes, script.Simulated)
	return cmd
}

// completeRecordings completes the names of recordings.
func completeRecordings(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{strings.TrimPrefix(recordingEnd, ".")}, cobra.ShellCompDirectiveFilterFileExt
}

// replay repeats the run in a file.
func replay(cmd *cobra.Command, c *console, path string, fleet script.FleetKind) error {
	content, err := regular.File(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, cause(err))
	}
	r, err := recording.Decode(path, content)
	if err != nil {
		return err
	}
	d, err := r.Replay(cmd.Context(), script.Options{Fleet: fleet, Diag: c.err, Doing: c.gauge.set})
	switch {
	case err != nil:
		fmt.Fprintln(c.err, err)
		return exit(script.StatusLab)
	case d == nil:
		fmt.Fprintln(c.out, r.Summary())
		return nil
	}
	fmt.Fprint(c.out, d)
	if by := version(); r.By != by {
		fmt.Fprintf(c.err, "it was recorded by synod %s, and this is synod %s\n", r.By, by)
	}
	return exit(script.StatusFailed)
}

// recordingEnd is how the names of recordings end, so that no script is
// overwritten for a word that is missing.
const recordingEnd = ".jsonl"

// recordFile is the file that a run is recorded in; none at first.
type recordFile string

var _ pflag.Value = (*recordFile)(nil)

// addFlag adds the flag to a command.
func (f *recordFile) addFlag(cmd *cobra.Command) {
	cmd.Flags().Var(f, "record", "write the run, with all that it takes to repeat it, to `FILE` for synod replay")
}

// String returns the file's name.
func (f *recordFile) String() string { return string(*f) }

// Type returns "FILE".
func (f *recordFile) Type() string { return "FILE" }

// Set takes a name.
func (f *recordFile) Set(path string) error {
	if !strings.HasSuffix(path, recordingEnd) || path == recordingEnd {
		return fmt.Errorf("want a file name that ends in %s", recordingEnd)
	}
	*f = recordFile(path)
	return nil
}

// check returns what is wrong with the flag beside others.
func (f *recordFile) check(breaks bool) error {
	if *f != "" && breaks {
		return errors.New("--record: a run that stops to ask what to do is none that a recording can repeat; leave out --record, or --break-at and --repl-on-failure")
	}
	return nil
}

// recorder returns what records the run of a session with the options, or nil.
func (f *recordFile) recorder(o *script.Options, file string) *recording.Recorder {
	if *f == "" {
		return nil
	}
	return recording.NewRecorder(o, version(), file, file)
}

// save writes the recording of a session whose run ended with err. What goes
// wrong with that is told, and is the exit status of a run in which all held.
func (f *recordFile) save(c *console, rec *recording.Recorder, s *script.Session, err error) (failed bool) {
	if rec == nil {
		return false
	}
	rec.End(s, err)
	r, err := rec.Recording()
	if err == nil {
		err = cause(atomicfile.Write(string(*f), r.Encode()))
	}
	if err != nil {
		fmt.Fprintf(c.err, "--record: %s: %v\n", *f, err)
	}
	return err != nil
}
