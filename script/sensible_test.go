package script

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// TestTakesOne tells the functions that can be called with one message from all
// others, and calls each to be sure.
func TestTakesOne(t *testing.T) {
	globals, err := starlark.ExecFileOptions(Dialect, &starlark.Thread{}, "test.star", `
def none(): pass
def one(a): pass
def two(a, b): pass
def optional(a = 1): pass
def second_optional(a, b = 2): pass
def named(a, *, b = 1): pass
def named_needed(a, *, b): pass
def only_named(*, a = 1): pass
def any(*a): pass
def one_and_any(a, *b): pass
def two_and_any(a, b, *c): pass
def fields(**a): pass
def one_and_fields(a, **b): pass
def everything(a, b = 1, *c, d = 2, **e): pass
builtin = type
`, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range globals {
		fn := f.(starlark.Callable)
		_, failed := starlark.Call(&starlark.Thread{}, fn, starlark.Tuple{starlark.None}, nil)
		if err := takesOne(fn); (err == nil) != (failed == nil) {
			t.Errorf("%s: got error %v, and calling it %v", name, err, failed)
		}
	}
}

// TestEndOfTime runs year after year until there is no time left that can be
// counted. That is an error, and the clock stays where it was.
func TestEndOfTime(t *testing.T) {
	out, err := runOver(t, Simulated, `
cluster(1)
for year in range(292):
    run("8760h")
before = now()
print(assert.fails(lambda: run("8760h"), "want an end that can still be counted"))
assert.eq(now(), before)
`)
	if err != nil || !strings.HasPrefix(out, "run: got 8760h0m0s at 2557920h0m0s") {
		t.Errorf("got %q and error %v", out, err)
	}
}
