package history

import (
	"fmt"
	"slices"
)

// History is what clients did, in the order in which they began.
type History []Operation

// New returns the history of ops, which may come in any order. It is an error
// when one of them makes no sense, or a client begins an operation before it
// heard of its last.
func New(ops []Operation) (History, error) {
	h := History(slices.Clone(ops))
	slices.SortStableFunc(h, func(a, b Operation) int { return compare(a.Invoked, b.Invoked) })
	latest := map[string]*Operation{}
	for i := range h {
		o := &h[i]
		if err := o.Check(); err != nil {
			return nil, fmt.Errorf("%s of %s: %w", o.Request(), o.Client, err)
		}
		if before := latest[o.Client]; before != nil && before.overlaps(o) {
			return nil, fmt.Errorf("%s begins %s at %v and its %s returned at %v: a client does one thing at a time, and begins the next later than the last returned",
				o.Client, o.Request(), o.Invoked, before.Request(), before.Returned)
		}
		latest[o.Client] = o
	}
	return h, nil
}

// overlaps reports whether the client of o was not free for next when it began.
// One who asks for something else while it waits has given up.
func (o *Operation) overlaps(next *Operation) bool {
	if o.refused() || next.refused() {
		return !o.InFlight && next.Invoked.Before(o.Returned)
	}
	return !o.InFlight && !o.Returned.Before(next.Invoked)
}

// refused reports whether o failed in the moment in which it began. It took no
// event of its own, so its moment is that of what happened before it.
func (o *Operation) refused() bool { return o.Outcome == Fail && o.Invoked == o.Returned }

func compare(a, b Moment) int {
	switch {
	case a.Before(b):
		return -1
	case b.Before(a):
		return 1
	}
	return 0
}

// Count returns how many operations ended with an outcome.
func (h History) Count(outcome Outcome) int {
	n := 0
	for i := range h {
		if h[i].Outcome == outcome {
			n++
		}
	}
	return n
}

// Without returns the operations of h but those that ask for one of ops.
func (h History) Without(ops []string) History {
	return slices.DeleteFunc(slices.Clone(h), func(o Operation) bool { return slices.Contains(ops, o.Op) })
}
