package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/engine"
	"synod/engine/explore"
	histories "synod/engine/history"
	"synod/engine/search"
	"synod/engine/shrink"
	"synod/node/spell"
)

// strategies are the orders of search by the names that scripts give them.
var strategies = map[string]search.Strategy{
	"breadth": search.BreadthFirst, "depth": search.DepthFirst, "random": search.RandomWalk, "pct": search.PCT,
}

// exploreVerb is explore(…).
func exploreVerb(c *call) (starlark.Value, error) {
	o, judge, err := c.exploreOptions()
	if err != nil {
		return nil, err
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	if err := c.acts(); err != nil {
		return nil, err
	}
	var r *explore.Result
	err = c.session.whileSearching(func() error {
		r, err = c.search(o)
		return err
	}, c.asked...)
	if err != nil {
		return nil, err
	}
	if r.Bound == search.Interruption {
		fmt.Fprintln(c.session.options.Diag, summary(r))
		return nil, engine.ErrInterrupted
	}
	c.cluster.world.Encountered(r.Met)
	left := c.cluster.world.LeftOut(r.LeftOut)
	if c.session.options.Progress != nil {
		fmt.Fprintln(c.session.options.Diag, report(r, left))
	}
	c.session.looked, c.session.checked = true, c.session.checked || r.Checked
	x := &Exploration{handle: c.cluster.handle, result: r, leadUp: c.cluster.played(), input: c.cluster.world.Input(), of: c.cluster.run, at: c.place()}
	x.events, _ = c.cluster.world.Events()
	for _, made := range c.cluster.world.Choices() {
		x.chosen = append(x.chosen, made.Options)
	}
	if r.Verdict == search.Violated {
		x.untold = c.session.whileSearching(func() error { return x.tell(judge) }, c.asked...)
	}
	c.session.explored = append(c.session.explored, x)
	return x, nil
}

// tell finds the run that leads to the violation that was found.
func (x *Exploration) tell(by *judge) (err error) {
	w, r := x.cluster.world, x.result
	if r.Property == explore.Linearizable {
		x.judge = by
		x.run, err = shrink.Untrue(w, r.Steps, by.model)
		return err
	}
	x.run, err = shrink.Then(w, r.Steps, r.Property)
	return err
}

// search searches, or returns what the same search found when the session came
// by here before.
func (c *call) search(o explore.Options) (*explore.Result, error) {
	run := func() (*explore.Result, error) {
		defer allowMemory(o.MaxMemory)()
		under := c.session.begin("searching")
		defer under.end()
		o.Progress = under.progress(c.session.options.Progress)
		r, err := explore.Run(c.session.ctx, c.cluster.world, o)
		if interrupted(err) {
			err = engine.ErrInterrupted // wherever it was in a predicate: the order of those is nobody's business
		}
		return r, err
	}
	if c.session.talk == nil {
		return run()
	}
	return c.session.talk.search(c.cluster.world, o, run)
}

// search is the search of a conversation. What it found is remembered: its
// predicates change nothing.
func (c *conversation) search(w *engine.World, o explore.Options, run func() (*explore.Result, error)) (*explore.Result, error) {
	hash, err := w.Hash()
	if err != nil {
		return nil, err
	}
	if o.Linearizable != nil && !hasName(o.Linearizable) {
		return run() // a function of the script's, whose name says little
	}
	o.Goal, o.Prune = nil, nil
	judged := ""
	if o.Linearizable != nil {
		judged, o.Linearizable = o.Linearizable.Name, nil
	}
	of := fmt.Sprintf("%x %v %s", hash, o, judged)
	if r := c.tape.known(of); r != nil {
		return r, nil
	}
	r, err := run()
	if err == nil && r.Bound != search.Interruption {
		c.tape.discover(finding{of, r})
	}
	return r, err
}

// maxMemory bounds how many megabytes a search may be allowed: no machine has more.
const maxMemory = 1 << 30

// exploreOptions reads the arguments of explore.
func (c *call) exploreOptions() (o explore.Options, by *judge, err error) {
	b := &o.Budgets
	var restarts, proposals, requests, told starlark.Value
	var goal, prune starlark.Callable
	strategy, memory, limit := "", 0, duration(0)
	seed := starlark.MakeUint64(c.cluster.world.Options().Seed)
	o.Workers = c.session.options.Workers
	err = c.unpack(&proposals, &b.Timers, &b.Crashes, &restarts, &b.Wipes, &b.Duplicates, &b.Drops, &b.Partitions, (*namesArg)(&o.Properties), &told, &goal, &prune,
		&strategy, &o.MaxDepth, &o.MaxStates, &memory, &limit, &o.Walks, &o.Changes, &seed, (*reduceArg)(&o.Reduce), &o.Paranoid, &requests)
	if err != nil {
		return o, nil, err
	}
	if memory > maxMemory {
		return o, nil, fmt.Errorf("for parameter memory: got %d megabytes, want at most %d; 0 is no bound", memory, maxMemory)
	}
	o.MaxMemory, o.MaxTime = int64(memory)<<20, time.Duration(limit)
	if o.Seed, err = seedOf(seed); err != nil {
		return o, nil, err
	}
	b.Restarts = b.Crashes
	if restarts != nil && restarts != starlark.None {
		if err := starlark.AsInt(restarts, &b.Restarts); err != nil {
			return o, nil, fmt.Errorf("for parameter restarts: %w", err)
		}
	}
	o.Strategy = strategies[strategy]
	if by, err = c.judgeOf(told); err != nil {
		return o, nil, fmt.Errorf("for parameter linearizable: %w", err)
	}
	if by != nil {
		o.Linearizable = by.model
	}
	o.Goal, o.Prune = c.question("goal", goal), c.question("prune", prune)
	if by != nil && by.fn != nil {
		c.asked = append(c.asked, by.fn)
	}
	if o.Requests, err = c.proposals(proposals); err != nil {
		return o, nil, err
	}
	asked, err := c.requests(requests)
	o.Requests = append(o.Requests, asked...)
	return o, by, err
}

// question returns fn as a question about a state of a search.
func (c *call) question(name string, fn starlark.Callable) *explore.Predicate {
	if fn == nil {
		return nil
	}
	c.asked = append(c.asked, fn)
	return &explore.Predicate{Name: name, Ask: func(w *engine.World) (bool, error) {
		v, err := c.session.lookAt(c.cluster, w, fn)
		return err == nil && bool(v.Truth()), err
	}}
}

// lookAt is look at another world in place of the cluster's own.
func (s *Session) lookAt(c *Cluster, w *engine.World, fn starlark.Callable) (starlark.Value, error) {
	if w.IsGhost() {
		s.asks.Lock()
		defer s.asks.Unlock()
	}
	world, nodes := c.world, c.nodes
	c.world, c.nodes = w, nodes[:w.Nodes()+1]
	defer func() { c.world, c.nodes = world, nodes }()
	return s.look(c, fn)
}

// Exploration is what a search found out, as a script sees it.
type Exploration struct {
	handle
	result *explore.Result
	leadUp string       // the script of the run up to the search
	input  engine.Input // of that run
	events int          // that happened in it
	chosen [][]int      // how choices fell in it
	run    *shrink.Run  // up to the violation; nil when there is none, or untold says why not
	untold error
	judge  *judge // of what clients were told, when that is what broke; nil for other properties
	of     int    // the run of the cluster that was searched

	at       syntax.Position // the call of explore
	readings []*verdictRead  // where the script read what it says of a violation
	expected bool            // an assertion read it
	seen     bool            // the script looked at it in any way
}

var _ starlark.HasAttrs = (*Exploration)(nil)

// String returns "violated: agreement after 14 steps; 1234 states, …".
func (x *Exploration) String() string {
	x.seen = true
	return summary(x.result)
}

// summary returns what there is to say of a search in one line. Nothing of it
// depends on the machine.
func summary(r *explore.Result) string {
	text := r.Verdict.String()
	switch r.Verdict {
	case search.Violated:
		text += fmt.Sprintf(": %s after %s", r.Property, spell.Count(len(r.Steps), "step"))
	case search.Found:
		text += " after " + spell.Count(len(r.Steps), "step")
	case search.Unknown:
		text += ": " + bounded(r)
	}
	if !r.Checked && r.Verdict != search.Found {
		text += ", but nothing was checked: there is no claim, invariant or model"
	}
	return fmt.Sprintf("%s; %d states, %d transitions, depth %d", text, r.Unique, r.Generated, r.Depth)
}

// bounded says what ended a search before its end, and what it left out besides.
func bounded(r *explore.Result) string {
	switch {
	case r.Bound == search.PruneBound:
		return "nothing was found in what was not pruned; " + cutOff(r)
	case r.Bound == search.Interruption:
		return endedBy(r.Cause)
	case r.Cut > 0:
		return fmt.Sprintf("the bound on %s was hit, and %s", r.Bound, cutOff(r))
	}
	return fmt.Sprintf("the bound on %s was hit", r.Bound)
}

// cutOff says how much a prune left out.
func cutOff(r *explore.Result) string {
	if r.Walks > 0 {
		return fmt.Sprintf("prune cut off %d of %s", r.Cut, spell.Count(r.Walks, "walk"))
	}
	return "prune cut off what comes of " + spell.Count(r.Cut, "state")
}

// report returns the summary with what the search cost, and what it was spared: among
// that what rules and faults are about whose texts are given.
func report(r *explore.Result, left []string) string {
	return fmt.Sprintf("%s; %s; %d MB, %v; nodes took %s, the rest was remembered", summary(r), spared(r, left), r.Memory>>20, r.Time.Round(time.Millisecond), spell.Count(r.Handled, "step"))
}

// Searched reports whether the script has searched.
func (s *Session) Searched() bool { return len(s.explored) > 0 }

// Type returns "exploration".
func (x *Exploration) Type() string { return "exploration" }

// Hash fails: a search is no key.
func (x *Exploration) Hash() (uint32, error) { return unhashable(x.Type()) }

// Attr returns a property or a verb.
func (x *Exploration) Attr(name string) (starlark.Value, error) {
	x.seen = true
	return attr(x, "exploration", explorationProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (x *Exploration) AttrNames() []string { return attrNames("exploration", explorationProperties) }

var explorationProperties = []property[*Exploration]{
	{"verdict", `"holds", "violated", "found", "not found" or "unknown"`, func(x *Exploration) (starlark.Value, error) {
		x.readHere(true)
		return str(x.result.Verdict), nil
	}},
	{"bound", `the bound that was hit, such as "states", or "prune" when that cut something off, when the verdict is "unknown"; None otherwise`, func(x *Exploration) (starlark.Value, error) {
		return orNone(string(x.result.Bound)), nil
	}},
	{"violated", "the property that broke; None when none did", func(x *Exploration) (starlark.Value, error) {
		x.readHere(false)
		if x.result.Verdict != search.Violated {
			return starlark.None, nil
		}
		return starlark.String(x.result.Property), nil
	}},
	{"sentence", `how it broke, or why the verdict is "unknown"; None otherwise`, func(x *Exploration) (starlark.Value, error) {
		if x.result.Verdict == search.Unknown {
			return starlark.String(bounded(x.result)), nil
		}
		return orNone(x.result.Sentence), nil
	}},
	{"states", "how many distinct states there are", func(x *Exploration) (starlark.Value, error) { return num(x.result.Unique), nil }},
	{"alike", "how many more states there are that differ from these only in which of some nodes alike is which", func(x *Exploration) (starlark.Value, error) {
		return num(x.result.Alike), nil
	}},
	{"transitions", "how many steps lead from one to another, and the start", func(x *Exploration) (starlark.Value, error) {
		return num(x.result.Generated), nil
	}},
	{"depth", "how far the farthest is from the start, in states", func(x *Exploration) (starlark.Value, error) { return num(x.result.Depth), nil }},
	{"time", "how long the search took by the wall clock; it is shown at the prompt alone, since a run must not depend on it", func(x *Exploration) (starlark.Value, error) {
		return WallTime(x.result.Time), nil
	}},
	{"steps", "the way to what was found, a line for each step", func(x *Exploration) (starlark.Value, error) {
		var lines []starlark.Value
		for i := range x.result.Steps {
			lines = append(lines, str(&x.result.Steps[i]))
		}
		return starlark.NewList(lines), nil
	}},
}

func orNone(s string) starlark.Value {
	if s == "" {
		return starlark.None
	}
	return starlark.String(s)
}

// playVerb is exploration.play().
func playVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	x := c.recv.(*Exploration)
	switch {
	case len(x.result.Steps) == 0:
		return nil, fmt.Errorf("there is nothing to play: the search %s", summary(x.result))
	case x.cluster.played() != x.leadUp:
		return nil, errors.New("the cluster has moved since the search; play what it found from where it began")
	}
	if x.result.Verdict == search.Violated {
		x.expected = x.expected || c.session.awaited > 0
		before := x.cluster.world.Expect(x.result.Property)
		defer x.cluster.world.Expect(before)
	}
	for i := range x.result.Steps {
		if err := c.acts(); err != nil {
			return nil, err
		}
		if err := c.playStep(x, i); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// playStep lets the cluster take a step, and remembers it as the script that it
// is. In the last line of that happens what may break a property.
func (c *call) playStep(x *Exploration, i int) error {
	lines := x.lines(i)
	text, apart := strings.Join(lines, "\n"), strings.Join(lines[:len(lines)-1], "\n")
	_, err := c.record(text, apart, func() (starlark.Value, error) {
		return starlark.None, x.result.Steps[i].Do(c.cluster.world)
	})
	var broken *engine.Violation
	if err != nil && !errors.As(err, &broken) {
		return fmt.Errorf("step %d of %d: %w", i+1, len(x.result.Steps), err)
	}
	return err
}

// lines returns step i as a script says it.
func (x *Exploration) lines(i int) []string {
	return explore.Numbered(x.result.Steps, x.result.Next)[i].Lines(x.result.Flights(i), wordsOf(x.cluster.world.Options().Protocol))
}

// scriptVerb is exploration.script().
func scriptVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	x := c.recv.(*Exploration)
	if len(x.result.Steps) == 0 {
		return nil, fmt.Errorf("there is nothing to write down: the search %s", summary(x.result))
	}
	text, err := x.written()
	return starlark.String(text), err
}

// written returns what was found as a script, if it can be one.
func (x *Exploration) written() (string, error) {
	if _, _, err := x.guard(); err != nil {
		return "", err
	}
	return x.script()
}

// guard returns what a script needs to notice the violation that was found: the
// source of a function, and the line that adds the invariant.
func (x *Exploration) guard() (source, line string, err error) {
	if x.result.Verdict != search.Violated {
		return "", "", nil
	}
	var m *histories.Model
	if x.judge != nil {
		m = x.judge.model
	}
	if source, line, err = x.session.noticing(x.result.Property, m); line != "" {
		line += "\n"
	}
	return source, line, err
}

// hasName reports whether scripts know a model by its name.
func hasName(m *histories.Model) bool {
	known, err := histories.Lookup(m.Name)
	return err == nil && known == m // a function may have the name of a model
}

// script returns the run up to the search and the steps that were found, as a
// script that says so: as a person would write it, if that comes to the same
// end, and step by step otherwise.
func (x *Exploration) script() (string, error) {
	if lines := x.byHand(); lines != nil && x.result.Verdict == search.Violated {
		if text := x.scriptOf(lines); x.session.repeats(text) == nil {
			return text, nil
		}
	}
	var lines []string
	for i := range x.result.Steps {
		lines = append(lines, x.lines(i)...)
		if m := x.result.Steps[i].Message; m != nil {
			lines[len(lines)-1] += "  # " + string(m.Append(nil))
		}
	}
	if len(chosen(x.result.Steps)) == 0 {
		return x.scriptOf(lines), nil
	}
	return x.session.choosing(append(slices.Clone(x.chosen), chosen(x.result.Steps)...), func(seed uint64) string {
		return x.scriptAfter(x.seeded(seed), lines)
	})
}

// seeded returns the script of the run up to the search, with another seed for what is
// drawn from its last event on: what a client asks for after it is no event, and draws.
func (x *Exploration) seeded(seed uint64) string {
	in := engine.Input{Seed: seed}
	if x.events > 0 {
		forks := slices.DeleteFunc(slices.Clone(x.input.Forks), func(f engine.Fork) bool { return f.Event >= x.events })
		in = engine.Input{Seed: x.input.Seed, Forks: append(forks, engine.Fork{Event: x.events, Seed: seed})}
	}
	written := func(in engine.Input) string { return fmt.Sprintf("seed = %s)", inputValue(in)) }
	return strings.Replace(x.leadUp, written(x.input), written(in), 1)
}

// repeats returns why a script does not pass, in the simulator, or nil.
func (s *Session) repeats(text string) error { return s.scratch(text, nil) }

// scratch runs a script in the simulator. Follow, if not nil, is told of every
// call that acted.
func (s *Session) scratch(text string, follow func(c *call, from int)) error {
	scratch := New(s.ctx, Options{Fleet: Simulated, Trace: TraceOff, Seed: s.options.Seed, Forks: s.options.Forks})
	scratch.follow = follow
	err := scratch.Run("counterexample.star", "", text)
	return errors.Join(err, scratch.Close())
}

// scriptOf returns the script of which lines are the steps.
func (x *Exploration) scriptOf(lines []string) string { return x.scriptAfter(x.leadUp, lines) }

// scriptAfter returns the script of which lines are the steps after a run.
func (x *Exploration) scriptAfter(leadUp string, lines []string) string {
	var text strings.Builder
	leadUp = strings.Replace(leadUp, fmt.Sprintf(", seed = %d)", DefaultSeed), ")", 1) // a script has it anyway
	source, guard, _ := x.guard()                                                      // who asks for the script was told what is wrong with it
	fmt.Fprintf(&text, "\"\"\"%s\"\"\"\n\n%s%s%s\n", x.headline(), source, leadUp, guard)
	if x.result.Verdict != search.Violated {
		text.WriteString(strings.Join(lines, "\n") + "\n")
		return text.String()
	}
	text.WriteString("def violate():\n")
	for _, line := range lines {
		text.WriteString("    " + line + "\n")
	}
	fmt.Fprintf(&text, "\nprint(expect_violation(violate, %q))\n", x.result.Property)
	return text.String()
}

// headline says what the script is.
func (x *Exploration) headline() string {
	r := x.result
	if r.Verdict == search.Found {
		return fmt.Sprintf("The goal of a search, reached after %s.", spell.Count(len(r.Steps), "step"))
	}
	text := fmt.Sprintf("A counterexample to %s, of %s", r.Property, spell.Count(len(r.Steps), "step"))
	if x.shortest() {
		text += ": there is no shorter one"
	}
	return text + "."
}

// shortest reports whether no way to what was found has fewer steps.
func (x *Exploration) shortest() bool { return slices.Contains([]search.Bound{""}, x.result.Bound) }
