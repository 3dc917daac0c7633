//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package rundir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// closesFirst is whether a file must be closed before it can be removed.
const closesFirst = false

// hold makes the lock of dir and takes it. The file gets its name when the lock is
// taken: whoever finds a file of that name finds it locked.
func hold(dir string) (*os.File, error) {
	unnamed := filepath.Join(dir, lockFile+".new")
	f, err := os.OpenFile(unnamed, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if err = flock(f); err == nil {
		_, err = f.WriteString(lockText)
	}
	if err == nil {
		err = os.Rename(unnamed, filepath.Join(dir, lockFile))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close(), os.Remove(unnamed))
	}
	return f, nil
}

// take takes the lock of dir, which no process holds.
func take(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if err = flock(f); err == nil && !(isLock(f) && isThere(f)) {
		err = fs.ErrInvalid
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// isThere reports whether the file at the path that f was opened at is f: another
// process may have removed it, and made a lock of its own there.
func isThere(f *os.File) bool {
	opened, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(f.Name())
	return err == nil && os.SameFile(opened, there)
}

// flock locks f, or fails at once. A process that forks shares the lock with its
// child until that runs another program.
func flock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// isPrivate reports whether info is of something that belongs to this user alone.
func isPrivate(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid() && info.Mode().Perm()&0o077 == 0
}
