package paxos

import (
	"testing"

	"synod/node"
)

// The simulator must deliver a million messages a second, so one step has a
// few hundred nanoseconds, and allocates nothing but the messages it makes.

// BenchmarkPrepare is a prepare at a new ballot: a record, a sync, a promise.
func BenchmarkPrepare(b *testing.B) {
	benchmark(b, 3, func(i int) Message {
		return Message{What: Prepare, Ballot: node.Ballot{Round: int32(i + 1), Node: 1}}
	})
}

// BenchmarkAccept is an accept at a new ballot: a record, a sync, a vote.
func BenchmarkAccept(b *testing.B) {
	benchmark(b, 3, func(i int) Message {
		return Message{What: Accept, Ballot: node.Ballot{Round: int32(i + 1), Node: 1}, Value: `"X"`}
	})
}

// BenchmarkNack is a prepare below the promise.
func BenchmarkNack(b *testing.B) {
	first := true
	benchmark(b, 3, func(int) Message {
		if first {
			first = false
			return Message{What: Prepare, Ballot: node.Ballot{Round: 9, Node: 1}}
		}
		return Message{What: Prepare, Ballot: node.Ballot{Round: 1, Node: 1}}
	})
}

// BenchmarkVote is a vote that counts for nothing, in a cluster of a thousand:
// taking an answer must not depend on the number of nodes.
func BenchmarkVote(b *testing.B) {
	benchmark(b, 1000, func(int) Message {
		return Message{What: Accepted, Ballot: node.Ballot{Round: 1, Node: 1}, Value: `"X"`}
	})
}

func benchmark(b *testing.B, nodes int, message func(i int) Message) {
	m, err := Protocol{}.New(node.Config{Self: 1, Nodes: nodes})
	if err != nil {
		b.Fatal(err)
	}
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

// BenchmarkAppendState encodes the state of a node in phase 2.
func BenchmarkAppendState(b *testing.B) {
	m, err := Protocol{}.New(node.Config{Self: 1, Nodes: 5})
	if err != nil {
		b.Fatal(err)
	}
	var out node.Effects
	m.Step(&node.Event{Kind: node.EventRequest, Request: &node.Request{Proposal: 1, Op: node.OpPropose, Value: `"X"`}}, &out)
	for id := node.ID(1); id <= 3; id++ {
		m.Step(&node.Event{Kind: node.EventDeliver, From: id, Message: Message{What: Promise, Ballot: node.Ballot{Round: 1, Node: 1}}}, &out)
	}
	buf := make([]byte, 0, 256)
	b.ReportAllocs()
	for b.Loop() {
		buf = m.AppendState(buf[:0])
	}
}
