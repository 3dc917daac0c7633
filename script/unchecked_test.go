package script

import (
	"strings"
	"testing"

	"synod/engine/explore"
	"synod/engine/search"
)

// A search that checks nothing says so beside its verdict, and one that does does not.
func TestNothingWasChecked(t *testing.T) {
	const saying = "nothing was checked"
	for _, c := range []struct {
		name    string
		checked bool
		verdict search.Verdict
		want    bool
	}{
		{"nothing to check", false, search.Holds, true},
		{"nothing to check, and a bound", false, search.Unknown, true},
		{"something to check", true, search.Holds, false},
		{"a state that was looked for", false, search.Found, false},
	} {
		r := &explore.Result{Checked: c.checked}
		r.Verdict = c.verdict
		if got := strings.Contains(summary(r), saying); got != c.want {
			t.Errorf("%s: got %q, want it to say that %s: %v", c.name, summary(r), saying, c.want)
		}
	}
	for script, want := range map[string]bool{
		`cluster(3); x = explore(propose = [(1, "A")], properties = [])`:                                         true,
		`cluster(3); x = explore(propose = [(1, "A")])`:                                                          false,
		`cluster(3); x = explore(propose = [(1, "A")], properties = [], linearizable = True)`:                    false,
		`cluster(3); invariant("i", lambda: True); x = explore(propose = [(1, "A")], properties = [])`:           false,
		`cluster(3); x = explore(propose = [(1, "A")], properties = [], goal = lambda: state(1).learned == "A")`: false,
	} {
		out, err := runOver(t, Simulated, script+"; print(x)\n")
		if err != nil {
			t.Errorf("%s: %v", script, err)
		}
		if got := strings.Contains(out, saying); got != want {
			t.Errorf("%s: got %s, want it to say that %s: %v", script, out, saying, want)
		}
	}
}
