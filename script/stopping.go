package script

import (
	"context"
	"fmt"
	"os"
	"os/signal"
)

// runStopping runs a script that may stop and ask a person what to do. The
// person may go back: then it runs again, unseen, up to there.
func (s *Session) runStopping() error {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	return s.within(ctx, func() error {
		c := &conversation{piped: !isTerminal(s.options.In, s.options.Screen)}
		c.begin(s)
		c.running.push(cancel)
		defer c.close()
		if err := s.findBreak(c); err != nil {
			return err
		}
		for {
			err := s.runAsked()
			j := jumpOf(err)
			if j == nil {
				return c.ended(err)
			}
			if err := c.follow(j); err != nil {
				return err
			}
		}
	})
}

// runAsked runs the script once, and stops at a failure of the whole.
func (s *Session) runAsked() error {
	err := s.runOnce()
	if s.options.BreakOnFailure && !s.course.fell && Status(err) == StatusFailed {
		return s.fall(err, &spot{script: s.globals})
	}
	return err
}

// ended ends the conversation with the script.
func (c *conversation) ended(err error) error {
	if c.muted { // it did not come to where somebody wanted to go
		c.arrive()
	}
	if b := c.session.options.BreakAt; b > 0 && len(c.session.course.passed) == 0 && !interrupted(err) {
		c.session.remark("warning: --break-at %d: the run ended %s", b, c.session.where())
	}
	if err == nil {
		err = c.failed
	}
	return err
}

// findBreak finds out where the run is before the event that it is to stop at:
// an event may come with others, and nothing can stop in between.
func (s *Session) findBreak(c *conversation) error {
	event := s.options.BreakAt
	if event == 0 {
		return nil
	}
	g, err := s.repeat(timeline{}, event)
	if err != nil {
		return err
	}
	run, ok := g.survey.first(event)
	if !ok {
		return nil
	}
	found, _ := g.survey.before(run, event)
	c.tape.breaks = []moment{found.moment}
	if event > found.lines+1 {
		s.remark("event %d comes with event %d", event, found.lines+1)
	}
	return nil
}

// stopAt holds the conversation at a spot, until it is told to go on. Nobody
// may be there.
func (c *conversation) stopAt(sp *spot, why string) error {
	s := c.session
	switch {
	case c.unseen && len(c.tape.queue) == 0 && c.passes:
		return nil
	case c.unseen && len(c.tape.queue) == 0:
		return errArrived
	case !c.muted && !c.opened():
		s.nobody(why)
		return nil
	case !c.muted:
		s.remark("%s; %s goes on", why, goesOn(c.piped))
		if !c.piped {
			fmt.Fprint(s.options.Diag, s.surroundings(sp))
		}
	}
	defer func(watched bool) { s.watched = watched }(s.watched)
	s.watched = !c.piped
	c.spots = append(c.spots, sp)
	leave := c.names.enter(sp)
	c.running.push(nil)
	defer func() {
		c.running.pop()
		leave()
		c.spots = c.spots[:len(c.spots)-1]
	}()
	return c.listen()
}

// goesOn says what a person types to go on.
func goesOn(piped bool) string {
	if piped {
		return ":go"
	}
	return "Ctrl-D"
}

// opened reports whether there is somebody to ask, or at least a line to read. A
// terminal is taken only now, when there is something to ask.
func (c *conversation) opened() bool {
	if c.reader == nil && !c.takeInput() {
		return false
	}
	lines, ok := c.reader.(*lines)
	return !ok || len(c.items.back) > 0 || c.comes(lines)
}

// comes reports whether there is a next line. A pipe may keep that to itself, so
// an interrupt is not to wait for it.
func (c *conversation) comes(l *lines) bool {
	more := make(chan bool, 1)
	go func() { more <- l.more() }()
	select {
	case yes := <-more:
		return yes
	case <-c.session.ctx.Done():
		return false
	}
}

// takeInput opens what commands are read from, and reports whether there is
// anything. A person's Ctrl-C no longer ends the program, but what runs.
func (c *conversation) takeInput() bool {
	in := c.session.options.In
	switch {
	case in == nil:
		return false
	case c.piped:
		c.reader = newLines(in)
		return true
	}
	path, err := HistoryFile()
	if err != nil {
		c.session.remark("warning: nothing typed here will be remembered: %v", err)
	}
	signal.Reset(os.Interrupt)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	c.interrupts = interrupts
	c.unwatch = c.attend(c.session.ctx)
	t := NewTerminal(path, c.session.options.Diag)
	t.SetCompleter(c.completeAndExplain)
	c.reader = t
	return true
}

// close gives back what takeInput took.
func (c *conversation) close() {
	if c.reader != nil {
		c.reader.Close()
	}
	if c.unwatch != nil {
		c.unwatch()
	}
}
