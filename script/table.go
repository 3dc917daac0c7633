package script

import (
	"slices"
	"sync"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// Verbs returns every verb, in the order of the reference.
func Verbs() []*Verb {
	theVerbs.Do(func() {
		theVerbs.verbs = verbs()
		for _, v := range theVerbs.verbs {
			v.prepare()
		}
	})
	return theVerbs.verbs
}

// theVerbs is made when it is first asked for, because verbs may run scripts and
// scripts have verbs.
var theVerbs struct {
	sync.Once
	verbs []*Verb
}

// The groups of the reference, in order.
const (
	groupSetUp    = "set up"
	groupAsk      = "ask"
	groupPropose  = "propose"
	groupTime     = "time"
	groupMessages = "messages"
	groupNetwork  = "network"
	groupFailures = "failures"
	groupLook     = "look"
	groupCheck    = "check"
	groupSearch   = "search"
)

// Groups lists the headings of the reference, in order.
func Groups() []string {
	return []string{groupSetUp, groupAsk, groupPropose, groupTime, groupMessages, groupNetwork, groupFailures, groupLook, groupCheck, groupSearch}
}

// verbs returns the verbs of all groups. Each group has a file of its own.
func verbs() []*Verb {
	return placed(paxosVerbs(), (*Verb).fullName, slices.Concat(setUpVerbs(), requestVerbs(), ofPaxos(proposeVerbs()), timeVerbs(), messageVerbs(), networkVerbs(), failureVerbs(), lookVerbs(), checkVerbs(), searchVerbs()))
}

// predeclared returns the names that every script has: each verb of a cluster
// and each verb without a receiver, and the module assert. They are not to be
// changed.
func predeclared() starlark.StringDict {
	theNames.Do(func() { theNames.names = namesOf(Verbs()) })
	return theNames.names
}

// theNames is made when it is first asked for, as theVerbs is.
var theNames struct {
	sync.Once
	names starlark.StringDict
}

func namesOf(verbs []*Verb) starlark.StringDict {
	names := starlark.StringDict{}
	checks := starlark.StringDict{}
	for _, v := range verbs {
		switch v.On {
		case "", "cluster":
			names[v.Name] = builtin(v)
		case "assert":
			checks[v.Name] = builtin(v)
		}
	}
	for name, b := range boundedFunctions() {
		names[name] = b
	}
	names["assert"] = &starlarkstruct.Module{Name: "assert", Members: checks}
	return names
}
