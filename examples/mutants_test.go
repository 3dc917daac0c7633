package examples

import (
	"strings"
	"testing"

	"synod/script"
	"synod/script/mutants"
)

// matrixOf returns the matrix of some scenarios, as the manual's reader gets it.
func matrixOf(t *testing.T, paths ...string) *mutants.Matrix {
	t.Helper()
	t.Chdir("..")
	m, err := mutants.Run(t.Context(), mutants.Options{Paths: paths})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// The scenarios test every rule that safety needs: switched off, each makes some
// scenario fail that was not written for it.
func TestEveryRuleIsCaught(t *testing.T) {
	if testing.Short() {
		t.Skip("it runs dozens of scenarios with each rule switched")
	}
	m := matrixOf(t, "examples/contention", "examples/crashes", "examples/lab", "examples/messages", "examples/search/crash_anywhere.star")
	if m.Status() != script.StatusOK {
		var text strings.Builder
		_ = m.Write(&text)
		t.Errorf("got the status %d, want every rule to be caught\n%s", m.Status(), text.String())
	}
}

// The manual shows the matrix of the classic stories as it is.
func TestManualMatrix(t *testing.T) {
	_, rest, ok := strings.Cut(written(t), "<!-- mutants -->\n```\n")
	shown, _, end := strings.Cut(rest, "```\n<!-- /mutants -->")
	if !ok || !end {
		t.Fatal("the manual has no matrix of mutants")
	}
	var text strings.Builder
	if err := matrixOf(t, "examples/lab", "examples/messages/falsy_values.star").Write(&text); err != nil {
		t.Fatal(err)
	}
	if shown != text.String() {
		t.Errorf("the manual's matrix is stale; want\n%s", text.String())
	}
}
