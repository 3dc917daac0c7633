package script

import (
	"strings"
	"testing"
)

// What the reference says of the verbs that move messages and make rules, a sentence
// at a time, with a run that shows it. A sentence that is not in the reference any
// more is not to be shown here either.
var claims = []struct{ verb, sentence, src, out string }{
	{"pending", "in the order in which they are due", "print([m.due for m in pending()] == sorted([m.due for m in pending()]))", "True"},
	{"pending", "Returns the messages in flight and held", "pending()[0].drop()\nhold()\nproposer(2, 'B').prepare(wait = False)\nprint(len(pending()), len([m for m in pending() if m.held]))", "5 3"},
	{"pending", `"timer" returns the timers`, "print([m.dst for m in pending(kind = 'timer')])", "[n1]"},
	{"pending", "What waits for a paused node is there too.", "pause(2)\nrun('5ms')\nprint(pending(dst = 2, kind = 'prepare')[0].waiting)", "True"},
	{"pending", "A timer fits dst, whose it is, and where", "print(len(pending(kind = 'timer', dst = 2)), len(pending(kind = 'timer', where = lambda m: m.due > duration('1s'))))", "0 0"},
	{"pending", "src and fields are refused with it", "print(assert.fails(lambda: pending(kind = 'timer', src = 1)))", "nothing sends a timer"},
	{"pending", "src and fields are refused with it", "print(assert.fails(lambda: pending(kind = 'timer', ballot = (1, 1))))", "a timer has no fields"},
	{"pending", "its own fields, such as ballot and value, also as m[\"ballot\"]", "m = pending()[0]\nprint(m.ballot, m['ballot'], 'value' in m)", "1.1 1.1 False"},
	{"pending", "what is left out, or None, fits any", "print(len(pending(kind = None, ballot = None, value = None)))", "3"},
	{"pending", "In the dict fields None is a value", "flush()\nhold(kind = 'promise')\nproposer(2, 'B').prepare(wait = False)\nrun('1ms')\nprint(len(pending(vote_value = 'A')), len(pending(vote_value = None)), len(pending(fields = {'vote_value': None})))", "3 3 0"},
	{"pending", "it fits all of kind, src, dst, where and the fields", "print(len(pending(kind = 'prepare', src = 1, dst = [2, 3], ballot = (1, 1), where = lambda m: m.dst == node(3))))", "1"},
	{"deliver", "one, a list of them, or all that are meant", "print(deliver(pending()[0]), deliver([pending()[0]]), deliver(kind = 'prepare'))", "1 1 1"},
	{"deliver", "It is an error to mean none.", "print(assert.fails(lambda: deliver(kind = 'nack')))", "deliver: no message"},
	{"deliver", "The clock moves to the time the message was due", "deliver(dst = 2)\nprint(now())", "1ms"},
	{"deliver", "What is for a node that is down is lost", "crash(2)\ndeliver(dst = 2)\nprint(trace(last = 1))", "lost: n2 is down"},
	{"deliver", "what is for a paused one waits for it", "pause(2)\nm = pending(dst = 2)[0]\ndeliver(m)\nprint(m.waiting)\nresume(2)\nrun('1ms')\nprint(m.waiting)", "True\nFalse"},
	{"deliver", "A timer, which only a value means, fires.", "deliver(pending(kind = 'timer')[0])\nprint(now())", "50ms"},
	{"drop", "Throws messages away, in flight or held.", "print(drop(dst = 2))\nhold()\nproposer(2, 'B').prepare(wait = False)\nprint(drop(src = 2), len(pending(src = 2)))", "1\n3 0"},
	{"duplicate", "a description means only those in flight and held", "deliver(dst = 2, kind = 'prepare')\nprint(assert.fails(lambda: duplicate(dst = 2, kind = 'prepare')))", "duplicate: no message"},
	{"duplicate", "A message that has arrived, or was lost, can be given as a value", "m = pending(dst = 2)[0]\nn = pending(dst = 3)[0]\ndeliver(m)\ndrop(n)\nprint(duplicate([m, n]), len(pending(kind = 'prepare')))", "2 3"},
	{"duplicate", "The copy is held if the message is", "hold()\nq = proposer(2, 'B')\nq.prepare(to = [1], wait = False)\nduplicate(src = 2)\nprint([m.held for m in pending(src = 2)])", "[True, True]"},
	{"duplicate", "whatever holds or loses such messages", "hold()\nm = pending(dst = 2)[0]\ndeliver(m)\nduplicate(m)\nprint([c.held for c in pending(dst = 2, kind = 'prepare')])", "[False]"},
	{"duplicate", "arrives when the message was due or else at once", "m = pending(dst = 2)[0]\nduplicate(m)\nprint([c.due for c in pending(dst = 2)])\nrun('9ms')\nduplicate(m)\nprint(pending(dst = 2, kind = 'prepare')[0].due)", "[1ms, 1ms]\n9ms"},
	{"release", "of those that a description means, only the held ones count", "print(assert.fails(lambda: release(kind = 'prepare')))", "no held message matches kind=\"prepare\""},
	{"release", "each when it was due or else at once", "hold(src = 2)\nq = proposer(2, 'B')\nq.prepare(wait = False)\nrelease(dst = 1)\nrun('9ms')\nrelease(dst = 3)\nprint([m.due for m in pending(src = 2, kind = 'prepare', where = lambda m: not m.held)])", "[9ms]"},
	{"release", "lets everything held go and holds no more", "r = hold()\nq = proposer(2, 'B')\nq.prepare(wait = False)\nprint(release(), r.stopped)", "3 True"},
	{"flush", "until no message is left but those that wait for a paused node", "pause(3)\nhold(kind = 'accept')\nflush()\nprint(chosen(), [m.dst for m in pending() if m.kind != 'timer' and m.dst != node(3)])", "A []"},
	{"flush", "Timers do not fire.", "lose()\nflush()\nprint(len(pending(kind = 'timer')), now())", "1 1ms"},
	{"hold", "Holds messages that are sent from now on", "hold()\nprint([m.held for m in pending(kind = 'prepare')])", "[False, False, False]"},
	{"hold", "stop() ends the rule; what it holds stays held", "r = hold()\nq = proposer(2, 'B')\nq.prepare(wait = False)\nr.stop()\nprint([m.held for m in pending(src = 2)])", "[True, True, True]"},
	{"delay", "sent from now on take longer", "delay('5ms')\nproposer(2, 'B').prepare(wait = False)\nprint([m.due for m in pending(kind = 'prepare')])", "[1ms, 1ms, 1ms, 6ms, 6ms, 6ms]"},
	{"lose", "Loses messages that are sent from now on", "lose()\nrun('1ms')\nprint([n.up for n in nodes()], state(3).promised, len(pending(kind = 'promise')))", "[True, True, True] 1.1 0"},
	{"repeat", "arrive twice", "repeat(later = '3ms')\nproposer(2, 'B').prepare(to = [1], wait = False)\nprint([m.due for m in pending(src = 2)])", "[1ms, 4ms]"},
	{"reorder", "takes up to by longer", "reorder(by = '8ms')\nproposer(2, 'B').prepare(wait = False)\nprint([m.due > duration('1ms') and m.due <= duration('9ms') for m in pending(src = 2)])", "[True, True, True]"},
	{"partition", "Nodes in no group form one more.", "partition([1])\nprint(linked(1, 2), linked(2, 3))", "False True"},
	{"partition", "messages that are on a link when it is cut: they are lost, or arrive", "partition([1])\nprint([m.dst for m in pending(kind = 'prepare')])", "[n1]"},
	{"partition", "they are lost, or arrive", "partition([1], in_flight = 'keep')\nrun('1ms')\nprint(state(3).promised)", "1.1"},
	{"pause", "nothing is lost", "pause(2)\nrun('5ms')\nisolate(1)\nresume(2)\nrun('0s')\nprint(state(2).promised)", "1.1"},
	{"cut", "With True only the links from a to b are cut", "cut(1, 2, oneway = True)\nprint(linked(1, 2), linked(2, 1))", "False True"},
	{"cut", "A node has no link to itself.", "print(assert.fails(lambda: cut(1, 1)))", "no link to itself"},
	{"isolate", "Cuts every link of a node.", "isolate(2)\nprint([(a, b) for a in (1, 2, 3) for b in (1, 2, 3) if not linked(a, b)])", "[(1, 2), (2, 1), (2, 3), (3, 2)]"},
	{"linked", "A node is always linked to itself.", "isolate(2)\nlose()\nprint(linked(2, 2), linked(1, 3))", "True True"},
	{"heal", "Stops every network rule but those of hold.", "all = [hold(kind = 'nack'), lose(kind = 'nack'), delay('1ms'), repeat(), reorder(), isolate(1)]\nheal()\nprint([r.stopped for r in all])", "[False, True, True, True, True, True]"},
	{"heal", "that ends cluster(hold=True) too", "cluster(3, hold = True, quiet = True)\npropose(1, 'A')\nheal(hold = True)\nrun('9ms')\nprint(chosen())", "A"},
	{"heal", "cluster(hold=True) goes on to hold them unless hold=True is given here too", "cluster(3, hold = True, quiet = True)\npropose(1, 'A')\nheal(among = [1, 2])\nprint(len([m for m in pending() if m.held]))\nheal(among = [1, 2], hold = True)\nprint(len([m for m in pending() if m.held]))", "3\n1"},
	{"heal", "To all other messages everything is as before.", "lose()\nheal(among = [1, 2])\nrun('1ms')\nprint([m.src for m in pending(kind = 'promise')])", "[n1, n2]"},
	{"bridge", "two halves that only this node can reach both of", "cluster(5, quiet = True)\nbridge(3)\nprint([[b for b in range(1, 6) if linked(a, b)] for a in range(1, 6)])", "[[1, 2, 3], [1, 2, 3], [1, 2, 3, 4, 5], [3, 4, 5], [3, 4, 5]]"},
	{"ring", "the last one being the first one's", "cluster(5, quiet = True)\nring()\nprint([b for b in range(1, 6) if linked(1, b)])", "[1, 2, 5]"},
}

// The reference is true.
func TestTheReferenceIsTrue(t *testing.T) {
	shown := map[string]bool{}
	for _, c := range claims {
		shown[c.verb] = true
		if text := referenceOf(c.verb); !strings.Contains(text, c.sentence) {
			t.Errorf("%s: the reference does not say %q", c.verb, c.sentence)
		}
		got := execute("cluster(3, quiet = True)\npropose(1, 'A')\n"+c.src, Options{})
		if got.err != nil || !strings.Contains(got.out, c.out) {
			t.Errorf("%s, %q: got\n%s%s\nwant\n%s", c.verb, c.sentence, got.out, got.diag, c.out)
		}
	}
	for _, v := range Verbs() {
		if v.On == "cluster" && (v.Group == groupMessages || v.Group == groupNetwork) && !shown[v.Name] {
			t.Errorf("%s: no sentence of it is shown to be true", v.Name)
		}
	}
}

// referenceOf returns all that is said of a verb of a cluster and its parameters, on
// one line.
func referenceOf(name string) string {
	var text strings.Builder
	for _, v := range Verbs() {
		if v.Name != name || v.On != "cluster" {
			continue
		}
		text.WriteString(v.Doc)
		for _, p := range v.Params {
			text.WriteString(" " + p.Doc)
		}
	}
	return strings.Join(strings.Fields(text.String()), " ")
}
