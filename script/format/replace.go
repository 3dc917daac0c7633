package format

import (
	"errors"
	"os"
	"path/filepath"
)

// replace gives a file new content in one step: whoever reads it, or stops this
// program, finds the old or the new. Its mode stays, and a link to it stays a link.
func replace(path string, content []byte) error {
	path, err := filepath.EvalSymlinks(path)
	if err != nil {
		return err
	}
	mode, err := writable(path)
	if err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	err = errors.Join(err, f.Chmod(mode), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // what went wrong before says more
	}
	return err
}

// writable returns the mode of a file, and an error if it must not be written:
// its folder may allow what the file forbids.
func writable(path string) (os.FileMode, error) {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err := errors.Join(err, f.Close()); err != nil {
		return 0, err
	}
	return info.Mode().Perm(), nil
}
