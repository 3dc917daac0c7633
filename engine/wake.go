package engine

import (
	"slices"
	"time"
)

// Waiter is a part of the script that goes on once something is true, or when its time
// is up.
type Waiter struct {
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
// limit has passed, or before that when [World.Hasten] says so.
func (w *World) When(ready func() (bool, error), limit time.Duration, wake func() error) *Waiter {
	wt := &Waiter{ready: ready, wake: wake}
	wt.timer = w.alarm(limit, func() error {
		wt.over = true
		return wt.wake()
	})
	w.waiters = append(w.waiters, wt)
	return wt
}

// Due returns when the waiter's time is up.
func (wt *Waiter) Due() time.Duration { return wt.timer.Due }

// Hasten lets a waiter's time be up now. It goes on when the world takes its next step.
func (w *World) Hasten(wt *Waiter) {
	if wt.over {
		return
	}
	w.unqueue(wt.timer)
	wt.timer.Due = w.now
	w.queue.push(wt.timer)
}

// isAwaited reports whether p ends the time of a waiter.
func (w *World) isAwaited(p *Pending) bool {
	return slices.ContainsFunc(w.waiters, func(wt *Waiter) bool { return wt.timer == p && !wt.over })
}

// wakeWaiters wakes those whose time has come, in the order in which they began
// to wait.
func (w *World) wakeWaiters() error {
	for len(w.waiters) > 0 {
		w.waiters = slices.DeleteFunc(w.waiters, func(wt *Waiter) bool { return wt.over })
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
func (w *World) readyWaiter() (*Waiter, error) {
	for _, wt := range w.waiters {
		if ok, err := w.look(wt.ready); ok || err != nil {
			return wt, err
		}
	}
	return nil, nil
}
