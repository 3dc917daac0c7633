package observer

import (
	"bytes"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// To rename the nodes of an Observer is to have told it everything of nodes with
// other names.
func TestRenamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.Permutation([]node.ID{1, 2, 3}).Draw(t, "order")
		to := func(id node.ID) node.ID { return order[id-1] }
		here, there := NewObserver(3, 2), NewObserver(3, 2)
		here.AskedFor(`"A"`)
		there.AskedFor(`"A"`)
		for range rapid.IntRange(0, 12).Draw(t, "steps") {
			id, fact := anyNode.Draw(t, "node"), []Fact{anyFact.Draw(t, "fact")}
			got, want := there.Stated(to(id), fact), here.Stated(id, fact)
			if (got == nil) != (want == nil) || got != nil && got.Name != want.Name {
				t.Fatalf("%v states %v: got %v, want %v", to(id), fact, got, want)
			}
		}
		if got, want := here.Renamed(to).AppendState(nil), there.AppendState(nil); !bytes.Equal(got, want) {
			t.Fatalf("got %x, want %x", got, want)
		}
		here.Forget()
		there.Forget()
		renamed := here.Renamed(to)
		renamed.Forget()
		if got, want := renamed.AppendState(nil), there.AppendState(nil); !bytes.Equal(got, want) {
			t.Fatalf("after both forgot: got %x, want %x", got, want)
		}
	})
}
