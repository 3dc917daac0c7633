package history

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// end is one of the two ends of an operation.
type end struct {
	of     int // the place of its operation in a list
	moment Moment
	class  class
}

// class orders the ends of one moment. A fault comes before what came of it, and
// invocations before returns: two operations whose order nobody knows may overlap.
type class uint8

const (
	strikes class = iota // either end of a fault
	invokes
	returns
	isRefused // both ends of an operation that was refused: it took no event of its own, and came after what did
)

// never is later than everything.
var never = Moment{Time: time.Duration(math.MaxInt64)}

// ends returns the ends of calls in order, for a search: an open call returns
// never. Those of faults, which are numbered after the calls, are for a picture.
func ends(calls []Call, faults []Fault) []end {
	all := faultEnds(faults, len(calls))
	for i, c := range calls {
		returned := c.Returned
		if c.Open {
			returned = never
		}
		all = append(all, end{i, c.Invoked, invokes}, end{i, returned, returns})
	}
	return sorted(all)
}

// ends returns the ends of the operations in the order in which they came, failed
// ones included, and of faults, which are numbered after the operations. One that is
// not over has no second.
func (h History) ends(faults []Fault) []end {
	all := faultEnds(faults, len(h))
	for i := range h {
		o := &h[i]
		switch {
		case o.refused():
			all = append(all, end{i, o.Invoked, isRefused}, end{i, o.Returned, isRefused})
		case o.InFlight:
			all = append(all, end{i, o.Invoked, invokes})
		default:
			all = append(all, end{i, o.Invoked, invokes}, end{i, o.Returned, returns})
		}
	}
	return sorted(all)
}

// sorted sorts ends by moment and class, and leaves equal ones as they are.
func sorted(all []end) []end {
	slices.SortStableFunc(all, func(a, b end) int {
		return cmp.Or(compare(a.moment, b.moment), cmp.Compare(a.class, b.class))
	})
	return all
}
