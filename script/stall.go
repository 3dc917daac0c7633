package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"synod/engine"
	"synod/engine/fleet"
)

// waitsUnlessStalled lets time pass until ready says so, limit has passed, or time
// alone brings nothing more: then it sets the call's stall.
func (c *call) waitsUnlessStalled(limit time.Duration, ready func() (bool, error)) (over bool, err error) {
	_, err = c.cluster.world.Until(limit, func() (_ bool, err error) {
		c.session.course.restless = false
		if over, err = ready(); over || err != nil || c.session.course.restless {
			return over, err
		}
		stall, err := c.hopeless()
		if stall == nil || err != nil {
			return false, err
		}
		if len(c.cluster.waiting) > 0 {
			return false, c.cluster.endWait()
		}
		c.stall = stall
		return true, nil
	})
	return over, err
}

// waiting is a call in a task that waits.
type waiting struct {
	call   *call
	ready  func() (bool, error)
	waiter *engine.Waiter
}

// endWait ends the wait of one task while the world stalls, if no wait of a task may
// end by itself: of the one whose time is up first, and of one for another task last.
// What it does then may bring on what others wait for.
func (c *Cluster) endWait() error {
	var first *waiting
	var stall *engine.Stall
	for _, w := range c.waiting {
		hopeless, err := w.hopeless()
		if hopeless == nil || err != nil {
			return err
		}
		if first == nil || w.comesBefore(first) {
			first, stall = w, hopeless
		}
	}
	first.call.stall = stall
	events, _ := c.world.Events()
	first.call.task().told = events + 1
	c.world.Hasten(first.waiter)
	return nil
}

// hopeless returns how the world stalls for what waits, or nil when that may yet come:
// also when time alone may bring it, and when the task was told already, and nothing
// has happened since.
func (w *waiting) hopeless() (*engine.Stall, error) {
	course := &w.call.session.course
	course.restless = false
	over, err := w.ready()
	events, _ := w.call.cluster.world.Events()
	if over || err != nil || course.restless || w.call.stall != nil || w.call.task().told == events+1 {
		return nil, err
	}
	return w.call.hopeless()
}

// comesBefore reports whether a wait is to end before another one.
func (w *waiting) comesBefore(other *waiting) bool {
	if w.isForTask() != other.isForTask() {
		return other.isForTask()
	}
	return w.waiter.Due() < other.waiter.Due()
}

func (w *waiting) isForTask() bool {
	_, ok := w.call.recv.(*Task)
	return ok
}

// hopeless returns how the world stalls, or nil when what the call waits for may yet
// come. Messages that are sent again and held may be what it waits for.
func (c *call) hopeless() (*engine.Stall, error) {
	stall, err := c.stallOfWorld()
	if stall == nil || err != nil || c.awaited == nil || c.awaited.isAny() {
		return stall, err
	}
	m := c.awaited.engine(c)
	m.Where = nil // it may say yes
	if comes, err := stall.Sends(m); comes || err != nil {
		return nil, err
	}
	return stall, nil
}

// stallOfWorld returns how the world stalls, or nil. The functions that rules have are
// asked about messages that are still to come: as in a search they change nothing, and
// where one looks at the time or at a state, or fails, that is no stall.
func (c *call) stallOfWorld() (stall *engine.Stall, err error) {
	w, course := c.cluster.world, &c.session.course
	if !slices.ContainsFunc(w.Rules(), func(r *engine.Rule) bool { return r.Match.Where != nil }) {
		return w.Stalled()
	}
	course.forecasting, course.restless = true, false
	defer func() { course.forecasting, course.restless = false, false }()
	sure := true
	stall, err = w.StalledAsking(func(ask func() error) error {
		err := c.session.whileSearching(ask)
		var lab *fleet.Error
		if err != nil && !errors.As(err, &lab) && !interrupted(err) {
			sure, err = false, nil
		}
		return err
	})
	if !sure || course.restless {
		return nil, err
	}
	return stall, err
}

// steady are the verbs beside asserts whose answers do not change while the world
// stalls. What else a predicate asks, the time for one, may change with nothing but
// time.
var steady = append([]string{"node", "nodes", "state", "file", "files", "linked", "duration", "struct"}, paxosSteady...)

// stalled says why nothing more comes and what would help.
func (c *call) stalled() string {
	const show = 3
	var held []string
	for _, p := range c.cluster.world.Pending() {
		if p.Held() && len(held) < show {
			held = append(held, messageName(p))
		}
	}
	text := strings.Join(held, "; ")
	if n := c.stall.Held; n > show {
		text += fmt.Sprintf("; and %d more", n-show)
	}
	return "nothing more comes by itself, since messages are held (" + text + "): deliver or release them; release() ends every hold"
}

// warnStalled says so when the call waited no longer because the world stalls. The
// same place says it once.
func (c *call) warnStalled() {
	if c.stall == nil {
		return
	}
	c.warn(c.stalled())
}

// warn tells who reads the diagnostics that a call, which is no error, did not do
// what a person may expect of it. The same place says so once.
func (c *call) warn(text string) {
	place := c.place().String()
	course := &c.session.course
	if course.warned[place] {
		return
	}
	if course.warned == nil {
		course.warned = map[string]bool{}
	}
	course.warned[place] = true
	c.session.remark("warning: %s: %s: %s", place, c.verb.Name, text)
}
