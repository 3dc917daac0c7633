package observer

import (
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"synod/node"
)

// AppendState appends the canonical encoding of what o has collected: equal
// bytes mean that two Observers of as many nodes and the same quorum judge
// everything alike that comes later. In which order values were chosen is part
// of it only for the first, since all others are measured against that one.
func (o *Observer) AppendState(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(o.asked)))
	for _, v := range slices.Sorted(maps.Keys(o.asked)) {
		dst = appendText(dst, v)
	}
	dst = binary.AppendUvarint(dst, uint64(len(o.proposed)))
	for _, a := range slices.SortedFunc(maps.Keys(o.proposed), ask.compare) {
		dst = appendText(appendAt(dst, a.slot, a.ballot), o.proposed[a])
	}
	dst = o.appendVotes(dst)
	for id, b := range o.promised[1:] {
		dst = appendBallot(dst, b)
		dst = binary.AppendUvarint(dst, uint64(len(o.unsynced[id+1])))
		for _, f := range o.unsynced[id+1] {
			dst = appendText(appendAt(append(dst, byte(f.Kind)), f.Slot, f.Ballot), f.Value)
		}
	}
	return dst
}

// appendVotes appends who voted for what, and which choice was the first of its slot.
func (o *Observer) appendVotes(dst []byte) []byte {
	votes := slices.SortedFunc(maps.Keys(o.tallies), func(a, b vote) int {
		return cmp.Or(cmp.Compare(a.slot, b.slot), a.ballot.Compare(b.ballot), cmp.Compare(a.value, b.value))
	})
	dst = binary.AppendUvarint(dst, uint64(len(votes)))
	var firsts []uint64 // from 1, ascending
	for i, v := range votes {
		dst = appendText(appendAt(dst, v.slot, v.ballot), v.value)
		for _, word := range o.tallies[v].voters.words {
			dst = binary.AppendUvarint(dst, word)
		}
		if c := o.first(v.slot); c != nil && c.Ballot == v.ballot && c.Value == v.value {
			firsts = append(firsts, uint64(i+1))
		}
	}
	for _, first := range firsts {
		dst = binary.AppendUvarint(dst, first)
	}
	return binary.AppendUvarint(dst, 0)
}

func (a ask) compare(b ask) int {
	return cmp.Or(cmp.Compare(a.slot, b.slot), a.ballot.Compare(b.ballot))
}

// appendAt appends a ballot and its slot, which takes no room when it is 0.
func appendAt(dst []byte, slot int32, b node.Ballot) []byte {
	if slot == 0 {
		dst = binary.AppendUvarint(dst, uint64(b.Round)<<1)
	} else {
		dst = binary.AppendUvarint(binary.AppendUvarint(dst, uint64(b.Round)<<1|1), uint64(slot))
	}
	return binary.AppendUvarint(dst, uint64(b.Node))
}

func appendBallot(dst []byte, b node.Ballot) []byte {
	return binary.AppendUvarint(binary.AppendUvarint(dst, uint64(b.Round)), uint64(b.Node))
}

func appendText(dst []byte, v node.Value) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(v))), v...)
}

// Restore returns an Observer of so many nodes and that quorum in the state that
// AppendState wrote.
func Restore(nodes, quorum int, state []byte) (*Observer, error) {
	o := NewObserver(nodes, quorum)
	r := reader{rest: state}
	for range r.count() {
		o.asked[r.text()] = true
	}
	for range r.count() {
		var a ask
		a.slot, a.ballot = r.at()
		o.proposed[a] = r.text()
	}
	r.votes(o)
	for id := 1; id <= nodes; id++ {
		o.promised[id] = r.ballot()
		for range r.count() {
			f := Fact{Kind: FactKind(r.byte())}
			f.Slot, f.Ballot = r.at()
			f.Value = r.text()
			o.unsynced[id] = append(o.unsynced[id], f)
		}
	}
	if r.failed || len(r.rest) > 0 {
		return nil, errors.New("observer: got a state that was cut or has something after its end")
	}
	return o, nil
}

// reader reads what AppendState wrote. After a failure it reads zeros.
type reader struct {
	rest   []byte
	failed bool
}

// votes reads who voted for what, and makes the choices that follow.
func (r *reader) votes(o *Observer) {
	var order []vote
	for range r.count() {
		var v vote
		v.slot, v.ballot = r.at()
		v.value = r.text()
		t := o.tally(v)
		for i := range t.voters.words {
			t.voters.put(i, r.number())
		}
		order = append(order, v)
	}
	for first := r.number(); first > 0; first = r.number() {
		if first > uint64(len(order)) {
			r.failed = true
			return
		}
		o.choose(order[first-1])
	}
	for _, v := range order {
		if t := o.tallies[v]; t.voters.size >= o.quorum && !t.chosen {
			o.choose(v)
		}
	}
}

// choose notes that a vote chose its value.
func (o *Observer) choose(v vote) {
	t := o.tallies[v]
	t.chosen = true
	o.chosen = append(o.chosen, Choice{v.slot, v.ballot, v.value, t.voters.list()})
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// count reads how many of something follow: each of them takes a byte at least.
func (r *reader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.failed, r.rest = true, nil
		return 0
	}
	return int(n)
}

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.failed = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

// at reads what appendAt appended.
func (r *reader) at() (slot int32, b node.Ballot) {
	round := r.number()
	if round&1 == 1 {
		slot = int32(r.number())
	}
	b.Round, b.Node = int32(round>>1), node.ID(r.number())
	return slot, b
}

func (r *reader) ballot() node.Ballot {
	round := int32(r.number())
	return node.Ballot{Round: round, Node: node.ID(r.number())}
}

func (r *reader) text() node.Value {
	n := r.count()
	v := node.Value(r.rest[:n])
	r.rest = r.rest[n:]
	return v
}
