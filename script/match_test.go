package script

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"synod/node"
	"synod/node/paxos"
)

// outOnly returns a session whose warnings go nowhere.
func outOnly(t *testing.T, out io.Writer) *Session {
	t.Helper()
	s := New(context.Background(), Options{Fleet: Simulated, Out: out, Diag: io.Discard})
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// What verbs mean by fields of messages: a value is read in the type of the field.
func TestFields(t *testing.T) {
	const scene = `cluster(3, quiet = True, hold = True)
a = propose(1, "A", ballot = (1, 1))
deliver(kind = "prepare", dst = [1, 2])
deliver(kind = "promise", dst = 1)
deliver(kind = "accept", dst = 1)
b = propose(2, 5, ballot = (2, 2))
deliver(kind = "prepare", ballot = (2, 2))
`
	for src, want := range map[string]string{
		"len(pending(voted = True))":                                  "1",
		`len(pending(kind = "promise", voted = False))`:               "2",
		"[str(m) for m in pending(vote_value = 'A')]":                 `["n1 -> n2 promise 2.2, voted 1.1 A, held"]`,
		"[m.src for m in pending(vote_ballot = '1.1')]":               "[n1]",
		"len(pending(fields = {'vote_ballot': None}))":                "2",
		"len(pending(fields = {'vote_value': None}))":                 "2",
		"len(pending(vote_value = None, voted = True))":               "1",
		"len(pending(value = 'A', ballot = (1, 1)))":                  "3",
		"len(pending(value = 'A', ballot = (2, 2)))":                  "0",
		"len(pending(value = 5))":                                     "0",
		`len(pending("accept", fields = {"value": "A"}))`:             "2",
		"drop(value = 'A')":                                           "3",
		"deliver(voted = False)":                                      "2",
		"duplicate(kind = 'accept', value = 'A')":                     "2",
		"release(kind = 'promise', voted = True)":                     "1",
		"wait_for(kind = 'promise', voted = True).src":                "n1",
		"hold(kind = 'accept', value = 5, ballot = (2, 2), dst = 3)":  "hold accept value=5 2.2 to n3, 0 hits",
		"hold(voted = True)":                                          "hold voted=True, 0 hits",
		"lose(vote_ballot = (1, 1), fields = {'vote_value': None})":   "lose vote_value=None vote_ballot=1.1, 0 hits",
		"repeat(0.5, value = [1, 'a'])":                               `repeat 50% value=[1,"a"], 0 hits`,
		"delay('5ms', kind = 'nack', promised = (9, 3))":              "delay 5ms nack promised=9.3, 0 hits",
		"reorder(kind = 'learn', value = 'A')":                        "reorder learn value=A, 0 hits",
		"assert.fails(lambda: deliver(value = 'B', ballot = (1, 2)))": `deliver: no message matches value="B", ballot=(1, 2); in flight are`,
		"crash(1, at = 'after_write', kind = 'accept', value = 5)":    "crash of n1 after_write, armed",
	} {
		t.Run(src, func(t *testing.T) {
			var out bytes.Buffer
			s := outOnly(t, &out)
			if err := s.Run("fields.star", "", scene+"print("+src+")"); err != nil {
				t.Fatal(s.Explain(err))
			}
			if got := strings.TrimSpace(out.String()); !strings.HasPrefix(got, want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// A rule about a field does something to the messages that have it, and a crash waits
// for one.
func TestRulesByField(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"rule": {`r = lose(kind = "accept", value = "B")
submit(1, "A")
print(r.hits)
cluster(3, quiet = True)
r = lose(kind = "accept", value = "B")
propose(1, "B").wait(timeout = "20ms")
print(r.hits)`, "0\n3\n"},
		"trap": {`t = crash(2, at = "after_write", kind = "accept", value = "B")
submit(1, "A")
print(t.fired)
cluster(3, quiet = True)
t = crash(2, at = "after_write", kind = "accept", value = "B")
submit(1, "B")
print(t.fired)`, "False\nTrue\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			s := outOnly(t, &out)
			if err := s.Run("fields.star", "", "cluster(3, quiet = True)\n"+c.src); err != nil {
				t.Fatal(s.Explain(err))
			}
			if out.String() != c.want {
				t.Errorf("got %q, want %q", out.String(), c.want)
			}
		})
	}
}

// Fields of a scripted protocol may hold any value, and are found as a script
// writes them. A name that is reserved goes into a dict.
func TestFieldsOfAScript(t *testing.T) {
	const scene = `def on_go(self, r):
    self.send(self.peers, "load", at = (1, self.id), left = [1.5, None], of = {"b": 2, "a": 1}, who = self.id, **{"from": "x"})
    self.send(2, "bare")
    self.reply(r)
def ignore(self, m):
    pass
def nothing(self, m):
    pass
p = protocol("p", requests = {"go": on_go}, messages = {"load": ignore, "bare": nothing})
c = cluster(3, protocol = p, quiet = True, hold = True)
request(3, "go")
`
	for src, want := range map[string]string{
		"len(pending(at = (1, 3)))":                                 "2",
		"len(pending(at = [1, 3]))":                                 "0",
		"len(pending(left = [1.5, None], of = {'a': 1, 'b': 2}))":   "2",
		"len(pending(who = node(3), dst = 1))":                      "1",
		"len(pending(who = 3))":                                     "2",
		"len(pending(fields = {'from': 'x'}))":                      "2",
		"len(pending(fields = {'from': None}))":                     "0",
		"pending(kind = 'load')[0]['from']":                         "x",
		"len(pending(at = None))":                                   "3",
		"len(pending(kind = 'bare'))":                               "1",
		"drop(at = (1, 3), dst = 2)":                                "1",
		"hold(kind = 'load', at = (1, 3), fields = {'from': 'x'})":  "hold load from=x at=(1,3), 0 hits",
		"assert.fails(lambda: pending(kind = 'bare', at = 1))":      `pending: there is no parameter and no field "at"; a message of the kind bare has no fields`,
		"assert.fails(lambda: deliver(kind = 'load', at = (1, 2)))": `deliver: no message matches kind="load", at=(1, 2); in flight are`,
		"assert.fails(lambda: pending(at = len))":                   "pending: for parameter at: got a builtin_function_or_method, want None, a bool, a number, a string",
	} {
		t.Run(src, func(t *testing.T) {
			var out bytes.Buffer
			s := outOnly(t, &out)
			if err := s.Run("fields.star", "", scene+"print("+src+")"); err != nil {
				t.Fatal(s.Explain(err))
			}
			if got := strings.TrimSpace(out.String()); !strings.HasPrefix(got, want) {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}

// loose is a protocol that does not list what its messages have.
type loose struct{ paxos.Protocol }

func (loose) Kinds() []node.Shape {
	return []node.Shape{{Kind: "prepare", Open: true}, {Kind: "accept", Open: true}}
}

// dumb lists no kinds at all, and has no test of its own.
type dumb struct{ node.Protocol }

func (dumb) VoteQuorum(node.Config) int { return 2 }

// Where nothing is known of the fields, their values are compared by what they read
// like, and a keyword that looks like a misspelt parameter is refused.
func TestFieldsOfUnknownShape(t *testing.T) {
	for name, p := range map[string]node.Protocol{"loose": loose{}, "dumb": dumb{paxos.Protocol{}}} {
		for src, want := range map[string]string{
			"ballot = (1, 1)": "3", "ballot = '1.1'": "3", "ballot = [1, 1]": "3", "ballot = ballot(1, 1)": "3", "ballot = (1, 2)": "0",
			"term = 5": "0", "fields = {'ballot': '1.1'}": "3", "fields = {'term': None}": "0",
			"knd = 5": `pending: there is no parameter "knd"; did you mean kind? A field of that name goes into fields = {"knd": …}`,
		} {
			var out bytes.Buffer
			s := outOnly(t, &out)
			if err := s.Run("a.star", "", "cluster(3, quiet = True)"); err != nil {
				t.Fatal(err)
			}
			o := s.current.world.Options()
			o.Protocol = p
			if _, err := s.newCluster(o, Simulated, true); err != nil {
				t.Fatal(err)
			}
			err := s.Run("b.star", "", "propose(1, 'A')\nprint(len(pending("+src+")))")
			got := strings.TrimSpace(out.String())
			if err != nil {
				got = s.Explain(err)
			}
			if !strings.Contains(got, want) {
				t.Errorf("%s: %s: got %s, want %s", name, src, got, want)
			}
		}
	}
}
