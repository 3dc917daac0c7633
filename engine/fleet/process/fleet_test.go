package process

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
)

// TestLife takes one cluster through everything that a fleet can do.
func TestLife(t *testing.T) {
	f := startFleet(t, 3, Options{})
	if got := f.Name(); got != "processes" {
		t.Errorf("got name %q, want processes", got)
	}
	do(t, f, 1, `write a; sync; send n2 write b; publish "X"; set 3; stop 3; reply; note; write lost`, "wyspTtrnw"[0:3]+"")
}
