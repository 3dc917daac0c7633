package script

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
)

// traces returns the traces of a session's clusters that are open.
func traces(s *Session) string {
	var text strings.Builder
	for i, c := range s.clusters {
		if !c.closed {
			fmt.Fprintf(&text, "cluster %d\n%s\n", i+1, strings.Join(c.world.Recent(100_000), "\n"))
		}
	}
	return text.String()
}

// saving types lines, saves the session, and returns what was said of that, what
// was written, and the traces.
func saving(t fataler, o Options, path string, lines []string) (notice, text, trace string) {
	var out strings.Builder
	o.Out, o.Diag = &out, &out
	asked := 0
	converseWith(t, o, "", typing(lines, func(c *conversation) string {
		if asked++; asked == 1 {
			trace = traces(c.session)
			out.Reset()
			return fmt.Sprintf("save(%q, overwrite = True)", path)
		}
		return hangUp
	}))
	b, err := os.ReadFile(path)
	if err != nil && !strings.Contains(out.String(), "cannot be written") {
		t.Fatalf("nothing was saved: %s", out.String())
	}
	return out.String(), string(b), trace
}

// runSaved runs what was saved.
func runSaved(t fataler, path string, kind FleetKind) string {
	newFleet := func(FleetKind, string) (fleet.Fleet, error) {
		if kind == Simulated {
			return sim.New(), nil
		}
		return process.New(process.Options{}), nil
	}
	s := New(context.Background(), Options{Fleet: kind, NewFleet: newFleet})
	defer s.Close()
	if err := s.RunFile(path, path); err != nil {
		t.Fatalf("%s", s.Explain(err))
	}
	return traces(s)
}

// What is saved repeats the trace, whatever was typed.
func TestSavedRepeats(t *testing.T) {
	dir := t.TempDir()
	saved, asked, refused := 0, 0, map[string]bool{}
	rapid.Check(t, func(t *rapid.T) {
		commands := slices.Concat(opening, rapid.SliceOfN(rapid.Custom(drawCommand), 0, 20).Draw(t, "commands"))
		path := filepath.Join(dir, "x.star")
		os.Remove(path)
		asked++
		var lines []string
		for i, command := range commands {
			lines = append(lines, strings.Split(command, "\n")...)
			if i >= len(opening) && rapid.IntRange(0, 5).Draw(t, "undone") == 0 {
				lines = append(lines, "undo()")
			}
		}
		notice, text, want := saving(t, Options{Fleet: Simulated}, path, lines)
		if text == "" {
			refused[notice] = true
			return
		}
		saved++
		if got := runSaved(t, path, Simulated); got != want {
			t.Fatalf("%s: got\n%s\nwant\n%s", text, got, want)
		}
	})
	if saved < asked*9/10 {
		t.Errorf("only %d of %d sessions were saved: %v", saved, asked, sortedKeys(refused))
	}
}

// What is written is what was typed, as a script says it.
func TestSavedText(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "lib.star"), "def twice(n):\n    return 2 * n\n")
	for name, c := range map[string]struct {
		seed  uint64
		typed string
		want  string
	}{
		"nothing": {1, "1 + 1", "\"\"\"Saved at the prompt, where nothing was done.\"\"\"\n"},
		"what looks is left out": {1, "cluster(3)\nsubmit(1, 'X')\nchosen()\nnow()\nwho()\nhelp(crash)\nboxes()\nassert.eq(chosen(), 'X')", `
cluster(3)
submit(1, 'X')
boxes()
assert.eq(chosen(), 'X')
`},
		"remarks stay": {1, "# three nodes\ncluster(3)  # at least\n\n# f proposes.\n#\n# It does so once.\ndef f(x):\n    # in it\n    submit(1, x)  # here\n\n# what looks goes with its remark\nnow()\n# now\nf('A')", `
# three nodes
cluster(3)  # at least

# f proposes.
#
# It does so once.
def f(x):
    # in it
    submit(1, x)  # here

# now
f('A')
`},
		"a def that goes on": {1, "cluster(3)\ndef f(x):\n    y = x\n\n    # in it\n    submit(1, y)\n\nf('A')", `
cluster(3)

def f(x):
    y = x

def f(x):
    y = x

    # in it
    submit(1, y)

f('A')
`},
		"what failed is left out": {1, "cluster(3)\ncrash(9)\n1 // 0\nnonsense\nf(]\ncrash(1)", `
cluster(3)
crash(1)
`},
		"what failed half-way": {1, "cluster(3)\nrun('1ms'); crash(9); crash(1)\nfor i in range(3): crash(i + 2)\n\n", `
cluster(3)
run('1ms')

def line_3():
    for i in range(3): crash(i + 2)

assert.fails(line_3)
`},
		"what was undone": {1, "cluster(3)\ncrash(1)\nundo()\ncrash(2)\nundo()\nredo()", `
cluster(3)
crash(2)
`},
		"what goto cut short": {1, "cluster(3)\nsubmit(1, 'X')\ngoto(5)\ncrash(1)", `
cluster(3)
stop_before(5, lambda: submit(1, 'X'))
crash(1)
`},
		"another seed": {7, "cluster(3)\nc = cluster(nodes = 3, seed = 5)", `
cluster(3, seed = 7)
c = cluster(nodes = 3, seed = 5)
`},
		"the last value": {1, "cluster(3)\npropose(1, 'X')\n_.wait()", `
cluster(3)
_ = propose(1, 'X')
_.wait()
`},
		"a name that hides a verb": {1, "c = cluster(3)\nnode = node(1)\nnode.crash()\n:forget node\nnode(2).crash()", `
c = cluster(3)
node_ = node(1)
node_.crash()
node(2).crash()
`},
		"a violation": {1, "cluster(3)\ninvariant('never', lambda: chosen() == None)\nsubmit(1, 'X')", `
cluster(3)
invariant('never', lambda: chosen() == None)
expect_violation(lambda: submit(1, 'X'))
`},
		"a load": {1, "load('" + filepath.ToSlash(relativeTo(t, dir)) + "/lib.star', 'twice')\ncluster(twice(2))", `
load("lib.star", 'twice')

cluster(twice(2))
`},
		"a search": {1, "cluster(3)\nx = explore(propose = [(1, 'A')], goal = lambda: chosen() == 'A')\nx\nx.play()", `
cluster(3)
x = explore(propose = [(1, 'A')], goal = lambda: chosen() == 'A')
x.play()
`},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, "x.star")
			notice, text, trace := saving(t, Options{Fleet: Simulated, Seed: c.seed}, path, strings.Split(c.typed, "\n"))
			want := c.want
			if strings.HasPrefix(want, "\n") {
				want = "\"\"\"Saved at the prompt.\"\"\"\n" + want
			}
			if text != want {
				t.Fatalf("got\n%s\nwant\n%s", text, want)
			}
			for _, part := range []string{"Saved. synod run ", " repeats it, synod test --update ", " makes its golden.\n"} {
				if !strings.Contains(notice, part) {
					t.Errorf("got the notice %q, want %q in it", notice, part)
				}
			}
			for _, kind := range fleetsOfMany() {
				if got := runSaved(t, path, kind); got != trace {
					t.Errorf("%s: got\n%s\nwant\n%s", kind, got, trace)
				}
			}
		})
	}
}

// relativeTo returns the way to a folder from here.
func relativeTo(t *testing.T, dir string) string {
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	rel, err := filepath.Rel(here, dir)
	if err != nil {
		t.Fatal(err)
	}
	return rel
}

// What cannot be saved changes no file.
func TestSaveRefuses(t *testing.T) {
	dir := t.TempDir()
	there := filepath.Join(dir, "there.star")
	write(t, there, "x = 1\n")
	for call, want := range map[string]string{
		fmt.Sprintf("save(%q)", there):                            "there is a file " + there + " already; with overwrite=True it is replaced",
		fmt.Sprintf("save(%q)", filepath.Join(dir, "x")):          "want one that ends in .star",
		fmt.Sprintf("save(%q)", filepath.Join(dir, "no/x.star")):  "no such file or directory",
		fmt.Sprintf("x = save(%q)", filepath.Join(dir, "x.star")): "want it alone",
		"save()": "missing argument for path",
	} {
		screen, _ := talk(t, "", "cluster(3)", call, "crash(1)", "undo()")
		if !strings.Contains(screen, want) {
			t.Errorf("%s: got\n%s\nwant %q", call, screen, want)
		}
	}
	entries, err := os.ReadDir(dir)
	if text, _ := os.ReadFile(there); err != nil || len(entries) != 1 || string(text) != "x = 1\n" {
		t.Errorf("got %v, %v, %q", entries, err, text)
	}
}

// A session that is repeated does not save again.
func TestUndoSavesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.star")
	screen, _ := talk(t, "", "cluster(3)", fmt.Sprintf("save(%q, overwrite = True)", path), "crash(1)",
		fmt.Sprintf("save(%q, overwrite = True)", path), "crash(2)", "undo()")
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "crash(1)") || strings.Count(screen, "Saved.") != 2 {
		t.Errorf("got %q, %v\n%s", text, err, screen)
	}
}
