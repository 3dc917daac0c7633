package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/term"

	"synod/engine/fleet/process"
	"synod/script"
)

// patience is how long what runs may take to notice that it is to end. Most of
// it notices within milliseconds; a few operations of Starlark itself, such as
// str() of a huge list, cannot.
const patience = 2 * time.Second

// errSignal is why a command ends after a signal, and errOutput why it ends when
// its output is not taken.
var (
	errSignal = errors.New("interrupted")
	errOutput = errors.New("the output cannot be written")
)

// ending ends a command before it is done: after a signal, after --timeout, or
// when its output cannot be written. It cancels the command's context, and the
// command comes to its end in an orderly way. What has not noticed after a
// while, and the second signal in any case, end the program: the nodes are
// killed, their directories removed and the terminal is as it was.
type ending struct {
	console *console
	cancel  context.CancelCauseFunc // of the command's context
	signals chan os.Signal
	screen  *term.State // the terminal as it was; nil for none

	mu      sync.Mutex
	begun   error           // why it ends; nil when it does not
	noticed bool            // what ran has come to its end
	waiting *time.Timer     // for it; nil for nothing
	session *script.Session // what runs; nil when it is more than one, or none
}

// newEnding returns the ending of a command whose context cancel cancels. It
// takes signals until release.
func newEnding(c *console, cancel context.CancelCauseFunc) *ending {
	e := &ending{console: c, cancel: cancel, signals: make(chan os.Signal, 2)}
	if fd := int(c.in.Fd()); term.IsTerminal(fd) {
		e.screen, _ = term.GetState(fd) // nil means that there is nothing to restore
	}
	signal.Notify(e.signals, os.Interrupt, syscall.SIGTERM)
	go e.watch()
	return e
}

// echo is how long after the first signal another one is the same: what runs synod
// may send each twice, to synod and to the process group that it is in, as
// timeout(1) does.
const echo = 50 * time.Millisecond

// watch takes signals until there are no more.
func (e *ending) watch() {
	var first time.Time
	for s := range e.signals {
		switch {
		case e.begin(errSignal):
			first = time.Now()
		case time.Since(first) > echo:
			e.die(s)
		}
	}
}

// release gives the signals back.
func (e *ending) release() {
	e.notice()
	signal.Stop(e.signals)
	close(e.signals)
}

// begin makes the command end, and reports whether it was not about to.
func (e *ending) begin(why error) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.begun != nil {
		return false
	}
	e.begun = why
	e.cancel(why)
	if !e.noticed {
		e.waiting = time.AfterFunc(patience, func() { e.abandon(why) })
	}
	return true
}

// limit makes the command end after d; 0 is no limit.
func (e *ending) limit(d limit) {
	if d > 0 {
		time.AfterFunc(time.Duration(d), func() { e.begin(script.Timeout(d)) })
	}
}

// why says why the command ends before it is done.
func (e *ending) why() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.begun == nil {
		return errSignal.Error()
	}
	return e.begun.Error()
}

// notice notes that what ran has come to its end, so that only what takes a
// bounded time is left to do.
func (e *ending) notice() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.noticed = true
	if e.waiting != nil {
		e.waiting.Stop()
	}
}

// runs notes what runs, so that what it has printed is not lost when the program is
// ended in the middle of it.
func (e *ending) runs(s *script.Session) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.session = s
}

// abandon ends the program, since what runs does not notice that it is to end.
func (e *ending) abandon(why error) {
	e.mu.Lock() // for good: nothing else is to happen
	if e.noticed {
		e.mu.Unlock()
		return
	}
	e.clear()
	if !errors.Is(why, errOutput) {
		fmt.Fprintf(e.console.screen, "%s cannot be stopped, and did not come to its end within %v; it is abandoned\n", e.where(why), patience)
	}
	os.Exit(e.console.out.settle(e.console.screen, script.StatusLab))
}

// where says why the command ends and where what runs is, as far as that is known.
func (e *ending) where(why error) string {
	if e.session != nil {
		if text := e.session.Whereabouts(why.Error()); text != "" {
			return text + "what runs there"
		}
	}
	return why.Error() + "; what runs"
}

// die ends the program as a signal does that nothing catches.
func (e *ending) die(s os.Signal) {
	e.mu.Lock() // for good
	e.clear()
	dieOf(s)
	os.Exit(script.StatusLab)
}

// insist ends the program for a person at the prompt, where signals are the
// conversation's.
func (e *ending) insist() { e.die(os.Interrupt) }

// clear leaves nothing behind: what was printed is written, and no node, no
// directory and no line that shows progress is left.
func (e *ending) clear() {
	e.console.gauge.leave()
	if e.session != nil {
		e.session.Salvage()
	}
	if e.screen != nil {
		_ = term.Restore(int(e.console.in.Fd()), e.screen) // there is nothing else to do about it
		if e.console.colored() {                           // a terminal that understands more than text
			_, _ = e.console.terminal.WriteString(script.RefusePaste)
		}
	}
	process.Abandon()
}
