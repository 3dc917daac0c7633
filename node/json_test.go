package node

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/node/cells"
)

// Strings are written in one way: as they are, but for what JSON must escape and
// for what a terminal would obey.
func TestAppendQuoted(t *testing.T) {
	for s, want := range map[string]string{
		"a<b & c>d":          `"a<b & c>d"`,
		"":                   `""`,
		`say "\u003c"`:       `"say \"\\u003c\""`,
		"\u2028\u2029":       `"\u2028\u2029"`,
		"\x00\x1b[31m\x7f":   `"\u0000\u001b[31m\u007f"`,
		"\b\f\n\r\t":         `"\b\f\n\r\t"`,
		"é日本👩\u200d👧'":       `"é日本👩` + "\u200d" + `👧'"`,
		"\u202e\u200b\ufeff": `"\u202e\u200b\ufeff"`,
		"\U000E0001":         `"\udb40\udc01"`,
	} {
		got := string(AppendQuoted(nil, s))
		var back string
		if err := json.Unmarshal([]byte(got), &back); got != want || err != nil || back != s {
			t.Errorf("%q: got %s, which is %q (%v), want %s", s, got, back, err, want)
		}
	}
}

func TestJSON(t *testing.T) {
	for v, want := range map[Value]string{
		"":                            "",
		"7":                           "7",
		"9007199254740991":            "9007199254740991",
		"9007199254740992":            `{"$int":"9007199254740992"}`,
		"-9007199254740991":           "-9007199254740991",
		"-9007199254740992":           `{"$int":"-9007199254740992"}`,
		"12345678901234567890123":     `{"$int":"12345678901234567890123"}`,
		`"9007199254740993"`:          `"9007199254740993"`,
		`{"$int":"9007199254740993"}`: `{"$dict":{"$int":"9007199254740993"}}`,
		`{"$dict":{"$int":"1"}}`:      `{"$dict":{"$dict":{"$dict":{"$int":"1"}}}}`,
		`{"$int":1,"b":2}`:            `{"$int":1,"b":2}`,
		`{}`:                          `{}`,
		`{"b":[9007199254740993],"a<":{"$int":9007199254740993}}`:          `{"b":[{"$int":"9007199254740993"}],"a<":{"$dict":{"$int":{"$int":"9007199254740993"}}}}`,
		`{"9007199254740993":null}`:                                        `{"9007199254740993":null}`,
		`[1.5e300,12345678901234567.5,true,false,"$",[],9007199254740993]`: `[1.5e300,12345678901234567.5,true,false,"$",[],{"$int":"9007199254740993"}]`,
	} {
		if got := string(v.JSON()); got != want {
			t.Errorf("%s: got %s, want %s", string(v), got, want)
		}
	}
	if b, err := json.Marshal([]Count{7, 1 << 53, 1<<64 - 1}); err != nil || string(b) != `[7,{"$int":"9007199254740992"},{"$int":"18446744073709551615"}]` {
		t.Errorf("got %s, %v", b, err)
	}
}

// TestJSONTellsApart reads what is written as JavaScript would, with every number
// a double: two values are the same there only when they are the same.
func TestJSONTellsApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, 3), drawn(t, 3)
		asDoubles := func(v Value) string {
			var read any
			if err := json.Unmarshal(v.JSON(), &read); err != nil {
				t.Fatalf("%s: %v", v.JSON(), err)
			}
			b, err := json.Marshal(read)
			if err != nil {
				t.Fatal(err)
			}
			return string(b)
		}
		if (x == y) != (asDoubles(x) == asDoubles(y)) {
			t.Fatalf("%s and %s: got %s and %s", string(x), string(y), asDoubles(x), asDoubles(y))
		}
	})
}

// drawn draws a value near what is hard to tell apart.
func drawn(t *rapid.T, depth int) Value {
	kinds := 3
	if depth > 0 {
		kinds = 5
	}
	switch rapid.IntRange(1, kinds).Draw(t, "kind") {
	case 1:
		n := big.NewInt(rapid.Int64Range(-2, 2).Draw(t, "near"))
		return Value(n.Add(n, new(big.Int).Lsh(big.NewInt(1), uint(rapid.SampledFrom([]int{0, 53, 54, 70}).Draw(t, "bits")))).String())
	case 2:
		return Value(AppendQuoted(nil, rapid.SampledFrom([]string{"", "9007199254740993", "<"}).Draw(t, "string")))
	case 3:
		return "null"
	case 4:
		return "[" + drawn(t, depth-1) + "]"
	}
	key := rapid.SampledFrom([]string{"$int", "$dict", "a"}).Draw(t, "key")
	return Value(fmt.Sprintf(`{%q:%s}`, key, string(drawn(t, depth-1))))
}

// What programs read is valid JSON, and shows nothing that a terminal obeys.
func TestMarshalJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		b, err := MarshalJSON(map[string]any{"text": s, "value": Value(AppendQuoted(nil, s)).JSON()})
		if err != nil {
			t.Fatal(err)
		}
		var back map[string]string
		if err := json.Unmarshal(b, &back); err != nil || back["text"] != s || back["value"] != s {
			t.Fatalf("got %s, %v", b, err)
		}
		if text := string(b); cells.Visible(text) != text || strings.Contains(text, `\u003c`) {
			t.Fatalf("got %s", b)
		}
	})
	if _, err := MarshalJSON(func() {}); err == nil {
		t.Error("got a function as JSON")
	}
}
