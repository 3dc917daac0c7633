package script

import (
	"sync"

	"synod/node"
	"synod/node/protocols"
)

// kind is one kind of value that verbs return.
type kind struct {
	name       string
	doc        string
	properties []described
	fields     []described // what values of some protocols have besides
	methods    []*Verb
}

// described is a name and what it means.
type described struct{ name, doc string }

// The kinds are described once, when somebody asks: a verb leads to the reference,
// and the reference to the verbs.
var (
	describeKinds  sync.Once
	describedKinds []*kind
)

// kinds lists the kinds of values, in the order of the reference.
func kinds() []*kind {
	describeKinds.Do(func() { describedKinds = newKinds() })
	return describedKinds
}

// newKinds describes the kinds of values.
func newKinds() []*kind {
	all := placed(paxosKinds(), func(k *kind) string { return k.name }, []*kind{
		{name: "cluster", properties: describeAll(clusterProperties),
			doc: `A cluster is what cluster() returns: nodes, their network and their clock. The verbs act on the cluster that was made last; as methods they act on this one.`},
		{name: "protocol", properties: describeAll(protocolProperties),
			doc: `A protocol is what protocol() returns: one that a script defined, for cluster(). It does not change.`},
		{name: "node", properties: describeAll(nodeProperties),
			doc: `A node is what node() and nodes() return. Wherever a node is wanted, its number or its name will do.`},
		{name: "request", properties: describeAll(requestProperties),
			doc: `A request is what request() returns: something that a client asked of a node, and what has become of it.`},
		{name: "reply", properties: describeAll(replyProperties),
			doc: `A reply is what call() and wait() return: what a client knows of its request. The fields that the node answered are its attributes, and its elements by name, as reply["from"]. It is true when the outcome is "ok".`},
		{name: "message", properties: describeAll(messageProperties), fields: messageFields,
			doc: `A message is what pending() returns a list of: one message in flight or held, or a timer.`},
		{name: "rule", properties: describeAll(ruleProperties),
			doc: `A rule is what hold(), lose(), partition() and the other network verbs return: it is in force until it is stopped.`},
		{name: "fault", properties: describeAll(faultProperties),
			doc: `A fault is what crash(), pause(), skew() and disk() return: it is there until it is stopped.`},
		{name: "trap", properties: describeAll(trapProperties),
			doc: `A trap is what crash() returns when it names a place with at: the node crashes when it comes there.`},
		{name: "task", properties: describeAll(taskProperties),
			doc: `A task is what spawn() returns: a function that runs beside the script, in virtual time.`},
		{name: "random", properties: describeAll(randomProperties),
			doc: `A source of random numbers is what random() returns. Its draws follow from the run's seed and its name alone.`},
		{name: "exploration", properties: describeAll(explorationProperties),
			doc: `An exploration is what explore() returns: the verdict of a search, and the way to what it found.`},
		{name: "counterexample", properties: describeAll(counterexampleProperties),
			doc: `A counterexample is what shrink() returns: a run that breaks a property, with nothing in it that need not be there.`},
		{name: "explanation", properties: describeAll(explanationProperties),
			doc: `An explanation is what why() returns: how likely the end of a run was at each of its steps. As text it is a table of them, and a sentence.`},
		{name: "history", properties: describeAll(historyProperties),
			doc: `A history is what history() returns: a list of operations in the order in which they were invoked.`},
		{name: "operation", properties: describeAll(operationProperties),
			doc: `An operation is an element of a history: one thing that a client asked for, from its invocation to its return.`},
		{name: "failure", properties: describeAll(failureProperties),
			doc: `A failure is an element of the faults of a history: something that a script let be wrong, with a node or with the network, from one moment to another.`},
		{name: "judgement", properties: describeAll(judgementProperties),
			doc: `A judgement is what linearizable() returns. It is true when the history holds. As text it says why one does not: with operations whose results fit no order, of which none can be left out, whatever became of all others.`},
		{name: "state", properties: describeAll(stateProperties), fields: stateFields,
			doc: `A state is a picture of one node: what state() returned stays as it was. It is false if the node was down.`},
	})
	for _, k := range all {
		for _, v := range Verbs() {
			if isMethod(v, k.name) {
				k.methods = append(k.methods, v)
			}
		}
	}
	return all
}

// kindNamed returns the kind of value called name, or nil.
func kindNamed(name string) *kind {
	for _, k := range kinds() {
		if k.name == name {
			return k
		}
	}
	return nil
}

// attributes returns the names of what a value of the kind has, for completion.
func (k *kind) attributes() []string {
	var names []string
	for _, list := range [][]described{k.properties, k.fields} {
		for _, d := range list {
			names = append(names, d.name)
		}
	}
	for _, v := range k.methods {
		names = append(names, v.Name)
	}
	return names
}

func describeAll[T any](properties []property[T]) []described {
	var all []described
	for _, p := range properties {
		all = append(all, described{p.name, p.doc})
	}
	return all
}

// protocol is a protocol and the rules of it that may be switched.
type protocol struct {
	name  string
	rules []node.Rule
}

// protocolRules returns the protocols there are.
func protocolRules() []protocol {
	var all []protocol
	for _, name := range protocols.Names() {
		if p, err := protocols.Lookup(name); err == nil {
			all = append(all, protocol{name, p.Rules()})
		}
	}
	return all
}
