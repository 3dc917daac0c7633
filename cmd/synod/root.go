package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"synod/node/spell"
	"synod/script"
)

// newRoot returns the command line's grammar.
func newRoot(c *console) *cobra.Command {
	root := &cobra.Command{
		Use:   "synod",
		Short: "a scriptable chaos lab for consensus",
		Long: `synod runs scenarios on a cluster whose network, clock and failures it owns.
A scenario prints the same bytes on real processes and in the simulator, on
any machine.

Exit status: 0 all held; 1 an assertion or a property failed, a golden file
differs, or a script is not formatted; 2 the script is wrong; 3 the lab itself
failed, or the command was interrupted or not done by its --timeout.`,
		Version:               version(),
		SilenceErrors:         true,
		SilenceUsage:          true,
		DisableFlagsInUseLine: true,
		Args:                  cobra.ArbitraryArgs, // so that RunE hears of unknown commands
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return cmd.Help()
			}
			return unknownCommand(cmd, args[0])
		},
	}
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.SetVersionTemplate("synod {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return flagError(cmd, err) })
	root.SetHelpCommand(newHelp())
	root.AddCommand(newRun(c), newReplay(c), newTest(c), newMutants(c), newRepl(c), newExplore(c), newFuzz(c), newShrink(c), newWhy(c), newDoc(c), newFmt(c), newNode(c))
	root.InitDefaultCompletionCmd()
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		completion.Short = "let a shell complete command lines"
	}
	return root
}

// newHelp returns "synod help".
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "say how a command is used",

		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeCommands,
		RunE: func(cmd *cobra.Command, args []string) error {
			found, rest, err := cmd.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), args[0])
			}
			found.InitDefaultHelpFlag()
			return found.Help()
		},
	}
}

// completeCommands completes the names of commands.
func completeCommands(cmd *cobra.Command, words []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(words) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return commandNames(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
}

// unknownCommand is the error of a word that is no command.
func unknownCommand(root *cobra.Command, word string) error {
	return fmt.Errorf("there is no command %q; %s", word, meant(word, commandNames(root)))
}

func commandNames(root *cobra.Command) []string {
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	return names
}

// meant says what a misspelt name may have been meant to be.
func meant(name string, names []string) string {
	if hint := spell.Nearest(name, names); hint != "" {
		return "did you mean " + hint + "?"
	}
	return "want one of " + strings.Join(names, ", ")
}

// flagError says in this program's words what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var value *pflag.InvalidValueError
	var missing *pflag.ValueRequiredError
	switch {
	case errors.As(err, &unknown):
		return unknownFlag(cmd, unknown)
	case errors.As(err, &value) && value.GetFlag().Value.Type() == "bool":
		return fmt.Errorf("--%s: got %q, want true or false", value.GetFlag().Name, value.GetValue())
	case errors.As(err, &value):
		return fmt.Errorf("--%s: got %q, %w", value.GetFlag().Name, value.GetValue(), value.Unwrap())
	case errors.As(err, &missing):
		name, _ := pflag.UnquoteUsage(missing.GetFlag())
		return fmt.Errorf("--%s: got nothing, want %s", missing.GetFlag().Name, name)
	}
	return err
}

// unknownFlag is the error of a flag that a command does not have.
func unknownFlag(cmd *cobra.Command, e *pflag.NotExistError) error {
	if e.GetSpecifiedShortnames() != "" {
		return fmt.Errorf("there is no flag -%s; see %s --help", e.GetSpecifiedName(), cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return fmt.Errorf("there is no flag --%s; %s", e.GetSpecifiedName(), meant("--"+e.GetSpecifiedName(), names))
}

// exitStatus is the error of a command that has said what went wrong.
type exitStatus int

// Error returns "exit status 1".
func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// exit returns the error that ends a command with status.
func exit(status int) error {
	if status == script.StatusOK {
		return nil
	}
	return exitStatus(status)
}

// report returns the exit status that the error of a command stands for. One
// that has not been told yet is about the command line.
func report(diag io.Writer, cmd *cobra.Command, err error) int {
	var status exitStatus
	switch {
	case err == nil:
		return script.StatusOK
	case errors.As(err, &status):
		return int(status)
	}
	fmt.Fprintf(diag, "%s: %v\n", cmd.CommandPath(), err)
	return script.StatusScript
}
