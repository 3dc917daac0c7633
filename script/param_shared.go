package script

import (
	"slices"

	"synod/node"
	"synod/node/protocols"
)

// The parameters that many verbs share.
var (
	nodeParam    = Param{Name: "node", Type: aNode, Doc: "The node that is meant."}
	timeoutParam = Param{Name: "timeout", Default: `"10s"`, Type: aDuration, Unit: virtualTime, Doc: "How long the call waits at most."}
	withinParam  = Param{Name: "within", Default: `"10s"`, Type: aDuration, Unit: virtualTime, Doc: "How long the call waits at most."}
	clientParam  = Param{Name: "client", Default: `""`, Type: aString, Doc: "Names who asks, for the history. A client with a name waits for its answer before it asks again."}
	ballotParam  = Param{Name: "ballot", Default: "None", Type: aBallot, Doc: "The first ballot, such as (3, 1). The node chooses it unless given."}
	proposed     = Param{Name: "value", Type: aValue, Doc: "An int, a string, a bool, or a list or dict of them, of at most 64 KiB as JSON."}
	acceptors    = Param{Name: "to", Default: "None", Type: nodeOrAll, Doc: "The acceptors that are asked, all of them unless given."}
	waitParam    = Param{Name: "wait", Default: "True", Type: aBool, Keyword: true, Doc: "With False the call sends the messages and returns at once."}
	whichMessage = Param{Name: "message", Default: "None", Type: aMessage, Doc: "A message, or a list of them, in place of a description of messages."}
	rateParam    = Param{Name: "rate", Default: "1", Type: aRate, Doc: "The probability with which the rule does something to a message."}
	inFlight     = Param{Name: "in_flight", Default: `"lose"`, Type: aWord, Choices: sortedKeys(fates), Doc: "What becomes of messages that are on a link when it is cut: they are lost, or arrive."}
	msgParam     = Param{Name: "msg", Default: `""`, Type: aString, Doc: "Stands in front of what the failure says."}
	walkSeed     = Param{Name: "seed", Default: "None", Type: anInt, Doc: "Draws the walks. The run's seed unless given."}
	statesParam  = Param{Name: "states", Default: "2000000", Type: anInt, Unit: "states", Doc: "How many states the search for a shorter run sees at most. With 0 there is no search."}
)

// The units of durations: those of the run, and that of the machine.
const (
	virtualTime = "virtual time"
	wallClock   = "wall clock"
)

// matchParams say which messages are meant.
func matchParams() []Param {
	return []Param{
		{Name: "kind", Default: "None", Type: aString, Choices: messageKinds(), Doc: "Only messages of this kind are meant."},
		{Name: "src", Default: "None", Type: nodeOrAll, Doc: "Only messages from one of these nodes are meant."},
		{Name: "dst", Default: "None", Type: nodeOrAll, Doc: "Only messages to one of these nodes are meant."},
		{Name: "ballot", Default: "None", Type: aBallot, Doc: "Only messages at this ballot are meant."},
		{Name: "where", Default: "None", Type: aFilter, Doc: "Only messages for which where(message) is true are meant."},
	}
}

// matchDoc says what a description of messages means.
const matchDoc = "A message is meant when it fits all of kind, src, dst, ballot and where; what is left out fits any."

// messageKinds returns the kinds of messages of all protocols, each once.
func messageKinds() []string {
	var kinds []string
	for _, name := range protocols.Names() {
		p, err := protocols.Lookup(name)
		words, ok := p.(node.Vocabulary)
		if err != nil || !ok {
			continue
		}
		for _, kind := range words.Kinds() {
			if !slices.Contains(kinds, kind) {
				kinds = append(kinds, kind)
			}
		}
	}
	return kinds
}

// with returns the parameter with another doc.
func (p Param) with(doc string) Param {
	p.Doc = doc
	return p
}

// byName returns the parameter as one that is given by name only.
func (p Param) byName() Param {
	p.Keyword = true
	return p
}
