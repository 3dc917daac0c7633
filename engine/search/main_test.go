package search_test

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"synod/engine/search"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// tester is a *testing.T or a *rapid.T.
type tester interface {
	Helper()
	Fatal(args ...any)
}

// must searches without an error.
func must(t tester, sys search.System, o search.Options) *search.Result {
	t.Helper()
	r, err := search.Explore(context.Background(), sys, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
