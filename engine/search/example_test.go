package search_test

import (
	"context"
	"fmt"

	"synod/engine/search"
)

// jugs are two jugs, of 3 and of 5 litres, a tap and a drain. They are one slot,
// which moves by itself; its state is how much is in each.
type jugs struct{}

var sizes = [2]byte{3, 5}

func (jugs) Slots() int          { return 1 }
func (jugs) Start() search.State { return search.State{Locals: [][]byte{{0, 0}}} }

func (jugs) React(int, []byte, []byte) ([]search.Outcome, error) { return nil, nil }

func (jugs) Watch(watcher []byte, _ int, _ []byte) ([]byte, search.Violation, error) {
	return watcher, search.Violation{}, nil
}

func (jugs) Moves(_ int, local []byte) (all []search.Outcome, err error) {
	move := func(name string, small, big byte) {
		if small != local[0] || big != local[1] {
			all = append(all, search.Outcome{Name: []byte(name), Local: []byte{small, big}})
		}
	}
	small, big := local[0], local[1]
	move("fill the small one", sizes[0], big)
	move("fill the big one", small, sizes[1])
	move("empty the small one", 0, big)
	move("empty the big one", small, 0)
	poured := min(small, sizes[1]-big)
	move("pour the small one into the big one", small-poured, big+poured)
	poured = min(big, sizes[0]-small)
	move("pour the big one into the small one", small+poured, big-poured)
	return all, nil
}

// The puzzle of two jugs that are to measure four litres, which is the first
// exercise of many courses on model checking. The trace is a shortest one.
func ExampleExplore() {
	four := search.Predicate{Name: "four litres", Test: func(v *search.View) (bool, error) { return v.Local(0)[1] == 4, nil }}
	result, err := search.Explore(context.Background(), jugs{}, search.Options{Goals: []search.Predicate{four}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Verdict, result.Property)
	for _, step := range result.Trace {
		fmt.Printf("%s\n", step.Name)
	}
	// Output:
	// found four litres
	// fill the big one
	// pour the big one into the small one
	// empty the small one
	// pour the big one into the small one
	// fill the big one
	// pour the big one into the small one
}
