package script

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"go.starlark.net/starlark"

	"synod/lib"
)

// standard is the prefix of the standard library's files.
const standard = "@synod//"

// load is Starlark's load statement. A name that starts with @synod// is a
// file of the standard library; any other is relative to the loading file. The
// module runs on the loading thread, so that an error shows every file it came
// through and an interrupt stops it.
func (s *Session) load(thread *starlark.Thread, name string) (starlark.StringDict, error) {
	display, path, src, dir, err := s.find(thread, name)
	if err != nil {
		return nil, err
	}
	m := s.modules[display]
	if m == nil {
		m = &module{}
		s.modules[display] = m
		m.globals, m.err = s.module(thread, path, display, src, dir)
		m.done = true
	}
	if !m.done {
		return nil, fmt.Errorf("%s loads itself, directly or through others", display)
	}
	return m.globals, m.err
}

// module runs a file that holds src, and whose own loads start from dir.
func (s *Session) module(thread *starlark.Thread, path, display, src, dir string) (starlark.StringDict, error) {
	text, err := SourceText(display, src)
	s.sources[display] = text
	if err != nil {
		return nil, err
	}
	at := whereOf(thread)
	outer := at.dir
	at.dir = dir
	defer func() { at.dir = outer }()
	return s.exec(thread, path, display, text)
}

// exec runs a module. What it bound is frozen. A path that is empty is one of
// the standard library.
func (s *Session) exec(thread *starlark.Thread, path, display, src string) (starlark.StringDict, error) {
	files, names := s.options.Files, s.names
	if path == "" {
		files, _ = files.builtIn()
		names = libraryNames(names)
	}
	prog, err := files.compile(path, display, src, names.Has)
	if err != nil {
		return nil, err
	}
	globals, err := prog.Init(thread, names)
	if endless := freezable(globals); endless != nil {
		return nil, errors.Join(err, endless)
	}
	globals.Freeze()
	return globals, err
}

// forgetFiles makes the next load of a file read it again. The standard library
// stays as it is.
func (s *Session) forgetFiles() {
	for display := range s.modules {
		if !strings.HasPrefix(display, standard) {
			delete(s.modules, display)
		}
	}
}

// find returns the name that positions show for a module, the path of its file,
// which is empty for one of the standard library, its source, and the folder
// that its own loads start from.
func (s *Session) find(thread *starlark.Thread, name string) (display, path, src, dir string, err error) {
	if file, ok := strings.CutPrefix(name, standard); ok {
		files, prefix := s.options.Files.builtIn()
		src, err := files.read(prefix + file)
		if err != nil {
			return "", "", "", "", fmt.Errorf("the standard library has no %q; it has %s", file, strings.Join(library(), ", "))
		}
		return name, "", src, standard, nil
	}
	base := whereOf(thread).dir
	if base == standard {
		return "", "", "", "", fmt.Errorf("a file of the standard library loads only %s…, got %q", standard, name)
	}
	file := filepath.Join(base, filepath.FromSlash(name))
	src, err = s.reading(file)
	if err != nil {
		return "", "", "", "", err
	}
	return displayName(thread, name), file, src, filepath.Dir(file), nil
}

// displayName returns what positions show for a module loaded by name: the
// folder of the loading file as positions show it, and name.
func displayName(thread *starlark.Thread, name string) string {
	return path.Join(path.Dir(filepath.ToSlash(thread.CallFrame(0).Pos.Filename())), name)
}

// library lists the standard library's files as load statements name them.
func library() []string {
	files, _ := fs.Glob(lib.FS, "*.star")
	for i := range files {
		files[i] = standard + files[i]
	}
	return files
}
