// Package mutants asks what a set of scenarios is worth: each rule of the
// protocol is switched in turn, and every scenario runs against that mutant.
// A rule that can be lost without any scenario failing is one that the
// scenarios do not test.
//
//	m, err := mutants.Run(ctx, mutants.Options{Paths: []string{"examples"}})
//	m.Write(os.Stdout)
//
// # What counts
//
// A scenario catches a mutant when it passes with the protocol as it is and
// fails with the mutant, however: a violation, an assertion, an error. When it
// passes both times and prints other bytes, its trace included, only a golden
// file would notice. A scenario that fails as it is says nothing about mutants,
// and is skipped.
//
// All runs are simulated. The rule is switched in every cluster that a script
// makes, on top of what the script switches itself; one that has the rule
// switched already is the same as before.
package mutants
