package script

import (
	"strings"
	"sync"

	"go.starlark.net/starlark"

	"synod/lib"
	"synod/script/regular"
)

// Files keeps scripts, read and compiled once, for the sessions of Options that
// share it: sessions that run the same script many times, maybe side by side.
// What changes on disk meanwhile makes no difference to them.
type Files struct {
	readFile func(path string) ([]byte, error)
	all      bool // also those of the standard library

	mu       sync.Mutex
	sources  map[string]content  // by path
	programs map[string]compiled // by the name that positions show, and the path
}

// content is what reading a file came to.
type content struct {
	text string
	err  error
}

// compiled is what compiling a file came to.
type compiled struct {
	program *starlark.Program
	err     error
}

// NewFiles returns Files without any.
func NewFiles() *Files {
	return &Files{readFile: regular.File, sources: map[string]content{}, programs: map[string]compiled{}}
}

// FilesFrom returns Files without any that reads with a function instead of
// ReadFile, each path once and one at a time.
func FilesFrom(readFile func(path string) ([]byte, error)) *Files {
	return &Files{readFile: readFile, all: true, sources: map[string]content{}, programs: map[string]compiled{}}
}

// ReadFile reads a script, or a file of the standard library, whose path begins
// with @synod//.
func ReadFile(path string) ([]byte, error) {
	if file, ok := strings.CutPrefix(path, standard); ok {
		return lib.FS.ReadFile(file)
	}
	return regular.File(path)
}

// standardFiles keeps the standard library's files, which never change.
var standardFiles = &Files{readFile: lib.FS.ReadFile, sources: map[string]content{}, programs: map[string]compiled{}}

// read returns the text of a file. Nil Files read it anew.
func (f *Files) read(path string) (string, error) {
	if f == nil {
		b, err := regular.File(path)
		return string(b), err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	s, known := f.sources[path]
	if !known {
		b, err := f.readFile(path)
		s = content{string(b), err}
		f.sources[path] = s
	}
	return s.text, s.err
}

// builtIn returns the Files that keep the standard library's files for a session
// with these, and what their paths begin with.
func (f *Files) builtIn() (files *Files, prefix string) {
	if f != nil && f.all {
		return f, standard
	}
	return standardFiles, ""
}

// text is read with an error that leaves out the path, which is known to whoever
// asks.
func (f *Files) text(path string) (string, error) {
	text, err := f.read(path)
	return text, pathless(err)
}

// compile returns the program of a file whose text is src and which positions
// show as display. Nil Files compile it anew.
func (f *Files) compile(path, display, src string, predeclared func(string) bool) (*starlark.Program, error) {
	if f == nil {
		_, compiled, err := starlark.SourceProgramOptions(Dialect, display, src, predeclared)
		return compiled, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	key := display + "\x00" + path
	p, known := f.programs[key]
	if !known {
		_, p.program, p.err = starlark.SourceProgramOptions(Dialect, display, src, predeclared)
		f.programs[key] = p
	}
	return p.program, p.err
}
