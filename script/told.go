package script

import (
	"fmt"

	"go.starlark.net/starlark"

	histories "synod/engine/history"
)

// judge is what a search asks of the answers that clients get, as a script said
// it.
type judge struct {
	model *histories.Model
	fn    starlark.Callable // that the model is; nil for a model with a name
	first string            // its first state, as a script writes it
	gap   string            // why that cannot be written down, if it cannot
}

// judgeOf returns the judge that v means: none, the one that fits a cluster, one
// by name, or a function with its first state.
func (c *call) judgeOf(v starlark.Value) (*judge, error) {
	switch v := v.(type) {
	case nil, starlark.NoneType:
		return nil, nil
	case starlark.Bool:
		if v {
			return &judge{model: histories.Consensus}, nil
		}
		return nil, nil
	case starlark.Tuple:
		if len(v) != 2 {
			break
		}
		m, err := c.model(v[0], v[1])
		if err != nil {
			return nil, err
		}
		fn, writer := v[0].(starlark.Callable), &call{cluster: c.cluster}
		return &judge{model: m, fn: fn, first: writer.literal(v[1]), gap: writer.gap}, nil
	case starlark.String:
		m, err := c.model(v, nil)
		return &judge{model: m}, err
	}
	return nil, fmt.Errorf(`got %s, want True, a model's name such as "consensus", or a function and its first state such as (queue, [])`, describe(v))
}

// text returns what a script needs to judge as j does, and a function that does.
func (j *judge) text(s *Session) (before, fn string, err error) {
	switch {
	case j.model == histories.Consensus:
		return "", "linearizable", nil
	case j.fn == nil:
		return "", fmt.Sprintf("lambda: linearizable(%q)", j.model.Name), nil
	case j.gap != "":
		return "", "", fmt.Errorf("the first state of the model %s cannot be written down: %s", j.model.Name, j.gap)
	}
	before, name, err := s.cutOut(j.fn)
	if err == nil && name == "" {
		err = fmt.Errorf("the model %s cannot be written down by itself: want a function of the script, or a lambda, that uses nothing but functions and constants of the same file", j.model.Name)
	}
	return before, fmt.Sprintf("lambda: linearizable(%s, initial = %s)", name, j.first), err
}

// judgeBy returns the judge of a search that was by the model.
func (s *Session) judgeBy(m *histories.Model) *judge {
	for _, x := range s.explored {
		if x.judge != nil && x.judge.model == m {
			return x.judge
		}
	}
	return &judge{model: m} // no search of this session: a model with a name
}

// noticing returns what a script needs to notice that a property breaks: the source
// of its function, and the line that adds the invariant. Both are empty for a
// property that is always checked. The model is that of a property of the
// clients, and nil for all others.
func (s *Session) noticing(property string, m *histories.Model) (source, line string, err error) {
	var fn string
	switch {
	case m != nil:
		source, fn, err = s.judgeBy(m).text(s)
	case s.checks(property):
		return "", "", nil
	default:
		source, fn, err = s.sourceOf(property)
	}
	return source, fmt.Sprintf("invariant(%q, %s)", property, fn), err
}
