package process

import "syscall"

// shortTemp is where a socket goes whose path would be too long elsewhere.
const shortTemp = "/tmp"

// attributes puts a node into a process group of its own, so that Ctrl-C in a
// terminal stops the controller and not the nodes under it.
//
// When the controller dies, its nodes see the end of their standard input and
// leave. One that is stopped would see nothing; so the kernel is asked to let
// it go on, at that moment. SIGKILL in place of SIGCONT would end the stopped
// ones as well, but also those that are about to remove their directories, and
// would make a killing of what is harmless here: the death of the thread that
// forked. See forker.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGCONT}
}
