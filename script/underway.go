package script

import (
	"fmt"
	"time"

	"synod/engine/search"
	"synod/engine/shrink"
)

// underway tells Options.Doing how far something is that takes long.
type underway struct {
	tell func(string) // nil for nobody
	next time.Time    // when to tell again
}

// tellEvery is how often it is told how far something is. It may be asked for
// after every step of what takes long.
const tellEvery = 100 * time.Millisecond

// begin says what is being done. What returns says that it is over.
func (s *Session) begin(what string) *underway {
	u := &underway{tell: s.options.Doing}
	if u.tell != nil {
		u.tell(what)
	}
	return u
}

// end says that it is over.
func (u *underway) end() {
	if u.tell != nil {
		u.tell("")
	}
}

// due reports whether it is time to tell.
func (u *underway) due() bool {
	if u.tell == nil {
		return false
	}
	now := time.Now()
	if now.Before(u.next) {
		return false
	}
	u.next = now.Add(tellEvery)
	return true
}

// progress returns what a search tells how far it is, and tells also what is not
// nil; nil when there is nobody to tell, so that the search need not look at a clock.
func (u *underway) progress(also func(search.Progress)) func(search.Progress) {
	switch {
	case u.tell == nil:
		return also
	case also == nil:
		return u.search
	}
	return func(p search.Progress) {
		u.search(p)
		also(p)
	}
}

// search tells how far a search is.
func (u *underway) search(p search.Progress) {
	if u.due() {
		u.tell("searching: " + Far(p))
	}
}

// shrink tells how far shrinking a run is.
func (u *underway) shrink(p shrink.Progress) {
	if !u.due() {
		return
	}
	text := fmt.Sprintf("shrinking: %d events to %d, %d told again", p.From, p.To, p.Events)
	if p.States > 0 {
		text = fmt.Sprintf("shrinking: %d events to %d, looking for a shorter way in %d states", p.From, p.To, p.States)
	}
	u.tell(text)
}

// why tells how far the shares of the continuations are counted.
func (u *underway) why(steps, of int) {
	if u.due() {
		u.tell(fmt.Sprintf("letting the run go on at random: from step %d of %d", steps, of))
	}
}

// Far says in a line how far a search is.
func Far(p search.Progress) string {
	return fmt.Sprintf("%d states, depth %d, %d to follow, %.0f transitions/s, %d MB", p.States, p.Depth, p.Frontier, p.Rate, p.Memory>>20)
}
