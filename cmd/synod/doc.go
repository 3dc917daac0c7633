package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"synod/script"
)

// newDoc returns "synod doc".
func newDoc(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "doc [NAME]",
		Short: "explain what a script can say",
		Long:  "Explain a verb, a method, a group of verbs or a kind of value; without a name, all there is.",
		Example: `  synod doc crash
  synod doc proposer.wait
  synod doc network`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     cobra.NoFileCompletions,
		RunE: func(_ *cobra.Command, names []string) error {
			if len(names) > 1 {
				return fmt.Errorf("got %q and %q, want one NAME", names[0], names[1])
			}
			text, err := script.Doc(append(names, "")[0])
			if err == nil {
				fmt.Fprint(c.out, text)
			}
			return err
		},
	}
}
