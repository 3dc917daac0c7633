package search_test

import (
	"context"
	"testing"

	"go.uber.org/goleak"

	"synod/engine/search"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// must searches without an error.
func must(t testing.TB, sys search.System, o search.Options) *search.Result {
	t.Helper()
	r, err := search.Explore(context.Background(), sys, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
