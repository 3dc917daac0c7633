package script

import (
	"fmt"

	"go.starlark.net/starlark"
)

// phaseSize reads the size of the quorum of a phase.
type phaseSize int

// Unpack implements starlark.Unpacker.
func (q *phaseSize) Unpack(v starlark.Value) error {
	n, err := starlark.AsInt32(v)
	if err != nil || n < 1 {
		return fmt.Errorf("got %s, want how many nodes a quorum has, at least 1", describe(v))
	}
	*q = phaseSize(n)
	return nil
}
