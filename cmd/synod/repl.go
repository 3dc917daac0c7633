package main

import (
	"github.com/spf13/cobra"

	"synod/script"
)

// newRepl returns "synod repl".
func newRepl(c *console) *cobra.Command {
	var l lab
	cmd := &cobra.Command{
		Use:   "repl [FILE] [-- key=value ...]",
		Short: "type a scenario, line by line",
		Long: `Take statements as they are typed, and show what comes of each. A file runs first,
so that the conversation starts where it ends. Lines on a pipe are a script.`,
		Example: `  synod repl
  synod repl examples/lab/a_wins.star
  echo 'cluster(3); submit(1, "X")' | synod repl`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeScripts,
		RunE: func(cmd *cobra.Command, words []string) error {
			before, after := splitArgs(words, cmd.ArgsLenAtDash())
			file := ""
			if len(before) > 0 {
				file = before[0]
				if err := oneFile(cmd, before); err != nil {
					return err
				}
			}
			o, err := l.options(cmd, c, after)
			if err != nil {
				return err
			}
			return exit(perform(cmd.Context(), c, o, func(s *script.Session) error { return s.REPL(file, c.in, c.terminal) }))
		},
	}
	l.addFlags(cmd)
	return cmd
}
