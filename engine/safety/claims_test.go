package safety

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// deed is something that happens in a run.
type deed func(*Judge) *node.Violation

func agree(id node.ID, name string, key, value node.Value) deed {
	return func(j *Judge) *node.Violation {
		var e node.Effects
		e.Agree(name, key, value)
		return j.Performed(id, e)
	}
}

func reaches(id node.ID, name string, value node.Value) deed {
	return func(j *Judge) *node.Violation {
		var e node.Effects
		e.NeverFalls(name, value)
		return j.Performed(id, e)
	}
}

func crash(id node.ID) deed {
	return func(j *Judge) *node.Violation { j.Crashed(id); return nil }
}

func wipe(id node.ID) deed {
	return func(j *Judge) *node.Violation { j.Wiped(id); return nil }
}

// Runs stand in pairs that differ in one thing: the first keeps its claims, the last
// deed of the other breaks one.
func TestClaims(t *testing.T) {
	for _, c := range []struct {
		name  string
		deeds []deed
		want  string // "" keeps all claims
	}{
		{"one claim", []deed{agree(1, "chosen", "", `"X"`)}, ""},
		{"the same value again", []deed{agree(1, "chosen", "", `"X"`), agree(2, "chosen", "", `"X"`)}, ""},
		{"another value", []deed{agree(1, "chosen", "", `"X"`), agree(2, "chosen", "", `"Y"`)},
			"chosen: n2 claims chosen = Y, which is X by an earlier claim"},
		{"another value of the same node", []deed{agree(1, "chosen", "", `"X"`), agree(1, "chosen", "", `"Y"`)},
			"chosen: n1 claims chosen = Y, which is X by an earlier claim"},
		{"another key", []deed{agree(1, "leader", "1", "1"), agree(2, "leader", "2", "2")}, ""},
		{"another value for the key", []deed{agree(1, "leader", "1", "1"), agree(2, "leader", "1", "2")},
			"leader: n2 claims leader 1 = 2, which is 1 by an earlier claim"},
		{"another name", []deed{agree(1, "chosen", "1", "1"), agree(2, "leader", "1", "2")}, ""},
		{"a string is no number", []deed{agree(1, "leader", "1", "1"), agree(2, "leader", `"1"`, "2")}, ""},
		{"no key is a key", []deed{agree(1, "x", "", "1"), agree(2, "x", `""`, "2")}, ""},
		{"a crash does not take a claim back", []deed{agree(1, "x", "", "1"), crash(1), agree(2, "x", "", "2")},
			"x: n2 claims x = 2, which is 1 by an earlier claim"},
		{"nor does a wiped disk", []deed{agree(1, "x", "", "1"), wipe(1), agree(1, "x", "", "2")},
			"x: n1 claims x = 2, which is 1 by an earlier claim"},

		{"it rises", []deed{reaches(1, "term", "1"), reaches(1, "term", "2")}, ""},
		{"it stays", []deed{reaches(1, "term", "2"), reaches(1, "term", "2")}, ""},
		{"it falls", []deed{reaches(1, "term", "2"), reaches(1, "term", "1")}, "term: term of n1 falls from 2 to 1"},
		{"it falls after a crash", []deed{reaches(1, "term", "2"), crash(1), reaches(1, "term", "1")}, "term: term of n1 falls from 2 to 1"},
		{"on an empty disk it begins anew", []deed{reaches(1, "term", "2"), wipe(1), reaches(1, "term", "1")}, ""},
		{"another node's disk does not help", []deed{reaches(1, "term", "2"), wipe(2), reaches(1, "term", "1")}, "term: term of n1 falls from 2 to 1"},
		{"each node has its own", []deed{reaches(1, "term", "2"), reaches(2, "term", "1")}, ""},
		{"and each name", []deed{reaches(1, "term", "2"), reaches(1, "commit", "1")}, ""},
		{"ten is more than nine", []deed{reaches(1, "term", "9"), reaches(1, "term", "10")}, ""},
		{"beyond 64 bits", []deed{reaches(1, "term", "36893488147419103233"), reaches(1, "term", "36893488147419103232")},
			"term: term of n1 falls from 36893488147419103233 to 36893488147419103232"},
		{"a half is less than one", []deed{reaches(1, "term", "1"), reaches(1, "term", "0.5")}, "term: term of n1 falls from 1 to 0.5"},
		{"tuples", []deed{reaches(1, "ballot", "(1,3)"), reaches(1, "ballot", "(2,1)")}, ""},
		{"a tuple falls", []deed{reaches(1, "ballot", "(2,3)"), reaches(1, "ballot", "(2,1)")}, "ballot: ballot of n1 falls from (2,3) to (2,1)"},
		{"pairs, by the first", []deed{reaches(1, "ballot", "[1,3]"), reaches(1, "ballot", "[2,1]")}, ""},
		{"pairs, by the second", []deed{reaches(1, "ballot", "[2,3]"), reaches(1, "ballot", "[2,1]")}, "ballot: ballot of n1 falls from [2,3] to [2,1]"},
		{"strings", []deed{reaches(1, "x", `"a"`), reaches(1, "x", `"b"`)}, ""},
		{"what has no order", []deed{reaches(1, "x", `"a"`), reaches(1, "x", "1")}, "x: x of n1 goes from a to 1, and neither of them is the greater"},
	} {
		t.Run(c.name, func(t *testing.T) {
			j, got := New(nil, nil), ""
			for i, d := range c.deeds {
				if v := d(j); v != nil {
					if got = v.Error(); i < len(c.deeds)-1 {
						t.Fatalf("deed %d: got %s, want no violation yet", i+1, got)
					}
				}
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// The first claim of an agreement is a milestone, and no later one.
func TestAgreementsAreMilestones(t *testing.T) {
	j := New(nil, nil)
	for _, d := range []deed{agree(2, "leader", "1", "2"), agree(1, "leader", "1", "2"), reaches(1, "term", "1"), agree(1, "chosen", "", `"X"`)} {
		d(j)
	}
	news := func() (texts []string) {
		if err := j.News(func(text string) error { texts = append(texts, text); return nil }); err != nil {
			t.Fatal(err)
		}
		return texts
	}
	if got, want := fmt.Sprint(news()), "[agreed: leader 1 = 2 by n2 agreed: chosen = X by n1]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := news(); len(got) > 0 {
		t.Errorf("got %v, want nothing new", got)
	}
}

// A Judge that was written and read again, or that learns from statements, judges the
// rest of a run as one that was there; and the order of claims that agree leaves no
// trace in its state.
func TestClaimsInASearch(t *testing.T) {
	names, values := rapid.SampledFrom([]string{"a", "b"}), rapid.SampledFrom([]node.Value{"1", "2", `"x"`})
	rapid.Check(t, func(t *rapid.T) {
		there, searched := New(nil, nil), New(nil, nil)
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			id := node.ID(rapid.IntRange(1, 2).Draw(t, "node"))
			var e node.Effects
			var told []byte
			if rapid.IntRange(0, 9).Draw(t, "wipe") == 0 {
				there.Wiped(id)
				told = AppendWiped(nil)
			} else if rapid.Bool().Draw(t, "agree") {
				e.Agree(names.Draw(t, "name"), values.Draw(t, "key"), values.Draw(t, "value"))
			} else {
				e.NeverFalls(names.Draw(t, "name"), values.Draw(t, "value"))
			}
			for i := range e {
				told = AppendStated(told, nil, &e[i])
			}
			want := there.Performed(id, e)
			got := searched.Learn(id, told, func(string) bool { return true })
			if (got == nil) != (want == nil) || got != nil && *got != *want {
				t.Fatalf("got %v, want %v", got, want)
			}
			state := searched.AppendState(nil)
			if !bytes.Equal(state, there.AppendState(nil)) {
				t.Fatalf("got the state %x, want %x", state, there.AppendState(nil))
			}
			var err error
			if searched, err = Restore(nil, nil, state); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// A state that was cut is refused.
func TestCutState(t *testing.T) {
	j := New(nil, nil)
	agree(1, "a", "1", "2")(j)
	reaches(1, "b", "1")(j)
	state := j.AppendState(nil)
	for n := range state {
		if _, err := Restore(nil, nil, state[:n]); err == nil {
			t.Errorf("%d of %d bytes: got no error, want one", n, len(state))
		}
	}
	if _, err := Restore(nil, nil, append(state, 0)); err == nil {
		t.Error("a byte more: got no error, want one")
	}
}

// Claims of nodes with other names are those that the nodes would have made.
func TestRenamedClaims(t *testing.T) {
	to := func(id node.ID) node.ID { return 3 - id }
	j, want := New(nil, nil), New(nil, nil)
	for _, pair := range [][2]deed{{reaches(1, "term", "1"), reaches(2, "term", "1")}, {agree(2, "x", "", "1"), agree(1, "x", "", "1")}} {
		pair[0](j)
		pair[1](want)
	}
	if got := j.Renamed(to).AppendState(nil); !bytes.Equal(got, want.AppendState(nil)) {
		t.Errorf("got %x, want %x", got, want.AppendState(nil))
	}
}
