package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"synod/engine"
	"synod/script"
	"synod/script/golden"
)

// newShrink returns "synod shrink".
func newShrink(c *console) *cobra.Command {
	var save string
	cmd := newBreaker(c, func(cmd *cobra.Command, x *script.Counterexample, _ *lab) error {
		text, err := x.Script()
		if err != nil {
			return err
		}
		fmt.Fprintln(c.err, x)
		if save == "" {
			fmt.Fprint(c.out, text)
			return nil
		}
		return saveBoth(cmd.Context(), c, save, text)
	})
	cmd.Use = "shrink FILE [-- key=value ...]"
	cmd.Short = "run a scenario that breaks a property, and tell it shorter"
	cmd.Long = `Run a scenario that breaks a property, expected or not, in the simulator unless
told otherwise; leave out of the run whatever the property breaks without, and
show what is left as a scenario.`
	cmd.Example = `  synod shrink storm.star --seed 7
  synod shrink storm.star --save counterexample.star -- nodes=5`
	cmd.Flags().StringVar(&save, "save", "", "write the scenario to `FILE`, and its golden file beside it")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		return checkScenario(save)
	}
	return cmd
}

// newWhy returns "synod why".
func newWhy(c *console) *cobra.Command {
	cmd := newBreaker(c, func(_ *cobra.Command, x *script.Counterexample, l *lab) error {
		text, err := x.Why(l.seed.Seed, engine.DiagramColumns)
		fmt.Fprint(c.out, text)
		return err
	})
	cmd.Use = "why FILE [-- key=value ...]"
	cmd.Short = "run a scenario that breaks a property, and say what decided that"
	cmd.Long = `Run a scenario that breaks a property, expected or not, in the simulator unless
told otherwise; shrink the run, let it go on at random from everywhere along it,
and show how the share of the continuations that break the property grows, and
where there was no way out any more.`
	cmd.Example = `  synod why storm.star --seed 7`
	return cmd
}

// newBreaker returns a command that runs a scenario without showing it, and then
// shows something of what it broke.
func newBreaker(c *console, show func(*cobra.Command, *script.Counterexample, *lab) error) *cobra.Command {
	var l lab
	cmd := &cobra.Command{DisableFlagsInUseLine: true, ValidArgsFunction: completeScripts}
	cmd.RunE = func(cmd *cobra.Command, words []string) error {
		before, after := splitArgs(words, cmd.ArgsLenAtDash())
		if err := oneFile(cmd, before); err != nil {
			return err
		}
		if !cmd.Flags().Changed("fleet") {
			l.fleet = script.Simulated
		}
		o, err := l.options(cmd, c, after)
		if err != nil {
			return err
		}
		o.Out, o.Trace, o.Again = nil, script.TraceOff, l.again(cmd, before[0], after)
		return exit(perform(cmd.Context(), c, o, func(s *script.Session) error {
			x, err := broken(s, before[0])
			if err != nil {
				return err
			}
			return show(cmd, x, &l)
		}))
	}
	l.addPlace(cmd)
	addTimeout(cmd, &l.timeout)
	cmd.Flags().Lookup("fleet").DefValue = string(script.Simulated)
	return cmd
}

// broken runs a scenario, and returns what it broke. How the scenario itself
// ends matters only if it broke nothing.
func broken(s *script.Session, file string) (*script.Counterexample, error) {
	failed := s.RunFile(file, file)
	x, err := s.Shrunk()
	if !errors.Is(err, script.ErrNothing) {
		return x, err
	}
	if failed != nil {
		return nil, failed
	}
	return nil, fmt.Errorf("%s: %w", file, err)
}

// checkScenario returns what is wrong with the name of a scenario that is to be saved
// with its golden file, before anything runs. Neither may be there.
func checkScenario(path string) error {
	name, ok := strings.CutSuffix(path, ".star")
	if path != "" && !ok {
		return fmt.Errorf("--save: got %q, want a file name that ends in .star", path)
	}
	if err := checkNewFile("--save", path); err != nil || path == "" {
		return err
	}
	return checkNewFile("--save", name+".golden")
}

// saveBoth writes a scenario to a new file, and its golden file beside it if it
// does the same in both fleets.
func saveBoth(ctx context.Context, c *console, path, text string) error {
	if err := writeNewFile("--save", path, text); err != nil {
		return err
	}
	var wrong bytes.Buffer
	report, err := golden.Test(ctx, golden.Options{Paths: []string{path}, Update: true, Out: &wrong, Diag: io.Discard})
	if err == nil && report.Status() != script.StatusOK {
		err = fmt.Errorf("--save: %s: it does not do the same in both fleets\n%s", path, &wrong)
	}
	return err
}
