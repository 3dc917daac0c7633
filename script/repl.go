package script

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"

	"golang.org/x/term"

	"synod/engine"
	"synod/engine/fleet"
	"synod/script/regular"
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
	breakPrompt = "break> "
	morePrompt  = "...... "
)

// greeting tells a newcomer what to type.
const greeting = `A chaos lab for consensus. Type cluster(5) to start five nodes, submit(1, "X")
to let node 1 propose X, and boxes() or diagram() to see what became of it.
undo() takes that back, help() lists what else there is, and TAB completes it.
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
	s.options.In, s.options.Screen = stdin, stdout
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
	for {
		err := c.listen()
		j := jumpOf(err)
		if j == nil {
			return err
		}
		if err := c.follow(j); err != nil {
			return err
		}
	}
}

// conversation is a session that is told what to do line by line.
type conversation struct {
	session    *Session
	reader     LineReader
	piped      bool             // the lines are a script on a pipe: no prompts, and the first error counts
	interrupts <-chan os.Signal // nil when nothing but the session's context interrupts
	unwatch    func()           // ends what attends to interrupts; nil for nothing
	late       bool             // an interrupt came when what it was meant for was just over
	running    running
	names      *names
	items      items
	typed      transcript

	mu     sync.Mutex // held while a line is completed
	over   bool       // nobody waits for the line that is being read
	behind string     // what stands behind the place of the line that is completed

	greeted bool
	pasting bool  // lines are taken as they are
	idle    int   // how many lines in a row were given up without a letter
	failed  error // stands for the first error, when that counts

	tape   tape
	spots  []*spot // the breakpoints that the prompt stands at, each inside the one before
	doing  doing   // what is being performed
	wanted *jump   // what the command that is being performed asked for
	muted  bool    // what is done was done before, and nobody is to see it again
	unseen bool    // nobody is there at all: it ends where the tape does
	passes bool    // and passes over breakpoints
	say    string  // what to say on arrival
	then   string  // and after it
	stamps int     // how many stamps are unlike all others
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
	s.talk, s.reading, s.stopped = c, c.tape.read, c.stopAt
	s.watch()
	if r, ok := c.reader.(interface{ SetCompleter(Completer) }); ok {
		r.SetCompleter(c.completeAndExplain)
	}
}

// open makes the statements of a script the first commands, as if they had been
// typed, but for the values of expressions.
func (c *conversation) open(file string) error {
	if file == "" {
		return nil
	}
	src, err := regular.File(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, pathless(err))
	}
	text, err := SourceText(file, string(src))
	c.session.sources[file] = text
	if err == nil {
		c.tape.rest, err = c.statements(file, text)
	}
	return c.heard(err)
}

// listen takes command after command until the end.
func (c *conversation) listen() error {
	for {
		e, err := c.next()
		switch {
		case errors.Is(err, ErrDropped):
			continue
		case errors.Is(err, io.EOF), err == nil && e.left:
			c.newline()
			return c.leave()
		case errors.Is(err, engine.ErrInterrupted):
			c.newline()
			return err
		case errors.Is(err, errArrived):
			return err
		case err != nil:
			return &fleet.Error{Doing: "reading a line", Err: err}
		}
		err = c.take(e)
		if errors.Is(err, errGoOn) {
			return c.leave()
		}
		if err := c.heard(err); err != nil {
			return err
		}
	}
}

// next returns the next command: one to be repeated, one of the file, or what
// is typed.
func (c *conversation) next() (entry, error) {
	if e, ok := c.tape.pop(len(c.spots)); ok {
		return e, nil
	}
	switch {
	case c.unseen:
		return entry{}, errArrived
	case c.muted:
		c.arrive()
	}
	if e, ok := c.unread(); ok {
		return e, nil
	}
	return c.ask()
}

// unread returns the next statement of the file.
func (c *conversation) unread() (entry, bool) {
	if len(c.tape.rest) == 0 || len(c.spots) > 0 {
		return entry{}, false
	}
	e := c.tape.rest[0]
	c.tape.rest = c.tape.rest[1:]
	return e, true
}

// ask asks for the next command.
func (c *conversation) ask() (entry, error) {
	if !c.piped && !c.greeted && len(c.spots) == 0 {
		fmt.Fprint(c.session.out, greeting)
		c.greeted = true
	}
	if err := c.session.out.Flush(); err != nil {
		return entry{}, &fleet.Error{Doing: "writing the output", Err: err}
	}
	it, err := c.items.next()
	select {
	case <-c.interrupts: // meant for what is over
	default:
	}
	c.late = false
	c.remember(it)
	if err == nil {
		it = c.meant(it)
	}
	if errors.Is(err, ErrDropped) {
		c.dropped(it)
	}
	return entry{item: it, lead: c.items.lead, name: c.typed.name, echo: true}, err
}

// leave ends the conversation, or lets what has stopped go on.
func (c *conversation) leave() error {
	if len(c.spots) == 0 {
		return c.failed
	}
	c.tape.begin(entry{left: true, depth: len(c.spots), changed: true})
	c.tape.end()
	if !c.muted {
		c.tape.ahead = nil
	}
	return nil
}

// newline ends the line of the last prompt.
func (c *conversation) newline() {
	if !c.piped && !c.muted {
		fmt.Fprintln(c.session.out)
		_ = c.session.out.Flush() // it fails again when the session is closed
	}
}

// heard says what went wrong with a command. It returns an error when the
// conversation is over, or goes elsewhere.
func (c *conversation) heard(err error) error {
	var exit *exitError
	switch {
	case err == nil:
		return nil
	case isStop(err) && !errors.Is(err, errCut):
		return err
	case errors.As(err, &exit) && c.failed != nil:
		return c.failed
	case errors.As(err, &exit):
		return err
	}
	if interrupted(err) {
		c.dropPaste()
	}
	if c.session.ctx.Err() != nil {
		c.reader.Close() // it is over: what is said last stands on a terminal as it was
	}
	if !c.muted {
		fmt.Fprint(c.session.options.Diag, c.alert(err))
		if c.piped && c.failed == nil {
			c.failed = &exitError{Status(err)}
		}
	}
	if c.session.ctx.Err() != nil {
		return &exitError{StatusLab}
	}
	return nil
}
