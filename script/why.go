package script

import (
	"errors"
	"fmt"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/engine/shrink"
	"synod/node/cells"
)

// Explanation says at which step a run was decided, as a script sees it.
type Explanation struct {
	session *Session
	why     *shrink.Why
}

var _ starlark.HasAttrs = (*Explanation)(nil)

// String returns the table of steps and shares, and the sentence.
func (x *Explanation) String() string {
	return cells.Table(x.why.Table(), engine.DiagramColumns) + x.why.Sentence()
}

// Type returns "explanation".
func (x *Explanation) Type() string { return "explanation" }

// Freeze does nothing: an explanation does not change.
func (x *Explanation) Freeze() {}

// Truth is always true.
func (x *Explanation) Truth() starlark.Bool { return true }

// Hash fails: an explanation is no key.
func (x *Explanation) Hash() (uint32, error) { return unhashable(x.Type()) }

// Attr returns a property or a verb.
func (x *Explanation) Attr(name string) (starlark.Value, error) {
	return attr(x, "explanation", explanationProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (x *Explanation) AttrNames() []string { return attrNames("explanation", explanationProperties) }

var explanationProperties = []property[*Explanation]{
	{"step", "the number of the step that decided, from 1; 0 when there was no way out from the start", func(x *Explanation) (starlark.Value, error) {
		step, _ := x.why.Point()
		return num(step), nil
	}},
	{"certain", "whether that step, which is not the last, left no way out", func(x *Explanation) (starlark.Value, error) {
		_, certain := x.why.Point()
		return yes(certain), nil
	}},
	{"event", "what happened in that step; None when there was no way out from the start", func(x *Explanation) (starlark.Value, error) {
		step, _ := x.why.Point()
		if step == 0 {
			return starlark.None, nil
		}
		return str(&x.why.Steps[step-1]), nil
	}},
	{"sentence", "which step decided, and how much", func(x *Explanation) (starlark.Value, error) {
		return starlark.String(x.why.Sentence()), nil
	}},
	{"steps", "what happened, a line for each step", func(x *Explanation) (starlark.Value, error) {
		return stepLines(x.why.Run), nil
	}},
	{"shares", "the share of random continuations that break the property, from 0 to 1: at the start, and after each step", func(x *Explanation) (starlark.Value, error) {
		var shares []starlark.Value
		for _, hits := range x.why.Hits {
			shares = append(shares, starlark.Float(float64(hits)/float64(x.why.Walks)))
		}
		return starlark.NewList(shares), nil
	}},
}

// maxWalks bounds the continuations of each prefix: more is a slip of the finger.
const maxWalks = 1_000_000

// whyVerb is why(run, walks, seed).
func whyVerb(c *call) (starlark.Value, error) {
	var which starlark.Value
	return c.explained(func() starlark.Value { return which }, &which)
}

// whyThisVerb is exploration.why(walks, seed) and counterexample.why(walks, seed).
func whyThisVerb(c *call) (starlark.Value, error) {
	return c.explained(func() starlark.Value { return c.recv })
}

// explained reads the arguments, of which those in first come before walks and
// seed, and explains the run that which returns then.
func (c *call) explained(which func() starlark.Value, first ...any) (starlark.Value, error) {
	walks, seed := 0, starlark.MakeUint64(c.session.options.Seed)
	if c.cluster != nil {
		seed = starlark.MakeUint64(c.cluster.world.Options().Seed)
	}
	if err := c.unpack(append(first, &walks, &seed)...); err != nil {
		return nil, err
	}
	if walks < 1 || walks > maxWalks {
		return nil, fmt.Errorf("got walks=%d, want 1 to %d", walks, maxWalks)
	}
	number, err := seedOf(seed)
	if err != nil {
		return nil, err
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	x, err := c.counterexample(which())
	if err != nil {
		return nil, err
	}
	return x.why(walks, number)
}

// counterexample returns the run that v stands for, shrunk.
func (c *call) counterexample(v starlark.Value) (*Counterexample, error) {
	var r *shrink.Run
	var err error
	switch v := v.(type) {
	case *Counterexample:
		return v, nil
	case *Exploration:
		v.seen = true
		r, err = v.broken()
	case nil, starlark.NoneType:
		if c.cluster == nil {
			return nil, errors.New("there is no cluster yet; make one first, such as cluster(3)")
		}
		r, err = c.brokenHere()
	default:
		err = fmt.Errorf("for parameter run: got %s, want what shrink() or explore() returned, or None for the run of the cluster", v.Type())
	}
	if err != nil {
		return nil, err
	}
	return c.session.shrunk(r, 0)
}

// why explains the counterexample.
func (x *Counterexample) why(walks int, seed uint64) (*Explanation, error) {
	under := x.session.begin("letting the run go on at random")
	defer under.end()
	var y *shrink.Why
	err := x.session.whileSearching(func() (err error) {
		y, err = x.result.Why(x.session.ctx, shrink.WhyOptions{Walks: walks, Seed: seed, Workers: x.session.options.Workers, Progress: under.why})
		return err
	})
	if err != nil {
		return nil, err
	}
	return &Explanation{x.session, y}, nil
}

// Why explains the counterexample: a table, a sentence, and a diagram with a
// mark, of so many columns.
func (x *Counterexample) Why(seed uint64, width int) (string, error) {
	y, err := x.why(shrink.DefaultWalks, seed)
	if err != nil {
		return "", err
	}
	diagram, err := y.why.Diagram(width)
	return y.String() + "\n\n" + diagram, err
}

// explanationDiagramVerb is explanation.diagram(width).
func explanationDiagramVerb(c *call) (starlark.Value, error) {
	width := 0
	if err := c.unpack(&width); err != nil {
		return nil, err
	}
	if width < 40 || width > 1000 {
		return nil, fmt.Errorf("got width=%d, want 40 to 1000 columns", width)
	}
	text, err := c.recv.(*Explanation).why.Diagram(width)
	if err != nil {
		return nil, err
	}
	return c.look(text)
}
