package node

import (
	"math"
	"strconv"
	"strings"
	"testing"
)

// texts builds the canonical text again.
type texts struct{}

var _ Builder[string] = texts{}

func (texts) Null() string             { return "null" }
func (texts) Bool(b bool) string       { return strconv.FormatBool(b) }
func (texts) Int(digits string) string { return digits }
func (texts) Float(f float64) string   { return string(AppendFloat(nil, f)) }
func (texts) String(s string) string   { return string(AppendQuoted(nil, s)) }
func (texts) List(items []string) string {
	return "[" + strings.Join(items, ",") + "]"
}
func (texts) Set(items []string) string { return "set([" + strings.Join(items, ",") + "])" }
func (texts) Tuple(items []string) string {
	if len(items) == 1 {
		return "(" + items[0] + ",)"
	}
	return "(" + strings.Join(items, ",") + ")"
}
func (texts) Dict(items []string) string {
	text := "{"
	for i := 0; i < len(items); i += 2 {
		if i > 0 {
			text += ","
		}
		text += items[i] + ":" + items[i+1]
	}
	return text + "}"
}
func (texts) Request(at ID, id uint64, op, client string, args string) string {
	return "request(" + strconv.Itoa(int(at)) + "," + strconv.FormatUint(id, 10) + "," +
		string(AppendQuoted(nil, op)) + "," + string(AppendQuoted(nil, client)) + "," + args + ")"
}

// canonical are values that are written as they must be.
var canonical = []Value{
	"null", "true", "false", "0", "-1", "12345678901234567890123", "1.0", "-0.1", "1e+300", "inf", "-inf", "0.0",
	`""`, `"a\"b\\"`, `"\n"`, `"é"`, "[]", "[1,[2]]", "()", "(1,)", "(1,2)", "((),)", "{}", `{1:2,"a":3,(1,):4}`,
	"set([])", `set([1,2,"a",(null,)])`, `request(1,7,"add","c1",{"by":[2]})`, `request(0,0,"","",{})`,
}

func TestBuildValue(t *testing.T) {
	for _, v := range canonical {
		got, err := BuildValue(v, texts{})
		if err != nil || got != string(v) {
			t.Errorf("%s: got %s, %v", string(v), got, err)
		}
		if !v.Valid() {
			t.Errorf("%s: got not valid", string(v))
		}
	}
}

func TestBuildValueRefuses(t *testing.T) {
	for v, want := range map[Value]string{
		"":                                  "got nothing, want a value",
		"x":                                 "want a value",
		"1 ":                                "got something after the value",
		"01":                                "01 is no whole number",
		"-0":                                "-0 is no whole number",
		"-":                                 "- is no whole number",
		"1.50":                              "1.50 is not how a number is written",
		"-0.0":                              "-0.0 is not how a number is written",
		"1e300":                             "1e300 is not how a number is written",
		"nan":                               "want a value",
		`"a`:                                "want the end of a string",
		`"\u0061"`:                          "not how a string is written",
		`"` + "\n" + `"`:                    "not how a string is written",
		`"` + "\xff" + `"`:                  "not how a string is written",
		"[1,]":                              "want a value",
		"[1 ,2]":                            "want a comma, or ]",
		"(1)":                               "want a comma behind the only element of a tuple",
		"(1,2,)":                            "want a value",
		"(,)":                               "want a value",
		`{"b":1,"a":2}`:                     `"a" does not come after "b"`,
		`{"a":1,"a":2}`:                     `"a" does not come after "a"`,
		`{"a":1,1:2}`:                       `1 does not come after "a"`,
		`{null:1}`:                          "null is no key",
		`{1.5:1}`:                           "1.5 is no key",
		`{[]:1}`:                            "[] is no key",
		`{(1.5,):1}`:                        "(1.5,) is no key",
		`{([],):1}`:                         "([],) is no key",
		"{1}":                               "want a colon",
		"set([2,1])":                        "1 does not come after 2",
		"set([1]":                           "want the end of a set",
		`request(1,7,"a","c",{1:2})`:        "want the name of an argument",
		`request(1,7,"a","c",[])`:           "want the arguments of a request",
		`request(1,07,"a","c",{})`:          "want a number, and a comma",
		`request(1,7,"a",1,{})`:             "want a string",
		`request(4294967296,7,"a","c",{})`:  "want a number, and a comma",
		Value(strings.Repeat("[", 100)):     "nested more than 64 deep",
		Value(strings.Repeat(`{"a":`, 100)): "nested more than 64 deep",
	} {
		if got, err := BuildValue(v, texts{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %s, %v, want an error with %q", string(v), got, err, want)
		}
	}
}

// Any JSON can be built too, though it is written in another way.
func TestBuildAny(t *testing.T) {
	for v, want := range map[Value]string{
		`{"b":1.50,"a":1e2,"":"\u0061"}`: `{"b":1.5,"a":100.0,"":"a"}`,
		"1E5":                            "100000.0",
	} {
		if got, err := BuildAny(v, texts{}); err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", string(v), got, err, want)
		}
	}
	for _, v := range []Value{"1.", "+1", "[1,]", `"a`} {
		if got, err := BuildAny(v, texts{}); err == nil {
			t.Errorf("%s: got %s, want an error", string(v), got)
		}
	}
}

func FuzzBuildValue(f *testing.F) {
	for _, v := range canonical {
		f.Add(string(v))
	}
	f.Fuzz(func(t *testing.T, text string) {
		v := Value(text)
		got, err := BuildValue(v, texts{})
		if err == nil && got != text {
			t.Fatalf("%q: got %q", text, got)
		}
		_, _ = BuildAny(v, texts{})
		if err != nil {
			return
		}
		_ = v.JSON()
		_ = v.String()
		if IsKey(v) && CompareKeys(v, v) != 0 {
			t.Fatalf("%q: got a key that is not itself", text)
		}
		_, _ = CompareValues(v, v)
	})
}

func TestAppendFloat(t *testing.T) {
	for f, want := range map[float64]string{0: "0.0", math.Copysign(0, -1): "0.0", 1: "1.0", -2.5: "-2.5", 1e21: "1e+21", 1e-7: "1e-07", 123456789: "1.23456789e+08"} {
		if got := string(AppendFloat(nil, f)); got != want {
			t.Errorf("%v: got %s, want %s", f, got, want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("got a text of NaN")
		}
	}()
	AppendFloat(nil, math.NaN())
}

func TestCompareValues(t *testing.T) {
	for _, c := range []struct {
		a, b Value
		want int
	}{
		{"1", "2", -1}, {"-3", "-20", 1}, {"9", "10", -1}, {"7", "7", 0}, {"1", "1.0", 0}, {"1.5", "1", 1},
		{"9007199254740993", "9.007199254740992e+15", 1}, {"inf", "1" + Value(strings.Repeat("0", 400)), 1}, {"-inf", "-1e+300", -1}, {"-inf", "-5", -1},
		{`"a"`, `"b"`, -1}, {`"a"`, `"a"`, 0}, {"[1,2]", "[1,3]", -1}, {"[1]", "[1,0]", -1}, {"(2,)", "(1,9)", 1}, {`(1,"b")`, `(1,"a")`, 1}, {"()", "()", 0},
	} {
		got, err := CompareValues(c.a, c.b)
		if err != nil || got != c.want {
			t.Errorf("%s and %s: got %d, %v, want %d", string(c.a), string(c.b), got, err, c.want)
		}
		if back, err := CompareValues(c.b, c.a); err != nil || back != -c.want {
			t.Errorf("%s and %s: got %d, %v, want %d", string(c.b), string(c.a), back, err, -c.want)
		}
	}
	for _, c := range [][2]Value{{"1", `"1"`}, {"null", "null"}, {"true", "false"}, {"[1]", "(1,)"}, {`[1]`, `["a"]`}, {"{}", "{}"}, {"set([])", "set([])"}, {"", "1"}} {
		if got, err := CompareValues(c[0], c[1]); err == nil {
			t.Errorf("%s and %s: got %d, want an error", string(c[0]), string(c[1]), got)
		}
	}
}

// What JSON lacks is told apart, too.
func TestJSONOfOpenValues(t *testing.T) {
	for v, want := range map[Value]string{
		"1.0":            `{"$float":"1.0"}`,
		"0.5":            `0.5`,
		"inf":            `{"$float":"inf"}`,
		"[-inf]":         `[{"$float":"-inf"}]`,
		"1e+300":         `1e+300`,
		"()":             `{"$tuple":[]}`,
		`[1,(2,"a")]`:    `[1,{"$tuple":[2,"a"]}]`,
		"set([1])":       `{"$set":[1]}`,
		"{}":             `{}`,
		`{1:"a","b":()}`: `{"$map":[[1,"a"],["b",{"$tuple":[]}]]}`,
		`{"$tuple":[]}`:  `{"$dict":{"$tuple":[]}}`,
		`{"$set":(1,)}`:  `{"$dict":{"$set":{"$tuple":[1]}}}`,
		`{"a":(1,)}`:     `{"a":{"$tuple":[1]}}`,
		`request(1,9007199254740993,"add","c1",{"by":2.0})`: `{"$request":{"node":1,"id":{"$int":"9007199254740993"},"op":"add","client":"c1","args":{"by":{"$float":"2.0"}}}}`,
	} {
		if got := string(v.JSON()); got != want {
			t.Errorf("%s: got %s, want %s", string(v), got, want)
		}
	}
}
