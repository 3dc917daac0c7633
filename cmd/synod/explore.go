package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"synod/engine/search"
	"synod/script"
)

// newExplore returns "synod explore".
func newExplore(c *console) *cobra.Command {
	var l lab
	var workers count
	var save string
	cmd := &cobra.Command{
		Use:   "explore FILE [-- key=value ...]",
		Short: "run a scenario that searches, and show how far it is",
		Long: `Run a scenario, in the simulator unless told otherwise, and show on standard
error how far its searches are. A violation that the scenario does not expect is a failure, printed or not.
It expects one where an assertion reads verdict or violated of what explore()
returned, or where expect_violation() calls its play().`,
		Example: `  synod explore scenario.star
  synod explore scenario.star --save counterexample.star -- nodes=5`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeScripts,
		RunE: func(cmd *cobra.Command, words []string) error {
			before, after := splitArgs(words, cmd.ArgsLenAtDash())
			if err := oneFile(cmd, before); err != nil {
				return err
			}
			if err := checkNewFile("--save", save); err != nil {
				return err
			}
			if !cmd.Flags().Changed("fleet") {
				l.fleet = script.Simulated
			}
			o, err := l.options(cmd, c, after)
			if err != nil {
				return err
			}
			file := before[0]
			o.Again, o.Workers, o.Progress, o.Searching = l.again(cmd, file, after), int(workers), meter(c), true
			return exit(perform(cmd.Context(), c, o, func(s *script.Session) error {
				err := s.RunFile(file, file)
				if err == nil && !s.Searched() {
					fmt.Fprintf(c.err, "warning: %s does not search: want a call of explore(...), such as explore(propose = [(1, \"A\"), (2, \"B\")]); see synod doc explore\n", file)
				}
				unsaved := saveScript(c, s, save)
				if err != nil && unsaved != nil {
					fmt.Fprintf(c.err, "synod explore: %v\n", unsaved)
					return err
				}
				return errors.Join(err, unsaved)
			}))
		},
	}
	l.addFlags(cmd)
	addTimeout(cmd, &l.timeout)
	cmd.Flags().Lookup("fleet").DefValue = string(script.Simulated)
	cmd.Flags().VarP(&workers, "workers", "j", "search with `N` goroutines (default: one for each CPU)")
	cmd.Flags().Lookup("workers").DefValue = "0" // not worth mentioning
	cmd.Flags().StringVar(&save, "save", "", "write what the last search found as a scenario to `FILE`")
	return cmd
}

// saveScript writes what the last search of a session found.
func saveScript(c *console, s *script.Session, path string) error {
	if path == "" {
		return nil
	}
	text, err := s.Counterexample()
	if errors.Is(err, script.ErrNothing) {
		fmt.Fprintf(c.err, "--save: no search found anything, so there is nothing to write to %s\n", path)
		return nil
	}
	if err != nil {
		return fmt.Errorf("--save: %w", err)
	}
	return writeNewFile("--save", path, text)
}

// meter returns what shows how far a search is where no line is written over: a
// line now and then. On a terminal the gauge does.
func meter(c *console) func(search.Progress) {
	return func(p search.Progress) {
		if !c.gauge.shows() {
			fmt.Fprintf(c.err, "%s, %v\n", script.Far(p), p.Time.Round(100*time.Millisecond))
		}
	}
}
