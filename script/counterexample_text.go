package script

import (
	"errors"
	"fmt"
	"strings"

	"synod/engine"
	"synod/engine/explore"
	"synod/engine/fleet"
	"synod/engine/shrink"
	"synod/node"
	"synod/node/paxos"
	"synod/node/spell"
	paxosroom "synod/script/paxos"
)

// Script returns the counterexample as a script that expects the violation: as a
// person would write it, if that comes to the same end, and step by step
// otherwise. A remark behind each line says what comes of it.
func (x *Counterexample) Script() (string, error) {
	r := x.result.Run
	flights, err := r.Flights()
	if err != nil {
		return "", err
	}
	before, err := x.session.setting(r, 0)
	if err != nil {
		return "", err
	}
	at := func(i int) []engine.Flight { return flights[i] }
	words := wordsOf(r.Options.Protocol)
	ways := [][]string{nil, stepwise(r, at, words)}
	if isPaxos(r.Options.Protocol) {
		ways[0] = paxosroom.ByHand(r.Steps, at, words)
	}
	if len(chosen(r.Steps)) > 0 {
		return x.chosenScript(ways[1])
	}
	for _, lines := range ways {
		if lines == nil {
			continue
		}
		if text, ok := x.session.remarked(x.around(before, lines), r); ok {
			return text, nil
		}
	}
	var lab *fleet.Error
	if err := x.session.repeats(x.around(before, ways[1])); errors.As(err, &lab) || interrupted(err) {
		return "", err
	}
	return "", fmt.Errorf("the counterexample to %s cannot be written as a script: its invariant needs more than its own function", r.Property)
}

// chosenScript returns the counterexample as a script of which lines are the steps, with
// a seed that makes the choices of the steps.
func (x *Counterexample) chosenScript(lines []string) (string, error) {
	r := x.result.Run
	text, err := x.session.choosing(chosen(r.Steps), func(seed uint64) string {
		before, _ := x.session.setting(r, seed) // which is possible with any seed, or with none
		return x.around(before, lines)
	})
	if err != nil {
		return "", err
	}
	text, _ = x.session.remarked(text, r)
	return text, nil
}

func literalOf(v node.Value) string { return fromValue(v).String() }

// stepwise returns the steps one by one.
func stepwise(r *shrink.Run, flights func(int) []engine.Flight, words explore.Words) []string {
	named := map[node.ID]bool{} // where what a client asked for is driven
	for i := range r.Steps {
		named[r.Steps[i].Node] = named[r.Steps[i].Node] || r.Steps[i].Kind == explore.Stop
	}
	var lines []string
	for i, s := range explore.Numbered(r.Steps, 1) {
		some := s.Lines(flights(i), words)
		if last := len(some) - 1; s.Kind == explore.Ask && named[s.Node] && !s.Request.Arg("value").Absent() {
			some[last] = fmt.Sprintf("p%d = %s", s.Node, some[last])
		}
		lines = append(lines, some...)
	}
	return lines
}

// setting returns what comes before the steps: the cluster, and the invariant. A protocol
// that makes choices has a seed for them; 0 is the usual one.
func (s *Session) setting(r *shrink.Run, seed uint64) (string, error) {
	source, line, err := s.noticing(r.Property, r.Model)
	if line != "" {
		line = "\n" + line
	}
	if err != nil {
		return "", err
	}
	if p := s.protocolOf(r.Options.Protocol); p != nil {
		d := s.definition(p)
		if d.gap != "" {
			return "", errors.New(d.gap)
		}
		call := d.cluster(&r.Options)
		if seed != 0 {
			call = fmt.Sprintf("%s, seed = %d)", strings.TrimSuffix(call, ")"), seed)
		}
		return source + d.text + "\n" + s.withRoles(call, line, r) + line, nil
	}
	return source + s.withRoles(clusterCall(&r.Options), line, r) + line, nil
}

// withRoles returns the call that makes a cluster with the roles of the present one,
// where an invariant may speak of them and all its nodes are there.
func (s *Session) withRoles(call, invariant string, r *shrink.Run) string {
	if c := s.current; c != nil && invariant != "" && len(c.roles) > 0 && r.Options.Nodes == len(c.nodes)-1 {
		return strings.TrimSuffix(call, ")") + ", " + c.rolesText() + ")"
	}
	return call
}

// clusterCall returns the call that makes a cluster of o in which nothing moves
// by itself.
func clusterCall(o *engine.Options) string {
	args := []string{fmt.Sprint(o.Nodes)}
	if name := o.Protocol.Name(); name != "paxos" {
		args = append(args, fmt.Sprintf("protocol = %q", name))
	}
	args = append(args, "hold = True")
	settings, err := paxos.OptionsOf(o.Settings)
	if err != nil {
		panic(err) // the cluster was made with them
	}
	if settings.Backoff.Max == 0 {
		args = append(args, `backoff = "none"`)
	}
	for _, q := range []struct {
		name string
		size int
	}{{"q1", settings.Q1}, {"q2", settings.Q2}} {
		if q.size > 0 {
			args = append(args, fmt.Sprintf("%s = %d", q.name, q.size))
		}
	}
	if settings.Unsafe {
		args = append(args, "unsafe = True")
	}
	return "cluster(" + strings.Join(append(args, rulesArgs(o)...), ", ") + ")"
}

// rulesArgs returns the argument that switches the rules of o; none for none.
func rulesArgs(o *engine.Options) []string {
	var rules []string
	for _, name := range sortedKeys(o.Rules) {
		rules = append(rules, fmt.Sprintf("%q: %s", name, yes(o.Rules[name])))
	}
	if len(rules) == 0 {
		return nil
	}
	return []string{"rules = {" + strings.Join(rules, ", ") + "}"}
}

// around returns the script of which lines are the steps.
func (x *Counterexample) around(before string, lines []string) string {
	r := x.result
	short := ""
	if r.Proven {
		short = ": there is no shorter one"
	}
	var text strings.Builder
	fmt.Fprintf(&text, "\"\"\"A counterexample to %s, of %s%s.\n\n", r.Property, spell.Count(len(r.Steps), "step"), short)
	fmt.Fprintf(&text, "It is what is left of a run of %s. In the end:\n%s.\n\"\"\"\n\n%s\n\ndef violate():\n", spell.Count(r.From, "event"), quoted(r.Sentence), before)
	for _, line := range lines {
		text.WriteString("    " + line + "\n")
	}
	picture := "boxes"
	if x.session.protocolOf(r.Options.Protocol) != nil {
		picture = "diagram"
	}
	fmt.Fprintf(&text, "\nprint(expect_violation(violate, %q))\n%s()\n", r.Property, picture)
	return text.String()
}

// quoted returns a sentence as it may stand in the string that a script begins
// with.
func quoted(sentence string) string {
	return strings.NewReplacer(`\`, `\\`, `"""`, `\"\"\"`).Replace(strings.TrimSuffix(sentence, "."))
}
