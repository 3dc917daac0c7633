package search_test

import (
	"context"
	"errors"
	"path"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// hasty is a register that calls some messages dead too early.
type hasty struct {
	register.System
	dead func(slot int, local, body []byte) bool
}

func (s hasty) Dead(slot int, local, body []byte) bool {
	return s.System.Dead(slot, local, body) || s.dead(slot, local, body)
}

// TestWrongHint gives wrong hints, one that hides a whole phase and one that
// only matters in a later state. Each is reported, with names.
func TestWrongHint(t *testing.T) {
	const get, prepare = 2, 4
	for _, test := range []struct {
		name string
		dead func(slot int, local, body []byte) bool
		want string
	}{
		{"at once", func(slot int, _, body []byte) bool { return slot == 1 && body[1] == prepare },
			"wrong hint: server 1: Prepare of server 0 is said to be dead in state 00*, but does something there"},
		{"later", func(slot int, local, body []byte) bool {
			return slot == 1 && local[len(local)-1] == 0 && body[1] == get
		},
			"wrong hint: server 1: Get of client A is said to be dead in state *, but does something in state *01, which can come of it"},
	} {
		var first string
		for _, workers := range []int{1, 2, 4} {
			r, err := search.Explore(context.Background(), hasty{register.System{Clients: 2}, test.dead},
				search.Options{DropDead: true, Workers: workers})
			if !errors.Is(err, search.ErrWrongHint) || r.Verdict != search.Unknown {
				t.Fatalf("%s: got %v, %v; want %v", test.name, r, err, search.ErrWrongHint)
			}
			if first == "" {
				first = err.Error()
			}
			if ok, _ := path.Match(test.want, err.Error()); !ok {
				t.Errorf("%s: got %q, want %q", test.name, err, test.want)
			}
			if err.Error() != first {
				t.Errorf("%s: %d workers got %q, one got %q", test.name, workers, err, first)
			}
		}
	}
}

// TestHints draws small systems and hints, of which some are wrong. Unless the
// search says that a hint is wrong, it finds what it finds without hints: a
// wrong one is caught before it does harm.
func TestHints(t *testing.T) {
	caught, used := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		seed := rapid.Uint64().Draw(t, "seed")
		sys := tables(seed)
		sys.hint()
		for range rapid.IntRange(0, 2).Draw(t, "wrong") {
			at := [3]byte{
				rapid.ByteRange(0, byte(sys.Slots()-1)).Draw(t, "slot"),
				rapid.ByteRange(0, tableLocals-1).Draw(t, "local"), rapid.ByteRange(0, tableMessages-1).Draw(t, "body"),
			}
			sys.hints[at] = true
		}
		var ask asked
		if rapid.Bool().Draw(t, "ask") {
			ask = questions(seed, sys).withoutMessages()
		}
		o := search.Options{MaxStates: 5000, Workers: 2}
		ask.put(&o)
		full := must(t, sys, o)
		if full.Bound != search.Unbounded {
			return
		}
		o.DropDead = true
		r, err := search.Explore(context.Background(), sys, o)
		switch {
		case errors.Is(err, search.ErrWrongHint):
			caught++
			return
		case err != nil:
			t.Fatal(err)
		case r.Verdict != full.Verdict || len(r.Trace) != len(full.Trace) || r.Depth > full.Depth:
			t.Fatalf("got %v, want %v", r, full)
		}
		if r.Dropped > 0 {
			used++
		}
	})
	t.Logf("%d wrong hints caught, %d searches with right ones", caught, used)
}

// withoutMessages drops the questions that look at messages, of which dead
// ones are missing.
func (a asked) withoutMessages() asked {
	clean := func(qs []question) (list []question) {
		for _, q := range qs {
			ok := true
			for _, c := range q.clauses {
				ok = ok && c.what != 2
			}
			if ok {
				list = append(list, q)
			}
		}
		return list
	}
	return asked{clean(a.invariants), clean(a.goals), clean(a.prunes)}
}

// TestNoHinter asks to drop dead messages of a System that does not know them.
func TestNoHinter(t *testing.T) {
	_, err := search.Explore(context.Background(), endless{}, search.Options{DropDead: true})
	if err == nil {
		t.Error("got no error")
	}
}
