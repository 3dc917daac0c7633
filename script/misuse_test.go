package script

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"testing"
)

// misuse is one wrong call, and what the script's author is to be told.
type misuse struct {
	verb  string // as the reference calls it, such as "proposer.wait"
	setup string // what goes before; scene is there already
	call  string // the wrong line
	want  string // what is wrong, and what would be right: the error, or its beginning
}

// scene is a run in which there is one of everything: clusters, a proposer that
// runs by itself and one that is driven by hand, a message that is held and one
// that is gone, a rule, faults, a trap, a task.
const scene = `
other = cluster(5)
closed = cluster(1)
closed.close()
alone = cluster(1)
x = alone.explore(propose = [(1, "A")])
bad = cluster(3, quiet = True, rules = {"learn_after_quorum": False})
found = bad.explore(propose = [(1, "A")])
ce = found.shrink(states = 0)
why_ce = why(ce, walks = 1)
hs = alone.history()
c = cluster(3, hold = True)
p = propose(1, "A")
h = proposer(2, "B")
m = pending()[0]
gone = pending()[1]
gone.drop()
r = lose(kind = "learn")
f = skew(1, "5ms")
t = crash(1, at = "after_sync", kind = "accept")
d = random("x")
def wait_long(): sleep("1s")
k = spawn(wait_long)
foreign = other.propose(1, "A")
stranger = other.pending()[0]
asked = other.request(5, "read")
`

// receivers are the values of the scene that have methods.
var receivers = map[string]string{
	"": "", "cluster": "c.", "request": "asked.", "proposer": "h.", "message": "m.", "rule": "r.", "fault": "f.", "trap": "t.",
	"task": "k.", "random": "d.", "assert": "assert.", "exploration": "x.", "history": "hs.",
	"counterexample": "ce.", "explanation": "why_ce.",
}

// stage plays the scene and what goes before a call, whose names the call may use.
func stage(t *testing.T, setup string) (*Session, *strings.Builder) {
	t.Helper()
	out := &strings.Builder{}
	s := New(context.Background(), Options{Fleet: Simulated, Out: out})
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.Run("scene.star", "", scene+setup); err != nil {
		t.Fatalf("%s: %s", setup, s.Explain(err))
	}
	s.names = maps.Clone(s.names)
	maps.Copy(s.names, s.globals)
	return s, out
}

// fingerprint returns all that can be told of a session's runs, and of what was printed.
func fingerprint(t *testing.T, s *Session, out *strings.Builder) string {
	t.Helper()
	text := out.String()
	for i, c := range s.clusters {
		if c.closed {
			continue
		}
		w := c.world
		hash, err := w.Hash()
		if err != nil {
			t.Fatal(err)
		}
		text += fmt.Sprintf("%d %x %d %d %d %v %s\n", i, hash, len(w.Imposed()), len(w.Faults()), len(w.Traps()), len(w.Rules()), c.played())
		for _, f := range w.Faults() {
			text += fmt.Sprintln(f.Node, f.Text, f.Over())
		}
		for _, n := range c.nodes[1:] {
			state, err := w.State(n.id)
			if err != nil {
				t.Fatal(err)
			}
			text += fmt.Sprintln(state.Paused, State{state: state})
		}
	}
	return text + fmt.Sprint(len(s.clusters), s.current)
}

// wrong makes a wrong call and returns the error as its author reads it. It
// checks what every wrong call has in common: its status, its place, and
// that nothing has changed.
func wrong(t *testing.T, setup, call string) string {
	t.Helper()
	s, out := stage(t, setup)
	before := fingerprint(t, s, out)
	err := s.Run("call.star", "", call)
	if err == nil {
		return "NO ERROR"
	}
	if got := Status(err); got != StatusScript {
		t.Errorf("%s: got the status %d, want %d", call, got, StatusScript)
	}
	if after := fingerprint(t, s, out); after != before {
		t.Errorf("%s: it changed\n%sto\n%s", call, before, after)
	}
	text := s.Explain(err)
	lines := strings.Split(text, "\n")
	if len(lines) < 3 || !strings.HasPrefix(text, "call.star:1:") || lines[1] != "    "+call || !strings.Contains(lines[2], "^") {
		t.Errorf("%s: got\n%swant the place, the line, and a mark below it", call, text)
	}
	_, what, _ := strings.Cut(strings.TrimPrefix(lines[0], "call.star:1:"), ": ")
	return what
}

// TestMisuse makes every wrong call of the table, and requires that no verb with
// parameters is missing in it.
func TestMisuse(t *testing.T) {
	if testing.Short() {
		t.Skip("it sets the scene hundreds of times")
	}
	known := map[string]bool{}
	for _, m := range misuses {
		known[m.verb] = true
		if got := wrong(t, m.setup, m.call); m.want == "" || !strings.HasPrefix(got, m.want) {
			t.Errorf("%s: %s; %s\n     got  %s\n     want %s", m.verb, m.setup, m.call, got, m.want)
		}
	}
	for _, v := range Verbs() {
		if len(v.Params) > 0 && !known[v.fullName()] {
			t.Errorf("%s: the table has no wrong use of it", v.fullName())
		}
	}
}

// TestMisuseOfParameters gives every verb a parameter that it does not have, more
// arguments than it takes, and fewer than it needs.
func TestMisuseOfParameters(t *testing.T) {
	if testing.Short() {
		t.Skip("it sets the scene hundreds of times")
	}
	for _, v := range Verbs() {
		name := receivers[v.On] + v.Name
		variadic, least := false, 0
		for _, p := range v.Params {
			variadic = variadic || p.Rest != ""
			if !p.optional() && p.Rest == "" {
				least++
			}
		}
		expect := func(call, want string) {
			t.Helper()
			if got := wrong(t, "", call); !strings.HasPrefix(got, v.Name+": ") || !strings.Contains(got, want) {
				t.Errorf("%s: got %q, want %q in it", call, got, want)
			}
		}
		if v.Name != "struct" {
			want := `there is no parameter "zzz"; want ` + v.Signature()
			if v.has("field") {
				want = `there is no parameter and no field "zzz"; messages have ballot, voted, vote_ballot, vote_value, value, promised`
			}
			if v.has("arguments") { // which may have any name
				want = "missing argument for node"
			}
			expect(name+`(zzz = 1)`, want)
		}
		if !variadic {
			many := strings.Repeat(", 1", v.most+1)[2:]
			want := fmt.Sprintf("got %d arguments, want at most %d", v.most+1, v.most)
			if v.most == 0 {
				want = "got 1 argument, want none"
			}
			expect(name+"("+many+")", want)
		}
		if least > 0 {
			expect(name+"()", "missing argument for "+v.Params[0].Name)
		}
	}
}
