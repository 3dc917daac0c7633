package paxos

import (
	"fmt"
	"testing"

	"synod/node"
)

// TestVocabulary lists the kinds of all messages, with their fields, and of no record.
func TestVocabulary(t *testing.T) {
	want := []string{
		"prepare [ballot]", "promise [ballot voted vote_ballot vote_value]", "accept [ballot value]",
		"accepted [ballot value]", "nack [ballot promised]", "learn [ballot value]",
	}
	for i, s := range (Protocol{}).Kinds() {
		if got := fmt.Sprint(s.Kind, " ", s.Names()); s.Open || got != want[i] {
			t.Errorf("got %s, open %t, want %s", got, s.Open, want[i])
		}
	}
}

// What the protocol tells of fields by itself is what the list of all fields tells.
func TestFieldTests(t *testing.T) {
	values := []any{ballot(3, 1), ballot(4, 5), node.Ballot{}, node.Value(`"X"`), node.Value(""), node.Value("null"), true, false, node.Value("true")}
	messages := append([]Message{{What: Promise, Ballot: ballot(3, 1)}, {What: Learn, Ballot: ballot(4, 5), Value: y}}, every...)
	for _, name := range []string{"ballot", "value", "voted", "vote_ballot", "vote_value", "promised", "term"} {
		for _, v := range values {
			f := node.Field{Name: name, Value: v}
			test := node.FieldTest(Protocol{}, f)
			sketch, sketched := Protocol{}.SketchOf(f)
			for _, m := range messages {
				got, ok := node.FieldOf(m, name)
				want := ok && node.Same(v, got)
				if got := test(m); got != want {
					t.Errorf("%s = %v of %v: got %t, want %t", name, v, m, got, want)
				}
				if want && sketched && (Protocol{}).Sketch(m) != sketch {
					t.Errorf("%s = %v: the sketch of %v is another", name, v, m)
				}
			}
		}
	}
}

// Messages at different ballots have different sketches.
func TestSketch(t *testing.T) {
	seen := map[uint64]node.Ballot{}
	for round := range int32(70) {
		for id := range node.ID(70) {
			b := node.Ballot{Round: round << 24 >> 1, Node: id << 24}
			if round < 35 {
				b = node.Ballot{Round: round, Node: id}
			}
			got := Protocol{}.Sketch(Message{What: Prepare, Ballot: b})
			if other, twice := seen[got]; twice && other != b {
				t.Fatalf("%v and %v have one sketch", b, other)
			}
			seen[got] = b
		}
	}
}
