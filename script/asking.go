package script

import (
	"fmt"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
)

// as lets a client ask a node for something.
func (c *call) as(client string, id node.ID, r *node.Request) (o *engine.Operation, err error) {
	w := c.cluster.world
	err = w.As(client, func() error {
		o, err = w.Request(id, r)
		return err
	})
	return o, err
}

// ask begins what a client waits for, and remembers it by itself, as text: what
// happens while the client waits is no part of it. Handle is what text returns.
func (c *call) ask(text, client string, id node.ID, r *node.Request, handle func(*engine.Operation) starlark.Value) (*engine.Operation, error) {
	if client != "" {
		text = fmt.Sprintf("%s, client = %q)", strings.TrimSuffix(text, ")"), client)
	}
	if err := c.acts(); err != nil {
		return nil, err
	}
	var o *engine.Operation
	_, err := c.record(text, text, func() (_ starlark.Value, err error) {
		o, err = c.as(client, id, r)
		return handle(o), err
	})
	return o, err
}

// await lets time pass until o is done.
func (c *call) await(o *engine.Operation, timeout duration) error {
	_, err := c.waits(time.Duration(timeout), func() (bool, error) { return o.Done(), nil })
	return err
}

// awaitOnce lets time pass until o is done, for a client who does not come back
// to it when the time is up.
func (c *call) awaitOnce(o *engine.Operation, timeout duration) error {
	err := c.await(o, timeout)
	if err != nil || o.Done() {
		return err
	}
	why := "timed out"
	if c.stall != nil {
		why = "all that could come is held"
	}
	c.cluster.world.GiveUp(o, why)
	return nil
}
