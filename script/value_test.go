package script

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// TestValueSize takes values up to 64 KiB of JSON text and no longer ones,
// however they come by their length, and without ever writing all of them down.
func TestValueSize(t *testing.T) {
	long := func(n int) starlark.Value { return starlark.String(strings.Repeat("x", n)) }
	doubled := starlark.Value(starlark.NewList(nil))
	for range maxDepth {
		doubled = starlark.NewList([]starlark.Value{doubled, doubled}) // 2^32 lists
	}
	key := starlark.NewDict(1)
	if err := key.SetKey(long(maxValue), starlark.None); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name  string
		value starlark.Value
		fits  bool
	}{
		{"a string with its quotes", long(maxValue - 2), true},
		{"one byte more", long(maxValue - 1), false},
		{"characters that JSON escapes", starlark.String(strings.Repeat("\x01", maxValue/6+1)), false},
		{"characters that only HTML escapes", starlark.String(strings.Repeat("<", maxValue-2)), true},
		{"a list", starlark.NewList([]starlark.Value{long(maxValue / 2), long(maxValue / 2)}), false},
		{"lists of lists", doubled, false},
		{"a long key", key, false},
		{"a long number", starlark.MakeInt(1).Lsh(4 * maxValue), false},
	}
	for _, test := range tests {
		v, err := toValue(test.value)
		switch {
		case test.fits && (err != nil || len(v) != maxValue):
			t.Errorf("%s: got %d bytes and error %v, want all %d", test.name, len(v), err, maxValue)
		case !test.fits && (err == nil || v != "" || err.Error() != "got a value of more than 64 KiB as JSON, want at most 65536 bytes"):
			t.Errorf("%s: got %d bytes and error %v, want it refused", test.name, len(v), err)
		}
	}
}

// TestLargestValue proposes the longest value there is, over processes: it
// passes through every frame, record and file.
func TestLargestValue(t *testing.T) {
	out, err := runOver(t, Processes, `
cluster(3)
v = "x" * (64 * 1024 - 2)
assert.eq(submit(1, v).value, v)
settle()
assert.eq(file(3), v)
crash(3)
restart(3)
assert.eq(state(3).value, v)
print(assert.fails(lambda: submit(1, v + "x")))
`)
	want := "submit: for parameter value: got a value of more than 64 KiB as JSON, want at most 65536 bytes\n"
	if err != nil || out != want {
		t.Errorf("got %q and error %v, want %q", out, err, want)
	}
}
