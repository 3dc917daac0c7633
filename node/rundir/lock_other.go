//go:build !(darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd || windows)

package rundir

import (
	"errors"
	"io/fs"
	"os"
)

// closesFirst is whether a file must be closed before it can be removed.
const closesFirst = false

// hold fails: there are no locks here that end with their process.
func hold(string) (*os.File, error) { return nil, errors.ErrUnsupported }

// take fails likewise, so nothing is ever removed for want of a lock.
func take(string) (*os.File, error) { return nil, errors.ErrUnsupported }

func isPrivate(fs.FileInfo) bool { return false }
