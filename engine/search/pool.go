package search

import (
	"encoding/binary"
	"strings"
)

// item is a part of states: one that occurs in many states is kept once.
type item struct {
	sum  sum
	slot uint32
	nth  uint32 // of its slot, from 0
	body string

	images []sum // of the images in a symmetry, by order
}

// pool numbers the distinct parts of one kind, from 0 in the order of their
// arrival. It is not safe for concurrent use, except that items, once taken,
// may be read while others are added.
type pool struct {
	part  part
	items []item
	ids   map[string]uint32 // by slot and body
	slots []uint32          // by slot: how many
	size  int64             // bytes

	images func(slot int, body string) []sum // nil: there is no symmetry
}

// itemOverhead is about what an item needs beside its body, in the pool, in
// the index and in its key.
const itemOverhead = 160 // bytes

func newPool(p part) pool { return pool{part: p, ids: map[string]uint32{}} }

// id returns the number of body in slot, which is a new one if need be.
func (p *pool) id(slot int, body []byte) uint32 {
	key := make([]byte, 4, 4+len(body))
	binary.LittleEndian.PutUint32(key, uint32(slot))
	key = append(key, body...)
	if id, ok := p.ids[string(key)]; ok {
		return id
	}
	id, k := uint32(len(p.items)), string(key)
	p.ids[k] = id
	for len(p.slots) <= slot {
		p.slots = append(p.slots, 0)
	}
	x := item{sum: sumOf(p.part, slot, k[4:]), slot: uint32(slot), nth: p.slots[slot], body: k[4:]}
	if p.images != nil {
		x.images = p.images(slot, x.body)
	}
	p.items = append(p.items, x)
	p.slots[slot]++
	p.size += itemOverhead + int64(len(k)) + 16*int64(len(x.images))
	return id
}

// compare orders items by slot, then by body.
func (a *item) compare(b *item) int {
	if a.slot != b.slot {
		return int(a.slot) - int(b.slot)
	}
	return strings.Compare(a.body, b.body)
}
