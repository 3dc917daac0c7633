package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
)

// replace gives the file called name new content, as a whole: the content is
// durable under another name before it gets this one.
func (d *Directory) replace(name string, content []byte) error {
	if err := d.make(); err != nil {
		return err
	}
	temp := d.file(name + tempSuffix)
	if err := writeNew(temp, content); err != nil {
		return err
	}
	if err := os.Rename(temp, d.file(name)); err != nil {
		return err
	}
	return syncDir(d.path)
}

// writeNew makes the file called path, which may be left from a crash. It
// never writes through what it finds there, be it a link.
func writeNew(path string, content []byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// make makes the directory, private to its user, unless it is there.
func (d *Directory) make() error {
	if _, err := os.Stat(d.path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.MkdirAll(d.path, 0o700); err != nil {
		return err
	}
	return syncDir(filepath.Dir(d.path))
}

// remove removes the files whose names match, and leaves directories alone.
func (d *Directory) remove(match func(name string) bool) error {
	entries, err := os.ReadDir(d.path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	removed := false
	for _, e := range entries {
		if e.IsDir() || !match(e.Name()) {
			continue
		}
		if err := os.Remove(d.file(e.Name())); err != nil {
			return err
		}
		removed = true
	}
	if !removed {
		return nil
	}
	return syncDir(d.path)
}

// syncDir makes the names in a directory durable. Windows has no such call,
// and some file systems refuse it; there the names are as durable as they get.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	err = f.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil
	}
	return errors.Join(err, f.Close())
}
