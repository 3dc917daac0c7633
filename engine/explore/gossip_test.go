package explore

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"synod/engine/search"
	"synod/node"
	"synod/node/paxos/observer"
)

// gossip is a model whose watcher collects who proposed and who voted, and
// judges nothing.
type gossip struct {
	*model
	mu    *sync.Mutex
	heard map[string]bool // every collection that there ever was
}

// Watch implements [search.System].
func (g gossip) Watch(watcher []byte, slot int, observed []byte) ([]byte, search.Violation, error) {
	all := strings.Fields(string(watcher))
	r := reader{observed}
	for len(r.rest) > 0 {
		r.byte() // whose statement it is
		f := observer.ParseStatement(append(r.bytes(), 0, 0))
		if f.Kind == observer.Proposed || f.Kind == observer.Voted {
			f.Value = f.Value[:len(f.Value)-2]
			all = append(all, node.ID(slot+1).String()+string('0'+rune(f.Kind))+f.Ballot.String()+f.Value.String())
		}
	}
	slices.Sort(all)
	next := strings.Join(slices.Compact(all), " ")
	g.mu.Lock()
	defer g.mu.Unlock()
	g.heard[next] = true
	return []byte(next), search.Violation{}, nil
}

// hear returns all that can be heard in a search.
func hear(t *testing.T, o Options, off []string, prepare func(*testing.T, *model) *search.State) map[string]bool {
	t.Helper()
	w := newWorld(t, 3, off...)
	defer w.Close()
	m, err := newModel(w, &o)
	if err != nil {
		t.Fatal(err)
	}
	g := gossip{m, &sync.Mutex{}, map[string]bool{}}
	so := m.options(w, &o)
	start := g.Start()
	start.Watcher = nil
	so.From = &start
	if prepare != nil {
		so.From = prepare(t, m)
	}
	r, err := search.Explore(context.Background(), g, so)
	if err != nil || r.Verdict == search.Violated {
		t.Fatalf("got %v, %v", r, err)
	}
	t.Logf("%v, %d collections", r, len(g.heard))
	return g.heard
}

// Whatever proposals and votes can come together in any order, can do so in a
// search that leaves things out.
func TestReductionKeepsEveryHistory(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches with nothing left out, which takes long")
	}
	for _, c := range []struct {
		name    string
		budgets Budgets
		bound   int
		off     []string
		short   bool
	}{
		{"no retry", Budgets{}, 0, nil, true},
		{"no retry, strange values", Budgets{}, 0, []string{"adopt_reported_value"}, false},
		{"a crash", Budgets{Crashes: 1, Restarts: 1}, 400_000, nil, false},
		{"a retry", Budgets{Timers: 1}, 500_000, nil, false},
		{"a retry and a lower vote", Budgets{Timers: 1}, 300_000, []string{"adopt_highest_ballot"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if testing.Short() && !c.short {
				t.Skip("takes seconds")
			}
			o := Options{Requests: clientsAB, Budgets: c.budgets}
			all := hear(t, reduced(o), c.off, nil)
			o.MaxStates = c.bound
			some := []map[string]bool{hear(t, whole(o), c.off, nil)}
			if c.bound > 0 {
				o.Strategy, o.Walks, o.MaxDepth = search.RandomWalk, 8_000, 60
				some = append(some, hear(t, whole(o), c.off, nil))
			}
			for _, heard := range some {
				for h := range heard {
					if !all[h] {
						t.Fatalf("this is never heard when things are left out: %s", h)
					}
				}
			}
		})
	}
}

// A search that begins in the middle of a count goes on from there: nobody is
// taken to wait who did not choose to.
func TestNobodyWaitsAtTheStart(t *testing.T) {
	if testing.Short() {
		t.Skip("it searches with nothing left out, which takes long")
	}
	halfway := func(t *testing.T, m *model) *search.State {
		cursor, err := search.NewCursor(m, search.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range []string{"propose A", "prepare 1.1", "promise 1.1"} {
			steps, err := cursor.Steps()
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(steps, func(s search.Step) bool {
				r := &Result{model: m}
				return s.Slot == 0 && r.add(s) == nil && strings.Contains(r.Steps[0].String(), event)
			})
			if i < 0 {
				t.Fatalf("there is no %s", event)
			}
			if err := cursor.Take(steps[i]); err != nil {
				t.Fatal(err)
			}
		}
		s := cursor.State()
		s.Watcher = nil
		return &s
	}
	o := Options{Requests: clientsAB}
	all, some := hear(t, reduced(o), nil, halfway), hear(t, whole(o), nil, halfway)
	for h := range some {
		if !all[h] {
			t.Errorf("this is never heard when things are left out: %s", h)
		}
	}
}
