package script

import (
	"fmt"

	"synod/node"
	"synod/node/paxos"
)

// settingTypes are the types of a protocol's parameters.
var settingTypes = map[node.ParameterType]Type{
	node.BoolParameter: aBool, node.CountParameter: anInt, node.DurationParameter: aDuration, node.SpanParameter: aSpan,
	node.IntParameter: anInt, node.FloatParameter: aNumber, node.TextParameter: aString, node.ListParameter: aList,
}

// setting returns the parameter of cluster(…) for a parameter that the protocol
// declares. Its default, words and sentence are those of the declaration.
func setting(name string) Param {
	for _, declared := range (paxos.Protocol{}).Parameters() {
		if declared.Name != name {
			continue
		}
		p := Param{Name: name, Of: paxos.Protocol{}.Name(), Default: "None", Type: settingTypes[declared.Type], Choices: declared.Words, Doc: sentence(declared.Doc)}
		if !declared.Default.Absent() {
			p.Default = fromValue(declared.Default).String()
		}
		if p.Type == aDuration || p.Type == aSpan {
			p.Unit = virtualTime
		}
		return p
	}
	panic(fmt.Sprintf("the protocol has no parameter %q", name))
}
