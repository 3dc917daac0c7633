package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"synod/script"
	"synod/script/shell"
)

// newRun returns "synod run".
func newRun(c *console) *cobra.Command {
	var l lab
	var breakAt event
	var onFailure bool
	var saved historyFile
	var recorded recordFile
	cmd := &cobra.Command{
		Use:   "run FILE [-- key=value ...]",
		Short: "run a scenario",
		Long: `Run a scenario, with arguments that it asks for with args().

A scenario that stops, at a breakpoint() or where --break-at or
--repl-on-failure says, asks at a prompt what to do, as synod repl does; Ctrl-D
lets it go on. Lines on a pipe are read as what is typed.`,
		Example: `  synod run examples/lab/a_wins.star
  synod run scenario.star --fleet=sim --seed 7 -- nodes=5
  synod run --break-at 42 scenario.star
  synod run --record run.jsonl scenario.star`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeScripts,
		RunE: func(cmd *cobra.Command, words []string) error {
			before, after := splitArgs(words, cmd.ArgsLenAtDash())
			if err := oneFile(cmd, before); err != nil {
				return err
			}
			o, err := l.options(cmd, c, after)
			if err == nil {
				err = recorded.check(breakAt > 0 || onFailure)
			}
			if err != nil {
				return err
			}
			file := before[0]
			o.Again = l.again(cmd, file, after)
			o.BreakAt, o.BreakOnFailure = int(breakAt), onFailure
			rec, lost := recorded.recorder(&o, file), false
			status := perform(cmd.Context(), c, o, func(s *script.Session) error {
				err := s.RunFile(file, file)
				lost = recorded.save(c, rec, s, err)
				return saved.save(c, s, err)
			})
			if lost && status == script.StatusOK {
				status = script.StatusLab
			}
			return exit(status)
		},
	}
	l.addFlags(cmd)
	addTimeout(cmd, &l.timeout)
	saved.addFlag(cmd)
	recorded.addFlag(cmd)
	cmd.Flags().Var(&breakAt, "break-at", "stop before event `N` of the trace and ask what to do")
	cmd.Flags().BoolVar(&onFailure, "repl-on-failure", false, "stop where an assertion, an invariant or a safety check fails, and ask what to do")
	return cmd
}

// oneFile requires that words are the name of one file.
func oneFile(cmd *cobra.Command, words []string) error {
	switch {
	case len(words) == 0:
		return fmt.Errorf("got no FILE, want synod %s", cmd.Use)
	case len(words) > 1 && strings.Contains(words[1], "="):
		return fmt.Errorf("got %q before --, want %s", words[1],
			shell.Join(append([]string{"synod", cmd.Name(), words[0], "--"}, words[1:]...)...))
	case len(words) > 1:
		return fmt.Errorf("got %q and %q, want one FILE", words[0], words[1])
	}
	return nil
}

// completeScripts completes the names of scripts.
func completeScripts(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	return []string{"star"}, cobra.ShellCompDirectiveFilterFileExt
}

// perform does something in a session of its own, says what went wrong, and
// returns the exit status.
func perform(ctx context.Context, c *console, o script.Options, do func(*script.Session) error) int {
	s := script.New(ctx, o)
	c.ending.runs(s)
	err := do(s)
	c.ending.notice()
	status, text := script.Status(err), s.Explain(err)
	if closed := s.Close(); closed != nil && status == script.StatusOK {
		status, text = script.StatusLab, fmt.Sprintf("stopping the nodes: %v\n", closed)
	}
	if status != script.StatusLab || c.out.failure() == nil { // which says more, and elsewhere
		fmt.Fprint(c.err, text)
	}
	return status
}
