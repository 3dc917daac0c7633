package script

import (
	"errors"
	"fmt"
	"time"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"

	"synod/engine"
)

// Random is a source of random numbers as a script sees it.
type Random struct {
	handle
	name string
	dice *engine.Dice
}

var _ starlark.HasAttrs = (*Random)(nil)

// String returns "random numbers for nemesis".
func (r *Random) String() string { return "random numbers for " + r.name }

// Type returns "random".
func (r *Random) Type() string { return "random" }

// Hash fails: a source of random numbers is no key.
func (r *Random) Hash() (uint32, error) { return unhashable(r.Type()) }

// Attr returns a verb.
func (r *Random) Attr(name string) (starlark.Value, error) {
	return attr(r, "random", randomProperties, name)
}

// AttrNames returns the names of the verbs, sorted.
func (r *Random) AttrNames() []string { return attrNames("random", randomProperties) }

var randomProperties = []property[*Random]{
	{"name", "what it is for", func(r *Random) (starlark.Value, error) { return starlark.String(r.name), nil }},
}

// randomVerb is random(name).
func randomVerb(c *call) (starlark.Value, error) {
	name := ""
	if err := c.unpack(&name); err != nil {
		return nil, err
	}
	return &Random{c.cluster.handle, name, c.cluster.world.Dice(name)}, nil
}

// structVerb is struct(**fields).
func structVerb(c *call) (starlark.Value, error) {
	if len(c.args) > 0 {
		return nil, fmt.Errorf("got %s without a name, want fields such as name=%s", describe(c.args[0]), describe(c.args[0]))
	}
	return starlarkstruct.Make(c.thread, nil, c.args, c.kwargs)
}

// belowVerb is random.below(n).
func belowVerb(c *call) (starlark.Value, error) {
	n := 0
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, fmt.Errorf("got n=%d, want at least 1", n)
	}
	return num(c.recv.(*Random).dice.Below(n)), nil
}

// pickVerb is random.pick(list).
func pickVerb(c *call) (starlark.Value, error) {
	var from starlark.Indexable
	if err := c.list(&from); err != nil {
		return nil, err
	}
	if from.Len() == 0 {
		return nil, errors.New("got nothing to pick from")
	}
	return from.Index(c.recv.(*Random).dice.Below(from.Len())), nil
}

// shuffleVerb is random.shuffle(list).
func shuffleVerb(c *call) (starlark.Value, error) {
	var from starlark.Indexable
	if err := c.list(&from); err != nil {
		return nil, err
	}
	if err := tooLong(from); err != nil {
		return nil, err
	}
	shuffled := make([]starlark.Value, from.Len())
	for i := range shuffled {
		j := c.recv.(*Random).dice.Below(i + 1)
		shuffled[i] = shuffled[j]
		shuffled[j] = from.Index(i)
	}
	return starlark.NewList(shuffled), nil
}

// list reads the one argument that is a list or a tuple.
func (c *call) list(from *starlark.Indexable) error {
	var v starlark.Value
	if err := c.unpack(&v); err != nil {
		return err
	}
	list, ok := v.(starlark.Indexable)
	if !ok {
		return fmt.Errorf("got %s, want a list", v.Type())
	}
	*from = list
	return nil
}

// hitVerb is random.hit(rate).
func hitVerb(c *call) (starlark.Value, error) {
	var r rate
	if err := c.unpack(&r); err != nil {
		return nil, err
	}
	return yes(c.recv.(*Random).dice.Hit(float64(r))), nil
}

// betweenVerb is random.between(least, most).
func betweenVerb(c *call) (starlark.Value, error) {
	var least, most duration
	if err := c.unpack(&least, &most); err != nil {
		return nil, err
	}
	if most < least {
		return nil, fmt.Errorf("got %v to %v, want the smaller first", time.Duration(least), time.Duration(most))
	}
	return startime.Duration(c.recv.(*Random).dice.Between(time.Duration(least), time.Duration(most))), nil
}
