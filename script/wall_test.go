package script

import (
	"regexp"
	"strings"
	"testing"
)

// How long a search took is there for a person to read, and for nobody else.
func TestWallTime(t *testing.T) {
	const search = `x = explore(propose = [(1, "A")])`
	screen, _ := talk(t, "", `cluster(3)`, search, `x.time`)
	if !regexp.MustCompile(`(?m)^[0-9.]+(ms|s)$`).MatchString(screen) {
		t.Errorf("got\n%s\nwant how long it took in it", screen)
	}
	out, err := runOver(t, Simulated, "cluster(3)\n"+search+"\nprint(x.time)\nprint(x.time < x.time)")
	if !strings.Contains(out, WallTime(0).String()+"\n") {
		t.Errorf("got\n%s\nwant no time in it", out)
	}
	if err == nil || !strings.Contains(err.Error(), "wall times cannot be compared") {
		t.Errorf("got %v, want an error of the comparison", err)
	}
}
