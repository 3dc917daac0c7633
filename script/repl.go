package script

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
	"golang.org/x/term"

	"synod/engine"
	"synod/engine/fleet"
)

// LineReader is where the lines of a conversation come from.
type LineReader interface {
	// Prompt shows a prompt and returns the line that is typed, without its
	// newline. The error is io.EOF at the end, and ErrDropped for a line that
	// the person gave up.
	Prompt(prompt string) (string, error)
	// AppendHistory keeps a line for being recalled.
	AppendHistory(line string)
	// Close gives the terminal back as it was. It may be called while Prompt waits.
	Close() error
}

// ErrDropped is the error of a line that was given up with Ctrl-C.
var ErrDropped = errors.New("the line was given up")

// The prompts of a conversation. They are of one width, so that what is typed
// stands below itself.
const (
	firstPrompt = "synod> "
	morePrompt  = "...... "
)

// greeting tells a newcomer what to type.
const greeting = `A chaos lab for consensus. Type cluster(5) to start five nodes, submit(1, "X")
to let node 1 propose X, and show() or boxes() to see what became of it.
help() lists what else there is, help(crash) explains it, and TAB completes it.
Ctrl-C stops what runs or drops what you type; Ctrl-D or exit() ends.
`

// REPL runs the script in file, unless that is "", and then holds a
// conversation: with a person if stdin and stdout are a terminal, and
// otherwise with the lines of stdin, in which no prompt is shown and the first
// error decides the exit status.
//
// It says itself what goes wrong. Status says what the error it returns stands
// for, and Explain what is left to say, which is mostly nothing.
//
// With a person it takes SIGINT for itself: whoever listened to it before
// listens in vain, also a context that was to end with it.
func (s *Session) REPL(file string, stdin, stdout *os.File) error {
	if !isTerminal(stdin, stdout) {
		return s.Feed(stdin, file)
	}
	path, err := HistoryFile()
	if err != nil {
		fmt.Fprintf(s.options.Diag, "warning: nothing typed here will be remembered: %v\n", err)
	}
	signal.Reset(os.Interrupt)
	return s.Converse(NewTerminal(path, s.options.Diag), file)
}

// isTerminal reports whether a line can be edited: a terminal without columns
// has no room for it.
func isTerminal(stdin, stdout *os.File) bool {
	if !term.IsTerminal(int(stdin.Fd())) || !term.IsTerminal(int(stdout.Fd())) {
		return false
	}
	columns, _, err := term.GetSize(int(stdout.Fd()))
	return err == nil && columns > 0
}

// Converse runs the script in file, unless that is "", and then what a person
// types, until they end it. An error is explained and survived, with what
// happened before it. SIGINT interrupts what runs. It closes r.
func (s *Session) Converse(r LineReader, file string) error {
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)
	return s.converse(&conversation{reader: r, interrupts: interrupts}, file)
}

// Feed is Converse with the lines of r. It shows no prompts, and returns what
// stands for the first error: nobody is there to see it.
func (s *Session) Feed(r io.Reader, file string) error {
	return s.converse(&conversation{reader: newLines(r), piped: true}, file)
}

// converse holds c in a session.
func (s *Session) converse(c *conversation, file string) error {
	defer c.reader.Close() // before all else, a panic too: a terminal in pieces is of no use to anybody
	c.begin(s)
	if err := c.open(file); err != nil {
		return err
	}
	if !c.piped {
		fmt.Fprint(s.out, greeting)
	}
	return c.listen()
}

// conversation is a session that is told what to do line by line.
type conversation struct {
	session    *Session
	reader     LineReader
	piped      bool             // the lines are a script on a pipe: no prompts, and the first error counts
	interrupts <-chan os.Signal // nil when nothing but the session's context interrupts
	names      *names
	items      items
	typed      transcript

	mu   sync.Mutex // held while a line is completed
	over bool       // nobody waits for the line that is being read

	pasting bool  // lines are taken as they are
	idle    int   // how many lines in a row were given up without a letter
	failed  error // stands for the first error, when that counts
}

// begin makes c a conversation of s.
func (c *conversation) begin(s *Session) {
	c.session = s
	c.names = newNames(s, promptVerbs(c))
	c.items = items{read: c.read, script: c.piped}
	c.typed = transcript{name: "prompt", sources: s.sources}
	if c.piped {
		c.typed.name = "stdin"
	}
	s.globals = c.names.all
	s.watched = !c.piped
	if r, ok := c.reader.(interface{ SetCompleter(Completer) }); ok {
		r.SetCompleter(c.complete)
	}
}

// open runs a script in the conversation, as if it had been typed, but for the
// values of expressions.
func (c *conversation) open(file string) error {
	if file == "" {
		return nil
	}
	src, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, pathless(err))
	}
	c.session.sources[file] = string(src)
	return c.heard(c.script(file, string(src)))
}

// listen takes item after item until the end.
func (c *conversation) listen() error {
	for {
		if err := c.session.out.Flush(); err != nil {
			return &fleet.Error{Doing: "writing the output", Err: err}
		}
		it, err := c.items.next()
		c.remember(it)
		switch {
		case errors.Is(err, ErrDropped):
			c.dropped(it)
			continue
		case errors.Is(err, io.EOF):
			c.leave()
			return c.failed
		case errors.Is(err, engine.ErrInterrupted):
			c.leave()
			return err
		case err != nil:
			return &fleet.Error{Doing: "reading a line", Err: err}
		}
		if err := c.heard(c.take(it)); err != nil {
			return err
		}
	}
}

// leave ends the line of the last prompt.
func (c *conversation) leave() {
	if !c.piped {
		fmt.Fprintln(c.session.out)
		_ = c.session.out.Flush() // it fails again when the session is closed
	}
}

// take does what an item says.
func (c *conversation) take(it item) error {
	c.idle = 0
	if name, ok := strings.CutPrefix(it.text, ":"); ok {
		return c.command(strings.TrimSpace(name))
	}
	return c.block(it)
}

// block runs statements that were typed.
func (c *conversation) block(it item) error {
	c.typed.add(it)
	file, err := promptDialect.Parse(c.typed.name, it.portion(), 0)
	if err != nil {
		c.typed.broken = true
		c.items.skip = c.piped
		return err
	}
	return c.perform(file, "", true)
}

// script runs the statements of a file. A name that is not defined anywhere is
// found before the first statement runs, as in every script.
func (c *conversation) script(name, src string) error {
	if _, _, err := starlark.SourceProgramOptions(promptDialect, name, src, c.names.all.Has); err != nil {
		return err
	}
	file, err := promptDialect.Parse(name, src, 0)
	if err != nil {
		return err
	}
	if err := c.perform(file, filepath.Dir(name), false); err != nil {
		return err
	}
	c.session.warnUnusedArgs()
	return nil
}

// perform runs the statements of file one by one. What came before an error
// stays. Echo shows the values of expressions.
func (c *conversation) perform(file *syntax.File, dir string, echo bool) error {
	thread := c.session.thread(file.Path, dir)
	return c.interruptible(func() error {
		return c.session.guard(thread, func() error {
			for _, stmt := range file.Stmts {
				c.session.shown = nil
				v, err := c.names.exec(thread, file, stmt)
				if err != nil {
					return err
				}
				if echo {
					c.echo(v)
				}
			}
			return c.session.sound()
		})
	})
}

// interruptible runs fn, which an interrupt ends, and nothing else with it.
func (c *conversation) interruptible(fn func() error) error {
	ctx, cancel := context.WithCancel(c.session.ctx)
	select {
	case <-c.interrupts: // meant for what is over
	default:
	}
	watcher := make(chan struct{})
	go func() {
		defer close(watcher)
		select {
		case <-c.interrupts:
			cancel()
		case <-ctx.Done():
		}
	}()
	defer func() {
		cancel()
		<-watcher
	}()
	return c.session.within(ctx, fn)
}

// heard says what went wrong with an item. It returns an error when the
// conversation is over.
func (c *conversation) heard(err error) error {
	var exit *exitError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &exit) && c.failed != nil:
		return c.failed
	case errors.As(err, &exit):
		return err
	}
	fmt.Fprint(c.session.options.Diag, c.session.Explain(err))
	if c.piped && c.failed == nil {
		c.failed = &exitError{Status(err)}
	}
	if c.session.ctx.Err() != nil {
		return &exitError{StatusLab}
	}
	return nil
}
