package search_test

import (
	"fmt"
	"testing"

	"synod/engine/search"
)

// road is twenty steps of one slot, on which a fault may happen at any place,
// once. It is a violation at one place only.
type road struct{ bad byte }

const roadSteps = 20

func (r road) Slots() int { return 1 }

func (r road) Start() search.State {
	return search.State{Locals: [][]byte{{0}}, Budgets: search.Budgets{3: 1}}
}

func (r road) React(int, []byte, []byte) ([]search.Outcome, error) { return nil, nil }

func (r road) Moves(_ int, local []byte) (moves []search.Outcome, err error) {
	if local[0] < roadSteps {
		moves = append(moves, search.Outcome{Name: []byte("on"), Local: []byte{local[0] + 1}})
	}
	return append(moves, search.Outcome{Name: []byte("fault"), Cost: 1 << 3, Local: local, Observed: local}), nil
}

func (r road) Watch(watcher []byte, _ int, observed []byte) ([]byte, search.Violation, error) {
	if observed[0] == r.bad {
		return watcher, search.Violation{Property: "smooth"}, nil
	}
	return watcher, search.Violation{}, nil
}

// Walks spend what they have anywhere, and not as soon as they can: wherever a
// fault is bad, it is found in about as many walks as a walk has steps.
func TestWalksSpendAnywhere(t *testing.T) {
	for _, strategy := range []search.Strategy{search.RandomWalk, search.PCT} {
		for bad := range roadSteps {
			t.Run(fmt.Sprintf("%v/%d", strategy, bad), func(t *testing.T) {
				found := 0
				for seed := range 20 {
					o := search.Options{Strategy: strategy, Seed: uint64(seed), Walks: 4 * roadSteps}
					if must(t, road{byte(bad)}, o).Verdict == search.Violated {
						found++
					}
				}
				if found < 16 {
					t.Errorf("got it in %d of 20 searches, want 16", found)
				}
			})
		}
	}
}
