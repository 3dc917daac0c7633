package script

import (
	"context"
	"strings"
	"testing"
)

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
