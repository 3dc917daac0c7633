package format

import (
	"fmt"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"pgregory.net/rapid"

	"synod/script"
)

// TestFormattedScriptsDoTheSame runs scripts before and after they are formatted.
// Their modules look at what has happened when they are loaded, and names are bound
// more than once: arranging their loads as buildifier does often makes a script
// that prints something else.
func TestFormattedScriptsDoTheSame(t *testing.T) {
	ran := 0
	rapid.Check(t, func(t *rapid.T) {
		src := runnable(t)
		before, err := printedBy(src)
		if err != nil {
			return // such as that a name is used before it is bound
		}
		ran++
		neat, err := Source("a.star", []byte(src))
		if err != nil {
			t.Fatalf("%v in\n%s", err, src)
		}
		if after, err := printedBy(string(neat)); err != nil || after != before {
			t.Fatalf("got %v and %q, want %q, from\n%s\nof\n%s", err, after, before, neat, src)
		}
		if again, err := Source("a.star", neat); err != nil || string(again) != string(neat) {
			t.Fatalf("again: got %v and\n%s\nwant\n%s", err, again, neat)
		}
	})
	if ran == 0 {
		t.Error("no script ran")
	}
}

// runnable draws a script of loads, definitions and acts.
func runnable(t *rapid.T) string {
	var text strings.Builder
	name := func() string { return rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "name") }
	bound := []string{"tick"}
	bind := func(name string) string {
		bound = append(bound, name)
		return name
	}
	known := func() string { return rapid.SampledFrom(bound).Draw(t, "known") }
	for range rapid.IntRange(1, 8).Draw(t, "statements") {
		switch rapid.IntRange(0, 5).Draw(t, "kind") {
		case 0, 1:
			fmt.Fprintf(&text, "load('%s', %s = '%s', %s = '%s')\n", name(), bind(name()), name(), bind(name()+name()), name())
		case 2:
			fmt.Fprintf(&text, "%s = [%d, '\\x41é', .5, 1.5e0]\n", bind(name()), rapid.IntRange(0, 9).Draw(t, "n"))
		case 3:
			fmt.Fprintf(&text, "def %s(x = 1):\n  '''Doc.\n  More.'''\n  return not not x == 1\n", name()+"f")
		case 4:
			text.WriteString("tick()\n")
		case 5:
			fmt.Fprintf(&text, "print(%s)\n", known())
		}
	}
	return text.String() + "print(" + strings.Join(bound, ", ") + ")\n"
}

// printedBy runs a script. Its module m has the values "m.a after 3" and so on,
// where 3 is how often tick() was called before the module was loaded.
func printedBy(src string) (string, error) {
	var out strings.Builder
	ticks := 0
	modules := map[string]starlark.StringDict{}
	thread := &starlark.Thread{
		Print: func(_ *starlark.Thread, text string) { fmt.Fprintln(&out, text) },
		Load: func(_ *starlark.Thread, module string) (starlark.StringDict, error) {
			if modules[module] == nil {
				modules[module] = starlark.StringDict{}
				for _, name := range []string{"a", "b", "c", "d"} {
					modules[module][name] = starlark.String(fmt.Sprintf("%s.%s after %d", module, name, ticks))
				}
			}
			return modules[module], nil
		},
	}
	tick := starlark.NewBuiltin("tick", func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		ticks++
		return starlark.None, nil
	})
	_, err := starlark.ExecFileOptions(script.Dialect, thread, "a.star", src, starlark.StringDict{"tick": tick})
	return out.String(), err
}
