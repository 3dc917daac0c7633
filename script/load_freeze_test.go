package script

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// A function that leads back to itself is found before it is frozen, which would never
// end; one that does so by way of a list is frozen as all others.
func TestFreezable(t *testing.T) {
	for text, want := range map[string]string{
		"def make():\n    def down(n): return down(n - 1)\n    return down\nf = make()":                                 "x.star:2:5: the function down uses itself from inside another one",
		"def make():\n    def a(n): return b(n)\n    def b(n): return a(n)\n    return {\"k\": [a]}\nf = make()":        "uses itself from inside another one",
		"def make():\n    def down(n): return down(n - 1)\n    return lambda n = down: n\nf = (1, make())":              "x.star:2:5: the function down uses itself",
		"def make():\n    L = []\n    def down(n): return L[0](n - 1)\n    L.append(down)\n    return down\nf = make()": "",
		"def fact(n): return n * fact(n - 1)\nf = [fact, fact]":                                                         "",
		"def make(n):\n    return lambda x: x + n\nf = [make(1), make(2)]\nf.append(f)":                                 "",
	} {
		_, prog, err := starlark.SourceProgramOptions(Dialect, "x.star", text, func(string) bool { return false })
		if err != nil {
			t.Fatal(err)
		}
		globals, err := prog.Init(&starlark.Thread{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		err = freezable(globals)
		switch {
		case want == "" && err != nil, want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%s:\ngot  %v\nwant %q", text, err, want)
		case want == "":
			globals.Freeze()
		}
	}
}
