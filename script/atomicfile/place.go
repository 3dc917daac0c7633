package atomicfile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// place is where a file is, or will be.
type place struct {
	path   string      // at the end of all links
	before fs.FileInfo // of the regular file that is there; nil for none
	stream *os.File    // the standard stream that it is; nil for none
	odd    bool        // it is no regular file
}

// maxLinks is how many links may lead to a file, as for the system itself.
const maxLinks = 40

// placeOf returns where the file called name is.
func placeOf(name string) (place, error) {
	p := place{path: name}
	for range maxLinks {
		if p.stream = streamOf(p.path); p.stream != nil || isDescriptor(p.path) {
			p.odd = true
			return p, nil
		}
		link, err := os.Readlink(p.path)
		if err != nil { // it is none, or there is nothing
			return p, about("open", name, p.look())
		}
		if !filepath.IsAbs(link) {
			link = filepath.Dir(p.path) + string(filepath.Separator) + link // not cleaned: the folder may be a link
		}
		p.path = link
	}
	return p, about("open", name, errors.New("too many levels of symbolic links"))
}

// look finds what is at the place, which is no link.
func (p *place) look() error {
	switch {
	case p.path == "":
		return fs.ErrNotExist
	case strings.HasSuffix(p.path, string(filepath.Separator)):
		return syscall.EISDIR
	}
	info, err := os.Stat(p.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	case info.IsDir():
		return syscall.EISDIR
	case info.Mode().IsRegular():
		p.before = info
	default:
		p.odd = true
	}
	return nil
}

// direct reports whether there is nothing at the place that could be replaced.
func (p *place) direct() bool { return p.odd }

// open opens what is written directly.
func (p *place) open() (*os.File, error) {
	if p.stream != nil {
		return p.stream, nil
	}
	return os.OpenFile(p.path, os.O_WRONLY|os.O_APPEND, 0)
}

// streamOf returns the standard stream that a path leads to. It has to be written as
// itself: opened by its name, a file that it is would be written from its start.
func streamOf(path string) *os.File {
	switch filepath.ToSlash(path) {
	case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1":
		return os.Stdout
	case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2":
		return os.Stderr
	}
	return nil
}

// isDescriptor reports whether a path names what this process has open, such as a
// shell's >(…): it may lead to a file, and yet is none.
func isDescriptor(path string) bool {
	path = filepath.ToSlash(path)
	return strings.HasPrefix(path, "/dev/fd/") || strings.HasPrefix(path, "/proc/self/fd/")
}
