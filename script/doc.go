// Package script runs scenarios: Starlark scripts that act on clusters whose
// network, clock and failures the lab owns.
//
//	s := script.New(ctx, script.Options{Out: os.Stdout})
//	defer s.Close()
//	err := s.RunFile("scenario.star", "scenario.star")
//	fmt.Fprint(os.Stderr, s.Explain(err))
//	os.Exit(script.Status(err))
//
// A [Session] is one script, or one conversation. What its script prints, and the
// trace of its clusters, goes to Options.Out, and is the same bytes for the same
// script, arguments and seed, in whichever fleet the nodes live.
//
// # Where the nodes live
//
// Unless Options say otherwise, the nodes of a session are simulated: they are in
// this process, need nothing and leave nothing. With the fleet [Processes] each
// node is a process. It runs this very program once more, or the one that
// Options.Program names, and the program must then be a node and do nothing else.
// So a program that starts nodes calls child.RunIfNode, of the package
// synod/node/child, before it does anything:
//
//	func TestMain(m *testing.M) {
//		child.RunIfNode()
//		m.Run()
//	}
//
// Where that call is missing, and Options.Program names no synod, a cluster of
// processes is refused with an error that says so.
//
// # Three rules for a caller
//
//  1. A Session belongs to one goroutine. Sessions do not know of each other: any
//     number may run side by side, and share Options.Files.
//  2. The error of a run goes through [Status], which says whether the scenario
//     failed, is wrong, or has no verdict, and through [Session.Explain], which
//     says why and where.
//  3. Close it: nodes may be processes.
//
// # What may be relied on
//
// What scripts see: the verbs, their parameters and their defaults, the values and
// their attributes, all of which "synod doc" lists; the exit statuses; the bytes of
// a trace, which goldens and recordings compare. Of this package: New, Options and
// its fields, the methods Run, RunFile, Explain and Close of a Session, Status and
// its constants, and the kinds of fleets and traces. Names are added, and stay.
// Everything else that is exported serves the packages below this one and the
// command synod, and may change with them.
package script
