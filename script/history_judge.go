package script

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"synod/engine"
	histories "synod/engine/history"
)

// Judgement is what linearizable says of a history.
type Judgement struct {
	session   *Session
	judgement histories.Judgement
}

var _ starlark.HasAttrs = (*Judgement)(nil)

// String says what the verdict is, and for a violation why.
func (j *Judgement) String() string { return j.judgement.String() }

// Type returns "judgement".
func (j *Judgement) Type() string { return "judgement" }

// Freeze does nothing: a judgement does not change.
func (j *Judgement) Freeze() {}

// Truth reports whether the history holds.
func (j *Judgement) Truth() starlark.Bool { return j.judgement.Verdict == histories.Holds }

// Hash fails: a judgement is no key.
func (j *Judgement) Hash() (uint32, error) { return unhashable(j.Type()) }

// Attr returns a field.
func (j *Judgement) Attr(name string) (starlark.Value, error) {
	return attr(j, "judgement", judgementProperties, name)
}

// AttrNames returns the names of the fields, sorted.
func (j *Judgement) AttrNames() []string { return attrNames("judgement", judgementProperties) }

var judgementProperties = []property[*Judgement]{
	{"verdict", `"holds", "violated", or "unknown" when the budget was spent first`, func(j *Judgement) (starlark.Value, error) {
		return starlark.String(j.judgement.Verdict), nil
	}},
	{"text", "what the verdict is and why, in words", func(j *Judgement) (starlark.Value, error) {
		return str(j.judgement), nil
	}},
	{"window", "of a violation: a history of operations that fit no order, of which none can be left out; None otherwise", func(j *Judgement) (starlark.Value, error) {
		if j.judgement.Window == nil {
			return starlark.None, nil
		}
		return &History{session: j.session, history: j.judgement.Window.Operations}, nil
	}},
	{"model", "the name of the model", func(j *Judgement) (starlark.Value, error) {
		return starlark.String(j.judgement.Model), nil
	}},
	{"steps", "how many steps of the model it took", func(j *Judgement) (starlark.Value, error) {
		return num(j.judgement.Steps), nil
	}},
}

// linearizableVerb is linearizable(model, history, budget, initial, ignore).
func linearizableVerb(c *call) (starlark.Value, error) {
	var model, which, initial starlark.Value
	budget := 0
	var ignored namesArg
	if err := c.unpack(&model, &which, &budget, &initial, &ignored); err != nil {
		return nil, err
	}
	if budget < 1 {
		return nil, fmt.Errorf("got a budget of %d steps, want at least 1", budget)
	}
	m, err := c.model(model, initial)
	if err != nil {
		return nil, err
	}
	h, err := c.history(which)
	if err != nil {
		return nil, err
	}
	if _, named := model.(starlark.String); named && which == nil {
		c.cluster.judgedBy = m
	}
	judged := h.Without(ignored)
	var j histories.Judgement
	err = c.still(func() error {
		j, err = histories.JudgeContext(c.session.ctx, judged, m, budget)
		return err
	})
	j.LeftOut = len(h) - len(judged)
	var unknown *histories.UnknownOps
	switch {
	case c.session.ctx.Err() != nil:
		return nil, engine.ErrInterrupted // wherever it was in a model
	case errors.As(err, &unknown):
		err = fmt.Errorf("%w, or leave out what is not to be judged with ignore = %s", err, listLiteral(unknown.Ops))
		if other := histories.Fitting(judged); other.Ops != nil {
			err = fmt.Errorf("%w; %q is a model that knows all of them", err, other.Name)
		}
		return nil, err
	case err != nil:
		return nil, err
	}
	return &Judgement{c.session, j}, nil
}

// listLiteral returns `["a", "b"]`.
func listLiteral(words []string) string {
	quoted := make([]string, len(words))
	for i, word := range words {
		quoted[i] = fmt.Sprintf("%q", word)
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}

// still runs fn while the cluster, if there is one, stands still.
func (c *call) still(fn func() error) error {
	if c.cluster == nil {
		return fn()
	}
	return c.cluster.world.Looking(fn)
}

// model returns the model of a name, or the one that a function is.
func (c *call) model(v, initial starlark.Value) (*histories.Model, error) {
	switch v := v.(type) {
	case starlark.String:
		if initial != nil {
			return nil, fmt.Errorf("the model %s has a first state of its own; leave out initial", v)
		}
		return histories.Lookup(string(v))
	case starlark.Callable:
		if initial == nil {
			return nil, errors.New("a model that is a function wants its first state, such as initial=0; it cannot be None, which refuses an operation")
		}
		return c.session.modelOf(v, initial, whereOf(c.thread).search), nil
	}
	return nil, fmt.Errorf(`got %s, want a model: a name such as "register", or a function`, describe(v))
}

// modelOf returns the model whose steps fn takes. States are frozen: a step
// that changed one would change what other orders begin with. Asked says that it is
// for a predicate of a search, which is being asked already.
func (s *Session) modelOf(fn starlark.Callable, initial starlark.Value, asked bool) *histories.Model {
	thread := s.thread("model", "")
	initial = copyOf(initial)
	initial.Freeze()
	arguments := map[*histories.Operation]starlark.Tuple{} // reading a value takes longer than most steps
	return &histories.Model{
		Name: fn.Name(), Init: initial,
		Step: func(state any, c histories.Call) (any, bool, error) {
			searching := s.course.searching
			if searching && !asked {
				s.asks.Lock()
				defer s.asks.Unlock()
			}
			whereOf(thread).search = searching
			args, known := arguments[c.Operation]
			if !known {
				args = starlark.Tuple{nil, Operation{*c.Operation}, fromValue(c.Result)}
				arguments[c.Operation] = args
			}
			args[0] = state.(starlark.Value)
			s.course.looking++
			defer func() { s.course.looking-- }()
			next, err := callFunction(thread, fn, args)
			if searching {
				err = asCounted(err)
			}
			if err != nil || next == starlark.None {
				return nil, false, err
			}
			next.Freeze()
			return next, true, nil
		},
		Equal: func(a, b any) (bool, error) {
			return (&comparison{strict: true}).equal(a.(starlark.Value), b.(starlark.Value))
		},
	}
}
