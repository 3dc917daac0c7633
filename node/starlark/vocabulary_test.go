package starlark

import (
	"fmt"
	"testing"

	"go.starlark.net/starlark"

	"synod/node"
)

// A kind has the fields that the text of the handlers sends, and is open where the
// text does not tell.
func TestKinds(t *testing.T) {
	for body, want := range map[string]string{
		`self.send(2, "a", x = 1); self.send(3, kind = "a", y = 2); self.send(to = 1, kind = "b")`: "a [x y] b []",
		`self.send(2, "a", **{"x": 1})`:                "a [] and more b []",
		`self.send(2, "a" + "", x = 1)`:                "a [] and more b [] and more",
		`self.send(2, kind = r.op, x = 1)`:             "a [] and more b [] and more",
		`f = self.send; f(2, "a", x = 1)`:              "a [] and more b [] and more",
		`say(self)`:                                    "a [] and more b [] and more",
		`self.send(2, "a"); self.set_timer("t", "1s")`: "a [] b []",
	} {
		src := "def on(self, r):\n    " + body + "\n"
		if body == "say(self)" {
			src = "def say(node):\n    node.send(2, 'a', x = 1)\n" + src
		}
		src += "def got(self, m):\n    pass\ndef tick(self):\n    pass\n" +
			`p = {"name": "p", "requests": {"go": on}, "messages": {"a": got, "b": got}, "timers": {"t": tick}}`
		said := ""
		for i, s := range defined(t, "p.star", src, "p").Kinds() {
			if i > 0 {
				said += " "
			}
			said += fmt.Sprint(s.Kind, " ", s.Names())
			if s.Open {
				said += " and more"
			}
		}
		if said != want {
			t.Errorf("%s: got %s, want %s", body, said, want)
		}
	}
}

// What the protocol tells of fields by itself is what the list of all fields tells.
func TestFieldTests(t *testing.T) {
	dict := starlark.NewDict(1)
	_ = dict.SetKey(starlark.MakeInt(1), starlark.String("a"))
	values := []starlark.Value{
		starlark.None, starlark.True, starlark.False, starlark.MakeInt(1), starlark.MakeInt(0), starlark.MakeInt(1).Lsh(70),
		starlark.Float(1), starlark.String("1"), starlark.String(""), starlark.Tuple{starlark.MakeInt(1)},
		starlark.NewList([]starlark.Value{starlark.MakeInt(1)}), dict,
	}
	var p *Protocol
	for i, want := range values {
		text, err := ValueOf(want)
		if err != nil {
			t.Fatal(err)
		}
		test := p.FieldTest(node.Field{Name: "x", Value: text})
		for j, got := range values {
			settled, err := settle(got)
			if err != nil {
				t.Fatal(err)
			}
			m := &Message{kind: "a", fields: []field{{"w", starlark.None}, {"x", settled}}}
			listed, _ := node.FieldOf(m, "x")
			if same := node.Same(text, listed); test(m) != same || same != (i == j) {
				t.Errorf("%v and %v: got %t, the list says %t", want, got, test(m), same)
			}
		}
		if test(&Message{kind: "a"}) {
			t.Errorf("%v: a message without the field has it", want)
		}
	}
}
