package script

// tiny is a protocol of two nodes that do nothing, and a cluster of them.
const tiny = `
def tick(self): pass
def ping(self, m): pass
tiny = protocol("tiny", timers = {"tick": tick}, messages = {"ping": ping}, parameters = {"retry": ("5ms", "how long"), "size": (3, "how many"), "fast": (False, "whether")},
    rules = {"strict": "a rule"})
small = cluster(2, protocol = tiny, quiet = True)
`

// misusesOfProtocols are those of protocol(…), and of clusters that run what it returned.
var misusesOfProtocols = []misuse{
	{"protocol", "", "protocol(3)", "protocol: for parameter name: got int, want string"},
	{"protocol", "", `protocol("a b")`, `protocol: name: got "a b", want a name such as "counter"`},
	{"protocol", "", `protocol("paxos")`, `protocol: name: got "paxos", which is a protocol that the lab has, want another name`},
	{"protocol", "", `protocol("x", state = 3)`, "protocol: for parameter state: got int, want dict"},
	{"protocol", "", `protocol("x", state = {"f": len})`, "protocol: state: f: got a builtin_function_or_method, want None, a bool, a number, a string"},
	{"protocol", "", `protocol("x", state = {"send": 1})`, "protocol: state: send: self.send is something else, want another name"},
	{"protocol", "", `protocol("x", start = len)`, "protocol: start: got len, which is no function of the script, want one that takes (self, disk)"},
	{"protocol", "", `protocol("x", requests = {"add": 3})`, "protocol: requests: add: got a int, want a function that takes (self, r)"},
	{"protocol", "", `protocol("x", messages = {"m": lambda self: None})`, "protocol: messages: m: call.star:1:32: got lambda(self), which does not take (self, m)"},
	{"protocol", "", `protocol("x", timers = {"t": lambda self: crash(1)})`, "protocol: timers: t: call.star:1:30: a protocol's handler cannot use the verb crash, as lambda does"},
	{"protocol", "", `protocol("x", parameters = {"seed": (1, "a seed")})`, "protocol: parameters: seed: cluster(…) has a parameter of that name, want another one"},
	{"protocol", "", `protocol("x", rules = {"r": True})`, "protocol: rules: r: got a bool, want a sentence"},
	{"protocol", "", `protocol("x", show = {"m": "{a}"})`, "protocol: show: m: it is no message, "},
	{"cluster", "", "cluster(3, protocol = 3)", `cluster: for parameter protocol: got 3, want "paxos", or what protocol() returns`},
	{"cluster", "", `cluster(3, protocol = "raft")`, `cluster: for parameter protocol: got "raft", want "paxos", or what protocol() returns`},
	{"cluster", tiny, "cluster(3, protocol = tiny, q1 = 2)", "cluster: the protocol tiny has no parameter q1, want some of: retry, size, fast"},
	{"cluster", tiny, `cluster(3, protocol = tiny, retyr = "5ms")`, "cluster: the protocol tiny has no parameter retyr, want some of: retry, size, fast; did you mean retry?"},
	{"cluster", tiny, "cluster(3, protocol = tiny, retry = 5)", `cluster: for parameter retry: got 5, want a duration with its unit, such as "5ms"`},
	{"cluster", tiny, `cluster(3, protocol = tiny, size = "many")`, "cluster: size: got many, want a whole number"},
	{"cluster", tiny, "cluster(3, protocol = tiny, fast = 1)", "cluster: for parameter fast: got 1, want True or False"},
	{"cluster", tiny, `cluster(3, protocol = tiny, rules = {"strit": False})`, "cluster: for parameter rules: the protocol tiny has no rule strit, want some of: strict; did you mean strict?"},
	{"cluster", tiny, `cluster(3, tiny, False, "1ms", "none")`, "cluster: got 5 arguments, want at most 4: the parameters of a protocol are given by name"},
	{"cluster", "", "cluster(3, retry = 5)", `cluster: there is no parameter "retry"`},
	{"propose", tiny, `propose(1, "A")`, "propose: only nodes of the protocol paxos know this verb, and these run tiny; call(node, op, …) asks a node for something"},
	{"proposer", tiny, `small.node(1).proposer("A")`, "proposer: only nodes of the protocol paxos know this verb, and these run tiny; call(node, op, …) asks"},
	{"submit", tiny, `submit(1, "A")`, "submit: only nodes of the protocol paxos know this verb"},
	{"read", tiny, "read(1)", "read: only nodes of the protocol paxos know this verb"},
	{"reader", tiny, "reader(1)", "reader: only nodes of the protocol paxos know this verb"},
	{"chosen", tiny, "chosen()", "chosen: only nodes of the protocol paxos know this verb, and these run tiny; state(node) and show() tell what nodes know"},
	{"boxes", tiny, "boxes()", "boxes: only nodes of the protocol paxos know this verb, and these run tiny; diagram() draws what happened"},
	{"refresh", tiny, "refresh()", "refresh: only nodes of the protocol paxos know this verb, and these run tiny; show() tells what nodes know"},
	{"eventually_decides", tiny, "eventually_decides()", "eventually_decides: only nodes of the protocol paxos know this verb, and these run tiny; eventually(fn) waits"},
	{"hold", tiny, `hold(kind = "accept")`, `hold: for parameter kind: got "accept", want one of`},
}
