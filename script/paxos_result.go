package script

import (
	"go.starlark.net/starlark"
	paxosroom "synod/script/paxos"
)

// Result is what a client knows of its proposal. A client who gave up waiting
// has the outcome "unknown".
type Result struct{ proposal paxosroom.Proposal }

var _ starlark.HasAttrs = Result{}

// String returns `result(outcome="chosen", value="X", mine=True, ballot=3.1, rounds=1, messages=20)`.
func (r Result) String() string {
	text := "result("
	for i, p := range resultProperties {
		v, _ := p.get(r)
		if i > 0 {
			text += ", "
		}
		text += p.name + "=" + v.String()
	}
	return text + ")"
}

// Type returns "result".
func (r Result) Type() string { return "result" }

// Freeze does nothing.
func (r Result) Freeze() {}

// Truth reports whether the client knows how its proposal ended.
func (r Result) Truth() starlark.Bool { return r.proposal.Outcome() != paxosroom.OutcomeUnknown }

// Hash makes a result a key.
func (r Result) Hash() (uint32, error) { return uint32(r.proposal.ID), nil }

// Attr returns a field.
func (r Result) Attr(name string) (starlark.Value, error) {
	return attr(r, "result", resultProperties, name)
}

// AttrNames returns the names of the fields, sorted.
func (r Result) AttrNames() []string { return attrNames("result", resultProperties) }

func (r Result) chosen() bool { return r.proposal.Outcome() == paxosroom.OutcomeChosen }

var resultProperties = []property[Result]{
	{"outcome", `"chosen", "empty" for a read that found nothing, "stopped", or "unknown" for a client who does not know`, func(r Result) (starlark.Value, error) {
		return starlark.String(r.proposal.Outcome()), nil
	}},
	{"value", "the value that is chosen, whoever asked for it; None while the outcome is unknown", func(r Result) (starlark.Value, error) {
		if !r.chosen() {
			return starlark.None, nil
		}
		return fromValue(r.proposal.Told().Value), nil
	}},
	{"mine", "whether the chosen value is the one asked for", func(r Result) (starlark.Value, error) {
		return yes(r.chosen() && r.proposal.Told().Mine), nil
	}},
	{"ballot", "the last ballot", func(r Result) (starlark.Value, error) { return fromField(r.proposal.Told().Ballot), nil }},
	{"rounds", "how many ballots it took", func(r Result) (starlark.Value, error) { return num(r.proposal.Told().Rounds), nil }},
	{"messages", "how many messages between nodes it cost", func(r Result) (starlark.Value, error) {
		return num(r.proposal.Messages()), nil
	}},
}
