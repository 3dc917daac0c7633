package main

import (
	"bytes"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"

	"synod/script"
	"synod/script/atomicfile"
	"synod/script/golden"
)

// everywhere is the --fleet of a test in both fleets.
const everywhere script.FleetKind = "both"

// tests is the flags of "synod test".
type tests struct {
	fleet   script.FleetKind
	count   count
	jobs    count
	match   pattern
	timeout limit
	update  bool
	strict  bool
	full    bool
	junit   string
}

// usualScenarios is where scenarios are unless somebody says where.
const usualScenarios = "examples"

// newTest returns "synod test".
func newTest(c *console) *cobra.Command {
	t := tests{count: 1, timeout: limit(golden.DefaultTimeout)}
	cmd := &cobra.Command{
		Use:   "test [PATH ...]",
		Short: "compare scenarios with their golden files",
		Long: `Run every scenario below the paths (examples, unless given) and compare what it
prints with the .golden file beside it. Files and folders whose names begin with
"_" or "." are left out unless they are paths themselves: they are for others to
load. A .golden file below a folder of the paths that belongs to no scenario that
is run is a failure, with --update as well; folders that begin with "." belong to
tools, and are not searched for such files.

Lines are compared by what they say. Of a difference the first that matters is
shown: the number and the time of an event differ in every line below one event
more, and are shown when nothing else is different, or with --full-diff.`,
		Example: `  synod test
  synod test --fleet=both --count 3 --junit report.xml examples
  synod test --update examples/lab/a_wins.star`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if t.update && cmd.Flags().Changed("fleet") && t.fleet != everywhere {
				return fmt.Errorf("--update: a golden holds in both fleets, so both must run; leave out --fleet=%s", t.fleet)
			}
			if len(paths) == 0 {
				if _, err := os.Stat(usualScenarios); err != nil {
					return fmt.Errorf("there is no folder %s here; name scenarios or folders of them, such as synod test my-scenarios", usualScenarios)
				}
				paths = []string{usualScenarios}
			}
			return t.run(cmd, c, paths)
		},
	}
	t.addFlags(cmd)
	return cmd
}

// addFlags adds the flags to a command.
func (t *tests) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	choose(cmd, &t.fleet, "fleet", "run the nodes in both fleets or in one", everywhere, script.Processes, script.Simulated)
	flags.Var(&t.count, "count", "run each scenario `N` times in each fleet")
	flags.VarP(&t.jobs, "jobs", "j", "have `N` runs at the same time (default: one for each CPU)")
	flags.Lookup("jobs").DefValue = "0" // not worth mentioning
	flags.Var(&t.match, "run", "take only scenarios whose paths match")
	flags.Var(&t.timeout, "timeout", "give up on a run after this long")
	flags.BoolVar(&t.update, "update", false, "write the golden files, of scenarios that print the same in both fleets")
	flags.BoolVar(&t.strict, "strict", false, strictUsage)
	flags.BoolVar(&t.full, "full-diff", false, "show all that differs from a golden file, not only the first difference that matters")
	flags.StringVar(&t.junit, "junit", "", "write a report as JUnit XML to `FILE`")
}

// run performs the test.
func (t *tests) run(cmd *cobra.Command, c *console, paths []string) error {
	if err := checkFile("--junit", t.junit); err != nil {
		return err
	}
	run := golden.Run
	if t.strict {
		run = golden.RunStrict
	}
	c.gauge.set("testing")
	report, err := golden.Test(cmd.Context(), golden.Options{
		Run:   run,
		Paths: paths, Match: t.match.Regexp, Fleets: t.fleets(), Count: int(t.count), Parallel: int(t.jobs),
		Timeout: time.Duration(t.timeout), Update: t.update, FullDiff: t.full, Color: c.colored(), OneScreen: c.oneScreen(), Out: c.out, Diag: c.err,
		Progress: func(p golden.Progress) { c.gauge.set(soFar(p)) },
	})
	c.gauge.set("")
	if err != nil {
		return err
	}
	if report.Interrupted {
		untouched(c, "--junit", t.junit, "test")
	} else if err := t.writeJUnit(report); err != nil {
		fmt.Fprintf(c.err, "--junit: %s: %v\n", t.junit, cause(err))
		return exit(script.StatusLab)
	}
	return exit(report.Status())
}

// writeJUnit writes the report that is wanted.
func (t *tests) writeJUnit(report *golden.Report) error {
	if t.junit == "" {
		return nil
	}
	var text bytes.Buffer
	if err := report.WriteJUnit(&text); err != nil {
		return err
	}
	return atomicfile.Write(t.junit, text.Bytes())
}

// soFar says in a line how far a test is.
func soFar(p golden.Progress) string {
	text := fmt.Sprintf("testing: %d of %s", p.Runs, plural(p.Of, "run"))
	if p.Failed > 0 {
		text += fmt.Sprintf(", %d failed", p.Failed)
	}
	return text
}

// fleets returns the fleets to run in.
func (t *tests) fleets() []script.FleetKind {
	if t.fleet == everywhere {
		return golden.Both()
	}
	return []script.FleetKind{t.fleet}
}
