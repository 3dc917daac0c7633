package history

import (
	"errors"

	"synod/node"
)

// Consensus is a register that is written once: the first propose fixes its
// value, every propose returns the value that is fixed, and a read returns it
// or None.
var Consensus = &Model{
	Name: "consensus",
	Doc:  "a value that is fixed once: the first propose fixes it, every propose returns what is fixed, read returns that or None",
	Ops:  []string{"propose", "read"}, Keyed: true,
	Init:     node.Value(""),
	Step:     consensusStep,
	relevant: consensusRelevant,
	check:    consensusCheck,
}

func consensusStep(state any, c Call) (any, bool, error) {
	fixed := state.(node.Value)
	if c.Op == "propose" && fixed.Absent() {
		fixed = c.Value
	}
	return fixed, c.Open || c.Result == fixed, nil
}

func consensusCheck(o *Operation) error {
	switch {
	case o.Op == "propose" && o.Value.Absent():
		return errors.New("it proposes None, want a value")
	case o.Op == "propose" && o.Outcome == OK && o.Result.Absent():
		return errors.New("it is ok without a result, want the value that is fixed")
	case o.Op == "read" && !o.Value.Absent():
		return errors.New("a read asks for no value")
	}
	return nil
}

// consensusRelevant leaves a handful of calls, however many there are.
//
// Let F be the point at which the value d is fixed, by a propose of d. Every
// call that returned d lies behind F, which is possible exactly when it
// returned later than F: of all of them only the first to return matters. A
// read of None lies before F, and only the last to be invoked matters. Of those
// who proposed d the first to be invoked is the best explanation. What returned
// nothing and proposed another value cannot have fixed it, and is no witness of
// when it was. Two values returned are one too many, whatever a third does.
func consensusRelevant(calls []Call) []Call {
	var kept []Call
	results := firstResults(calls)
	for _, d := range results[:min(2, len(results))] {
		kept = append(kept, d)
		if p, ok := firstProposed(calls, d.Result); ok && p.Operation != d.Operation {
			kept = append(kept, p)
		}
	}
	var latest Call
	for _, c := range calls {
		if !c.Open && c.Result.Absent() && (latest.Operation == nil || latest.Invoked.Before(c.Invoked)) {
			latest = c
		}
	}
	if latest.Operation != nil {
		kept = append(kept, latest)
	}
	return kept
}

// firstResults returns for each value returned the call that was the first to
// return it, in that order.
func firstResults(calls []Call) []Call {
	var first []Call
	seen := map[node.Value]bool{}
	for _, c := range byReturn(calls) {
		if !c.Result.Absent() && !seen[c.Result] {
			seen[c.Result] = true
			first = append(first, c)
		}
	}
	return first
}

// firstProposed returns the first call to propose v, as one that may have
// happened at any time since.
func firstProposed(calls []Call, v node.Value) (Call, bool) {
	var first Call
	for _, c := range calls {
		if c.Op == "propose" && c.Value == v && (first.Operation == nil || c.Invoked.Before(first.Invoked)) {
			first = c
		}
	}
	first.Open = true
	return first, first.Operation != nil
}
