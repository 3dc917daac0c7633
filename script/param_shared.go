package script

import "slices"

// The parameters that many verbs share.
var (
	nodeParam    = Param{Name: "node", Type: aNode, Doc: "The node that is meant."}
	timeoutParam = Param{Name: "timeout", Default: `"10s"`, Type: aDuration, Unit: virtualTime, Doc: "How long the call waits at most."}
	withinParam  = Param{Name: "within", Default: `"10s"`, Type: aDuration, Unit: virtualTime, Doc: "How long the call waits at most."}
	clientParam  = Param{Name: "client", Default: `""`, Type: aString, Doc: "Names who asks, for the history. A client with a name waits for its answer before it asks again."}
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

// matchParams say which messages are meant, with a verb's own parameters before
// and after those that may be given by their place.
func matchParams(before, after []Param) []Param {
	return slices.Concat(before, []Param{
		{Name: "kind", Default: "None", Type: aString, Choices: kindsOf(knownShapes()), Doc: "Only messages of this kind are meant."},
		{Name: "src", Default: "None", Type: nodeOrAll, Doc: "Only messages from one of these nodes are meant."},
		{Name: "dst", Default: "None", Type: nodeOrAll, Doc: "Only messages to one of these nodes are meant."},
		{Name: "where", Default: "None", Type: aFilter, Doc: "Only messages for which where(message) is true are meant."},
	}, after, []Param{
		{Name: "fields", Default: "None", Type: fieldValues, Keyword: true, Doc: `Only messages with these fields are meant: {"from": 1} for a name that is no keyword.`},
		{Name: "field", Rest: "**", Type: anything, Doc: "Only messages whose field of that name has this value are meant."},
	})
}

// matchDoc says what a description of messages means.
const matchDoc = `A message is meant when it fits all of kind, src, dst, where and the fields; what is left out, or
None, fits any. In the dict fields None is a value: the field is there and has none.`

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
