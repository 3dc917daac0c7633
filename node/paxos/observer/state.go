package observer

import (
	"cmp"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"synod/node"
	"synod/node/packed"
)

// AppendState appends the canonical encoding of what o has collected: equal
// bytes mean that two Observers of as many nodes and the same quorum judge
// everything alike that comes later. In which order values were chosen is part
// of it only for the first, since all others are measured against that one.
func (o *Observer) AppendState(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(o.asked)))
	for _, v := range slices.Sorted(maps.Keys(o.asked)) {
		dst = packed.AppendText(dst, v)
	}
	dst = binary.AppendUvarint(dst, uint64(len(o.proposed)))
	for _, a := range slices.SortedFunc(maps.Keys(o.proposed), ask.compare) {
		dst = packed.AppendText(appendAt(dst, a.slot, a.ballot), o.proposed[a])
	}
	dst = o.appendVotes(dst)
	for id, b := range o.promised[1:] {
		dst = appendBallot(dst, b)
		dst = binary.AppendUvarint(dst, uint64(len(o.unsynced[id+1])))
		for _, f := range o.unsynced[id+1] {
			dst = packed.AppendText(appendAt(append(dst, byte(f.Kind)), f.Slot, f.Ballot), f.Value)
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
		dst = packed.AppendText(appendAt(dst, v.slot, v.ballot), v.value)
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

// Restore returns an Observer of so many nodes and that quorum in the state that
// AppendState wrote.
func Restore(nodes, quorum int, state []byte) (*Observer, error) {
	o := NewObserver(nodes, quorum)
	r := reader{packed.Reader{Rest: state}}
	for range r.Count() {
		o.asked[node.Value(r.Text())] = true
	}
	for range r.Count() {
		var a ask
		a.slot, a.ballot = r.at()
		o.proposed[a] = node.Value(r.Text())
	}
	r.votes(o)
	for id := 1; id <= nodes; id++ {
		o.promised[id] = r.ballot()
		for range r.Count() {
			f := Fact{Kind: FactKind(r.Byte())}
			f.Slot, f.Ballot = r.at()
			f.Value = node.Value(r.Text())
			o.unsynced[id] = append(o.unsynced[id], f)
		}
	}
	if !r.Done() {
		return nil, errors.New("observer: got a state that was cut or has something after its end")
	}
	return o, nil
}

// reader reads what AppendState wrote.
type reader struct{ packed.Reader }

// votes reads who voted for what, and makes the choices that follow.
func (r *reader) votes(o *Observer) {
	var order []vote
	for range r.Count() {
		var v vote
		v.slot, v.ballot = r.at()
		v.value = node.Value(r.Text())
		t := o.tally(v)
		for i := range t.voters.words {
			t.voters.put(i, r.Number())
		}
		order = append(order, v)
	}
	for first := r.Number(); first > 0; first = r.Number() {
		if first > uint64(len(order)) {
			r.Fail()
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

// at reads what appendAt appended.
func (r *reader) at() (slot int32, b node.Ballot) {
	round := r.Number()
	if round&1 == 1 {
		slot = int32(r.Number())
	}
	b.Round, b.Node = int32(round>>1), node.ID(r.Number())
	return slot, b
}

func (r *reader) ballot() node.Ballot {
	round := int32(r.Number())
	return node.Ballot{Round: round, Node: node.ID(r.Number())}
}
