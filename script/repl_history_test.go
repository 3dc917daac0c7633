package script

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestHistoryFile(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", "/var/state")
	if got, err := HistoryFile(); err != nil || got != filepath.FromSlash("/var/state/synod/history") {
		t.Errorf("got %q, %v", got, err)
	}
	if runtime.GOOS != "linux" {
		t.Skip("the folder is another one here")
	}
	t.Setenv("HOME", "/home/me")
	for _, unset := range []string{"", "relative"} {
		t.Setenv("XDG_STATE_HOME", unset)
		if got, err := HistoryFile(); err != nil || got != "/home/me/.local/state/synod/history" {
			t.Errorf("got %q, %v", got, err)
		}
	}
}

// What is saved is there again, for nobody else to read, and nothing is left
// beside it.
func TestHistoryIsSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "history")
	var warnings bytes.Buffer
	h := &history{path: path, warn: &warnings}
	for _, text := range []string{"1\n", "1\n2\n"} {
		h.save(func(w io.Writer) error {
			_, err := io.WriteString(w, text)
			return err
		})
	}
	if got := loaded(h); !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("got %q", got)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("got the mode %v, want 0600", info.Mode())
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("got %d files, want one", len(entries))
	}
	if warnings.Len() > 0 {
		t.Errorf("got the warning %q", &warnings)
	}
}

func loaded(h *history) []string {
	var lines []string
	h.load(func(line string) { lines = append(lines, line) })
	return lines
}

// What cannot be shown in one line is not recalled.
func TestHistoryLeavesOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	write(t, path, "good\n\n\x1b[2J\nbad \xff\n"+strings.Repeat("x", 3*maxRemembered)+"\ndef f():↵    return 1\nlast")
	if got := loaded(&history{path: path}); !slices.Equal(got, []string{"good", "def f():↵    return 1", "last"}) {
		t.Errorf("got %q", got)
	}
}

// A history that cannot be written is told once, and what was there stays.
func TestHistoryFails(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history")
	write(t, path, "old\n")
	var warnings bytes.Buffer
	h := &history{path: path, warn: &warnings}
	for range 3 {
		h.save(func(w io.Writer) error {
			io.WriteString(w, "new")
			return fmt.Errorf("no room")
		})
	}
	if got := strings.Count(warnings.String(), "warning: "); got != 1 || !strings.Contains(warnings.String(), "no room") {
		t.Errorf("got the warnings %q", &warnings)
	}
	if got := loaded(h); !slices.Equal(got, []string{"old"}) {
		t.Errorf("got %q, want what was there", got)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("got %d files, want one", len(entries))
	}
	write(t, filepath.Join(path+".d"), "")
	h = &history{path: filepath.Join(path+".d", "history"), warn: &warnings}
	h.load(func(string) {})
	h.save(func(io.Writer) error { return nil })
	if got := strings.Count(warnings.String(), "warning: "); got != 2 {
		t.Errorf("got the warnings %q", &warnings)
	}
}

// What is remembered is what was typed, one line to an item, also an item that
// was given up; a recalled item runs as it did.
func TestRemembers(t *testing.T) {
	var out bytes.Buffer
	s := newTestSession(t, &out)
	r := &typist{screen: &out, lines: []string{"x = 1", "def f():", "    return x", "", "# nothing", "", ":forget x", "def g():", "    ^C",
		":paste", "f()", "", "f()", ".", "def h():↵    return 2", "h()"}}
	if err := s.Converse(r, ""); err != nil {
		t.Fatal(err)
	}
	want := []string{"x = 1", "def f():↵    return x", "def g():", "f()↵↵f()", "def h():↵    return 2", "h()"}
	if !slices.Equal(r.history, want) {
		t.Errorf("got the history %q, want %q", r.history, want)
	}
	if !strings.Contains(out.String(), "synod> h()\n2\n") {
		t.Errorf("got\n%s", out.String())
	}
}
