package main

import (
	"bytes"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"synod/script"
	"synod/script/atomicfile"
	"synod/script/golden"
	"synod/script/mutants"
)

// mutantRuns is the flags of "synod mutants".
type mutantRuns struct {
	jobs    count
	match   pattern
	timeout limit
	json    string
}

// newMutants returns "synod mutants".
func newMutants(c *console) *cobra.Command {
	m := mutantRuns{timeout: limit(golden.DefaultTimeout)}
	cmd := &cobra.Command{
		Use:   "mutants PATH ...",
		Short: "show which scenarios notice when a rule of the protocol is missing",
		Long: `Run every scenario below the paths in the simulator, as it is and with each rule
of the protocol switched in every cluster it makes, and show which scenarios
fail and which only print something else. Scenarios that fail as they are, are
skipped. Files and folders whose names begin with "_" or "." are left out.

Exit status: 0 every rule that safety needs is caught by a scenario; 1 some rule
is not; 2 the command line is wrong; 3 there is no verdict. When all scenarios
fail as they are, it is the exit status of the first.`,
		Example: `  synod mutants examples
  synod mutants examples/lab examples/crashes --json matrix.json`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if len(paths) == 0 {
				return fmt.Errorf("got no PATH, want synod %s", cmd.Use)
			}
			return m.run(cmd, c, paths)
		},
	}
	flags := cmd.Flags()
	flags.VarP(&m.jobs, "jobs", "j", "have `N` runs at the same time (default: one for each CPU)")
	flags.Lookup("jobs").DefValue = "0" // not worth mentioning
	flags.Var(&m.match, "run", "take only scenarios whose paths match")
	flags.Var(&m.timeout, "timeout", "give up on a run after this long")
	flags.StringVar(&m.json, "json", "", "write the matrix as JSON to `FILE`")
	return cmd
}

// run makes the matrix and shows it.
func (m *mutantRuns) run(cmd *cobra.Command, c *console, paths []string) error {
	if err := checkFile("--json", m.json); err != nil {
		return err
	}
	c.gauge.set("mutants")
	matrix, err := mutants.Run(cmd.Context(), mutants.Options{
		Paths: paths, Match: m.match.Regexp, Parallel: int(m.jobs), Timeout: time.Duration(m.timeout),
		Progress: func(runs, of int) { c.gauge.set(fmt.Sprintf("mutants: %d of %s", runs, plural(of, "run"))) },
	})
	c.gauge.set("")
	if err != nil {
		return err
	}
	if matrix.Interrupted {
		fmt.Fprintln(c.err, "interrupted")
		untouched(c, "--json", m.json, "run")
		return exit(script.StatusLab)
	}
	_ = matrix.Write(c.out) // a failure comes up again when the output is settled
	if err := m.writeJSON(matrix); err != nil {
		fmt.Fprintf(c.err, "--json: %s: %v\n", m.json, cause(err))
		return exit(script.StatusLab)
	}
	return exit(matrix.Status())
}

// writeJSON writes the matrix as JSON, if that is wanted.
func (m *mutantRuns) writeJSON(matrix *mutants.Matrix) error {
	if m.json == "" {
		return nil
	}
	var text bytes.Buffer
	if err := matrix.WriteJSON(&text); err != nil {
		return err
	}
	return atomicfile.Write(m.json, text.Bytes())
}
