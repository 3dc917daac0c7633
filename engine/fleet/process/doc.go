// Package process is the fleet whose nodes are processes of the operating
// system: the same binary, started as "synod node", each in a directory of its
// own, with real files and real fsyncs, and crashed with a real SIGKILL.
//
// What makes a process a node is a variable of its environment, and the call of
// child.RunIfNode that its program makes first. A program that does not make the
// call starts no nodes: they would be what the program is, and start nodes too.
//
//	f := process.New(process.Options{})
//	defer f.Close()
//	effects, err := f.Reset(fleet.Setup{Protocol: "paxos", Configs: configs})
//
// # What connects them
//
// The controller listens on a socket in a private directory. Each node that it
// starts learns the socket's address and a secret of this run over its standard
// input, dials back, and is let in once, under the name that it was given.
// One session then carries three streams: events and their effects, one at a
// time; questions about the state, which are answered even while an event
// keeps the node busy; and diagnostics.
//
// # Who ends whom
//
// A node that ends without being asked to is noticed by whoever waits for it,
// and by Check; the error names it, its exit status and its last words. A
// call that waits for a node waits for its end too, and never for longer than
// Options.Patience.
//
// No node outlives the controller, however that dies. The end of standard
// input ends a node, and on Linux the kernel wakes one that is stopped, so
// that it gets to see it. A node that leaves removes what is left of the run. What
// a controller leaves that is killed while no node is up, a later one removes: it
// can tell, because each holds a lock in its directory as long as it lives. See
// rundir. Close is the orderly way: it asks every node to
// leave, kills those that do not, and removes what is not to be kept.
//
// # Who owns which goroutine
//
// The door accepts connections and has one goroutine for each handshake; the
// forker has one, to start processes from; each process has one that waits for
// its end, each line one that reads diagnostics. All of them end with Close.
package process
