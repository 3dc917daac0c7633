package node

// Unaided is what stands for a request that drove an operation by hand, where the
// operation runs by itself: another request, or a timer that fires.
type Unaided struct {
	Request *Request // nil: a timer of the node fires, whichever is set
	Drives  bool     // the request drives what its client asked for last, and begins nothing
}

// ByHander is what a Protocol is besides whose operations can be driven by hand.
type ByHander interface {
	// Unaided returns a function that is told of the requests of a run in the order in
	// which nodes took them, each with what its node noted of it. It returns what
	// stands for the request; nothing for one that changes nothing. What starts over
	// by hand does so by a timer, or else its client asks anew.
	Unaided(anew bool) func(r *Request, note Note) []Unaided
}

// UnaidedOf returns that function. Where nothing can be driven by hand a request
// stands for itself, and begins an operation the first time that its ID is met.
func UnaidedOf(p Protocol, anew bool) func(r *Request, note Note) []Unaided {
	if h, ok := p.(ByHander); ok {
		return h.Unaided(anew)
	}
	begun := map[uint64]bool{}
	return func(r *Request, _ Note) []Unaided {
		drives := begun[r.ID]
		begun[r.ID] = true
		return []Unaided{{Request: r, Drives: drives}}
	}
}
