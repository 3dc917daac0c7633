package script

import "testing"

// Every pattern of this package compiles: what is compiled late must not fail late.
func TestPatterns(t *testing.T) {
	for _, p := range []*pattern{
		valueBegins, loadedFile, argLine, formatted, question, ofResult, asked, helpFor, leaving, justHelp,
		quotedParameter, errorType, guessed, missingMethod, uncalled, nodeInTrace, widened,
	} {
		if p.regexp() == nil {
			t.Errorf("%s does not compile", p.text)
		}
	}
}
