// Package regular reads files whole, and refuses those that have no end: a named
// pipe on which nothing is written would keep a reader for ever, and a device
// such as /dev/zero never ends.
//
//	text, err := regular.File("scenario.star")
//
// What the program was given open is read as it is, whatever its kind:
// /dev/stdin, and /dev/fd/63, which is what a shell puts in place of <(command).
package regular

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// File returns what a file holds. The error is a *fs.PathError.
func File(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if why := refusal(info.Mode()); why != nil && !given(path) {
		return nil, &fs.PathError{Op: "read", Path: path, Err: why}
	}
	return os.ReadFile(path)
}

// refusal returns why a file of a mode is not read; nil when it is. A directory
// is left to the system, which says so itself.
func refusal(mode fs.FileMode) error {
	kind := ""
	switch {
	case mode&fs.ModeNamedPipe != 0:
		kind = "a named pipe"
	case mode&fs.ModeSocket != 0:
		kind = "a socket"
	case mode&(fs.ModeDevice|fs.ModeCharDevice) != 0:
		kind = "a device"
	case mode.IsRegular() || mode.IsDir():
		return nil
	default:
		kind = "no regular file"
	}
	return errors.New(kind + ", want a regular file")
}

// given reports whether a path names what the program was given open, or the
// device that is always empty.
func given(path string) bool {
	abs, err := filepath.Abs(path)
	if err != nil {
		return false
	}
	abs = filepath.ToSlash(abs)
	return path == os.DevNull || abs == "/dev/stdin" || strings.HasPrefix(abs, "/dev/fd/") || strings.HasPrefix(abs, "/proc/self/fd/")
}
