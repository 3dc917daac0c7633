package script

import (
	"testing"

	"go.starlark.net/starlark"
)

// A script that is stuck is found where it is, in the function that is stuck.
func TestWhereabouts(t *testing.T) {
	s := New(t.Context(), Options{Fleet: Simulated})
	defer s.Close()
	if got := s.Whereabouts("interrupted"); got != "" {
		t.Errorf("before the script runs: got %q, want nothing", got)
	}
	came, goOn := make(chan bool), make(chan bool)
	s.names["stuck"] = starlark.NewBuiltin("stuck", func(*starlark.Thread, *starlark.Builtin, starlark.Tuple, []starlark.Tuple) (starlark.Value, error) {
		close(came)
		<-goOn
		return starlark.None, nil
	})
	ended := make(chan error)
	go func() { ended <- s.Run("x.star", "", "def f(x):\n    return [1, stuck()]\nf(2)\n") }()
	<-came
	want := "x.star:2:21: no end after 5s\n        return [1, stuck()]\n                   ^~~~~~~\n"
	if raceDetector {
		want = ""
	}
	if got := s.Whereabouts("no end after 5s"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	close(goOn)
	if err := <-ended; err != nil {
		t.Error(err)
	}
	if got := s.Whereabouts("interrupted"); got != "" {
		t.Errorf("after the script: got %q, want nothing", got)
	}
}
