package script

import (
	"context"
	"strings"
	"testing"
)

// Who writes Python is told what a scenario has in place of it.
func TestHabits(t *testing.T) {
	for src, want := range map[string]string{
		"import os":              `x.star:1:1: got import, want primary expression (load("file.star", "name") takes a name from another file)`,
		"x = f\"a{1}\"":          `got string literal, want newline (there are no f-strings: "%s" % x or "{}".format(x))`,
		"x = 1\n    y = 2":       "got indent, want primary expression (the line stands to the right of what is before it; at a prompt an empty line ends a def, and :paste takes lines as they are)",
		"try:\n    x = 1":        "got try, want primary expression (nothing is caught: assert.fails(fn) calls what is to fail",
		"x = 1\nx is None":       "x.star:2:5: got is, want newline (== compares)",
		"x = \"a\" \"b\"":        "x.star:1:12: got string literal, want newline\n",
		"def f(:\n    return 1":  "got ':', want",
		"assert 1 == 2":          "x.star:1:9: got int literal, want newline (assert.true(x) and assert.eq(x, y) check",
		"x = 1\nassert(x == 2)":  "x.star:2:7: assert is no function, and has one for each check: assert.true(x), assert.eq(x, y)",
		"with open(1) as f: x()": "(during(rule, fn) ends a rule or a fault whatever happens in fn)",
	} {
		s := New(context.Background(), Options{Fleet: Simulated, Out: &strings.Builder{}})
		if got := s.Explain(s.Run("x.star", "", src)); !strings.Contains(got, want) {
			t.Errorf("%q: got\n%s\nwant %q", src, got, want)
		}
		s.Close()
	}
}
