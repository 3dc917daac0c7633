package engine

import (
	"hash/fnv"
	"math/bits"
	"math/rand/v2"
	"time"
)

// stream is a source of random numbers for one use. Its numbers are the same
// on every machine and with every release of Go: PCG is fixed by its
// specification, and the few methods here do the rest by themselves.
type stream struct {
	source *rand.PCG
	use    uint64 // the hash of what it is for
}

// newStream returns the stream of a run that is named by its use. A draw from
// one stream never disturbs another.
func newStream(seed uint64, use string) *stream {
	h := fnv.New64a()
	h.Write([]byte(use))
	return &stream{rand.NewPCG(seed, h.Sum64()), h.Sum64()}
}

// reseed makes s what newStream returns for the same use and another seed.
func (s *stream) reseed(seed uint64) { s.source.Seed(seed, s.use) }

// copy returns a stream that draws what s would.
func (s *stream) copy() *stream {
	source := *s.source
	return &stream{&source, s.use}
}

// below returns a number from 0 to n-1.
func (s *stream) below(n uint64) uint64 {
	hi, _ := bits.Mul64(s.source.Uint64(), n)
	return hi
}

// hit reports whether an event of the given probability happens.
func (s *stream) hit(rate float64) bool {
	return float64(s.source.Uint64()>>11)/(1<<53) < rate
}

// between returns a whole number of microseconds from least to most.
func (s *stream) between(least, most time.Duration) time.Duration {
	span := most.Microseconds() - least.Microseconds()
	if span <= 0 {
		return least
	}
	return least + time.Duration(s.below(uint64(span)+1))*time.Microsecond
}

// exponential returns a whole number of microseconds with the given mean, at
// most 44 times the mean.
func (s *stream) exponential(mean time.Duration) time.Duration {
	hi, lo := bits.Mul64(negLn(s.source.Uint64()), uint64(mean))
	return time.Duration(hi<<(64-lnFraction) | lo>>lnFraction).Truncate(time.Microsecond)
}

// lnFraction is how many bits of negLn's result stand behind the point.
const lnFraction = 32

// ln2 is the natural logarithm of 2 with lnFraction bits behind the point.
const ln2 = 0xB17217F8

// negLn returns -ln(u/2^64) as a fixed-point number. It takes the logarithm
// to base 2 bit by bit, by squaring, in whole numbers only: math.Log may differ
// in the last bit between machines that fuse a multiplication with an addition
// and machines that do not.
func negLn(u uint64) uint64 {
	u |= 1
	zeros := bits.LeadingZeros64(u)
	m := u << zeros // from 1 to 2, with 63 bits behind the point
	log2 := uint64(0)
	for range lnFraction {
		hi, lo := bits.Mul64(m, m) // from 1 to 4, with 126 bits behind the point
		log2 <<= 1
		if hi>>63 == 1 {
			log2 |= 1
			m = hi
		} else {
			m = hi<<1 | lo>>63
		}
	}
	below := uint64(zeros+1)<<lnFraction - log2 // -log2(u/2^64)
	hi, lo := bits.Mul64(below, ln2)
	return hi<<(64-lnFraction) | lo>>lnFraction
}
