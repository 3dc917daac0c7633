// Package rundir makes the private directory of a run, and removes it: when the
// run is over, when its nodes outlive their controller, or when a later run finds
// that a controller was killed and left it.
//
// The process that makes a directory holds a lock on a file in it for as long as
// it lives, and the system takes the lock away when it dies, however that comes
// about. A directory whose lock can be had is therefore of no more use, and one
// without a lock is never touched: it may be of a run that is about to take its
// lock, or not of a run at all.
//
//	d, err := rundir.Make(os.TempDir())
//	defer d.Remove()
//
// Where the system knows no such locks, nothing is locked, and nothing that a
// killed controller left is removed.
package rundir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
)

// What is in the directory of a run: the socket of the controller, the directories
// of the nodes (n1, n2 and so on) unless they are kept elsewhere, and the lock.
const (
	SocketFile = "s"
	lockFile   = "synod.lock"
	lockText   = "The directory of a run of synod. It goes with the process that holds this lock.\n"
)

// prefix begins the names of the directories; digits follow.
const prefix = "synod-"

// Dir is the directory of a run of this process.
type Dir struct {
	Path string
	lock *os.File // nil where there are no locks
}

// held keeps every lock of this process: one that is forgotten would be closed,
// and let go.
var held sync.Map

// visited are the parents in which this process has looked for what others left.
var visited sync.Map

// Make makes a directory in parent that only this user can enter. The first time
// that this process makes one there it also removes what killed controllers left.
func Make(parent string) (*Dir, error) {
	if _, done := visited.LoadOrStore(parent, true); !done {
		Sweep(parent)
	}
	path, err := os.MkdirTemp(parent, prefix) // with mode 0700
	if err != nil {
		return nil, err
	}
	d := &Dir{Path: path}
	if d.lock, err = hold(path); err == nil {
		held.Store(d, d.lock)
	}
	return d, nil
}

// Remove removes the directory and everything in it.
func (d *Dir) Remove() error {
	var errs []error
	for _, name := range namesIn(d.Path) {
		if name != lockFile {
			errs = append(errs, os.RemoveAll(filepath.Join(d.Path, name)))
		}
	}
	held.Delete(d)
	return errors.Join(append(errs, finish(d.Path, d.lock))...)
}

// Sweep removes from parent what killed controllers left there. What cannot be
// removed stays.
func Sweep(parent string) {
	for _, name := range namesIn(parent) {
		path := filepath.Join(parent, name)
		if !isRun(name) || !isOurs(path) {
			continue
		}
		if lock, err := take(path); err == nil {
			clean(path, true, lock)
		}
	}
}

// Clear removes the directory of a run whose controller is gone, for a node that
// outlives it. The directories of nodes in it go only if nodes says so.
func Clear(path string, nodes bool) { clean(path, nodes, nil) }

// clean removes what a run puts into its directory; and then, if nothing else is
// there, the lock and the directory, in this order: what is left of a removal that
// is itself cut short can be told from what is not to be touched.
func clean(path string, nodes bool, lock *os.File) {
	empty := true
	for _, name := range namesIn(path) {
		switch {
		case name == lockFile:
			continue
		case name == SocketFile, nodes && IsNode(name):
			empty = os.RemoveAll(filepath.Join(path, name)) == nil && empty
		default:
			empty = false
		}
	}
	if empty {
		_ = finish(path, lock)
	} else if lock != nil {
		lock.Close()
	}
}

// finish removes the lock and the directory, which has nothing else in it.
func finish(path string, lock *os.File) error {
	if lock != nil && closesFirst {
		lock.Close()
	}
	err := errors.Join(remove(filepath.Join(path, lockFile)), remove(path))
	if lock != nil {
		lock.Close()
	}
	return err
}

// remove removes a file or an empty directory, unless it is gone already.
func remove(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// namesIn returns the names of what is in a directory; none if it is gone.
func namesIn(dir string) []string {
	d, err := os.Open(dir)
	if err != nil {
		return nil
	}
	defer d.Close()
	names, _ := d.Readdirnames(-1) // as many as can be read
	return names
}

// isRun reports whether name is that of the directory of a run, such as synod-417.
func isRun(name string) bool {
	digits, ok := strings.CutPrefix(name, prefix)
	_, err := strconv.ParseUint(digits, 10, 64)
	return ok && err == nil
}

// IsNode reports whether name is that of the directory of a node, such as n2.
func IsNode(name string) bool {
	digits, ok := strings.CutPrefix(name, "n")
	_, err := strconv.ParseUint(digits, 10, 31)
	return ok && err == nil
}

// isOurs reports whether path is a directory of this user's, which no other can
// enter.
func isOurs(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir() && isPrivate(info)
}

// isLock reports whether f says that it is a lock.
func isLock(f *os.File) bool {
	text := make([]byte, len(lockText)+1)
	n, _ := f.ReadAt(text, 0) // it ends before text does
	return string(text[:n]) == lockText
}
