package search_test

import (
	"fmt"
	"testing"

	"synod/engine/search"
	"synod/engine/search/internal/register"
)

// TestRegister searches the register, whose numbers are known. Dropping dead
// messages gives the same verdict for fewer states, by the factors that are
// known too.
func TestRegister(t *testing.T) {
	for _, test := range []struct {
		clients                  int
		unique, generated, depth int
		live                     int // states without dead messages
	}{
		{1, 265, 482, 14, 137},
		{2, 16_668, 32_971, 21, 6_038},
		{3, 1_194_428, 2_420_477, 28, 280_499},
	} {
		t.Run(fmt.Sprintf("clients=%d", test.clients), func(t *testing.T) {
			if testing.Short() && test.clients > 2 {
				t.Skip("takes seconds")
			}
			sys := register.System{Clients: test.clients}
			r := must(t, sys, search.Options{})
			got := fmt.Sprint(r.Verdict, r.Unique, r.Generated, r.Depth)
			want := fmt.Sprint(search.Holds, test.unique, test.generated, test.depth)
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if r.Memory > 100e6 {
				t.Errorf("took %d bytes, want at most 100 MB", r.Memory)
			}
			r = must(t, sys, search.Options{DropDead: true})
			if r.Verdict != search.Holds || r.Unique != test.live || r.Dropped == 0 || r.Hints == 0 {
				t.Errorf("without dead messages: got %v with %d dropped, %d hints; want it to hold with %d states",
					r, r.Dropped, r.Hints, test.live)
			}
		})
	}
}

// TestRegisterWrong searches a register whose servers do not adopt what others
// voted for. Whoever works, the first shortest trace is found, and leads to
// where the watcher sees the violation.
func TestRegisterWrong(t *testing.T) {
	sys := register.System{Clients: 2, Careless: true}
	want := explore(sys, search.Options{}, asked{})
	for _, o := range []search.Options{{Workers: 1}, {Workers: 2}, {Workers: 4}, {Paranoid: true}, {Wide: true}} {
		o.Chop(512, 32)
		r := must(t, sys, o)
		if compared(*r) != compared(want) {
			t.Errorf("got %v\n%s\nwant\n%s", r, compared(*r), compared(want))
		}
	}
	c, err := search.NewCursor(sys, search.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for i, step := range want.Trace {
		if c.Violation() != (search.Violation{}) {
			t.Fatalf("violated before step %d of %d", i+1, len(want.Trace))
		}
		if err := c.Take(step); err != nil {
			t.Fatal(err)
		}
	}
	if got := c.Violation(); got.Property != want.Property || got.Sentence != want.Sentence {
		t.Errorf("at the end of the trace: got %v, want %s: %s", got, want.Property, want.Sentence)
	}
}
