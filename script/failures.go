package script

import (
	"fmt"

	"go.starlark.net/starlark"

	"synod/engine/fleet"
)

func crashVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	return nil, c.cluster.world.Crash(n.id)
}

func restartVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	disk := "keep"
	if err := c.unpack(&n, &disk); err != nil {
		return nil, err
	}
	switch disk {
	case "keep":
		return nil, c.cluster.world.Restart(n.id, fleet.Keep)
	case "wipe":
		return nil, c.cluster.world.Restart(n.id, fleet.Wipe)
	}
	return nil, fmt.Errorf(`got disk=%q, want "keep" or "wipe"`, disk)
}
