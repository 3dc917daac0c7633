package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"synod/node/child"
	"synod/script"
)

// newNode returns "synod node" as a person types it, which says what it is for.
// A process that a controller starts never gets here; see child.RunIfNode.
func newNode(c *console) *cobra.Command {
	return &cobra.Command{
		Use:                "node",
		Short:              "be one node; the controller starts it",
		Long:               child.Usage,
		Hidden:             true,
		DisableFlagParsing: true,
		RunE: func(*cobra.Command, []string) error {
			fmt.Fprint(c.err, child.Usage)
			return exit(script.StatusScript)
		},
	}
}
