package observer

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// An Observer that was written and read again judges the rest of a run as the
// one that went on.
func TestRestoredObserverGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		went := NewObserver(3, 2)
		went.AskedFor(`"A"`)
		for range rapid.IntRange(0, 8).Draw(t, "before") {
			went.Stated(anyNode.Draw(t, "node"), []Fact{anyFact.Draw(t, "fact")})
		}
		state := went.AppendState(nil)
		read, err := Restore(3, 2, state)
		if err != nil {
			t.Fatal(err)
		}
		if again := read.AppendState(nil); !bytes.Equal(state, again) {
			t.Fatalf("got %x after reading %x", again, state)
		}
		for range rapid.IntRange(1, 8).Draw(t, "after") {
			id, fact := anyNode.Draw(t, "node"), anyFact.Draw(t, "fact")
			got, want := read.Stated(id, []Fact{fact}), went.Stated(id, []Fact{fact})
			if (got == nil) != (want == nil) || got != nil && got.Name != want.Name {
				t.Fatalf("%v states %v: got %v, want %v", id, fact, got, want)
			}
		}
		for slot := range int32(2) {
			got, want := firstOf(read.Chosen(), slot), firstOf(went.Chosen(), slot)
			if got.Value != want.Value {
				t.Fatalf("first chosen: got %v, want %v", got, want)
			}
		}
	})
}

// No bytes make Restore panic, and what it takes it gives back.
func FuzzRestore(f *testing.F) {
	o := NewObserver(3, 2)
	o.AskedFor(`"A"`)
	o.Stated(1, []Fact{{Kind: Voted, Ballot: node.Ballot{Round: 1, Node: 1}, Value: `"A"`}})
	f.Add(o.AppendState(nil))
	f.Add([]byte{1, 200})
	f.Fuzz(func(t *testing.T, state []byte) {
		o, err := Restore(3, 2, state)
		if err != nil {
			return
		}
		written := o.AppendState(nil)
		if o, err = Restore(3, 2, written); err != nil {
			t.Fatalf("%x was written, and cannot be read: %v", written, err)
		}
		if again := o.AppendState(nil); !bytes.Equal(written, again) {
			t.Fatalf("got %x, want %x", again, written)
		}
	})
}

var anyNode = rapid.Custom(func(t *rapid.T) node.ID { return node.ID(rapid.IntRange(1, 3).Draw(t, "id")) })

var anyFact = rapid.Custom(func(t *rapid.T) Fact {
	return Fact{
		Kind:   FactKind(rapid.IntRange(int(Promised), int(Learned)).Draw(t, "kind")),
		Slot:   rapid.Int32Range(0, 1).Draw(t, "slot"),
		Ballot: node.Ballot{Round: rapid.Int32Range(1, 2).Draw(t, "round"), Node: anyNode.Draw(t, "of")},
		Value:  node.Value(rapid.SampledFrom([]string{`"A"`, `"B"`}).Draw(t, "value")),
	}
})
