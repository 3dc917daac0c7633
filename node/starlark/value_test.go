package starlark

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"pgregory.net/rapid"

	"synod/node"
)

// eval returns the value of an expression.
func eval(t testing.TB, text string) starlark.Value {
	t.Helper()
	v, err := starlark.EvalOptions(dialect, &starlark.Thread{}, "x.star", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestValueOf(t *testing.T) {
	for text, want := range map[string]node.Value{
		"None": "null", "True": "true", "0": "0", "-7": "-7", "1 << 70": "1180591620717411303424",
		"1.0": "1.0", "-0.0": "0.0", "1e300": "1e+300", "0.1": "0.1", `float("inf")`: "inf", `float("-inf")`: "-inf",
		`"a\"b\n"`: `"a\"b\n"`, "()": "()", "(1,)": "(1,)", `(1, "a")`: `(1,"a")`, "[]": "[]", "[[1], (2,)]": "[[1],(2,)]",
		`{"b": 1, "a": 2}`: `{"a":2,"b":1}`, `{(2, 1): 0, "x": 1, 10: 2, 9: 3, (2,): 4}`: `{9:3,10:2,"x":1,(2,):4,(2,1):0}`,
		"set([3, 1, 2])": "set([1,2,3])", "set()": "set([])", `{(None, True): set(["b", "a"])}`: `{(null,true):set(["a","b"])}`,
		"[-0.0, (-0.0,)]": "[0.0,(0.0,)]",
	} {
		v := eval(t, text)
		got, err := ValueOf(v)
		if err != nil || got != want {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
			continue
		}
		back := Starlark(got)
		if same, err := starlark.Equal(back, v); !same || err != nil {
			t.Errorf("%s: got %s back", text, back)
		}
		if again, err := ValueOf(back); err != nil || again != got {
			t.Errorf("%s: got %s of what came back, %v", text, again, err)
		}
	}
}

func TestNoValue(t *testing.T) {
	for text, want := range map[string]string{
		`float("nan")`:     "got NaN",
		"len":              "got a builtin_function_or_method",
		"lambda: 1":        "keep a name, and look the function up by it",
		"range(3)":         "list(…) makes a list of it",
		`b"x"`:             "got a bytes",
		`"é"[0]`:           "not UTF-8",
		"{1.0: 2}":         "got the key 1.0, a float",
		"{True: 2}":        "got the key True, a bool",
		"set([None])":      "got the key None, a NoneType",
		"{(1, 1.5): 2}":    "got the key 1.5, a float",
		"[[[len]]]":        "got a builtin_function_or_method",
		`{"a": "é"[0]}`:    "not UTF-8",
		`{(1, "é"[0]): 1}`: "not UTF-8",
	} {
		if got, err := ValueOf(eval(t, text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %s, %v, want an error with %q", text, got, err, want)
		}
	}
	deep := eval(t, "[]")
	for range maxNesting + 1 {
		deep = starlark.NewList([]starlark.Value{deep})
	}
	endless := starlark.NewList(nil)
	_ = endless.Append(endless)
	wide := starlark.Value(starlark.MakeInt(1))
	for range 20 {
		wide = starlark.NewList([]starlark.Value{wide, wide})
	}
	for _, v := range []starlark.Value{deep, endless, wide} {
		if got, err := ValueOf(v); err == nil {
			t.Errorf("got %.40s, want an error", got)
		}
	}
}

// What is assigned is frozen, also where it had to be copied to be in order.
func TestSettleFreezes(t *testing.T) {
	for _, text := range []string{"[1]", "{2: 1, 1: 2}", "{1: 1, 2: 2}", "[{2: 1, 1: 2}]"} {
		v := eval(t, text)
		w, err := settle(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []starlark.Value{v, w} {
			switch x := x.(type) {
			case *starlark.List:
				if x.Append(starlark.None) == nil {
					t.Errorf("%s: got a list that can be changed", text)
				}
			case *starlark.Dict:
				if x.SetKey(starlark.None, starlark.None) == nil {
					t.Errorf("%s: got a dict that can be changed", text)
				}
			}
		}
	}
}

// drawn draws a value that a state can hold.
func drawn(t *rapid.T, depth int) starlark.Value {
	kinds := 6
	if depth > 0 {
		kinds = 10
	}
	items := func() []starlark.Value {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) starlark.Value { return drawn(t, depth-1) }), 0, 3).Draw(t, "items")
	}
	switch rapid.IntRange(1, kinds).Draw(t, "kind") {
	case 1:
		return starlark.None
	case 2:
		return starlark.Bool(rapid.Bool().Draw(t, "bool"))
	case 3, 4:
		return drawnKey(t, 0)
	case 5:
		return starlark.Float(rapid.SampledFrom([]float64{0, 1, -1, 0.1, 1e300, 1 << 53, math.Inf(1), math.MaxFloat64, math.SmallestNonzeroFloat64}).Draw(t, "float"))
	case 6:
		args := new(starlark.Dict)
		_ = args.SetKey(starlark.String("by"), drawnKey(t, 0))
		return newRequest(node.ID(rapid.IntRange(1, 3).Draw(t, "at")), rapid.Uint64().Draw(t, "id"), "add", "c1", args)
	case 7:
		return starlark.NewList(items())
	case 8:
		return starlark.Tuple(items())
	case 9:
		set := new(starlark.Set)
		for range rapid.IntRange(0, 3).Draw(t, "elements") {
			_ = set.Insert(drawnKey(t, 2))
		}
		return set
	}
	dict := new(starlark.Dict)
	for _, v := range items() {
		_ = dict.SetKey(drawnKey(t, 2), v)
	}
	return dict
}

// drawnKey draws a key.
func drawnKey(t *rapid.T, depth int) starlark.Value {
	kinds := 2
	if depth > 0 {
		kinds = 3
	}
	switch rapid.IntRange(1, kinds).Draw(t, "key") {
	case 1:
		n := big.NewInt(rapid.Int64Range(-2, 2).Draw(t, "near"))
		return starlark.MakeBigInt(n.Add(n, new(big.Int).Lsh(big.NewInt(1), uint(rapid.SampledFrom([]int{0, 53, 70}).Draw(t, "bits")))))
	case 2:
		return starlark.String(rapid.SampledFrom([]string{"", "a", "a\"", "a,b", "(", "\\", "é", "\x00", "9"}).Draw(t, "string"))
	}
	var tuple starlark.Tuple
	for range rapid.IntRange(0, 3).Draw(t, "length") {
		tuple = append(tuple, drawnKey(t, depth-1))
	}
	return tuple
}

// TestValuesAreCanonical: a value comes back from its text, and two values are equal
// exactly when their texts are, but that 1 and 1.0 are two.
func TestValuesAreCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawn(t, 3), drawn(t, 3)
		a, err := ValueOf(x)
		if err != nil {
			t.Fatal(err)
		}
		b, err := ValueOf(y)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := starlark.EqualDepth(Starlark(a), x, 20); !same || err != nil {
			t.Fatalf("%s: got %s back", x, Starlark(a))
		}
		if again, err := ValueOf(Starlark(a)); again != a || err != nil {
			t.Fatalf("%s: got %s again", a, again)
		}
		same, err := starlark.EqualDepth(x, y, 20)
		if err == nil && (a == b) && !same || same && a != b && !strings.ContainsAny(string(a), ".i") && !strings.ContainsAny(string(b), ".i") {
			t.Fatalf("%s and %s: got the texts %s and %s (%v)", x, y, a, b, err)
		}
		if (a == b) != (string(a.JSON()) == string(b.JSON())) {
			t.Fatalf("%s and %s: got the JSON %s and %s", a, b, a.JSON(), b.JSON())
		}
	})
}

// Keys have one order, whether they are values or texts.
func TestKeysHaveOneOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := drawnKey(t, 2), drawnKey(t, 2)
		a, b := node.Value(appendValue(nil, x)), node.Value(appendValue(nil, y))
		sign := func(n int) int { return min(max(n, -1), 1) }
		if got, want := sign(compareKeys(x, y)), sign(node.CompareKeys(a, b)); got != want || got != -sign(compareKeys(y, x)) {
			t.Fatalf("%s and %s: got %d, and %d of the texts", x, y, got, want)
		}
		if !node.IsKey(a) {
			t.Fatalf("%s is no key", a)
		}
	})
}

// The order in which a dict or a set was filled makes no difference.
func TestOrderOfInsertion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) starlark.Value { return drawnKey(t, 2) }), 0, 6).Draw(t, "keys")
		a, b, s, u := new(starlark.Dict), new(starlark.Dict), new(starlark.Set), new(starlark.Set)
		for i := range keys {
			_ = a.SetKey(keys[i], starlark.None)
			_ = b.SetKey(keys[len(keys)-1-i], starlark.None)
			_ = s.Insert(keys[i])
			_ = u.Insert(keys[len(keys)-1-i])
		}
		x, y := starlark.Tuple{a, s}, starlark.Tuple{b, u}
		if v, w := must(ValueOf(x)), must(ValueOf(y)); v != w {
			t.Fatalf("got %s and %s", v, w)
		}
	})
}
