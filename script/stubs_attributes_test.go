package script

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// oneOfEachKind is a scenario that prints of a value of every kind what its attributes
// are.
const oneOfEachKind = `
def attributes(*values):
    for v in values:
        for name in dir(v):
            print("attribute", type(v), name, type(getattr(v, name)).replace(" ", "_"))

def broken():
    proposer(1, "A").prepare(1).accept(to = [1, 2])
    proposer(2, "B").prepare(3).accept([2, 3])

c = cluster(3, quiet = True, q1 = 1, q2 = 2, unsafe = True)
x = explore(propose = [(1, "A"), (2, "B")])
p = proposer(1, "A")
t = spawn(lambda: None)
run("1ms")
m = propose(2, "B") and pending(kind = "prepare")[0]
attributes(c, node(1), p, m, hold(), pause(3), crash(2, at = "before_sync"), t, random(), x, p.result, history(), history()[0])
attributes(linearizable(), state(1), ballot(3, 1), pending(kind = "timer")[0], protocol("counter"))
attributes(history().faults[0])
reset()
expect_violation(broken)
small = shrink(states = 0)
attributes(small, small.why(walks = 5))
def on_get(self, r): self.reply(r, value = 1)
cluster(1, protocol = protocol("one", requests = {"get": on_get}), quiet = True)
asked = request(1, "get")
attributes(asked, asked.wait())
`

// The types of attributes that the stubs declare are those that values have.
func TestAttributeTypesAreTrue(t *testing.T) {
	var out bytes.Buffer
	s := newTestSession(t, &out)
	if err := s.Run("script", "", oneOfEachKind); err != nil {
		t.Fatal(s.Explain(err))
	}
	starlarkTypes := map[string]string{"str": "string", "Duration": "time.duration"}
	seen := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n") {
		var kind, name, got string
		if n, _ := fmt.Sscanf(line, "attribute %s %s %s", &kind, &name, &got); n != 3 {
			continue // a warning
		}
		seen[kind] = true
		if method(kind, name) != nil {
			continue
		}
		declared, mayBeNone := strings.CutSuffix(declaredType(kind, name), "?")
		ok := declared == "Any" || mayBeNone && got == "NoneType"
		for _, one := range strings.Split(declared, " | ") {
			one, _, _ = strings.Cut(one, "[")
			if k := strings.ToLower(one); kindNamed(k) != nil {
				one = k
			}
			if named := starlarkTypes[one]; named != "" {
				one = named
			}
			ok = ok || one == got
		}
		if !ok {
			t.Errorf("%s.%s: got a %s, want what the stubs declare: %s", kind, name, got, declared)
		}
	}
	for _, k := range kinds() {
		if !seen[k.name] {
			t.Errorf("%s: the scenario has none", k.name)
		}
	}
}
