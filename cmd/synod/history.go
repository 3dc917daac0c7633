package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"synod/script"
)

// historyFile is the file that a run's history is saved in; none at first.
type historyFile string

var _ pflag.Value = (*historyFile)(nil)

// addFlag adds the flag to a command.
func (f *historyFile) addFlag(cmd *cobra.Command) {
	cmd.Flags().Var(f, "history", "save what clients asked and were told, as .json, .edn (Jepsen's) or .html (a picture), in `FILE`")
}

// String returns the file's name.
func (f *historyFile) String() string { return string(*f) }

// Type returns "FILE".
func (f *historyFile) Type() string { return "FILE" }

// Set takes a name.
func (f *historyFile) Set(path string) error {
	*f = historyFile(path)
	return script.CheckHistoryFile(path)
}

// save saves the history of what a session did, if it is to be saved, and
// returns err: how that ended. A run that failed is the one whose history
// matters, so it is saved too, and what goes wrong with that is told
// beside the failure. The history of a run that was interrupted, or in which the lab
// failed, ends anywhere, and replaces none.
func (f *historyFile) save(c *console, s *script.Session, err error) error {
	switch {
	case *f == "":
		return err
	case script.Status(err) == script.StatusLab && s.Explain(err) != "": // which is empty for exit(3)
		fmt.Fprintf(c.err, "--history: %s is left as it was, because the run did not come to its end\n", *f)
		return err
	}
	failed := s.SaveHistory(string(*f))
	if failed != nil && script.Status(err) == script.StatusOK {
		return failed
	}
	if failed != nil {
		fmt.Fprintln(c.err, failed)
	}
	return err
}
