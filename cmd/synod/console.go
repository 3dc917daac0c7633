package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"golang.org/x/term"

	"synod/script"
)

// console is what a command reads from and writes to.
type console struct {
	in       *os.File
	out      *outlet   // takes prints and the trace
	terminal *os.File  // what out writes to, which may be a terminal
	err      io.Writer // takes diagnostics and summaries
	screen   *os.File  // what err writes to
	gauge    *gauge    // shows how far something is
	ending   *ending   // ends the command before it is done
}

// newConsole returns the console of the program. Its output goes nowhere special.
func newConsole(in, out, diag *os.File) *console {
	g := newGauge(diag)
	return &console{
		in: in, out: &outlet{w: besides(g, out)}, terminal: out, err: besides(g, diag), screen: diag, gauge: g,
	}
}

// colored reports whether standard output is for colours.
func (c *console) colored() bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && term.IsTerminal(int(c.terminal.Fd()))
}

// oneScreen reports whether standard output and standard error are read by the
// same person, who needs no line twice.
func (c *console) oneScreen() bool {
	return term.IsTerminal(int(c.screen.Fd())) && term.IsTerminal(int(c.terminal.Fd()))
}

// outlet is standard output. What a script prints may have no end, so the
// first failure to write stops the run.
type outlet struct {
	w      io.Writer
	cancel func() // ends the command

	mu     sync.Mutex            // held while something is written, which may take for ever
	failed atomic.Pointer[error] // the first failure
}

// Write writes b, or fails as it did before.
func (o *outlet) Write(b []byte) (int, error) {
	n, err := o.write(b)
	if err != nil && o.failed.CompareAndSwap(nil, &err) {
		o.cancel()
	}
	return n, err
}

func (o *outlet) write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := o.failure(); err != nil {
		return 0, err
	}
	return o.w.Write(b)
}

// failure returns the first failure to write.
func (o *outlet) failure() error {
	if err := o.failed.Load(); err != nil {
		return *err
	}
	return nil
}

// settle returns the exit status of a command that would have been status if
// all of its output had arrived. That nobody wants to read on, as in "| head",
// needs no words.
func (o *outlet) settle(diag io.Writer, status int) int {
	err := o.failure()
	if err == nil || status != script.StatusOK && status != script.StatusLab {
		return status
	}
	if !errors.Is(err, syscall.EPIPE) {
		fmt.Fprintf(diag, "synod: writing the output: %v\n", cause(err))
	}
	return script.StatusLab
}

// cause removes the path from an error whose path says nothing, or is said already.
func cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
