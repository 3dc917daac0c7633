package script

import (
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"synod/script/paxos"
)

// bait is a rule, a fault or a trap that a script set at one place. Whoever
// sets one means it to happen: if none that was set at the place ever bit,
// the scenario does not show what it says.
type bait struct {
	latest starlark.Value // the one set last
	bit    bool           // whether an earlier one did
}

// set notes that a call returned something that is meant to bite.
func (c *call) set(v starlark.Value) {
	switch v.(type) {
	case *Rule, *Fault, *Trap:
	default:
		return
	}
	place := c.place().String()
	if strings.HasPrefix(place, standard) {
		return // the library's own faults are drawn, and need not all bite
	}
	s := c.session
	b := s.baits[place]
	if b == nil {
		b = &bait{}
		s.baits[place] = b
		s.places = append(s.places, place)
	}
	b.bit, b.latest = b.hasBitten(), v
}

// hasBitten reports whether any that was set at the place did something, or would have,
// had a search not left that out as making no difference.
func (b *bait) hasBitten() bool {
	if b.bit || b.latest == nil {
		return b.bit
	}
	hits, _ := hitsOf(b.latest)
	return hits > 0 || isLeftOut(b.latest)
}

// isLeftOut reports whether a search left out what a rule or a fault is about.
func isLeftOut(v starlark.Value) bool {
	switch v := v.(type) {
	case *Rule:
		return v.rule.LeftOut()
	case *Fault:
		return v.fault.LeftOut()
	}
	return false
}

// vacuous returns what a run that passed does not show: what never happened,
// and that nothing was chosen when nobody looked.
func (s *Session) vacuous() []string {
	var warnings []string
	for _, place := range s.places {
		if b := s.baits[place]; !b.hasBitten() {
			warnings = append(warnings, fmt.Sprintf("%s: it never happened: %v", place, b.latest))
		}
	}
	for _, c := range s.clusters {
		c.noteRun()
	}
	if s.chooses() && !s.chose && !s.looked {
		warnings = append(warnings, "nothing was chosen, and nobody looked: ask chosen() where that is meant")
	}
	if len(s.clusters) > 0 && !s.checked {
		warnings = append(warnings, "nothing was checked: no node claims anything, and there is no invariant, no assertion and no linearizable()")
	}
	return warnings
}

// chooses reports whether a cluster runs a protocol that chooses a value.
func (s *Session) chooses() bool {
	return slices.ContainsFunc(s.clusters, func(c *Cluster) bool { return paxos.Chooses(c.world) })
}

// warnVacuous warns of what a run that passed does not show, or makes an error
// of it.
func (s *Session) warnVacuous() error {
	warnings := s.vacuous()
	if len(warnings) == 0 {
		return nil
	}
	if !s.options.Strict {
		for _, w := range warnings {
			fmt.Fprintf(s.options.Diag, "warning: %s\n", w)
		}
		return nil
	}
	return &AssertionError{Message: "the scenario does not show what it says", What: strings.Join(warnings, "\n")}
}

// noteRun notes whether anything is chosen in the run that ends, and whether
// anything was checked in it.
func (c *Cluster) noteRun() {
	w, s := c.world, c.session
	s.chose = s.chose || len(paxos.Chosen(w)) > 0
	s.checked = s.checked || len(w.Properties()) > 0 || w.Judge().Claims().Any() || len(w.Invariants()) > 0
}
