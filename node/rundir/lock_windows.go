package rundir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// closesFirst is whether a file must be closed before it can be removed.
const closesFirst = true

// hold makes the lock of dir: a file that no other process can open as long as
// this one has it open.
func hold(dir string) (*os.File, error) {
	f, err := openAlone(filepath.Join(dir, lockFile), syscall.CREATE_NEW)
	if err != nil {
		return nil, err
	}
	if _, err := f.WriteString(lockText); err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
	}
	return f, nil
}

// take takes the lock of dir, which no process holds. As long as it is open it
// cannot be replaced.
func take(dir string) (*os.File, error) {
	f, err := openAlone(filepath.Join(dir, lockFile), syscall.OPEN_EXISTING)
	if err != nil {
		return nil, err
	}
	if !isLock(f) {
		f.Close()
		return nil, fs.ErrInvalid
	}
	return f, nil
}

// openAlone opens a file so that nothing else can.
func openAlone(path string, create uint32) (*os.File, error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, create, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(h), path), nil
}

// isPrivate reports whether info is of something that belongs to this user alone.
// The folder for temporary files is each user's own here.
func isPrivate(fs.FileInfo) bool { return true }
