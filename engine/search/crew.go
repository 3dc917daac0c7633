package search

import (
	"sync"
	"sync/atomic"
)

// each calls f for every index below n, at most one call at a time for each
// worker, and returns when all are done. A panic in f is the caller's.
func (c *crew) each(n int, f func(w *worker, i int)) {
	c.eachOf(n, func(worker, i int) { f(c.workers[worker], i) })
}

// eachOf is each, with the number of the worker.
func (c *crew) eachOf(n int, f func(worker, i int)) {
	if len(c.workers) == 1 || n == 1 {
		for i := range n {
			f(0, i)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	var caught atomic.Pointer[any]
	for worker := range min(n, len(c.workers)) {
		wait.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					caught.CompareAndSwap(nil, &p)
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(worker, i)
			}
		})
	}
	wait.Wait()
	if p := caught.Load(); p != nil {
		panic(*p)
	}
}

// crew are the workers of one search.
type crew struct{ workers []*worker }

func newCrew(m *model, o *Options, n int) crew {
	c := crew{}
	for range n {
		c.workers = append(c.workers, newWorker(m, o))
	}
	return c
}

// refresh lets every worker cover what the model has by now.
func (c *crew) refresh() {
	for _, w := range c.workers {
		w.refresh()
	}
}
