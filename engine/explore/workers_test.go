package explore

import (
	"context"
	"fmt"
	"testing"
)

// However many workers there are, a search finds the same, after the same
// steps, and counts the same: with reductions and without, in order and by
// chance.
func TestWorkersAgree(t *testing.T) {
	for _, c := range mutants {
		if c.steps > 15 || testing.Short() && c.steps > 9 {
			continue
		}
		t.Run(c.rule, func(t *testing.T) {
			for _, degree := range []func(Options) Options{deadOnly, reduced} {
				want := ""
				for _, workers := range []int{1, 2, 4} {
					w := newWorld(t, c.nodes, c.rule)
					o := degree(Options{Requests: c.requests, Budgets: c.budgets, Workers: workers})
					r, err := Run(context.Background(), w, o)
					w.Close()
					if err != nil {
						t.Fatal(err)
					}
					if got := told(r); want == "" {
						want = got
					} else if got != want {
						t.Fatalf("%d workers got\n%s\none got\n%s", workers, got, want)
					}
				}
			}
		})
	}
}

// told is all that a search says, but for what depends on the machine.
func told(r *Result) string {
	text := fmt.Sprintf("%v; %s: %s; %d dropped, %d handled, %d locals, %d bytes", &r.Result, r.Property, r.Sentence, r.Dropped, r.Handled, r.Locals, r.Memory)
	for i := range r.Steps {
		text += "\n" + r.Steps[i].String()
	}
	return text
}
