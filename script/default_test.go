package script

import (
	"testing"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	histories "synod/engine/history"
	"synod/engine/shrink"
	"synod/node/paxos"
)

// A default that the reference shows is the one that a call without the argument
// gets, also when the argument is None.
func TestDefaultsAreUsed(t *testing.T) {
	v := &Verb{Name: "verb", Params: []Param{
		{Name: "word", Default: `"keep"`, Type: aWord, Choices: []string{"keep", "wipe"}},
		{Name: "n", Default: "20", Type: anInt},
		{Name: "on", Default: "True", Type: aBool},
		{Name: "span", Default: `("1ms", "2ms")`, Type: aSpan},
		{Name: "any", Default: "[]", Type: anything},
		{Name: "none", Default: "None", Type: anything},
	}}
	v.prepare()
	for _, kwargs := range [][]starlark.Tuple{
		nil,
		{{starlark.String("word"), starlark.None}, {starlark.String("n"), starlark.None}, {starlark.String("span"), starlark.None}},
	} {
		c := &call{verb: v, kwargs: kwargs}
		word, n, on := "", 0, false
		var span latency
		var given, none starlark.Value
		if err := c.unpack(&word, &n, &on, &span, &given, &none); err != nil {
			t.Fatal(err)
		}
		if word != "keep" || n != 20 || !on || span.Min != time.Millisecond || span.Max != 2*time.Millisecond || given.String() != "[]" || none != nil {
			t.Errorf("got %q, %d, %t, %v, %v, %v", word, n, on, span, given, none)
		}
		if err := given.(*starlark.List).Append(starlark.None); err == nil {
			t.Error("a call changed the default of the next one")
		}
	}
}

// What the packages below call a default is what the table shows.
func TestDefaultsAgree(t *testing.T) {
	for _, want := range []struct {
		verb, param string
		value       any
	}{
		{"cluster", "latency", engine.DefaultLatency},
		{"cluster", "retransmit", paxos.DefaultRetransmit},
		{"linearizable", "budget", histories.DefaultBudget},
		{"linearizable", "model", histories.Consensus.Name},
		{"shrink", "states", shrink.DefaultStates},
		{"why", "walks", shrink.DefaultWalks},
	} {
		p := verbNamed(t, want.verb).paramNamed(want.param)
		var got any
		switch want.value.(type) {
		case time.Duration:
			d, err := toDuration(p.value)
			if err != nil {
				t.Fatal(err)
			}
			got = d
		case int:
			n, _ := starlark.AsInt32(p.value)
			got = n
		case string:
			got, _ = starlark.AsString(p.value)
		}
		if got != want.value {
			t.Errorf("%s(%s = %s): want %v", want.verb, want.param, p.Default, want.value)
		}
	}
}

func verbNamed(t *testing.T, name string) *Verb {
	t.Helper()
	for _, v := range Verbs() {
		if v.Name == name {
			return v
		}
	}
	t.Fatalf("there is no verb %s", name)
	return nil
}
