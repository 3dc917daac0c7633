package script

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"synod/engine/search"
)

// TestWhatASearchMeets sets rules and faults before a search. What the search met
// has happened, as often with one worker as with several; what it did not meet
// has not, and --strict says so.
func TestWhatASearchMeets(t *testing.T) {
	for _, c := range []struct {
		set  string
		hits bool
	}{
		{`lose(kind = "learn")`, true},
		{`lose(src = 1, dst = 2)`, true},
		{`lose(where = lambda m: m.kind == "accept")`, true},
		{`hold(kind = "accept")`, true},
		{`delay("10ms", kind = "promise")`, true},
		{`reorder(kind = "accept")`, true},
		{`partition([1, 2], [3])`, true},
		{`cut(1, 3)`, true},
		{`cut(3, 1, oneway = True)`, true},
		{`isolate(3)`, true},
		{`bridge(2)`, true},
		{`pause(3)`, true},
		{`skew(1, "5ms"); explore(propose = [(1, "A"), (2, "B")], timers = 1, strategy = "random", walks = 50)`, true},
		{`lose(kind = "nack")`, false}, // there is no rival
		{`hold(src = 2, dst = 3)`, false},
		{`cut(2, 3)`, false},
		{`lose(where = lambda m: m.src == 9)`, false},
	} {
		var first string
		for _, workers := range []int{1, 2, 5} {
			var out strings.Builder
			s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: &out, Workers: workers, Strict: true})
			err := s.Run("x.star", "", fmt.Sprintf(`
cluster(3)
r = %s
x = explore(propose = [(1, "A")])
print(r, r.hits > 0)
`, c.set))
			var failed *AssertionError
			switch got := out.String(); {
			case !strings.HasSuffix(got, map[bool]string{true: "True", false: "False"}[c.hits]+"\n"):
				t.Errorf("%s: got %q, want hits %t", c.set, got, c.hits)
			case c.hits && err != nil:
				t.Errorf("%s: got the error %v, want none: it happened", c.set, err)
			case !c.hits && !(errors.As(err, &failed) && strings.Contains(failed.What, "it never happened")):
				t.Errorf("%s: got the error %v, want that it never happened", c.set, err)
			case first != "" && got != first:
				t.Errorf("%s: got %q of %d workers, want %q", c.set, got, workers, first)
			default:
				first = got
			}
			s.Close()
		}
	}
}

// TestWhatASearchLeavesOut sets rules and faults that a search meets only when nothing is
// left out. The summary says so, --strict takes none for missing, and covered() says how
// to meet them. What no search comes to stays missing.
func TestWhatASearchLeavesOut(t *testing.T) {
	const two, one = `propose = [(1, "A"), (2, "B")]`, `propose = [(1, "A")]`
	for _, c := range []struct {
		set, asks string
		left      string // what is left out; "" for nothing
		missing   bool
	}{
		{`lose(kind = "nack")`, two, "lose nack", false},
		{`delay("5ms", kind = "nack", where = lambda m: m.src != m.dst)`, two, "delay 5ms nack where lambda", false},
		{`hold(kind = "nack", dst = 2)`, two, "hold nack to n2", false},
		{`lose(kind = "nack")`, two + `, reduce = False`, "", false},
		{`lose(kind = "nack")`, one, "", true},
		{`lose(kind = "nack", src = 3, dst = 3)`, two, "", true},
		{`lose(kind = "nack")`, two + `, states = 100`, "", true}, // the search did not come to its end
	} {
		var diag strings.Builder
		s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Diag: &diag, Strict: true, Progress: func(search.Progress) {}})
		err := s.Run("x.star", "", fmt.Sprintf("cluster(3)\nr = %s\nx = explore(%s)\nassert.ne(x.verdict, None)\n", c.set, c.asks))
		if missing := err != nil && strings.Contains(s.Explain(err), "it never happened"); missing != c.missing || !missing && err != nil {
			t.Errorf("%s, %s: got the error %v, want that it never happened %t", c.set, c.asks, err, c.missing)
		}
		want := fmt.Sprintf("; all hits of %q, which make no difference", c.left)
		if got := diag.String(); strings.Contains(got, "all hits of") != (c.left != "") || c.left != "" && !strings.Contains(got, want) {
			t.Errorf("%s, %s: got\n%swant %q", c.set, c.asks, got, c.left)
		}
		s.Close()
	}
	_, err := runOver(t, Simulated, `
cluster(3)
r = lose(kind = "nack")
explore(`+two+`)
covered(r)
`)
	var failed *AssertionError
	if !errors.As(err, &failed) || !strings.Contains(failed.What, "explore(reduce=False) has them") {
		t.Errorf("got the error %v, want how the search meets it", err)
	}
}

// TestASearchThatIsRemembered checks that a search whose outcome a conversation
// remembers meets its rules again.
func TestASearchThatIsRemembered(t *testing.T) {
	out, err := talk(t, "", "cluster(3)", `r = lose(kind = "learn")`, `x = explore(propose = [(1, "A")])`, "r.hits > 0", `run("1ms")`, "undo()", "r.hits > 0")
	if got := strings.Count(out, "True\n"); got != 2 || err != nil {
		t.Errorf("got the error %v and\n%s\nwant True twice", err, out)
	}
}
