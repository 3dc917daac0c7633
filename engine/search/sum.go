package search

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
)

// sum is a fingerprint of 128 bits, of which searches use the lower 64 unless
// they are Wide.
//
// The fingerprint of a state is the sum of those of its parts, modulo 2^64 in
// each half. It does not depend on the order of the messages, and the
// fingerprint of a successor follows from that of its predecessor and the
// parts that changed, before the successor is built. It is made of contents
// and not of ids, which depend on who came first.
type sum struct{ lo, hi uint64 }

func (a sum) plus(b sum) sum  { return sum{a.lo + b.lo, a.hi + b.hi} }
func (a sum) minus(b sum) sum { return sum{a.lo - b.lo, a.hi - b.hi} }

func (a sum) compare(b sum) int { return cmp.Or(cmp.Compare(a.lo, b.lo), cmp.Compare(a.hi, b.hi)) }

// part is a kind of thing that a state is made of. Equal bytes in different
// parts, or in different slots, have different fingerprints.
type part byte

const (
	aLocal part = iota + 1
	aMessage
	aWatcher
	anObservation
)

// sumOf returns the fingerprint of a part. Sums of values that anybody can
// compute backwards would be easy to collide; this one is slow, but only
// computed once for each distinct part.
func sumOf(p part, slot int, body string) sum {
	b := make([]byte, 0, 64)
	b = append(b, byte(p))
	b = binary.LittleEndian.AppendUint32(b, uint32(slot))
	b = append(b, body...)
	h := sha256.Sum256(b)
	return sum{binary.LittleEndian.Uint64(h[:8]), binary.LittleEndian.Uint64(h[8:16])}
}

// sumOfBudgets returns the fingerprint of packed budgets. It is computed for
// every transition that spends something.
func sumOfBudgets(b uint64) sum {
	return sum{mix(b + 0x9e3779b97f4a7c15), mix(b + 0xd1b54a32d192ed03)}
}

// mix scatters the bits of x over all 64: the finalizer of SplitMix64.
func mix(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}
