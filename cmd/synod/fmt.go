package main

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"synod/script/format"
)

// newFmt returns "synod fmt".
func newFmt(c *console) *cobra.Command {
	var check, diff bool
	cmd := &cobra.Command{
		Use:   "fmt [PATH ...]",
		Short: "write scripts in one style",
		Long: `Format every script below the paths (the current folder, unless given), in place.
Folders whose names begin with "_" or "." are left out. The path - stands for
standard input, which goes to standard output. The style is that of buildifier
--mode=fix, but where that would change what a script does: that stays the same.
With --check or --diff the scripts stay as they are.`,
		Example: `  synod fmt
  synod fmt --check examples
  synod fmt --diff scenario.star
  synod fmt - < scenario.star`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     completeScripts,
		RunE: func(cmd *cobra.Command, paths []string) error {
			o := format.Options{Paths: paths, Out: c.out, Diag: c.err}
			switch {
			case check && diff:
				return errors.New("got --check and --diff, want one of them")
			case check:
				o.Mode = format.Check
			case diff:
				o.Mode = format.Diff
			}
			return formatted(cmd.Context(), c, o)
		},
	}
	cmd.Flags().BoolVar(&check, "check", false, "list the scripts that are not formatted, and fail if there are any")
	cmd.Flags().BoolVarP(&diff, "diff", "d", false, "show what formatting would change, and fail if it is anything")
	return cmd
}

// formatted formats standard input, files or the current folder.
func formatted(ctx context.Context, c *console, o format.Options) error {
	switch {
	case len(o.Paths) == 0:
		o.Paths = []string{"."}
	case len(o.Paths) == 1 && o.Paths[0] == "-":
		return exit(format.Stream(&interruptible{ctx, c.in}, o))
	case slices.Contains(o.Paths, "-"):
		return errors.New("got - and other paths, want one or the others")
	}
	status, err := format.Files(o)
	if err != nil {
		return err
	}
	return exit(status)
}

// interruptible is a reader that does not wait for what comes after ctx is over:
// nothing may ever come.
type interruptible struct {
	ctx context.Context
	r   io.Reader
}

// Read implements io.Reader.
func (i *interruptible) Read(b []byte) (int, error) {
	type result struct {
		n   int
		err error
	}
	done := make(chan result, 1)
	own := make([]byte, len(b)) // b is the caller's again after an interrupt
	go func() {
		n, err := i.r.Read(own)
		done <- result{n, err}
	}()
	select {
	case r := <-done:
		return copy(b, own[:r.n]), r.err
	case <-i.ctx.Done():
		return 0, context.Cause(i.ctx)
	}
}
