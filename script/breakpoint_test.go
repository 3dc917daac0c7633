package script

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
)

// runTyping runs a script in which somebody types lines wherever it stops, on a
// pipe, and returns all that is shown and the exit status.
func runTyping(t *testing.T, o Options, src, typed string) (shown string, status int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "typed")
	write(t, path, typed)
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	nowhere, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer nowhere.Close()
	var out bytes.Buffer
	o.In, o.Screen, o.Out, o.Diag = in, nowhere, &out, &out
	s := New(context.Background(), o)
	err = s.Run("x.star", "", src)
	shown = out.String() + s.Explain(err)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	return shown, Status(err)
}

// stopping is a script that stops by itself, and then fails.
const stopping = `cluster(3)
def client(n):
    r = submit(n, "X")
    inner = lambda: r
    breakpoint()
    return r.value
settle(within = "1ms")
print("got", client(1))
assert.eq(chosen(), "Y")
`

// Who only looks at a prompt inside a script has no part in what the script comes to.
func TestLookingAtABreakpointChangesNothing(t *testing.T) {
	shown, _ := runTyping(t, Options{Fleet: Simulated, Again: "synod run x.star"}, stopping, "node(3).up\nchosen()\n:go\n")
	if !strings.HasSuffix(shown, "again: synod run x.star\n") {
		t.Errorf("got\n%s\nwant nothing behind the command that repeats the run", shown)
	}
}

// Wherever a script stops there is a prompt, with the names of what has stopped
// and the world as it was.
func TestBreakpoints(t *testing.T) {
	for name, c := range map[string]struct {
		o      Options
		src    string
		typed  string
		want   []string // is shown, in this order
		status int
	}{
		"nobody is there": {Options{}, stopping, "",
			[]string{"stopped at x.star:5:15, in client(), after event 15, at 4ms; nobody is here to type, so it goes on\n", "got X\n", "assertion failed"}, 1},
		"names": {Options{}, stopping, "n, r.value\nwho()\nn = 4\n",
			[]string{"; :go goes on\n", "(1, \"X\")\n", "client  function", "r       result", "n belongs to what has stopped here; it can be read, not set", "got X\n"}, 1},
		"what is done there counts": {Options{}, stopping, "reset()\nsubmit(2, 'Y')\n:go\n",
			[]string{"chosen: Y", "got X\n"}, 0},
		"what is done there is no part of the script": {Options{Again: "synod run x.star"}, stopping, "crash(3)\nnode(3).up\nnote('hm')\n:go\n",
			[]string{"got X\n", "assertion failed", "again: synod run x.star\nbut not without what was done at the prompt where it stopped: crash(3); note('hm')\n"}, 1},
		"going back there": {Options{}, stopping, "crash(3)\nundo()\nnode(3).up\nredo()\nnode(3).up\n",
			[]string{"n3        crash", "Undone: crash(3). You are now after event 15, at 4ms.\nTrue\n", "Redone: crash(3). You are now after event 16, at 4ms.\nFalse\n", "got X\n"}, 1},
		"going back before it": {Options{}, stopping, "goto(3)\nnow()\nn\nchosen()\nredo()\nr.value\n",
			[]string{"You are now after event 2, at 1ms.\n1ms\n1\n", "there is nothing to redo", "undefined: r"}, 1},
		"before an event": {Options{BreakAt: 9}, stopping, "now()\nchosen()\nn\npending()\n:go\nchosen()\n",
			[]string{"stopped before event 9, at x.star:3:15, in client(); :go goes on\n2ms\n1\n", "accept 1.1 X", "  9       3ms  n1 -> n1", "stopped at x.star:5:15, in client(), after event 15", "\"X\"\n", "got X\n"}, 1},
		"before an event that comes with another": {Options{BreakAt: 7}, stopping, "",
			[]string{"event 7 comes with event 6\n", "  5 ", "stopped before event 6,"}, 1},
		"before an event that never comes": {Options{BreakAt: 99}, stopping, "",
			[]string{"got X\n", "warning: --break-at 99: the run ended after event 15, at 4ms\n"}, 1},
		"at a failure": {Options{BreakOnFailure: true}, stopping, ":go\nchosen()\nclient(2)\n",
			[]string{"got X\n", "x.star:9:10: assertion failed: got \"X\" want \"Y\"\n", "stopped there, after event 15, at 4ms; :go goes on\n\"X\"\n", "\"X\"\n", "last events"}, 1},
		"at a violation": {Options{BreakOnFailure: true}, "cluster(3)\ninvariant('never', lambda: chosen() == None)\nsubmit(1, 'X')\n", "chosen()\nfiles()\n",
			[]string{"x.star:3:7: never is violated", "stopped there", "\"X\"\n"}, 1},
		"not at one that is expected": {Options{BreakOnFailure: true}, "cluster(3)\ndef f(): assert.true(False)\nassert.fails(f)\n", "1\n", nil, 0},
		"in a task": {Options{}, "cluster(3)\ndef f(n):\n    sleep('2ms')\n    breakpoint()\n    print('on')\nspawn(f, 7)\nrun('5ms')\n", "n\nnow()\nstep()\nsleep('1ms')\nnow()\n",
			[]string{"stopped at x.star:4:15, in f(), before the first event", "7\n2ms\n", "a task cannot move the world by itself", "3ms\n", "on\n"}, 2},
		"one inside the other": {Options{}, "cluster(3)\ndef f(n):\n    breakpoint()\n    return n + 1\nprint(f(1))\n", "f(n + 5)\nn\n:go\nn\n",
			[]string{"stopped at x.star:3:15, in f()", "stopped at x.star:3:15, in f()", "6\n", "7\n", "1\n", "2\n"}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			for _, kind := range fleetsOfMany() {
				o := c.o
				o.Fleet = kind
				o.NewFleet = func(FleetKind, string) (fleet.Fleet, error) {
					if kind == Simulated {
						return sim.New(), nil
					}
					return process.New(process.Options{}), nil
				}
				shown, status := runTyping(t, o, c.src, c.typed)
				rest := shown
				for _, want := range c.want {
					_, after, found := strings.Cut(rest, want)
					if !found {
						t.Fatalf("%s: got\n%s\nwant %q, in this order", kind, shown, want)
					}
					rest = after
				}
				if status != c.status {
					t.Errorf("%s: got the status %d, want %d:\n%s", kind, status, c.status, shown)
				}
			}
		})
	}
}

// Before each event of a script the world is what it is when another run of the
// script goes there one event at a time, and the rest of the run is as ever.
func TestBreakAtEachEvent(t *testing.T) {
	const src = "cluster(3, seed = 5, order = 'random')\np = propose(1, 'X')\nq = propose(2, 'Y')\nsettle()\n"
	straight, _ := runTyping(t, Options{Fleet: Simulated}, src, "")
	lines := strings.Count(straight, "\n")
	for event := 1; event <= lines; event++ {
		shown, _ := runTyping(t, Options{Fleet: Simulated, BreakAt: event}, src, "state(1)\nfiles()\n")
		var trace []string
		stops := 0
		for _, line := range strings.SplitAfter(shown, "\n") {
			var n int
			if _, err := fmt.Sscanf(line, "%d", &n); err == nil && strings.HasPrefix(line, " ") {
				trace = append(trace, line)
			}
			if strings.HasPrefix(line, "stopped before event ") {
				stops++
				if len(trace) >= event {
					t.Errorf("event %d: it has happened already:\n%s", event, shown)
				}
			}
		}
		if strings.Join(trace, "") != straight || stops != 1 {
			t.Errorf("event %d: got\n%s\nwant one stop in\n%s", event, shown, straight)
		}
	}
}
