package search

import (
	"cmp"
	"math/bits"
	"slices"
	"sync/atomic"
)

// memo remembers a small answer for each of many keys. Any goroutine may get
// at any time; one at a time may put. The key 0 is not allowed.
type memo struct {
	table atomic.Pointer[memoTable]
	count int
}

// memoTable is open addressing with linear probing, at most three quarters
// full. An entry's key is stored after its value, so that whoever sees the key
// sees the value too.
type memoTable struct {
	entries []memoEntry
	shift   uint8
}

type memoEntry struct {
	key   atomic.Uint64
	value uint32
}

const memoEntrySize = 16 // bytes

// eventKey is the key of something that concerns two ids, such as a local
// state and a message.
func eventKey(a, b uint32) uint64 { return uint64(a+1)<<32 | uint64(b) }

// eventOf returns the ids that key is of.
func eventOf(key uint64) (a, b uint32) { return uint32(key>>32) - 1, uint32(key) }

func newMemo() *memo {
	m := &memo{}
	m.table.Store(newMemoTable(64))
	return m
}

func newMemoTable(size int) *memoTable {
	return &memoTable{make([]memoEntry, size), uint8(64 - bits.TrailingZeros(uint(size)))}
}

// get returns the answer for key, if it is known.
func (m *memo) get(key uint64) (uint32, bool) {
	t := m.table.Load()
	mask := uint64(len(t.entries) - 1)
	for i := key * 0x9e3779b97f4a7c15 >> t.shift; ; i++ {
		e := &t.entries[i&mask]
		switch e.key.Load() {
		case key:
			return e.value, true
		case 0:
			return 0, false
		}
	}
}

// put remembers the answer for key, which must not be known.
func (m *memo) put(key uint64, value uint32) {
	t := m.table.Load()
	if m.count++; m.count*4 > len(t.entries)*3 {
		t = t.doubled()
		m.table.Store(t)
	}
	t.put(key, value)
}

func (t *memoTable) put(key uint64, value uint32) {
	mask := uint64(len(t.entries) - 1)
	i := key * 0x9e3779b97f4a7c15 >> t.shift
	for t.entries[i&mask].key.Load() != 0 {
		i++
	}
	e := &t.entries[i&mask]
	e.value = value
	e.key.Store(key)
}

// doubled returns a copy with twice the room. Readers of t miss what is put
// into the copy, and ask again under the lock of whoever puts.
func (t *memoTable) doubled() *memoTable {
	n := newMemoTable(2 * len(t.entries))
	for i := range t.entries {
		if key := t.entries[i].key.Load(); key != 0 {
			n.put(key, t.entries[i].value)
		}
	}
	return n
}

// pair is a key and its answer.
type pair struct {
	key   uint64
	value uint32
}

// all returns what m knows, by key. The keys hold ids, whose order is chance.
func (m *memo) all() []pair {
	t := m.table.Load()
	all := make([]pair, 0, m.count)
	for i := range t.entries {
		if key := t.entries[i].key.Load(); key != 0 {
			all = append(all, pair{key, t.entries[i].value})
		}
	}
	slices.SortFunc(all, func(a, b pair) int { return cmp.Compare(a.key, b.key) })
	return all
}

// bytes returns how much memory m takes.
func (m *memo) bytes() int64 { return memoEntrySize * int64(len(m.table.Load().entries)) }
