package history

import (
	"fmt"

	"synod/node"
)

// Fault is something that was wrong with a node or with the network while clients
// asked, because somebody wanted it.
type Fault struct {
	Kind    string  // such as "crash", "pause", "disk", "clock", "partition" or "lose"
	Node    node.ID // what it befell; 0 for the network
	Text    string  // what the trace calls it, such as "partition n1 n2 | n3"
	Began   Moment
	Ended   Moment // the same as Began for what was done in a moment, such as damage to a disk
	Lasting bool   // it was not over, and Ended says nothing
}

// Where returns "n1", or "network".
func (f *Fault) Where() string {
	if f.Node == 0 {
		return "network"
	}
	return f.Node.String()
}

// String returns "n1: pause, 0ms (1) to 4ms (14)".
func (f *Fault) String() string { return fmt.Sprintf("%s: %s, %s", f.Where(), f.Text, f.span()) }

// span returns "0ms (1) to 4ms (14)", "from 0ms (1)" for one that is not over, or
// "at 0ms (1)".
func (f *Fault) span() string {
	switch {
	case f.Lasting:
		return "from " + f.Began.String()
	case f.momentary():
		return "at " + f.Began.String()
	}
	return f.Began.String() + " to " + f.Ended.String()
}

// momentary reports whether f was over as soon as it began.
func (f *Fault) momentary() bool { return !f.Lasting && f.Began == f.Ended }

// faultEnds returns the ends of faults, in their order. Faults are numbered from
// first.
func faultEnds(faults []Fault, first int) []end {
	var all []end
	for i := range faults {
		f := &faults[i]
		all = append(all, end{first + i, f.Began, strikes})
		if !f.Lasting && !f.momentary() {
			all = append(all, end{first + i, f.Ended, strikes})
		}
	}
	return all
}
