package search_test

import (
	"context"
	"strings"
	"testing"

	"synod/engine/search"
)

// polls is a System in which slot 0 collects the answers of the others and says
// something once it has two of them. Answers have no order, so slot 0 waits.
type polls struct{ others int }

func (p polls) Slots() int { return 1 + p.others }

func (p polls) Start() search.State {
	s := search.State{Locals: [][]byte{{0}}}
	for i := range p.others {
		s.Locals = append(s.Locals, []byte{0})
		s.Messages = append(s.Messages, search.Message{To: 1 + i, Body: []byte{0}})
	}
	return s
}

func (p polls) React(slot int, local, body []byte) ([]search.Outcome, error) {
	if slot > 0 {
		return []search.Outcome{{Local: []byte{1}, Send: []search.Message{{To: 0, Body: []byte{byte(slot)}}}}}, nil
	}
	switch local[0] {
	case 0:
		return []search.Outcome{{Local: []byte{1}}}, nil
	case 1:
		return []search.Outcome{{Local: []byte{2}, Observed: []byte("enough")}}, nil
	}
	return nil, nil
}

func (polls) Moves(int, []byte) ([]search.Outcome, error) { return nil, nil }

func (polls) Watch(watcher []byte, _ int, observed []byte) ([]byte, search.Violation, error) {
	return observed, search.Violation{Property: "silence"}, nil
}

func (polls) Dead(slot int, local, _ []byte) bool { return slot == 0 && local[0] == 2 }

func (polls) Needless(int, []byte, int, []byte) uint8 { return 0 }

func (polls) Waits(slot int, local []byte) int {
	if slot == 0 && local[0] == 1 {
		return 1
	}
	return 0
}

func (polls) Joins(_ int, _, body []byte) bool { return body != nil }

// A slot that waits takes what it waits for in one go, and does not begin
// before it is there. That is as near, and fewer states.
func TestReduceOrders(t *testing.T) {
	for _, test := range []struct {
		name   string
		o      search.Options
		others int
		want   string
	}{
		{"whole", search.Options{DropDead: true}, 3, "violated silence after 4 steps: 17 states, 29 transitions, depth 5"},
		{"reduced", search.Options{DropDead: true, Reduce: true}, 3, "violated silence after 4 steps: 14 states, 20 transitions, depth 5"},
		{"whole, too few", search.Options{DropDead: true}, 1, "holds: 3 states, 3 transitions, depth 3"},
		{"reduced, too few", search.Options{DropDead: true, Reduce: true}, 1, "holds: 2 states, 2 transitions, depth 2"},
	} {
		for _, workers := range []int{1, 2, 4} {
			test.o.Workers = workers
			r, err := search.Explore(context.Background(), polls{test.others}, test.o)
			if err != nil || r.String() != test.want {
				t.Errorf("%s, %d workers: got %v, %v; want %s", test.name, workers, r, err, test.want)
			}
		}
	}
}

// What cannot be reduced is refused, with what would be right.
func TestReduceRefused(t *testing.T) {
	yes := search.Predicate{Name: "yes", Test: func(*search.View) (bool, error) { return true, nil }}
	for _, test := range []struct {
		sys  search.System
		o    search.Options
		want string
	}{
		{endless{}, search.Options{Reduce: true}, "the system is no Reducer"},
		{polls{1}, search.Options{Reduce: true}, "without dropping dead messages"},
		{polls{1}, search.Options{Reduce: true, DropDead: true, Invariants: []search.Predicate{yes}}, "got predicates, want none"},
	} {
		if _, err := search.Explore(context.Background(), test.sys, test.o); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("got %v, want %q", err, test.want)
		}
	}
}
