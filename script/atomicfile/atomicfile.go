package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
)

// usual is the mode of a new file, less what the process's mask takes away.
const usual fs.FileMode = 0o666

// Write gives the file called name new content.
func Write(name string, content []byte) error { return WriteMode(name, content, usual) }

// WriteMode is Write with the permissions of a file that is not there yet.
func WriteMode(name string, content []byte, mode fs.FileMode) error {
	f, err := create(name, mode)
	if err != nil {
		return err
	}
	defer f.Discard()
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// WriteNew makes a file called name. It is an error that errors.Is takes for
// fs.ErrExist when there is something of that name, unless that is no regular file.
func WriteNew(name string, content []byte) error {
	if err := CheckNew(name); err != nil {
		return err
	}
	f, err := Create(name)
	if err != nil {
		return err
	}
	defer f.Discard()
	f.fresh = true
	if _, err := f.Write(content); err != nil {
		return err
	}
	return f.Commit()
}

// Check returns the error that Create would, and makes nothing.
func Check(name string) error {
	p, err := placeOf(name)
	if err != nil || p.direct() {
		return err
	}
	temp, err := p.temporary(usual)
	if err != nil {
		return about("open", name, err)
	}
	return about("open", name, errors.Join(temp.Close(), os.Remove(temp.Name())))
}

// CheckNew is Check for WriteNew.
func CheckNew(name string) error {
	if p, err := placeOf(name); err == nil && p.direct() {
		return nil
	}
	if _, err := os.Lstat(name); err == nil {
		return &fs.PathError{Op: "open", Path: name, Err: errExist{}}
	}
	return Check(name)
}

// errExist is fs.ErrExist in the words of most systems.
type errExist struct{}

// Error returns "file exists".
func (errExist) Error() string { return "file exists" }

// Is reports whether target is fs.ErrExist.
func (errExist) Is(target error) bool { return target == fs.ErrExist }

// File is new content for a file, which gets it with Commit.
type File struct {
	name   string // as the caller says it
	place  place
	out    *os.File // the temporary file, or what is written directly
	fresh  bool     // nothing may have the name when it is committed
	over   bool     // committed or discarded
	failed error    // the first failure to write
}

var _ io.Writer = (*File)(nil)

// Create begins to write a file called name.
func Create(name string) (*File, error) { return create(name, usual) }

func create(name string, mode fs.FileMode) (*File, error) {
	p, err := placeOf(name)
	if err != nil {
		return nil, err
	}
	f := &File{name: name, place: p}
	if p.direct() {
		f.out, err = p.open()
	} else {
		f.out, err = p.temporary(mode)
	}
	if err != nil {
		return nil, about("open", name, err)
	}
	return f, nil
}

// Write writes to what will be the file.
func (f *File) Write(b []byte) (int, error) {
	n, err := f.out.Write(b)
	if err != nil && f.failed == nil {
		f.failed = about("write", f.name, err)
	}
	return n, about("write", f.name, err)
}

// Commit gives the file its new content. When it fails, or when a Write failed, the
// file is as it was.
func (f *File) Commit() error {
	if f.over {
		return about("write", f.name, fs.ErrClosed)
	}
	if f.place.direct() {
		return errors.Join(f.failed, f.close())
	}
	defer f.Discard()
	if f.failed != nil {
		return f.failed
	}
	if err := errors.Join(f.out.Sync(), f.out.Close()); err != nil {
		return about("write", f.name, err)
	}
	if err := f.rename(); err != nil {
		return about("write", f.name, err)
	}
	f.over = true
	return nil
}

// rename gives the temporary file its name.
func (f *File) rename() error {
	if !f.fresh {
		return os.Rename(f.out.Name(), f.place.path)
	}
	switch err := os.Link(f.out.Name(), f.place.path); {
	case errors.Is(err, fs.ErrExist):
		return errExist{}
	case err != nil: // a file system without hard links; nothing had the name a moment ago
		return os.Rename(f.out.Name(), f.place.path)
	}
	_ = os.Remove(f.out.Name()) // the file has its name; this one was only for making it
	return nil
}

// Discard leaves the file as it was, unless it is committed. What was written
// directly is written.
func (f *File) Discard() {
	if f.over {
		return
	}
	_ = f.close()
	if !f.place.direct() {
		_ = os.Remove(f.out.Name()) // what went wrong before says more
	}
}

// close ends the writing. The standard streams stay open.
func (f *File) close() error {
	f.over = true
	if f.out == os.Stdout || f.out == os.Stderr {
		return nil
	}
	return about("write", f.name, f.out.Close())
}

// temporary makes a file beside the place, with the permissions and the owner of the
// one that is there.
func (p *place) temporary(mode fs.FileMode) (*os.File, error) {
	if err := p.writable(); err != nil {
		return nil, err
	}
	for { // until a name is free, as the first one is
		name := filepath.Join(filepath.Dir(p.path), fmt.Sprintf(".synod-%016x.tmp", rand.Uint64()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		switch {
		case errors.Is(err, fs.ErrExist):
			continue
		case errors.Is(err, fs.ErrNotExist):
			return nil, err
		case err != nil:
			return nil, fmt.Errorf("its folder takes no new file: %w", cause(err))
		}
		if err := p.likeBefore(f); err != nil {
			return nil, errors.Join(err, f.Close(), os.Remove(f.Name()))
		}
		return f, nil
	}
}

// likeBefore gives a temporary file what the one that it is to replace has.
func (p *place) likeBefore(f *os.File) error {
	if p.before == nil {
		return nil
	}
	giveTo(f, p.before) // which most may not; the content matters more
	if runtime.GOOS == "windows" {
		return nil
	}
	return f.Chmod(p.before.Mode().Perm())
}

// writable returns an error if there is a file that must not be written.
func (p *place) writable() error {
	if p.before == nil {
		return nil
	}
	f, err := os.OpenFile(p.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return f.Close()
}

// about returns an error as one about the file that the caller means: it knows nothing
// of a temporary one.
func about(op, name string, err error) error {
	if err == nil {
		return nil
	}
	return &fs.PathError{Op: op, Path: name, Err: cause(err)}
}

// cause returns an error without the names of files.
func cause(err error) error {
	var p *fs.PathError
	var l *os.LinkError
	switch {
	case errors.As(err, &p):
		return p.Err
	case errors.As(err, &l):
		return l.Err
	}
	return err
}
