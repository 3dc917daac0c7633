package script

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"synod/engine/search"
	"synod/engine/shrink"
)

// Whoever wants to know is told when something begins that takes long, and when it
// is over, whatever comes of it.
func TestDoing(t *testing.T) {
	const broken = `
cluster(3, rules = {"adopt_reported_value": False}, quiet = True)
def f():
    lose(kind = "learn")
    submit(1, "apple")
    submit(2, "pear")
`
	for _, c := range []struct{ name, src, want string }{
		{"a search", `cluster(3); explore(propose = [(1, "A")])`, "searching|"},
		{"two searches", `cluster(3); explore(propose = [(1, "A")]); explore(propose = [(2, "B")])`, "searching||searching|"},
		{"a search that fails", `cluster(3); assert.fails(lambda: explore(propose = [(1, "A")], goal = lambda: 1 // 0))`, "searching|"},
		{"shrinking", broken + "expect_violation(f)\nshrink()\n", "shrinking|"},
		{"why", broken + "expect_violation(f)\nwhy(walks = 10)\n", "shrinking||letting the run go on at random|"},
		{"nothing that takes long", `cluster(3); submit(1, "A")`, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var told []string
			s := New(t.Context(), Options{Fleet: Simulated, Doing: func(what string) {
				if !strings.Contains(what, ": ") { // how far it is depends on the machine
					told = append(told, what)
				}
			}})
			if err := s.Run("x.star", "", c.src); err != nil {
				t.Error(s.Explain(err))
			}
			if got := strings.Join(told, "|"); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// How far it is is told now and then, and not after every step.
func TestDoingSeldom(t *testing.T) {
	var told []string
	s := New(t.Context(), Options{Fleet: Simulated, Doing: func(what string) { told = append(told, what) }})
	u := s.begin("searching")
	p := search.Progress{States: 7, Rate: 8, Frontier: 9, Depth: 10, Memory: 11 << 20}
	u.search(p)
	if u.next.IsZero() {
		t.Error("there is no time to tell again")
	}
	u.next = time.Now().Add(time.Hour)
	u.search(p)
	for _, tell := range []func(){
		func() { u.shrink(shrink.Progress{From: 50, To: 12, Events: 600}) },
		func() { u.shrink(shrink.Progress{From: 50, To: 12, Events: 600, States: 7000}) },
		func() { u.why(3, 14) },
	} {
		u.next = time.Time{}
		tell()
	}
	u.end()
	want := []string{
		"searching", "searching: 7 states, depth 10, 9 to follow, 8 transitions/s, 11 MB",
		"shrinking: 50 events to 12, 600 told again", "shrinking: 50 events to 12, looking for a shorter way in 7000 states",
		"letting the run go on at random: from step 3 of 14", "",
	}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", told, want)
	}
}
