package engine

import (
	"slices"
	"time"
)

// waiter is somebody in the script who goes on once something is true.
type waiter struct {
	ready func() (bool, error)
	wake  func() error
	timer *Pending // wakes it in any case
	over  bool
}

// At lets wake be called when d of virtual time has passed. It may look and act
// as a script does, but not move the world: it is called from inside the loop.
func (w *World) At(d time.Duration, wake func() error) { w.alarm(d, wake) }

func (w *World) alarm(d time.Duration, wake func() error) *Pending {
	p := w.pending()
	p.Due, p.wake = w.now+d, wake
	w.queue.push(p)
	return p
}

// When lets wake be called once ready says so, asked after every event, or when
// limit has passed.
func (w *World) When(ready func() (bool, error), limit time.Duration, wake func() error) {
	wt := &waiter{ready: ready, wake: wake}
	wt.timer = w.alarm(limit, func() error {
		wt.over = true
		return wt.wake()
	})
	w.waiters = append(w.waiters, wt)
}

// wakeWaiters wakes those whose time has come, in the order in which they began
// to wait.
func (w *World) wakeWaiters() error {
	for len(w.waiters) > 0 {
		w.waiters = slices.DeleteFunc(w.waiters, func(wt *waiter) bool { return wt.over })
		wt, err := w.readyWaiter()
		if wt == nil || err != nil {
			return err
		}
		wt.over = true
		w.unqueue(wt.timer)
		if err := wt.wake(); err != nil {
			return err
		}
	}
	return nil
}

// readyWaiter returns the first waiter that can go on.
func (w *World) readyWaiter() (*waiter, error) {
	for _, wt := range w.waiters {
		if ok, err := w.look(wt.ready); ok || err != nil {
			return wt, err
		}
	}
	return nil, nil
}
