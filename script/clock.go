package script

import (
	"errors"
	"fmt"
	"time"

	startime "go.starlark.net/lib/time"
	"go.starlark.net/starlark"
)

// runVerb is run(duration, until, within).
func runVerb(c *call) (starlark.Value, error) {
	var d *duration
	var until starlark.Callable
	var limit duration
	var given starlark.Value
	if err := c.unpack(&given, &until, &limit); err != nil {
		return nil, err
	}
	if given != nil && given != starlark.None {
		d = new(duration)
		if err := d.Unpack(given); err != nil {
			return nil, err
		}
	}
	switch {
	case d == nil && until == nil:
		return nil, errors.New(`got nothing to run to, want a duration such as run("50ms") or run(until=fn)`)
	case d != nil && until != nil:
		return nil, errors.New(`got a duration and until, want one of them; within= bounds until`)
	case d != nil:
		return nil, c.sleeps(time.Duration(*d))
	}
	over, err := c.waits(time.Duration(limit), c.asks(until))
	c.warnStalled()
	return yes(over), err
}

// asks returns fn as a predicate of the engine.
func (c *call) asks(fn starlark.Callable) func() (bool, error) {
	return func() (bool, error) {
		v, err := c.session.look(c.cluster, fn)
		return err == nil && bool(v.Truth()), err
	}
}

// settleVerb is settle(within).
func settleVerb(c *call) (starlark.Value, error) {
	var limit duration
	if err := c.unpack(&limit); err != nil {
		return nil, err
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	w := c.cluster.world
	quiet, err := c.waits(time.Duration(limit), func() (bool, error) { return w.Quiet(), nil })
	c.warnStalled()
	return yes(quiet), err
}

// stepVerb is step(n).
func stepVerb(c *call) (starlark.Value, error) {
	n := 0
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	if n < 1 {
		return nil, fmt.Errorf("got n=%d, want at least one event", n)
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	for done := range n {
		more, err := c.cluster.world.Step()
		if err != nil || !more {
			return num(done), err
		}
	}
	return num(n), nil
}

// sleepVerb is sleep(duration).
func sleepVerb(c *call) (starlark.Value, error) {
	var d duration
	if err := c.unpack(&d); err != nil {
		return nil, err
	}
	return nil, c.sleeps(time.Duration(d))
}

// nowVerb is now().
func nowVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	return startime.Duration(c.cluster.world.Now()), nil
}

// durationVerb is duration(text).
func durationVerb(c *call) (starlark.Value, error) {
	var d duration
	if err := c.unpack(&d); err != nil {
		return nil, err
	}
	return startime.Duration(d), nil
}
