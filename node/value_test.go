package node

import "testing"

func TestValueString(t *testing.T) {
	for v, want := range map[Value]string{
		"":            "-",
		`"X"`:         "X",
		`"x_1"`:       "x_1",
		`"_"`:         "_",
		`""`:          `""`,
		`"1x"`:        `"1x"`,
		`"a b"`:       `"a b"`,
		`"-"`:         `"-"`,
		`"ü"`:         `"ü"`,
		`"a\"b"`:      `"a\"b"`,
		`"true"`:      `"true"`,
		`"False"`:     `"False"`,
		`"null"`:      `"null"`,
		`"None"`:      `"None"`,
		"0":           "0",
		"-1.5":        "-1.5",
		"false":       "false",
		"null":        "null",
		`[1,"a"]`:     `[1,"a"]`,
		`{"a":false}`: `{"a":false}`,
	} {
		if got := v.String(); got != want {
			t.Errorf("%q: got %s, want %s", string(v), got, want)
		}
		if got := v.Absent(); got != (v == "") {
			t.Errorf("%q: got absent %t, want %t", string(v), got, v == "")
		}
		if got := v.Valid(); got != (v != "") {
			t.Errorf("%q: got valid %t, want %t", string(v), got, v != "")
		}
	}
}

// Falsy values are values all the same.
func TestValueFalsy(t *testing.T) {
	for v, want := range map[Value]bool{
		"0": true, "0.0": true, `""`: true, "false": true, "null": true, "[]": true, "{}": true,
		"1": false, `"0"`: false, "true": false, "[0]": false, `{"a":0}`: false, `"X"`: false, "": false,
	} {
		if got := v.Falsy(); got != want {
			t.Errorf("%q: got %t, want %t", string(v), got, want)
		}
	}
}

// Two values that look alike in a trace would be a trap.
func TestValueStringTellsApart(t *testing.T) {
	seen := map[string]Value{}
	for _, v := range []Value{"", `"-"`, "0", `"0"`, "true", `"true"`, `"True"`, "null", `"null"`, `"None"`, `""`, "[]", `"[]"`, `"X"`, `["X"]`} {
		if w, ok := seen[v.String()]; ok {
			t.Errorf("%q and %q: got %s for both", string(v), string(w), v)
		}
		seen[v.String()] = v
	}
}
