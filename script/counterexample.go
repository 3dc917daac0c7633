package script

import (
	"errors"
	"fmt"
	"slices"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/engine/search"
	"synod/engine/shrink"
)

// Counterexample is a run that breaks a property and was shrunk, as a script
// sees it.
type Counterexample struct {
	session *Session
	result  *shrink.Result
	of      *Exploration // that found what was shrunk; nil for the run of a cluster
}

var _ starlark.HasAttrs = (*Counterexample)(nil)

// String returns "agreement: 212 events to 10, proven shortest".
func (x *Counterexample) String() string { return x.result.Property + ": " + x.result.String() }

// Type returns "counterexample".
func (x *Counterexample) Type() string { return "counterexample" }

// Freeze does nothing: a counterexample does not change.
func (x *Counterexample) Freeze() {}

// Truth is always true.
func (x *Counterexample) Truth() starlark.Bool { return true }

// Hash fails: a counterexample is no key.
func (x *Counterexample) Hash() (uint32, error) { return unhashable(x.Type()) }

// Attr returns a property or a verb.
func (x *Counterexample) Attr(name string) (starlark.Value, error) {
	return attr(x, "counterexample", counterexampleProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (x *Counterexample) AttrNames() []string {
	return attrNames("counterexample", counterexampleProperties)
}

var counterexampleProperties = []property[*Counterexample]{
	{"violated", "the property that breaks", func(x *Counterexample) (starlark.Value, error) {
		if x.of != nil {
			x.of.readHere(false)
		}
		return starlark.String(x.result.Property), nil
	}},
	{"sentence", "how it breaks", func(x *Counterexample) (starlark.Value, error) {
		return starlark.String(x.result.Sentence), nil
	}},
	{"steps", "what happens, a line for each step", func(x *Counterexample) (starlark.Value, error) {
		return stepLines(x.result.Run), nil
	}},
	{"nodes", "how many nodes are left", func(x *Counterexample) (starlark.Value, error) {
		return num(x.result.Options.Nodes), nil
	}},
	{"events", "how many events the run had that was shrunk", func(x *Counterexample) (starlark.Value, error) {
		return num(x.result.From), nil
	}},
	{"proven", "whether a search has shown that no way with the same nodes, requests and failures has fewer steps", func(x *Counterexample) (starlark.Value, error) {
		return yes(x.result.Proven), nil
	}},
}

func stepLines(r *shrink.Run) starlark.Value {
	var lines []starlark.Value
	for i := range r.Steps {
		lines = append(lines, str(&r.Steps[i]))
	}
	return starlark.NewList(lines)
}

// shrinkVerb is shrink(states) and exploration.shrink(states).
func shrinkVerb(c *call) (starlark.Value, error) {
	states := 0
	if err := c.unpack(&states); err != nil {
		return nil, err
	}
	if states < 0 {
		return nil, fmt.Errorf("got states=%d, want 0 or more; with 0 nothing is proven", states)
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	r, err := c.broken()
	if err != nil {
		return nil, err
	}
	if states == 0 {
		states = -1 // the package's 0 is its default
	}
	return c.session.shrunk(r, states)
}

// broken returns the run that the call is about: the one that an exploration
// found, or that of the cluster.
func (c *call) broken() (*shrink.Run, error) {
	if x, ok := c.recv.(*Exploration); ok {
		return x.broken()
	}
	return c.brokenHere()
}

// brokenHere returns the run that broke a property at the cluster: its own run, or
// else the one that the last search of this run found that found any.
func (c *call) brokenHere() (*shrink.Run, error) {
	if c.cluster.world.Violated() {
		return c.session.runOf(c.cluster.world)
	}
	searched := c.session.explorationsOf(c.cluster)
	for _, x := range slices.Backward(searched) {
		if x.result.Verdict == search.Violated {
			x.seen = true
			return x.broken()
		}
	}
	nowhere := "no property broke in this run"
	if n := len(searched); n > 0 {
		nowhere += fmt.Sprintf(", nor in its search (%s)", summary(searched[n-1].result))
	}
	return nil, fmt.Errorf("%s; %s is for a run that broke one, such as inside expect_violation, or for what explore() found%s", nowhere, c.verb.Name, c.session.foundElsewhere(c.verb.Name))
}

// foundElsewhere says how to ask about a violation that a search of another cluster,
// or of an earlier run, found.
func (s *Session) foundElsewhere(verb string) string {
	for _, x := range s.explored {
		if x.result.Verdict == search.Violated {
			return fmt.Sprintf("; a search of another cluster or run found one: x.%s(), where x is what that explore() returned", verb)
		}
	}
	return ""
}

// explorationsOf returns the searches of the run that a cluster is in.
func (s *Session) explorationsOf(c *Cluster) []*Exploration {
	var all []*Exploration
	for _, x := range s.explored {
		if x.cluster == c && x.of == c.run {
			all = append(all, x)
		}
	}
	return all
}

// broken returns the run that the search found, with what led up to it.
func (x *Exploration) broken() (*shrink.Run, error) {
	if x.result.Verdict != search.Violated {
		return nil, fmt.Errorf("no property broke: the search %s", summary(x.result))
	}
	return x.run, x.untold
}

// shrunk shrinks r.
func (s *Session) shrunk(r *shrink.Run, states int) (*Counterexample, error) {
	under := s.begin("shrinking")
	defer under.end()
	var small *shrink.Result
	err := s.whileSearching(func() (err error) {
		small, err = shrink.Shrink(s.ctx, r, shrink.Options{States: states, Workers: s.options.Workers, Progress: under.shrink})
		return err
	})
	if err != nil {
		return nil, err
	}
	return &Counterexample{s, small, s.finder(r)}, nil
}

// finder returns the search that found a run, or nil.
func (s *Session) finder(r *shrink.Run) *Exploration {
	for _, x := range s.explored {
		if x.run == r {
			return x
		}
	}
	return nil
}

// runOf returns the run of a world that broke a property. It is told again to see
// whether that can be done.
func (s *Session) runOf(w *engine.World) (r *shrink.Run, err error) {
	err = s.whileSearching(func() error {
		r, err = shrink.Of(w)
		return err
	})
	return r, err
}

// counterexampleScriptVerb is counterexample.script().
func counterexampleScriptVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	text, err := c.recv.(*Counterexample).Script()
	return starlark.String(text), err
}

// ErrNothing is returned when there is no counterexample to anything.
var ErrNothing = errors.New("no property broke, and no search found anything")

// Shrunk returns what broke in the session, shrunk: what the last search that
// found a violation found, or else the last run that broke a property.
func (s *Session) Shrunk() (*Counterexample, error) {
	for _, x := range slices.Backward(s.explored) {
		if x.result.Verdict == search.Violated {
			r, err := x.broken()
			if err != nil {
				return nil, err
			}
			return s.shrunk(r, 0)
		}
	}
	for _, c := range slices.Backward(s.clusters) {
		if !c.closed && c.world.Violated() {
			r, err := s.runOf(c.world)
			if err != nil {
				return nil, err
			}
			return s.shrunk(r, 0)
		}
	}
	return nil, ErrNothing
}

// Counterexample returns what broke in the session as a script, shrunk; or else
// the way to what the last search found. Call it before Close, whether or not
// the run failed. The error is ErrNothing when there is nothing to show.
func (s *Session) Counterexample() (string, error) {
	x, err := s.Shrunk()
	if err == nil {
		return x.Script()
	}
	if errors.Is(err, ErrNothing) {
		for _, x := range slices.Backward(s.explored) {
			if len(x.result.Steps) > 0 {
				return x.written()
			}
		}
	}
	return "", err
}
