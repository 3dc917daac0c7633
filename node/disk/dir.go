package disk

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// tempSuffix ends the name of a file that is not complete yet. CheckName
// refuses the dot, so no published file ends in it.
const tempSuffix = ".tmp"

// Directory is a disk of real files: RecordFile and the published files, each
// under its own name. Files of other kinds of names, such as "node.log", are
// none of its business and survive everything.
type Directory struct {
	path    string
	records *os.File // open for Append; nil until the first one
}

var _ Store = (*Directory)(nil)

// Dir returns the disk in the directory called path. Nothing is opened or made
// before it is needed; Create makes the directory if it is missing.
func Dir(path string) *Directory { return &Directory{path: path} }

// Create implements [Store].
func (d *Directory) Create(header []byte) error {
	switch _, err := os.Lstat(d.file(RecordFile)); {
	case err == nil:
		return ErrExists
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return d.replace(RecordFile, header)
}

// Append implements [Store] with one write and one fsync.
func (d *Directory) Append(b []byte) error {
	if err := d.open(); err != nil {
		return err
	}
	if _, err := d.records.Write(b); err != nil {
		return err
	}
	return d.records.Sync()
}

// open opens the record file for appending.
func (d *Directory) open() (err error) {
	if d.records == nil {
		d.records, err = os.OpenFile(d.file(RecordFile), os.O_WRONLY|os.O_APPEND, 0)
	}
	return orMissing(err)
}

// Load implements [Store].
func (d *Directory) Load() ([]byte, bool, error) { return read(d.file(RecordFile)) }

// Truncate implements [Store].
func (d *Directory) Truncate(n int64) error {
	f, err := os.OpenFile(d.file(RecordFile), os.O_RDWR, 0)
	if err != nil {
		return orMissing(err)
	}
	return errors.Join(cut(f, n), f.Close())
}

// cut truncates f to n bytes.
func cut(f *os.File, n int64) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if n < 0 || n > info.Size() {
		return errTruncate(n, info.Size())
	}
	if err := f.Truncate(n); err != nil {
		return err
	}
	return f.Sync()
}

// Recover implements [Store].
func (d *Directory) Recover() error { return d.remove(isTemp) }

// Publish implements [Store].
func (d *Directory) Publish(name string, content []byte) error {
	if err := CheckName(name); err != nil {
		return err
	}
	return d.replace(name, content)
}

// ReadFile implements [Store].
func (d *Directory) ReadFile(name string) ([]byte, bool, error) {
	if err := CheckName(name); err != nil {
		return nil, false, err
	}
	return read(d.file(name))
}

// Wipe implements [Store]. The record file goes first: a disk half wiped has
// lost its records, which Open refuses, and is no disk with a part of its files.
func (d *Directory) Wipe() error {
	if err := d.Close(); err != nil {
		return err
	}
	if err := d.remove(func(name string) bool { return name == RecordFile }); err != nil {
		return err
	}
	return d.remove(func(name string) bool {
		return isTemp(name) || CheckName(name) == nil
	})
}

// Close implements [Store].
func (d *Directory) Close() error {
	f := d.records
	d.records = nil
	if f == nil {
		return nil
	}
	return f.Close()
}

// file returns the path of the file called name.
func (d *Directory) file(name string) string { return filepath.Join(d.path, name) }

// isTemp reports whether name is one that replace uses for an incomplete file.
func isTemp(name string) bool {
	stem, ok := strings.CutSuffix(name, tempSuffix)
	return ok && (stem == RecordFile || CheckName(stem) == nil)
}

// orMissing turns the absence of the record file into ErrMissing.
func orMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrMissing
	}
	return err
}

// read returns the content of a file and whether there is one.
func read(path string) ([]byte, bool, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return b, err == nil, err
}
