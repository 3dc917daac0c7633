package script

import (
	"fmt"
	"io/fs"
	"os"
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
	display, src, dir, err := s.find(thread, name)
	if err != nil {
		return nil, err
	}
	m := s.modules[display]
	if m == nil {
		m = &module{}
		s.modules[display] = m
		s.sources[display] = src
		outer := thread.Local(dirKey)
		thread.SetLocal(dirKey, dir)
		m.globals, m.err = starlark.ExecFileOptions(Dialect, thread, display, src, s.names)
		thread.SetLocal(dirKey, outer)
		m.done = true
	}
	if !m.done {
		return nil, fmt.Errorf("%s loads itself, directly or through others", display)
	}
	return m.globals, m.err
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

// find returns the source of a module, the name that positions show for it,
// and the folder that its own loads start from.
func (s *Session) find(thread *starlark.Thread, name string) (display, src, dir string, err error) {
	if file, ok := strings.CutPrefix(name, standard); ok {
		b, err := lib.FS.ReadFile(file)
		if err != nil {
			return "", "", "", fmt.Errorf("the standard library has no %q; it has %s", file, strings.Join(library(), ", "))
		}
		return name, string(b), standard, nil
	}
	base, _ := thread.Local(dirKey).(string)
	if base == standard {
		return "", "", "", fmt.Errorf("a file of the standard library loads only %s…, got %q", standard, name)
	}
	file := filepath.Join(base, filepath.FromSlash(name))
	text, err := s.reading(file)
	if err != nil {
		return "", "", "", err
	}
	return displayName(thread, name), text, filepath.Dir(file), nil
}

// readFile returns what a file holds. The error leaves out the path, which is
// known to whoever asks.
func readFile(file string) (string, error) {
	b, err := os.ReadFile(file)
	return string(b), pathless(err)
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
