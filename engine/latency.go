package engine

import (
	"fmt"
	"time"
)

// Shape is how a random time is distributed.
type Shape uint8

// The shapes. A time whose Min equals its Max is constant in either.
const (
	Uniform     Shape = iota // evenly from Min to Max
	Exponential              // Min and then an exponential time of mean Max-Min
)

// Latency is how long a message takes: constant, or drawn anew for each.
type Latency struct {
	Min, Max time.Duration // whole microseconds
	Shape    Shape
}

// Constant returns the Latency that is always d.
func Constant(d time.Duration) Latency { return Latency{Min: d, Max: d} }

// check returns an error that says what is wrong with l.
func (l Latency) check() error {
	if l.Min < 0 || l.Max < l.Min {
		return fmt.Errorf("got a latency from %v to %v, want 0 or more, the smaller first", l.Min, l.Max)
	}
	return nil
}

// constant reports whether l needs no draw.
func (l Latency) constant() bool { return l.Min == l.Max }

// draw returns one time.
func (l Latency) draw(s *stream) time.Duration {
	if l.constant() {
		return l.Min
	}
	if l.Shape == Exponential {
		return l.Min + s.exponential(l.Max-l.Min)
	}
	return s.between(l.Min, l.Max)
}
