package observer

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"synod/node"
)

// deed is something that happens to an observer of three nodes, two of which
// are a quorum.
type deed func(*Observer) *node.Violation

// told is a message or a record that states a fact.
type told struct{ fact Fact }

func (told) Kind() string                         { return "told" }
func (told) Fields(dst []node.Field) []node.Field { return dst }
func (told) Append(dst []byte) []byte             { return dst }
func (m told) Fact() Fact                         { return m.fact }

// tells returns the message that states a fact.
func tells(kind FactKind, ballot string, v node.Value) told {
	return told{Fact{Kind: kind, Ballot: b(ballot), Value: v}}
}

func b(text string) node.Ballot {
	ballot, err := node.ParseBallot(text)
	if err != nil {
		panic(err)
	}
	return ballot
}

func asked(v node.Value) deed {
	return func(o *Observer) *node.Violation { o.AskedFor(v); return nil }
}

func crashed(id node.ID) deed {
	return func(o *Observer) *node.Violation { o.Crashed(id); return nil }
}

func wiped(id node.ID) deed {
	return func(o *Observer) *node.Violation { o.Wiped(id); return nil }
}

// does lets a node perform effects.
func does(id node.ID, fill func(*node.Effects)) deed {
	return func(o *Observer) *node.Violation {
		var e node.Effects
		fill(&e)
		return o.Performed(id, e)
	}
}

func sends(id node.ID, kind FactKind, ballot string, v node.Value) deed {
	return does(id, func(e *node.Effects) {
		m := tells(kind, ballot, v)
		m.fact.Slot = present
		e.Send(1, m)
	})
}

// inSlot lets a deed be about a slot: the message that it sends is.
func inSlot(slot int32, d deed) deed {
	return func(o *Observer) *node.Violation {
		before := present
		present = slot
		defer func() { present = before }()
		return d(o)
	}
}

// present is the slot of the facts that are told.
var present int32

func promises(id node.ID, ballot string) deed { return sends(id, Promised, ballot, "") }

func proposes(id node.ID, ballot string, v node.Value) deed {
	return sends(id, Proposed, ballot, v)
}

func votes(id node.ID, ballot string, v node.Value) deed {
	return sends(id, Voted, ballot, v)
}

func writes(id node.ID, kind FactKind, ballot string, v node.Value) deed {
	return does(id, func(e *node.Effects) { e.Write(tells(kind, ballot, v)) })
}

func syncs(id node.ID) deed { return does(id, (*node.Effects).Sync) }

func publishes(id node.ID, v node.Value) deed {
	return does(id, func(e *node.Effects) { e.Publish(v) })
}

// chooses lets n1 and n2 vote for a value that a client asked for.
func chooses(ballot string, v node.Value) []deed {
	return []deed{asked(v), votes(1, ballot, v), votes(2, ballot, v)}
}

// observed does everything and returns the observer and the first violation,
// which must be of the last deed.
func observed(t *testing.T, deeds []deed) (*Observer, *node.Violation) {
	t.Helper()
	o := NewObserver(3, 2)
	for i, d := range deeds {
		if v := d(o); v != nil {
			if i < len(deeds)-1 {
				t.Fatalf("deed %d of %d: got %v, want no violation yet", i+1, len(deeds), v)
			}
			return o, v
		}
	}
	return o, nil
}

// Each property has runs that keep it and runs whose last deed breaks it. The
// two stand side by side where they differ in one thing.
var cases = []struct {
	name  string
	deeds []deed
	want  string // "" keeps all properties
}{
	{"nothing happens", nil, ""},
	{"one vote chooses nothing", []deed{asked(`"X"`), votes(1, "1.1", `"X"`)}, ""},
	{"a value is chosen", chooses("1.1", `"X"`), ""},
	{"and chosen again, by others", append(chooses("1.1", `"X"`), votes(2, "2.3", `"X"`), votes(3, "2.3", `"X"`)), ""},
	{"and by one more at the same ballot", append(chooses("1.1", `"X"`), votes(3, "1.1", `"X"`)), ""},

	{"two values at two ballots", append(chooses("1.1", `"X"`), asked(`"Y"`), votes(2, "2.3", `"Y"`), votes(3, "2.3", `"Y"`)),
		"agreement: two values are chosen: X at 1.1 by n1 n2, and now Y at 2.3 by n2 n3"},
	{"two values at one ballot", append(chooses("1.1", `"X"`), asked(`"Y"`), votes(2, "1.1", `"Y"`), votes(3, "1.1", `"Y"`)),
		"agreement: two values are chosen: X at 1.1 by n1 n2, and now Y at 1.1 by n2 n3"},
	{"a lower ballot that comes late", append(chooses("2.1", `"X"`), asked(`"Y"`), wiped(1), wiped(2), votes(1, "1.3", `"Y"`), votes(2, "1.3", `"Y"`)),
		"agreement: two values are chosen: X at 2.1 by n1 n2, and now Y at 1.3 by n1 n2"},
	{"votes for two values do not add up", []deed{asked(`"X"`), asked(`"Y"`), votes(1, "1.1", `"X"`), votes(2, "1.1", `"Y"`)}, ""},
	{"votes at two ballots do not add up", []deed{asked(`"X"`), votes(1, "1.1", `"X"`), votes(2, "2.1", `"X"`)}, ""},
	{"one node votes twice", []deed{asked(`"X"`), votes(1, "1.1", `"X"`), votes(1, "1.1", `"X"`)}, ""},
	{"a wiped vote was a vote", []deed{asked(`"X"`), votes(1, "1.1", `"X"`), wiped(1), votes(2, "1.1", `"X"`), votes(1, "1.1", `"X"`),
		asked(`"Y"`), votes(1, "2.2", `"Y"`), votes(3, "2.2", `"Y"`)},
		"agreement: two values are chosen: X at 1.1 by n1 n2, and now Y at 2.2 by n1 n3"},

	{"two values in two slots", append(chooses("1.1", `"X"`), asked(`"Y"`), inSlot(4, votes(2, "2.3", `"Y"`)), inSlot(4, votes(3, "2.3", `"Y"`))), ""},
	{"two values in one slot of many", append(chooses("1.1", `"X"`), asked(`"Y"`), inSlot(4, votes(1, "1.1", `"X"`)), inSlot(4, votes(2, "1.1", `"X"`)), inSlot(4, votes(2, "2.3", `"Y"`)), inSlot(4, votes(3, "2.3", `"Y"`))),
		"agreement: two values are chosen: X in slot 4 at 1.1 by n1 n2, and now Y in slot 4 at 2.3 by n2 n3"},
	{"votes in two slots do not add up", []deed{asked(`"X"`), votes(1, "1.1", `"X"`), inSlot(4, votes(2, "1.1", `"X"`))}, ""},
	{"a ballot for a value in each slot", []deed{asked(`"X"`), asked(`"Y"`), proposes(1, "1.1", `"X"`), inSlot(4, proposes(1, "1.1", `"Y"`))}, ""},
	{"a ballot for two values in a slot", []deed{asked(`"X"`), asked(`"Y"`), inSlot(4, proposes(1, "1.1", `"X"`)), inSlot(4, proposes(1, "1.1", `"Y"`))},
		"one_value_per_ballot: n1 asks for votes for Y at ballot 1.1 in slot 4, which was for X"},
	{"learned in a slot where nothing is chosen", append(chooses("1.1", `"X"`), inSlot(4, sends(3, Learned, "1.1", `"X"`))),
		"learned_implies_chosen: n3 learns X in slot 4, but nothing is chosen"},
	{"a promise holds for all slots", []deed{asked(`"X"`), promises(1, "2.1"), inSlot(4, votes(1, "1.1", `"X"`))},
		"promises_never_go_back: n1 goes back to ballot 1.1 after it promised 2.1"},

	{"a client asked", []deed{asked(`"X"`), proposes(1, "1.1", `"X"`)}, ""},
	{"another client asked", []deed{asked(`"Y"`), proposes(1, "1.1", `"X"`)},
		"validity: n1 proposes X at ballot 1.1, which no client asked for"},
	{"nobody asked for what is chosen", []deed{votes(1, "1.1", `"X"`), votes(2, "1.1", `"X"`)},
		"validity: X at 1.1 by n1 n2 is chosen, which no client asked for"},

	{"a ballot twice for its value", []deed{asked(`"X"`), proposes(1, "1.1", `"X"`), proposes(1, "1.1", `"X"`)}, ""},
	{"two ballots with a value each", []deed{asked(`"X"`), asked(`"Y"`), proposes(1, "1.1", `"X"`), proposes(1, "2.1", `"Y"`)}, ""},
	{"a ballot for two values", []deed{asked(`"X"`), asked(`"Y"`), proposes(1, "1.1", `"X"`), proposes(1, "1.1", `"Y"`)},
		"one_value_per_ballot: n1 asks for votes for Y at ballot 1.1, which was for X"},
	{"of two proposers", []deed{asked(`"X"`), asked(`"Y"`), proposes(1, "1.0", `"X"`), proposes(2, "1.0", `"Y"`)},
		"one_value_per_ballot: n2 asks for votes for Y at ballot 1.0, which was for X"},

	{"a promise again", []deed{promises(1, "2.1"), promises(1, "2.1")}, ""},
	{"a higher promise", []deed{promises(1, "2.1"), promises(1, "2.2")}, ""},
	{"a lower promise of another node", []deed{promises(1, "2.1"), promises(2, "1.1")}, ""},
	{"a lower promise", []deed{promises(1, "2.1"), promises(1, "1.3")},
		"promises_never_go_back: n1 goes back to ballot 1.3 after it promised 2.1"},
	{"a vote at the promise", []deed{asked(`"X"`), promises(1, "2.1"), votes(1, "2.1", `"X"`)}, ""},
	{"a vote below the promise", []deed{asked(`"X"`), promises(1, "2.1"), votes(1, "1.1", `"X"`)},
		"promises_never_go_back: n1 goes back to ballot 1.1 after it promised 2.1"},
	{"a promise below the vote", []deed{asked(`"X"`), votes(1, "2.1", `"X"`), promises(1, "1.1")},
		"promises_never_go_back: n1 goes back to ballot 1.1 after it promised 2.1"},
	{"a wiped node may go back", []deed{promises(1, "2.1"), wiped(1), promises(1, "1.1")}, ""},
	{"a crashed node may not", []deed{promises(1, "2.1"), crashed(1), promises(1, "1.1")},
		"promises_never_go_back: n1 goes back to ballot 1.1 after it promised 2.1"},

	{"what is chosen is learned", append(chooses("1.1", `"X"`), sends(3, Learned, "1.1", `"X"`)), ""},
	{"and published", append(chooses("1.1", `"X"`), publishes(3, `"X"`)), ""},
	{"learned before it is chosen", []deed{asked(`"X"`), votes(1, "1.1", `"X"`), sends(3, Learned, "1.1", `"X"`)},
		"learned_implies_chosen: n3 learns X, but nothing is chosen"},
	{"published before it is chosen", []deed{asked(`"X"`), publishes(3, `"X"`)},
		"learned_implies_chosen: n3 learns X, but nothing is chosen"},
	{"another value is learned", append(chooses("1.1", `"X"`), publishes(3, `"Y"`)),
		"learned_implies_chosen: n3 learns Y, but what is chosen is X at 1.1 by n1 n2"},

	{"a record counts once it is synced", []deed{promises(1, "2.1"), writes(1, Promised, "1.1", ""), syncs(1)},
		"promises_never_go_back: n1 goes back to ballot 1.1 after it promised 2.1"},
	{"a record that is not synced does not count", []deed{promises(1, "2.1"), writes(1, Promised, "1.1", "")}, ""},
	{"a crash loses it", []deed{promises(1, "2.1"), writes(1, Promised, "1.1", ""), crashed(1), syncs(1)}, ""},
	{"another node's sync does not help it", []deed{promises(1, "2.1"), writes(1, Promised, "1.1", ""), syncs(2)}, ""},
	{"a synced vote counts before it is sent", []deed{asked(`"X"`), writes(1, Voted, "1.1", `"X"`), syncs(1), votes(2, "1.1", `"X"`), publishes(2, `"X"`)}, ""},
	{"the second record of a sync", []deed{writes(1, Promised, "2.1", ""), writes(1, Promised, "1.1", ""), syncs(1)},
		"promises_never_go_back: n1 goes back to ballot 1.1 after it promised 2.1"},
	{"a record that states nothing", []deed{writes(1, None, "1.1", ""), syncs(1)}, ""},
	{"effects that state nothing", []deed{does(1, func(e *node.Effects) {
		e.SetTimer(0, 0, 0)
		e.StopTimer(0)
		e.Reply(&node.Reply{})
		e.Note(node.Note{})
		e.Outcome(node.Note{})
	})}, ""},
}

func TestProperties(t *testing.T) {
	broken := map[string]bool{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, v := observed(t, c.deeds)
			got := ""
			if v != nil {
				got = v.Error()
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
		name, _, _ := strings.Cut(c.want, ":")
		broken[name] = true
	}
	for _, name := range Names() {
		if !broken[name] {
			t.Errorf("%s: got no case that breaks it, want one", name)
		}
	}
	if len(broken) != len(Names())+1 {
		t.Errorf("got the names %v, want those of %v", broken, Names())
	}
}

// TestChosen follows what is chosen: in which order, by whom, and once.
func TestChosen(t *testing.T) {
	o, _ := observed(t, append(chooses("1.1", `"X"`),
		votes(3, "1.1", `"X"`), votes(3, "2.3", `"X"`), votes(1, "2.3", `"X"`), votes(2, "1.2", `"X"`)))
	want := []Choice{{0, b("1.1"), `"X"`, []node.ID{1, 2}}, {0, b("2.3"), `"X"`, []node.ID{1, 3}}}
	if got := o.Chosen(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestChoiceAsText(t *testing.T) {
	ids := func(n int) []node.ID {
		list := make([]node.ID, n)
		for i := range list {
			list[i] = node.ID(i + 1)
		}
		return list
	}
	for n, want := range map[int]string{
		1:   "X at 3.1 by n1",
		3:   "X at 3.1 by n1 n2 n3",
		9:   "X at 3.1 by n1 n2 n3 n4 n5 n6 n7 n8 n9",
		10:  "X at 3.1 by 10 nodes",
		501: "X at 3.1 by 501 nodes",
	} {
		if got := (Choice{0, b("3.1"), `"X"`, ids(n)}).String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestNames(t *testing.T) {
	names := Names()
	slices.Sort(names)
	if got := fmt.Sprint(slices.Compact(names)); got != "[agreement learned_implies_chosen one_value_per_ballot promises_never_go_back validity]" {
		t.Errorf("got %s, want the five properties", got)
	}
}
