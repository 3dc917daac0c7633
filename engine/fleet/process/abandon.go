package process

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// abandonTimeout bounds the wait for processes that Abandon killed.
const abandonTimeout = time.Second

// living is the processes and places of every fleet of this program, for
// Abandon: a program that has to end at once cannot ask its fleets, which
// belong to goroutines that may never answer.
var living struct {
	mu     sync.Mutex
	over   bool // no process starts any more
	procs  map[*proc]bool
	places map[*place]bool
}

// Abandon kills every node of every fleet of this program and removes the
// directories that are not to be kept. It is for a program that ends without
// closing its fleets, may be called from any goroutine, and takes about a second
// at most. No fleet is of any use afterwards.
func Abandon() {
	living.mu.Lock()
	living.over = true
	procs, places := slices.Collect(maps.Keys(living.procs)), slices.Collect(maps.Keys(living.places))
	living.mu.Unlock()
	for _, p := range procs {
		p.asked.Store(true)
		_ = p.cmd.Process.Kill() // it may have ended by itself
	}
	limit := time.After(abandonTimeout)
	for _, p := range procs {
		select {
		case <-p.exited:
		case <-limit:
			return // one that hangs in the kernel may still use its directory
		}
	}
	for _, p := range places {
		_ = p.remove() // the program ends, and reports why it does
	}
}

// enlist notes a process that was started, and reports whether it may live.
func (p *proc) enlist() bool {
	living.mu.Lock()
	defer living.mu.Unlock()
	if living.procs == nil {
		living.procs = map[*proc]bool{}
	}
	living.procs[p] = true
	return !living.over
}

// discharge forgets a process that has ended.
func (p *proc) discharge() {
	living.mu.Lock()
	defer living.mu.Unlock()
	delete(living.procs, p)
}

// enlist notes a place that was made.
func (p *place) enlist() {
	living.mu.Lock()
	defer living.mu.Unlock()
	if living.places == nil {
		living.places = map[*place]bool{}
	}
	living.places[p] = true
}

// discharge forgets a place that is removed.
func (p *place) discharge() {
	living.mu.Lock()
	defer living.mu.Unlock()
	delete(living.places, p)
}
