package script

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// lookings are calls of the verbs of a cluster that look, and of the attributes of
// nodes, proposers and messages. What is asked of n is the node that dies.
var lookings = map[string]string{
	"nodes": "nodes()", "node": "node(n)", "now": "now()", "pending": `pending(kind = "timer", dst = n)`, "linked": "linked(1, n)",
	"crash_points": "assert.fails(lambda: crash_points(n)) if not node(n).up else None", "state": "state(n)", "file": "file(n)", "files": "files()",
	"chosen": "chosen()", "played": "len(played()) > 0", "check": "check() if learned() else None", "history": "history()", "linearizable": "linearizable()",
	"random": `random("looking").below(2)`, "show": "show()", "boxes": "boxes()", "trace": "trace() != None", "diagram": "diagram() != None", "refresh": "refresh()",
}

// TestVerbsThatLookAreAsked requires that lookings has every one of them.
func TestVerbsThatLookAreAsked(t *testing.T) {
	for _, v := range Verbs() {
		if v.On == "cluster" && v.nature() != acts && lookings[v.Name] == "" {
			t.Errorf("%s: it looks at a cluster, and the test has no call of it", v.Name)
		}
	}
}

// goingDown is a run in which node n dies at a place of the step that a message
// causes, or of its first one. Everything that looks is asked by an invariant, by
// the rule about each message that is sent meanwhile, and by the script when the
// node is down: what the rule saw of the node last, when it was going down, has to
// be what the script sees.
const goingDown = `
cluster(3, quiet = True)
n = %d
def learned():
    return file(1) == chosen() and file(2) == chosen() and file(3) == chosen()
def status():
    return str([state(n), node(n).up, node(n).paused, node(n).idle, node(n).proposing, pending(kind = "timer", dst = n)] + ([p.status, p.done] if n == 1 else []))
def look():
    %s
    return True
seen = []
def rule(m):
    look()
    seen.append((m.src, status()))
    return True
p = proposer(1, "A")
delay("0s", where = rule)
invariant("looking", look)
trap = crash(n, at = %q%s)
p.start()
for _ in range(40):
    if trap.fired:
        break
    seen.clear()
    step()
if trap.fired:
    print("fired", len(seen))
    for src, saw in seen:
        if src == n:
            assert.eq(saw, status())
    settle()
    restart(n)
    settle()
`

// TestLookingAtANodeThatGoesDown kills a node at every place of every step of a
// proposal, and asks everything that looks meanwhile.
func TestLookingAtANodeThatGoesDown(t *testing.T) {
	var calls []string
	for _, name := range sortedKeys(lookings) {
		calls = append(calls, lookings[name])
	}
	looks := strings.Join(calls, "\n    ")
	fired, asked := 0, 0
	for _, kind := range []string{"", "prepare", "promise", "accept", "accepted", "learn"} {
		which := ""
		if kind != "" {
			which = fmt.Sprintf(", kind = %q", kind)
		}
		for point := range strings.FieldsSeq("before_write after_write before_sync after_sync before_send after_send after_send:2 after_send:3 before_publish after_publish") {
			for n := 1; n <= 2; n++ {
				out, err := runOver(t, Simulated, fmt.Sprintf(goingDown, n, looks, point, which))
				if err != nil {
					t.Errorf("n%d, %s of %q: %v", n, point, kind, (&Session{}).Explain(err))
				}
				if i := strings.Index(out, "fired "); i >= 0 {
					fired++
					if !strings.HasPrefix(out[i:], "fired 0") {
						asked++
					}
				}
			}
		}
	}
	if fired < 30 || asked < 10 {
		t.Errorf("got %d places at which the node died, at %d of which it had sent something, want more: this shows little", fired, asked)
	}
	t.Logf("the node died at %d places, and had sent something at %d", fired, asked)
}

// TestInvariantOfANodeThatDies asks an invariant about the node that dies in its
// step, in both fleets and in whatever way a client waits for the step.
func TestInvariantOfANodeThatDies(t *testing.T) {
	const before = `
cluster(3, quiet = True)
invariant("i", lambda: state(2) == None or True)
crash(2, at = "after_sync")
`
	for _, call := range []string{
		`print(submit(1, "x", timeout = "100ms").outcome)`,
		`print(propose(1, "x").wait("100ms").outcome)`,
		`print(read(1))`,
		`print(submit(2, "x", timeout = "100ms").outcome)`,
		`p = proposer(1, "x"); p.prepare(); p.accept(); print(p.status)`,
		`print(submit(1, "x").outcome, state(2))`,
	} {
		outs := []string{}
		for _, kind := range []FleetKind{Simulated, Processes} {
			out, err := runOver(t, kind, before+call)
			if err != nil {
				t.Errorf("%s over %s: %v", call, kind, err)
			}
			outs = append(outs, out)
		}
		if outs[0] == "" || outs[0] != outs[1] {
			t.Errorf("%s: got %q, want the same of both fleets", call, outs)
		}
	}
}

// TestAnInvariantSeesTheNodeDown checks that an invariant which breaks because a
// node died in its step breaks once it is down, and not before.
func TestAnInvariantSeesTheNodeDown(t *testing.T) {
	var lines []string
	s := New(context.Background(), Options{Fleet: Simulated, Traced: func(_ int, line string) { lines = append(lines, line) }})
	defer s.Close()
	err := s.Run("x.star", "", `
cluster(3)
invariant("n2 is up", lambda: node(2).up)
crash(2, at = "after_send", kind = "prepare")
propose(1, "A")
settle()
`)
	crash := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "n2        crash") })
	if Status(err) != StatusFailed || crash < 0 || crash+1 >= len(lines) || !strings.Contains(lines[crash+1], "n2 is up") {
		t.Errorf("got the error %v and the trace\n%s\nwant a violation right behind the crash", err, strings.Join(lines, "\n"))
	}
}
