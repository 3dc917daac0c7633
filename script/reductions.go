package script

import (
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine/explore"
	"synod/engine/search"
	"synod/node/spell"
)

// reductions are what a search can leave out, by the names that scripts give it.
var reductions = map[string]explore.Reductions{
	"dead": {Dead: true}, "safety": {Dead: true, Safety: true}, "symmetry": {Symmetry: true},
}

// reduceArg reads what a search leaves out: all that it can, nothing, or a name
// or a list of names.
type reduceArg explore.Reductions

// Unpack implements starlark.Unpacker.
func (r *reduceArg) Unpack(v starlark.Value) error {
	*r = reduceArg{}
	if all, ok := v.(starlark.Bool); ok {
		if all {
			*r = reduceArg(explore.ReduceAll)
		}
		return nil
	}
	var names namesArg
	if err := names.Unpack(v); err != nil {
		return fmt.Errorf("got %s, want True, False, or some of %s", describe(v), strings.Join(sortedKeys(reductions), ", "))
	}
	for _, name := range names {
		one, ok := reductions[name]
		if !ok {
			known := sortedKeys(reductions)
			return fmt.Errorf("got %q, want True, False, or some of %s%s", name, strings.Join(known, ", "), spell.Hint(name, known))
		}
		r.Dead, r.Safety, r.Symmetry = r.Dead || one.Dead, r.Safety || one.Safety, r.Symmetry || one.Symmetry
	}
	return nil
}

// spared says what a search left out: among that what rules and faults are about whose
// texts are given.
func spared(r *explore.Result, left []string) string {
	var parts []string
	switch {
	case r.Reduced:
		parts = append(parts, fmt.Sprintf("%d needless messages, and what makes no difference to the safety properties", r.Dropped))
	case r.Dropped > 0:
		parts = append(parts, fmt.Sprintf("%d dead messages", r.Dropped))
	}
	for _, text := range left {
		parts = append(parts, fmt.Sprintf("all hits of %q, which make no difference", text))
	}
	for _, budget := range r.Unspent {
		parts = append(parts, budget+", since a message need not arrive anyway")
	}
	switch {
	case r.Cut > 0 && r.Walks > 0:
		parts = append(parts, "what comes of "+spell.Count(r.Cut, "pruned walk"))
	case r.Cut > 0:
		parts = append(parts, "what comes of "+spell.Count(r.Cut, "pruned state"))
	}
	if r.Verdict == search.Unknown && r.Bound != search.PruneBound {
		parts = append(parts, "what it did not come to")
	}
	if r.Orders > 1 {
		parts = append(parts, fmt.Sprintf("%d states that differ only in which of some nodes alike is which", r.Alike))
	}
	if len(parts) == 0 {
		return "nothing was left out"
	}
	return "left out: " + strings.Join(parts, "; ")
}
