package process

import "syscall"

// shortTemp is where a socket goes whose path would be too long elsewhere;
// there is no place here that is known to be shorter.
const shortTemp = ""

// attributes puts a node into a process group of its own, so that Ctrl-C in a
// console stops the controller and not the nodes under it.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
