package paxos

import (
	"testing"

	"synod/node"
)

// The simulator must deliver a million messages a second, so one step has a
// few hundred nanoseconds, and allocates nothing but the messages it makes.

// BenchmarkPrepare is a prepare at a new ballot: a record, a sync, a promise.
func BenchmarkPrepare(b *testing.B) {
	steps(b, node.Config{Self: 1, Nodes: 3}, func(*machine) {}, func(i int) Message { return prepareOf(int32(i+1), 2) })
}

// BenchmarkAccept is an accept at a new ballot: a record, a sync, a vote.
func BenchmarkAccept(b *testing.B) {
	steps(b, node.Config{Self: 1, Nodes: 3}, func(*machine) {}, func(i int) Message { return acceptOf(int32(i+1), 2, x) })
}

// BenchmarkNack is a prepare below the promise.
func BenchmarkNack(b *testing.B) {
	high := func(m *machine) { feed(m, 2, prepareOf(9, 2)) }
	steps(b, node.Config{Self: 1, Nodes: 3}, high, func(int) Message { return prepareOf(1, 2) })
}

// BenchmarkVote is a vote in a cluster of a thousand: taking an answer must
// not depend on the number of nodes.
func BenchmarkVote(b *testing.B) {
	var m *machine
	steps(b, node.Config{Self: 1, Nodes: 1000}, func(fresh *machine) {
		m = fresh
		request(OpPropose, x)(m)
		for id := node.ID(1); m.Proposal.Phase == preparing; id++ {
			feed(m, id, promiseOf(1, 1))
		}
	}, func(int) Message { return acceptedOf(1, 1, x) })
	if m.Proposal.Count != 1 {
		b.Fatalf("got %d votes of one node, want 1", m.Proposal.Count)
	}
}

// steps measures one step of a machine that is led somewhere first.
func steps(b *testing.B, cfg node.Config, lead func(*machine), message func(i int) Message) {
	m := newMachine(b, cfg)
	lead(m)
	var out node.Effects
	ev := node.Event{Kind: node.EventDeliver, From: 2}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		ev.Message = message(i) // one allocation, the sender's
		out = out[:0]
		m.Step(&ev, &out)
	}
}

// BenchmarkEncode encodes the record of a vote, as a disk does at each one.
func BenchmarkEncode(b *testing.B) {
	var m node.Message = Message{What: Voted, Ballot: node.Ballot{Round: 3, Node: 1}, Value: `"X"`}
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		buf = Protocol{}.Encode(buf[:0], m)
	}
}

// BenchmarkDecode decodes a promise.
func BenchmarkDecode(b *testing.B) {
	m := Message{What: Promise, Ballot: node.Ballot{Round: 4, Node: 5}, Voted: true, Other: node.Ballot{Round: 3, Node: 1}, Value: `"X"`}
	text := Protocol{}.Encode(nil, m)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (Protocol{}).Decode(text); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkAppendState encodes the state of a node in phase 2, as a search
// does after each step.
func BenchmarkAppendState(b *testing.B) {
	m := newMachine(b, node.Config{Self: 1, Nodes: 3})
	m.lead("proposing")
	buf := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		buf = m.AppendState(buf[:0])
	}
}
