// Package golden compares scenarios with what they printed when somebody last
// looked: every file a.star has a transcript beside it, a.golden, and each
// fleet must repeat it byte for byte.
//
//	report, err := golden.Test(ctx, golden.Options{Paths: []string{"examples"}, Out: os.Stdout, Diag: os.Stderr})
//
// # What a transcript is
//
// What the script printed, its trace included; then, unless the status is 0,
// what went wrong and a last line, "exit status 1". Files are named without
// their folders and the seed is the default one, so a transcript depends on
// nothing but the script.
//
// # What can go wrong
//
// Of all the things that are wrong with a script only the first is reported,
// in this order: the lab failed, so there is no verdict; the fleets differ from
// each other; the runs in one fleet differ; there is no golden; the golden
// differs. The first three are never the script's fault.
//
// A golden in which every line ends as on Windows is compared as if it had the line ends
// that a test writes.
//
// What is shown of a difference is the first one that matters: lines are compared by
// what they say, since one event more gives another number to all below it. See
// linediff, and Options.FullDiff.
//
// A golden without its scenario is a failure of its own: nothing is compared with it,
// though it looks like a test. One below a folder that is named counts, whose scenario
// is not there, or is not run since its name or that of a folder begins with "_"; of a
// file that is named only its own golden does. Folders that begin with "." belong to
// tools, and neither scenarios nor goldens are looked for in them.
//
// # Who may write a golden
//
// Only Options.Update, and only when every run in both fleets was the same. It removes
// none: a golden without its scenario fails in that case too.
package golden
