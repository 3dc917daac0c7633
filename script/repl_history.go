package script

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode/utf8"

	"synod/script/atomicfile"
	"synod/script/regular"
)

// HistoryFile returns the file that what is typed is remembered in: in
// XDG_STATE_HOME, or where such files are on this system.
func HistoryFile() (string, error) {
	dir := os.Getenv("XDG_STATE_HOME")
	if !filepath.IsAbs(dir) { // as the specification wants
		var err error
		if dir, err = stateDir(); err != nil {
			return "", err
		}
	}
	return filepath.Join(dir, "synod", "history"), nil
}

func stateDir() (string, error) {
	switch runtime.GOOS {
	case "windows", "darwin", "ios", "plan9":
		return os.UserConfigDir()
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(home, ".local", "state"), nil
}

// history is the file that lines are remembered in, one entry a line. What
// cannot be read or written is told once; nobody's session ends over it.
type history struct {
	path string // "" for nowhere
	warn io.Writer
	told bool
}

// load hands the entries to add, oldest first. It leaves out what no line can be.
func (h *history) load(add func(string)) {
	if h.path == "" {
		return
	}
	kept, err := regular.File(h.path)
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			h.tell("reading", err)
		}
		return
	}
	lines := newLines(bytes.NewReader(kept))
	for {
		line, err := lines.Prompt("")
		if err != nil {
			return
		}
		if line != "" && len(line) <= 2*maxRemembered && utf8.ValidString(line) && strings.IndexFunc(line, isControl) < 0 {
			add(line)
		}
	}
}

// isControl reports whether r would move the cursor when it is shown.
func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// save puts what write writes in place of the file, in one step: another
// session may be reading it, and this one may be killed.
func (h *history) save(write func(io.Writer) error) {
	if h.path == "" {
		return
	}
	if err := replaceFile(h.path, write); err != nil {
		h.tell("writing", err)
	}
}

func (h *history) tell(doing string, err error) {
	if !h.told {
		fmt.Fprintf(h.warn, "warning: %s what was typed, in %s: %v\n", doing, h.path, pathless(err))
	}
	h.told = true
}

// replaceFile gives a file new content. A new one only its owner may read.
func replaceFile(path string, write func(io.Writer) error) error {
	var text bytes.Buffer
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), write(&text)); err != nil {
		return err
	}
	return atomicfile.WriteMode(path, text.Bytes(), 0o600)
}
