package script

import (
	"context"
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// TestHugeValues asks for more than there is memory for, in every way in which a
// script can. Each is an error of the script at its place.
func TestHugeValues(t *testing.T) {
	const huge, kept = " of 4611686018427387904 elements, want at most 16777216 at once", " of 4611686018427387904 elements that are all kept, want at most 524288 at once"
	cases := map[string]string{
		`"a" * (1 << 62)`:                                        "repeat count 4611686018427387904 too large",
		`[0] * (1 << 40)`:                                        "repeat count 1099511627776 too large",
		`b"a" * (1 << 40)`:                                       "repeat count 1099511627776 too large",
		`(1,) * (1 << 62)`:                                       "repeat count 4611686018427387904 too large",
		`1 << (1 << 30)`:                                         "shift count too large: 1073741824",
		`dict(a = 1, *[range(1 << 62)])`:                         "dict: got a range" + huge,
		`zip([1], range(1 << 62))`:                               "zip: got a range" + huge,
		`range(-(1 << 62), 1 << 62)`:                             "range: got more than 9223372036854775807 elements, want at most so many",
		`list(range(1 << 62)[1:])`:                               "list: got a range of 4611686018427387903 elements, want at most 16777216 at once",
		`list(range(1 << 62)[::2])`:                              "list: got a range of 2305843009213693952 elements, want at most 16777216 at once",
		`cluster(3); random().shuffle(range(1 << 62))`:           "shuffle: got a range" + huge,
		`cluster(3); partition(range(1 << 62))`:                  "partition: there is no node 0, want one of 1, 2, 3",
		`cluster(3); propose(1, range(1 << 62))`:                 "propose: for parameter value: got range, want a value to propose: an int, a string, a bool, or a list or dict of them",
		`cluster(3); explore(memory = 1 << 62)`:                  "explore: for parameter memory: got 4611686018427387904 megabytes, want at most 1073741824; 0 is no bound",
		`cluster(3); invariant("i", lambda: list(range(1<<62)))`: "list: got a range" + huge,
	}
	for _, name := range greedy {
		if name != "dict" && name != "zip" {
			cases[name+"(range(1 << 62))"] = name + ": got a range" + huge
		}
	}
	cases[`[].extend(range(1 << 62))`] = "got a range" + kept
	cases[`[x for x in range(1 << 62)]`] = "got a range" + kept
	cases[`print(*range(1 << 62))`] = "got a range" + kept
	cases[`cluster(3); invariant("i", lambda: [].extend(range(1 << 62)))`] = "got a range" + kept
	for src, want := range cases {
		s := New(context.Background(), Options{Fleet: Simulated})
		s.elements = 1 << 19 // to keep what is a bound by itself takes long
		err := s.Run("x.star", "", src)
		if got := s.Explain(err); Status(err) != StatusScript || !strings.HasPrefix(got, "x.star:1:") || !strings.Contains(got, ": "+want+"\n") {
			t.Errorf("%s: got the status %d and\n%swant %q", src, Status(err), got, want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestLongRanges checks that a range of any length can do all that others can.
func TestLongRanges(t *testing.T) {
	const src = `
r = range(1 << 62)
print(type(r), len(r), r[3], r[-1], 5 in r, r == range(1 << 62), r != range(1, 1 << 62), bool(r), r, r[:3], r[::1 << 30])
def first(k):
    found = []
    for i in r:
        if len(found) == k:
            return found
        found.append(i)
print(first(3), list(range(3)), sorted([2, 1]), dict([(1, 2)], a = 3), bytes([65]), max(1, 2), min([3, 1], key = lambda x: -x), list(zip([1], "b".elems())))
`
	const want = "range 4611686018427387904 3 4611686018427387903 True True True True range(4611686018427387904) range(3) range(0, 4611686018427387904, 1073741824)\n" +
		`[0, 1, 2] [0, 1, 2] [1, 2] {1: 2, "a": 3} A 2 3 [(1, "b")]` + "\n"
	if got, err := runOver(t, Simulated, src); err != nil || got != want {
		t.Errorf("got %q and the error %v, want %q", got, err, want)
	}
}

// TestTooMuchMemory checks that a script which takes ever more memory ends with an
// error at its place, and one that takes little does not.
func TestTooMuchMemory(t *testing.T) {
	const src = "def f(n):\n    kept = []\n    for _ in range(n):\n        kept.append([0] * 100)\nf(%s)"
	for n, want := range map[string]int{"1 << 40": StatusScript, "100": StatusOK} {
		s := New(context.Background(), Options{Fleet: Simulated})
		s.memory = inUse() + 64<<20
		err := s.Run("x.star", "", strings.Replace(src, "%s", n, 1))
		if text := s.Explain(err); Status(err) != want || err != nil && !(strings.HasPrefix(text, "x.star:") && strings.Contains(text, "the values of the script take more than")) {
			t.Errorf("n=%s: got the status %d and\n%swant %d", n, Status(err), text, want)
		}
		s.Close()
	}
}

// TestInterruptedRange interrupts what goes through a long range without being a
// loop of the script, such as all(range(1, 1 << 50)).
func TestInterruptedRange(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := New(ctx, Options{Fleet: Simulated})
	defer s.Close()
	thread := s.thread("x.star", "")
	v, err := starlark.Call(thread, s.names["range"], starlark.Tuple{starlark.MakeInt64(1 << 50)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = func() (err error) {
		defer func() { err = asOverflow(recover()) }()
		i := v.(starlark.Iterable).Iterate()
		for n := 0; n < 1<<20 && i.Next(&v); n++ {
			if n == 100_000 {
				cancel()
			}
		}
		return nil
	}()
	if !interrupted(err) {
		t.Errorf("got %v, want it interrupted", err)
	}
}
