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
	for _, b := range slices.SortedFunc(maps.Keys(o.proposed), node.Ballot.Compare) {
		dst = appendText(appendBallot(dst, b), o.proposed[b])
	}
	dst = o.appendVotes(dst)
	for id, b := range o.promised[1:] {
		dst = appendBallot(dst, b)
		dst = binary.AppendUvarint(dst, uint64(len(o.unsynced[id+1])))
		for _, f := range o.unsynced[id+1] {
			dst = appendText(appendBallot(append(dst, byte(f.Kind)), f.Ballot), f.Value)
		}
	}
	return dst
}

// appendVotes appends who voted for what, and which choice was the first.
func (o *Observer) appendVotes(dst []byte) []byte {
	votes := slices.SortedFunc(maps.Keys(o.tallies), func(a, b vote) int {
		return cmp.Or(a.ballot.Compare(b.ballot), cmp.Compare(a.value, b.value))
	})
	dst = binary.AppendUvarint(dst, uint64(len(votes)))
	first := uint64(0) // from 1; 0 is none
	for i, v := range votes {
		dst = appendText(appendBallot(dst, v.ballot), v.value)
		for _, word := range o.tallies[v].voters.words {
			dst = binary.AppendUvarint(dst, word)
		}
		if len(o.chosen) > 0 && o.chosen[0].Ballot == v.ballot && o.chosen[0].Value == v.value {
			first = uint64(i + 1)
		}
	}
	return binary.AppendUvarint(dst, first)
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
		b := r.ballot()
		o.proposed[b] = r.text()
	}
	r.votes(o)
	for id := 1; id <= nodes; id++ {
		o.promised[id] = r.ballot()
		for range r.count() {
			kind := FactKind(r.byte())
			o.unsynced[id] = append(o.unsynced[id], Fact{Kind: kind, Ballot: r.ballot(), Value: r.text()})
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
		v := vote{r.ballot(), r.text()}
		t := o.tally(v)
		for i := range t.voters.words {
			t.voters.put(i, r.number())
		}
		order = append(order, v)
	}
	if first := r.number(); first > 0 && first <= uint64(len(order)) {
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
	o.chosen = append(o.chosen, Choice{v.ballot, v.value, t.voters.list()})
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
