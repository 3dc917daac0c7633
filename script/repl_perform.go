package script

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine"
)

// doing is the command that is being performed.
type doing struct {
	thread *starlark.Thread
	verb   string // what it calls, if it is one call and nothing else
}

// statements returns the statements of a file as commands, those that share a
// line as one. A name that is not defined anywhere is found before the first of
// them runs, as in every script.
func (c *conversation) statements(name, src string) ([]entry, error) {
	if _, _, err := starlark.SourceProgramOptions(promptDialect, name, src, c.names.all.Has); err != nil {
		return nil, err
	}
	file, err := promptDialect.Parse(name, src, 0)
	if err != nil {
		return nil, err
	}
	lines := strings.SplitAfter(src, "\n")
	var all []entry
	end := 0 // the last line that is part of a command
	for _, stmt := range file.Stmts {
		from, to := stmt.Span()
		if int(from.Line) > end {
			lead := strings.Join(lines[end:from.Line-1], "")
			all = append(all, entry{item: item{line: int(from.Line)}, lead: lead, name: name, dir: filepath.Dir(name)})
			end = int(from.Line) - 1
		}
		last := &all[len(all)-1]
		for ; end < int(to.Line); end++ {
			last.text += lines[end]
		}
	}
	return all, nil
}

// take does what is typed: it performs a command, or one of those about the
// conversation itself.
func (c *conversation) take(e entry) error {
	c.idle = 0
	if word, ok := e.command(); ok {
		cmd, arg, err := lookup(word)
		if err != nil {
			return err
		}
		if !cmd.keeps {
			return cmd.run(c, arg)
		}
	} else if !c.muted && e.echo {
		c.typed.add(e.item)
		if err := c.readable(e); err != nil {
			c.typed.broken = true
			c.items.skip = c.piped
			return err
		}
	}
	err := c.do(e)
	switch {
	case e.echo || c.muted:
	case err != nil:
		c.tape.rest = nil
	case len(c.tape.rest) == 0:
		c.session.warnUnusedArgs()
	}
	return err
}

// readable returns an error when what is typed is no text, or no Starlark.
func (c *conversation) readable(e entry) error {
	if e.line == 1 {
		if err := encoded(c.typed.name, e.text); err != nil {
			return err
		}
	}
	if err := legible(c.typed.name, e.text, e.line); err != nil {
		return err
	}
	_, err := promptDialect.Parse(c.typed.name, e.portion(), 0)
	return err
}

// command returns what follows the colon of a command about the conversation.
func (e *entry) command() (string, bool) {
	word, ok := strings.CutPrefix(e.text, ":")
	return strings.TrimSpace(word), ok
}

// do performs a command, and takes down what came of it. One that asked to go
// elsewhere is not taken down: what goes back is nothing to go back over.
func (c *conversation) do(e entry) error {
	k := &c.session.course
	k.taken, k.heeded = false, cutoff{}
	fresh, before, beats := !c.muted, uint64(0), k.beats
	if fresh {
		e.depth, e.changed, before = len(c.spots), true, c.stamp()
	}
	if k.survey != nil {
		e.began = c.session.moments()
	}
	i := c.tape.begin(e)
	thread, err := c.perform(i)
	if jumpOf(err) != nil || errors.Is(err, errArrived) {
		return err
	}
	c.tape.end()
	if j := c.wanted; j != nil {
		c.wanted = nil
		c.tape.drop(i)
		return j
	}
	if c.muted && (!interrupted(err) || k.taken) {
		c.compare(i)
		return err
	}
	done := &c.tape.entries[i]
	done.failed, done.stood = err != nil, c.session.where()
	if interrupted(err) {
		done.cut = k.interruption(err, thread)
	}
	switch {
	case c.muted:
		c.giveUp(i)
		return err
	case fresh:
		done.changed = before != c.stamp()
	}
	if isLoss(err) && !done.changed {
		c.tape.drop(i)
		return err
	}
	if isLoss(err) {
		done.cut = c.session.loss(beats)
	}
	if done.changed {
		c.tape.ahead = nil
	}
	return err
}

// compare notes when a command that was repeated came to something else.
func (c *conversation) compare(i int) {
	e := &c.tape.entries[i]
	if c.tape.astray == "" && e.cut.by != errCut && e.stood != "" && e.stood != c.session.where() {
		c.tape.astray = e.title()
	}
}

// giveUp ends a repetition in the middle of a command, because somebody
// interrupted it. What was still to come can be redone.
func (c *conversation) giveUp(i int) {
	if c.tape.ahead == nil {
		whole := c.tape.timeline
		whole.entries = append(slices.Clone(whole.entries), c.tape.queue...)
		whole.entries[i].cut = cutoff{}
		c.tape.ahead = &whole
	}
	c.tape.queue, c.tape.at = nil, i
	c.say = "Interrupted on the way; redo() goes on. "
	c.then = ", and the rest of " + c.tape.entries[i].title() + " is not done"
}

// moments returns where the traces of the clusters stand.
func (s *Session) moments() []moment {
	var all []moment
	for _, c := range s.clusters {
		all = append(all, c.moment())
	}
	return all
}

// perform runs the statements of an entry one by one. What came before an error
// stays. It returns the thread on which it did that.
func (c *conversation) perform(i int) (*starlark.Thread, error) {
	e := c.tape.entries[i]
	thread := c.session.thread(e.name, e.dir)
	if word, ok := e.command(); ok {
		cmd, arg, err := lookup(word)
		if err == nil {
			err = cmd.run(c, arg)
		}
		return thread, err
	}
	file, err := promptDialect.Parse(e.name, e.portion(), 0)
	if err != nil {
		return thread, err
	}
	if n := len(c.spots); n > 0 {
		c.spots[n-1].lend(thread)
	}
	defer func(before doing) { c.doing = before }(c.doing)
	c.doing = doing{thread, ""}
	if e.echo {
		c.doing.verb = soleCall(file)
	}
	return thread, c.interruptible(func() error {
		return c.session.guard(thread, func() error { return c.statementsOf(file, thread, i) })
	})
}

// statementsOf runs the statements of a file for an entry.
func (c *conversation) statementsOf(file *syntax.File, thread *starlark.Thread, i int) error {
	for nth, stmt := range file.Stmts {
		c.session.shown = nil
		before := c.session.stance()
		v, err := c.names.exec(thread, file, stmt)
		if err != nil {
			c.tape.entries[i].ended(c.session, nth, before, err)
			return err
		}
		if c.tape.entries[i].echo && v != starlark.None {
			c.echo(v)
			c.tape.entries[i].kept = append(c.tape.entries[i].kept, nth)
		}
	}
	return c.session.sound()
}

// ended takes down how a command ended in one of its statements.
func (e *entry) ended(s *Session, stage int, before string, err error) {
	e.stage, e.moved, e.broke = stage, s.stance() != before, ""
	var broken *engine.Violation
	if errors.As(err, &broken) {
		e.broke = broken.Name
	}
	if s.current != nil {
		e.halt = s.current.moment()
	}
}

// soleCall returns what a file calls that is one call and nothing else, or "".
func soleCall(file *syntax.File) string {
	if len(file.Stmts) != 1 {
		return ""
	}
	if stmt, ok := file.Stmts[0].(*syntax.ExprStmt); ok {
		if call, ok := stmt.X.(*syntax.CallExpr); ok {
			if id, ok := call.Fn.(*syntax.Ident); ok {
				return id.Name
			}
		}
	}
	return ""
}

// standsAlone reports whether a call is the whole of what is being performed.
func (c *conversation) standsAlone(call *call) bool {
	return c.doing.verb == call.verb.Name && c.doing.thread == call.thread && call.thread.CallStackDepth() == 2
}

// errAlone is the error of what has to be the whole of a command.
var errAlone = errors.New("want it alone on a line of the prompt: nothing that comes after it would be done")

// onlyNow lets a verb that is about the conversation do nothing when its command
// is repeated. It refuses one that does not stand alone, so nothing else depends
// on what it does.
func (c *conversation) onlyNow(fn func(*call) (starlark.Value, error)) func(*call) (starlark.Value, error) {
	return func(call *call) (starlark.Value, error) {
		switch {
		case !c.standsAlone(call):
			return nil, errAlone
		case c.muted:
			return nil, nil
		}
		return fn(call)
	}
}

// interruptible runs fn, which an interrupt ends, and nothing else with it. One
// that comes when fn is just over is not lost: it ends what comes next, unless
// that is typed.
func (c *conversation) interruptible(fn func() error) error {
	ctx, cancel := context.WithCancel(c.session.ctx)
	defer cancel()
	if c.late {
		cancel()
	}
	stop := func() {}
	if len(c.running.cancels) == 0 {
		stop = c.attend(c.session.ctx) // beyond the first of them
	}
	c.running.push(cancel)
	err := c.session.within(ctx, fn)
	stop()
	c.running.pop()
	c.late = err == nil && ctx.Err() != nil && c.session.ctx.Err() == nil
	return err
}
