package script

import (
	"context"
	"strings"
	"testing"
)

// fleetsOfMany returns the fleets in which a test runs each of many cases: in short,
// which is when the race detector slows everything down, the first one alone. What
// the fleets themselves do has tests of its own.
func fleetsOfMany() []FleetKind {
	if testing.Short() {
		return []FleetKind{Simulated}
	}
	return []FleetKind{Simulated, Processes}
}

// runOver runs a script over one kind of fleet, and returns what it printed,
// without the trace, and how it failed.
func runOver(t *testing.T, kind FleetKind, src string) (string, error) {
	t.Helper()
	var out strings.Builder
	s := New(context.Background(), Options{Fleet: kind, Trace: TraceOff, Out: &out})
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	err := s.Run("test.star", "", src)
	return out.String(), err
}
