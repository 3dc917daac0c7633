//go:build !unix

package process

import "syscall"

// shortTemp is where a socket goes whose path would be too long elsewhere;
// there is no place here that is known to be shorter.
const shortTemp = ""

// attributes asks for nothing special.
func attributes() *syscall.SysProcAttr { return nil }
