package script

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// running is what an interrupt ends: the innermost of the commands that are
// being performed, one inside the other.
type running struct {
	mu      sync.Mutex
	cancels []context.CancelFunc // nil for a prompt, at which nothing runs
	ended   int                  // how many commands have come to their ends
}

func (r *running) push(cancel context.CancelFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cancels = append(r.cancels, cancel)
}

func (r *running) pop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cancels = r.cancels[:len(r.cancels)-1]
	r.ended++
}

// interrupt ends the innermost, and returns what tells whether it has ended: see
// still. It reports false when nothing runs.
func (r *running) interrupt() (of int, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(r.cancels)
	if n == 0 || r.cancels[n-1] == nil {
		return r.ended, false
	}
	r.cancels[n-1]()
	return r.ended, true
}

// still reports whether what was interrupted has not come to its end.
func (r *running) still(of int) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended == of
}

// attend lets interrupts end what is running, until the function that it
// returns is called or ctx is over.
func (c *conversation) attend(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	watcher := make(chan struct{})
	go func() {
		defer close(watcher)
		var i insistence
		for {
			select {
			case <-c.interrupts:
				i.interrupt(c)
			case <-i.late:
				i.insist(c)
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() {
		cancel()
		<-watcher
	}
}

// stubborn is how long what was interrupted may go on before a person is told
// how to end it.
const stubborn = time.Second

// unstoppable tells a person at the prompt that Ctrl-C has not helped.
const unstoppable = "what runs cannot be interrupted; Ctrl-C once more ends synod, and all that is in it"

// insistence is a person who interrupts, and interrupts again.
type insistence struct {
	of    int              // what was interrupted: see running.still
	times int              // how often
	said  bool             // that it cannot be interrupted
	late  <-chan time.Time // when that is to be said; nil for never
}

// interrupt takes an interrupt. A second one that comes at once is no more than
// a first: it is easily pressed, and the session would be lost.
func (i *insistence) interrupt(c *conversation) {
	of, ok := c.running.interrupt()
	switch {
	case !ok || c.session.options.Insist == nil:
		*i = insistence{}
	case i.times > 0 && i.of == of:
		i.times++
		if i.said {
			c.session.options.Insist()
		}
	default:
		*i = insistence{of: of, times: 1, late: time.After(stubborn)}
	}
}

// insist ends the program where a person has asked for it more than once, and
// says how to do so otherwise.
func (i *insistence) insist(c *conversation) {
	i.late = nil
	switch {
	case !c.running.still(i.of):
		*i = insistence{}
	case i.times > 1:
		c.session.options.Insist()
	default:
		i.said = true
		fmt.Fprintln(c.session.options.Diag, unstoppable)
	}
}
