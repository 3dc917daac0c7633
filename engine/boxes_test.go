package engine_test

import (
	"strings"
	"testing"

	"synod/engine"
	"synod/node"
)

// TestBoxes draws the rows of a run in which a second proposer comes too late at
// one acceptor and in time at another.
func TestBoxes(t *testing.T) {
	l := newLab(t, engine.Options{Hold: true})
	p := l.open(1, x)
	l.check(l.Prepare(p, nil))
	q := l.open(2, y)
	l.check(l.Prepare(q, []node.ID{2, 3}))
	l.check(l.Accept(p, nil))
	const want = `
n1  [P 1.1] [A 1.1 X]
n2  [P 1.1] [P 2.2] [A 1.1 X refused]
n3  [P 1.1] [P 2.2] [A 1.1 X refused]
`
	if got := "\n" + l.Boxes().Text(0); got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// TestBoxesSayWhatIsForgotten does not let a row begin in the middle unsaid.
func TestBoxesSayWhatIsForgotten(t *testing.T) {
	l := newLab(t, engine.Options{})
	b := l.Boxes()
	b.Forgotten = 1
	if !strings.HasPrefix(b.Text(0), "(the earliest events are no longer kept)\nn1\n") {
		t.Errorf("got %.80q, want it to begin with what is missing", b.Text(0))
	}
}
