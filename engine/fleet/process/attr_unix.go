//go:build unix && !linux

package process

import "syscall"

// shortTemp is where a socket goes whose path would be too long elsewhere.
const shortTemp = "/tmp"

// attributes puts a node into a process group of its own, so that Ctrl-C in a
// terminal stops the controller and not the nodes under it. A stopped node goes
// on when the controller dies, because its group is an orphan then, and POSIX
// has SIGHUP and SIGCONT sent to those.
func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }
