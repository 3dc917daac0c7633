package observer

import (
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// An Observer that forgets after every fact finds the first violation where one
// that remembers all finds it, and calls it the same.
func TestForgetJudgesAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, some := NewObserver(3, 2), NewObserver(3, 2)
		for _, v := range []node.Value{`"A"`, `"B"`} {
			all.AskedFor(v)
			some.AskedFor(v)
		}
		for range rapid.IntRange(1, 25).Draw(t, "facts") {
			id := node.ID(rapid.IntRange(1, 3).Draw(t, "node"))
			f := Fact{
				Kind:   FactKind(rapid.IntRange(int(Promised), int(Learned)).Draw(t, "kind")),
				Slot:   rapid.Int32Range(0, 1).Draw(t, "slot"),
				Ballot: node.Ballot{Round: rapid.Int32Range(1, 3).Draw(t, "round"), Node: 1},
				Value:  node.Value(rapid.SampledFrom([]string{`"A"`, `"B"`}).Draw(t, "value")),
			}
			want, got := all.Stated(id, []Fact{f}), some.Stated(id, []Fact{f})
			if (want == nil) != (got == nil) || want != nil && want.Name != got.Name {
				t.Fatalf("%v states %v: got %v, want %v", id, f, got, want)
			}
			if want != nil {
				return
			}
			some.Forget()
			again, err := Restore(3, 2, some.AppendState(nil))
			if err != nil {
				t.Fatal(err)
			}
			some = again
		}
	})
}

// Observers that saw one value chosen in different ways are alike afterwards.
func TestForgetMakesAlike(t *testing.T) {
	states := map[string]bool{}
	for _, deeds := range [][]deed{
		chooses("1.1", `"X"`),
		{asked(`"X"`), votes(3, "1.1", `"X"`), votes(1, "1.1", `"X"`)},
	} {
		o, _ := observed(t, append(deeds, promises(1, "5.1"), promises(2, "5.1"), promises(3, "5.1")))
		o.Forget()
		states[string(o.AppendState(nil))] = true
		if v := o.Chosen()[0].Value; v != `"X"` {
			t.Errorf("got %v chosen, want X", v)
		}
	}
	if len(states) != 1 {
		t.Errorf("got %d states, want one", len(states))
	}
}
