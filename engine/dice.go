package engine

import "time"

// Dice is a source of random numbers for a script, named by its use. What one
// draws does not disturb another.
type Dice struct{ stream *stream }

// Dice returns the dice of this run with a name. They are the same for the
// same seed, name and draws.
func (w *World) Dice(name string) *Dice {
	d := w.dice[name]
	if d == nil {
		d = &Dice{newStream(w.seed, "dice "+name)}
		w.dice[name] = d
	}
	return d
}

// Below returns a number from 0 to n-1; n is at least 1.
func (d *Dice) Below(n int) int { return int(d.stream.below(uint64(n))) }

// Hit reports whether something of the given probability happens.
func (d *Dice) Hit(rate float64) bool { return d.stream.hit(rate) }

// Between returns a whole number of microseconds from least to most.
func (d *Dice) Between(least, most time.Duration) time.Duration { return d.stream.between(least, most) }
