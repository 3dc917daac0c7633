package script

import (
	"errors"
	"time"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"
)

// WallTime is how long something took by the wall clock. It is another one in
// every run, and a run must not depend on it: a person at the prompt sees it,
// and a script can neither print nor compare it.
type WallTime time.Duration

var _ starlark.Comparable = WallTime(0)

// String returns the same for all.
func (WallTime) String() string {
	return "(a time by the wall clock, which is shown at the prompt alone)"
}

// Type returns "wall time".
func (WallTime) Type() string { return "wall time" }

// Freeze does nothing: a time does not change.
func (WallTime) Freeze() {}

// Truth is always true.
func (WallTime) Truth() starlark.Bool { return true }

// Hash fails: to be found among others is to be compared.
func (t WallTime) Hash() (uint32, error) { return unhashable(t.Type()) }

// CompareSameType fails: no two are to be told apart.
func (WallTime) CompareSameType(op syntax.Token, _ starlark.Value, _ int) (bool, error) {
	return false, errors.New("wall times cannot be compared: a run would come out another way each time")
}
