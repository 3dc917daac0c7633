package explore

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"synod/engine"
	"synod/engine/safety"
	"synod/engine/search"
	"synod/node/spell"
)

// checkProperties returns an error when one of the properties that are to count can
// be none. What nodes claim has names that are known only when they claim it, so that
// a protocol without properties of its own may be asked for any.
func (o *Options) checkProperties(w *engine.World) error {
	known := w.Properties()
	if len(known) == 0 {
		return nil
	}
	for _, in := range w.Invariants() {
		known = append(known, in.Name)
	}
	return unknownProperty(o.Properties, known)
}

// unknownProperty returns an error for the first of names that is not known.
func unknownProperty(names, known []string) error {
	for _, p := range names {
		if !slices.Contains(known, p) {
			return fmt.Errorf("there is no property %q, want some of %s%s", p, strings.Join(known, ", "), spell.Hint(p, known))
		}
	}
	return nil
}

// judged fills in what the search has checked. It returns an error when a property
// that was to count is nothing that a node claimed: a search for a misspelt name would
// find nothing and say that all holds.
func (r *Result) judged(m *model, w *engine.World, o *Options) error {
	for _, name := range w.Judge().Claims().Names() {
		m.met.claim(name)
	}
	claimed := slices.Sorted(maps.Keys(m.met.claimed))
	own := safety.Properties(m.from.Protocol)
	counting := len(own) + len(claimed)
	if o.Properties != nil {
		counting = len(o.Properties)
	}
	r.Checked = counting+len(w.Invariants()) > 0 || o.Linearizable != nil || o.Goal != nil
	if len(own) > 0 || o.Properties == nil || r.Verdict == search.Violated {
		return nil
	}
	for _, in := range w.Invariants() {
		claimed = append(claimed, in.Name)
	}
	if len(claimed) == 0 && len(o.Properties) > 0 {
		return fmt.Errorf("there is no property %q: no node claimed anything in the search", o.Properties[0])
	}
	return unknownProperty(o.Properties, claimed)
}
