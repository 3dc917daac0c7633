package script

import (
	"slices"
	"testing"

	"synod/node"
)

// TestPlaced puts what a protocol brings behind the entry that it names, and refuses
// one that no table has: it would be lost without a word.
func TestPlaced(t *testing.T) {
	itself := func(s string) string { return s }
	got := placed(map[string][]string{"a": {"b", "c"}}, itself, []string{"a", "d"})
	if want := []string{"a", "b", "c", "d"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	defer func() {
		if recover() == nil {
			t.Error("got a table without what belongs behind x, want a panic")
		}
	}()
	placed(map[string][]string{"x": {"b"}}, itself, []string{"a"})
}

// TestTypedKinds sees every field of a type that a protocol brings, writes it down, and
// reads that as the same value.
func TestTypedKinds(t *testing.T) {
	some := node.Ballot{Round: 3, Node: 1}
	seen := 0
	for _, shape := range knownShapes() {
		for _, f := range shape.Fields {
			v, is := f.Value.(node.Typed)
			if !is {
				continue
			}
			seen++
			k := kindOf(v)
			value := k.seen(some)
			if again, err := k.field(value); err != nil || again != any(some) || value.literal() != "(3, 1)" {
				t.Errorf("%s of %s: got %v and error %v, written as %s; want %v, written as (3, 1)", f.Name, shape.Kind, again, err, value.literal(), some)
			}
		}
	}
	if seen == 0 {
		t.Error("got no field of such a type, want those of Paxos")
	}
}
