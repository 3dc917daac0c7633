package engine

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// TestNegLn compares the logarithm in whole numbers with that of the library,
// over all magnitudes of its argument.
func TestNegLn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.Uint64().Draw(t, "u") >> rapid.IntRange(0, 63).Draw(t, "zeros")
		got := float64(negLn(u)) / (1 << lnFraction)
		want := 64*math.Ln2 - math.Log(float64(u|1))
		if math.Abs(got-want) > 1e-7 {
			t.Errorf("-ln(%d/2^64): got %v, want %v", u, got, want)
		}
	})
}

// TestExponential draws often enough to know the mean and the share beyond it:
// e^-k of all draws are longer than k times the mean.
func TestExponential(t *testing.T) {
	const draws, mean = 20_000, 10 * time.Millisecond
	s := newStream(1, "test")
	var sum time.Duration
	var beyond [3]int
	for range draws {
		d := s.exponential(mean)
		if d < 0 || d > 45*mean || d%time.Microsecond != 0 {
			t.Fatalf("got %v, want whole microseconds from 0 to 45 times %v", d, mean)
		}
		sum += d
		for k := range beyond {
			if d > time.Duration(k+1)*mean {
				beyond[k]++
			}
		}
	}
	if got := float64(sum) / draws / float64(mean); math.Abs(got-1) > 0.02 {
		t.Errorf("got a mean of %v times what was asked for, want 1", got)
	}
	for k, n := range beyond {
		if got, want := float64(n)/draws, math.Exp(-float64(k+1)); math.Abs(got-want) > 0.01 {
			t.Errorf("got a share of %v beyond %d times the mean, want %v", got, k+1, want)
		}
	}
}

// TestDice draws from what a script can draw from: numbers are in their range
// and reach both ends of it, chances are kept, and a draw from one does not
// disturb another.
func TestDice(t *testing.T) {
	w := &World{options: Options{Seed: 7}, dice: map[string]*Dice{}}
	d := w.Dice("a")
	least, most, hits := 6, 0, 0
	for range 1000 {
		n := d.Below(6)
		least, most = min(least, n), max(most, n)
		if d.Hit(0.25) {
			hits++
		}
		if b := d.Between(2*time.Microsecond, 5*time.Microsecond); b < 2*time.Microsecond || b > 5*time.Microsecond {
			t.Fatalf("got %v, want 2µs to 5µs", b)
		}
	}
	if least != 0 || most != 5 {
		t.Errorf("got numbers from %d to %d, want 0 to 5", least, most)
	}
	if hits < 200 || hits > 300 {
		t.Errorf("got %d of 1000 hits with a chance of a quarter, want about 250", hits)
	}
	if b := d.Between(3*time.Second, time.Second); b != 3*time.Second {
		t.Errorf("got %v from an empty range, want its beginning", b)
	}

	alone, beside := &World{options: Options{Seed: 7}, dice: map[string]*Dice{}}, w
	beside.dice = map[string]*Dice{}
	for range 20 {
		beside.Dice("b").Below(100)
		if got, want := beside.Dice("a").Below(1000), alone.Dice("a").Below(1000); got != want {
			t.Fatalf("got %d beside other draws, want %d", got, want)
		}
	}
}
