package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"synod/script"
)

// newDoc returns "synod doc".
func newDoc(c *console) *cobra.Command {
	var stubs bool
	var into string
	cmd := &cobra.Command{
		Use:   "doc [NAME | FILE.star]",
		Short: "explain what a script can say",
		Long: `Explain a verb, a method, a group of verbs or a kind of value; without a name, all
there is. Of a file it explains the protocols that the script in it defines, from
what their functions say of themselves. With --stubs it is the declarations of all that, as a file for Python; with
the name of a file of the library, such as nemesis, the declarations of that file.
With --into as well all of them are written into a folder, from which an editor or
Pyright that checks files there takes what every script knows.`,
		Example: `  synod doc crash
  synod doc proposer.wait
  synod doc network
  synod doc counter.star
  synod doc --stubs > synod.pyi
  synod doc --stubs nemesis
  synod doc --stubs --into .`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeNames,
		RunE: func(cmd *cobra.Command, names []string) error {
			if into != "" {
				return writeStubs(into, stubs, names)
			}
			if len(names) == 1 && !stubs && strings.HasSuffix(names[0], ".star") && !slices.Contains(script.Names(), names[0]) {
				return c.documentFile(cmd.Context(), names[0])
			}
			text, err := document(stubs, names)
			if err == nil {
				fmt.Fprint(c.out, text)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&stubs, "stubs", false, "declare all there is in Python, for editors")
	cmd.Flags().StringVar(&into, "into", "", "write the declarations of --stubs to files in `FOLDER`")
	return cmd
}

// documentFile prints what there is to say about the protocols that a script defines.
func (c *console) documentFile(ctx context.Context, file string) error {
	text, err := script.DocFile(ctx, file, filepath.ToSlash(file))
	switch {
	case err == nil:
		fmt.Fprint(c.out, text)
		return nil
	case text == "":
		return err
	}
	fmt.Fprint(c.err, text)
	return exit(script.Status(err))
}

// document returns what there is to say about the name, if there is one.
func document(stubs bool, names []string) (string, error) {
	switch {
	case len(names) > 1:
		return "", fmt.Errorf("got %q and %q, want one NAME", names[0], names[1])
	case stubs && len(names) > 0:
		return script.LibraryStubs(names[0])
	case stubs:
		return script.Stubs(), nil
	}
	return script.Doc(append(names, "")[0])
}

// completeNames completes the names of what can be explained.
func completeNames(_ *cobra.Command, names []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(names) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return script.Names(), cobra.ShellCompDirectiveNoFileComp
}
