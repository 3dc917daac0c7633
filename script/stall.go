package script

import (
	"fmt"
	"strings"
	"time"

	"synod/engine"
)

// waitsUnlessStalled lets time pass until ready says so, limit has passed, or time
// alone brings nothing more: then it sets the call's stall.
func (c *call) waitsUnlessStalled(limit time.Duration, ready func() (bool, error)) (over bool, err error) {
	_, err = c.cluster.world.Until(limit, func() (_ bool, err error) {
		c.session.course.restless = false
		if over, err = ready(); over || err != nil || c.session.course.restless {
			return over, err
		}
		c.stall, err = c.hopeless()
		return c.stall != nil, err
	})
	return over, err
}

// hopeless returns how the world stalls, or nil when what the call waits for may yet
// come. Messages that are sent again and held may be what it waits for.
func (c *call) hopeless() (*engine.Stall, error) {
	stall, err := c.cluster.world.Stalled()
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

// steady are the verbs beside asserts whose answers do not change while the world
// stalls. What else a predicate asks, the time for one, may change with nothing but
// time.
var steady = []string{"node", "nodes", "state", "file", "files", "chosen", "linked", "ballot", "duration", "struct"}

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
	place := c.thread.CallFrame(1).Pos.String()
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
