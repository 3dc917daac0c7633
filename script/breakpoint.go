package script

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine"
)

// breakpointVerb is breakpoint().
func breakpointVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	sp := c.session.spotOf(c.thread)
	return nil, c.session.stop(sp, fmt.Sprintf("stopped at %v, %s", sp, c.session.where()))
}

// stopBeforeVerb is stop_before(event, fn).
func stopBeforeVerb(c *call) (starlark.Value, error) {
	event := 0
	var fn starlark.Callable
	if err := c.unpack(&event, &fn); err != nil {
		return nil, err
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	here := c.cluster.moment()
	if event <= here.lines {
		return nil, fmt.Errorf("got event %d, and the trace has %d already", event, here.lines)
	}
	k := &c.session.course
	c.session.watch()
	l := &limit{moment{here.cluster, here.run, event - 1}}
	k.limits = append(k.limits, l)
	_, err := starlark.Call(c.thread, fn, nil, nil)
	k.limits = k.limits[:len(k.limits)-1]
	var reached *limit
	switch {
	case errors.As(err, &reached) && reached == l:
		return nil, nil
	case err != nil:
		return nil, err
	}
	return nil, assertion("", "got  the end of %s after event %d\nwant it to come to event %d", called(fn), c.cluster.world.Latest(), event)
}

// breakAt stops where the run was to be stopped, beside breakpoint().
func (s *Session) breakAt(here moment) error {
	if s.talk == nil {
		return nil
	}
	k, breaks := &s.course, s.talk.tape.breaks
	for len(k.passed) < len(breaks) {
		k.passed = append(k.passed, false)
	}
	for i, b := range breaks {
		if !k.passed[i] && here.reached(b) {
			k.passed[i] = true
			sp := s.spotOf(s.driver)
			return s.stop(sp, fmt.Sprintf("stopped before event %d, at %v", here.lines+1, sp))
		}
	}
	return nil
}

// failed lets a person look at a failure that nobody expects, before anything
// else happens. It returns the error that the call ends with.
func (c *call) failed(err error) error {
	s := c.session
	if !s.options.BreakOnFailure || s.course.fell || s.course.catching > 0 || Status(err) != StatusFailed {
		return err
	}
	return s.fall(err, s.spotOf(c.thread))
}

// fall stops at a failure.
func (s *Session) fall(err error, sp *spot) error {
	s.course.fell = true
	if s.current != nil {
		s.lastWords = s.current.world.Recent(lastEvents)
	}
	var text strings.Builder
	if sp.at.IsValid() {
		s.point(&text, sp.at, s.said(err))
	}
	if stop := s.stop(sp, text.String()+"stopped there, "+s.where()); stop != nil {
		return stop
	}
	return err
}

// said says in one line what failed.
func (s *Session) said(err error) string {
	var broken *engine.Violation
	if errors.As(err, &broken) {
		return fmt.Sprintf("%s is violated: %s", broken.Name, broken.Sentence)
	}
	var failed *AssertionError
	if errors.As(err, &failed) {
		return failed.Error()
	}
	return err.Error()
}

// stop stops at a spot, to ask whoever is there what to do.
func (s *Session) stop(sp *spot, why string) error {
	if s.stopped == nil {
		s.nobody(why)
		return nil
	}
	return s.stopped(sp, why)
}

// nobody says that the script stops nowhere.
func (s *Session) nobody(why string) {
	s.remark("%s; nobody is here to type, so it goes on", why)
}
