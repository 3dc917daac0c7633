package search_test

import (
	"fmt"
	"sync"
	"testing"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// TestPredicateCalls counts how often predicates are called: once for each
// distinct combination of what they read, not for each state.
func TestPredicateCalls(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]int{}
	note := func(name string, read ...any) (bool, error) {
		mu.Lock()
		defer mu.Unlock()
		seen[fmt.Sprint(name, read)]++
		return true, nil
	}
	tests := []search.Predicate{
		{Name: "nothing", Test: func(v *search.View) (bool, error) { return note("nothing") }},
		{Name: "one", Test: func(v *search.View) (bool, error) { return note("one", v.Local(0)) }},
		{Name: "two", Test: func(v *search.View) (bool, error) { return note("two", v.Local(0), v.Local(1), v.Local(0)) }},
		{Name: "history", Test: func(v *search.View) (bool, error) { return note("history", v.Watcher()) }},
		{Name: "messages", Test: func(v *search.View) (bool, error) { return note("messages", v.Messages(2)) }},
		{Name: "perhaps", Test: func(v *search.View) (bool, error) {
			if v.Local(3)[0] == 0 {
				return note("perhaps", "not")
			}
			return note("perhaps", v.Local(4), v.Budget(0))
		}},
	}
	r := must(t, register.System{Clients: 2}, search.Options{Invariants: tests, Workers: 1})
	if r.Verdict != search.Holds || r.Unique != 16_668 {
		t.Fatalf("got %v", r)
	}
	for what, times := range seen {
		// "perhaps" does not tell here the two later states of slot 3 apart.
		if times > 1 && what[:7] != "perhaps" {
			t.Errorf("%s: called %d times", what, times)
		}
	}
	if len(seen) > 16_668/4 {
		t.Errorf("got %d distinct calls for %d states", len(seen), r.Unique)
	}
}

// decoding is a register that counts what it decodes.
type decoding struct {
	register.System
	decoded map[string]int
}

func (d decoding) DecodeLocal(slot int, local []byte) (any, error) {
	d.decoded[fmt.Sprint(slot, local)]++
	return string(local), nil
}

func (d decoding) DecodeWatcher(watcher []byte) (any, error) {
	d.decoded[fmt.Sprint(watcher)]++
	return string(watcher), nil
}

// TestDecoded looks at states in decoded form. Each is decoded once.
func TestDecoded(t *testing.T) {
	sys := decoding{register.System{Clients: 2}, map[string]int{}}
	same := search.Predicate{Name: "same", Test: func(v *search.View) (bool, error) {
		for slot := range sys.Slots() {
			local, err := v.DecodedLocal(slot)
			if err != nil || local != string(v.Local(slot)) {
				return false, err
			}
		}
		watcher, err := v.DecodedWatcher()
		return watcher == string(v.Watcher()), err
	}}
	if r := must(t, sys, search.Options{Invariants: []search.Predicate{same}}); r.Verdict != search.Holds {
		t.Errorf("got %v", r)
	}
	for what, times := range sys.decoded {
		if times != 1 {
			t.Errorf("%s: decoded %d times", what, times)
		}
	}
	r, err := search.Explore(t.Context(), register.System{Clients: 1}, search.Options{Invariants: []search.Predicate{same}})
	if err == nil || r.Verdict != search.Unknown {
		t.Errorf("no Decoder: got %v, %v", r, err)
	}
}
