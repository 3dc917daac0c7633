package script

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"testing"

	"synod/node/child"
)

// update makes tests write what they got into the files they compare with.
var update = flag.Bool("update", false, "rewrite the files of testdata")

// asProgram is the variable that makes the test binary the program that a
// person would have started, for tests with a terminal.
const asProgram = "SYNOD_TEST_REPL"

// TestMain is a node or the program if it was started as one: nodes are
// processes of the program that starts them.
func TestMain(m *testing.M) {
	child.RunIfNode()
	if os.Getenv(asProgram) != "" {
		os.Exit(program(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// program holds a conversation on the terminal, or runs a script that may stop,
// and says goodbye.
func program(args []string) int {
	runs, file := len(args) > 1 && args[0] == "run", ""
	if len(args) > 0 {
		file = args[len(args)-1]
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	o := Options{Fleet: Simulated, Out: os.Stdout, Diag: os.Stderr}
	if runs {
		o.In, o.Screen = os.Stdin, os.Stdout
	}
	s := New(ctx, o)
	perform := func() error { return s.REPL(file, os.Stdin, os.Stdout) }
	if runs {
		perform = func() error { return s.RunFile(file, filepath.Base(file)) }
	}
	err := perform()
	fmt.Fprint(os.Stderr, s.Explain(err))
	if err := s.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	fmt.Printf("goodbye, status %d\n", Status(err))
	return Status(err)
}
