package disk

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// names returns the names in a directory.
func names(t *testing.T, path string) []string {
	t.Helper()
	entries, err := os.ReadDir(path)
	must(t, err)
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// write puts a file in a directory.
func write(t *testing.T, path, name, content string) {
	t.Helper()
	must(t, os.WriteFile(filepath.Join(path, name), []byte(content), 0o600))
}

func TestFilesArePrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	path := filepath.Join(t.TempDir(), "a", "b")
	d := Dir(path)
	must(t, d.Create([]byte("header")))
	must(t, d.Publish("learned", []byte("X\n")))
	for name, want := range map[string]fs.FileMode{".": 0o700 | fs.ModeDir, RecordFile: 0o600, "learned": 0o600} {
		info, err := os.Stat(filepath.Join(path, name))
		must(t, err)
		if info.Mode() != want {
			t.Errorf("%s: got mode %v, want %v", name, info.Mode(), want)
		}
	}
}

func TestLookingChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	d := Dir(path)
	if b, exists, err := d.Load(); b != nil || exists || err != nil {
		t.Errorf("Load: got %q, %v, %v; want nothing", b, exists, err)
	}
	if b, exists, err := d.ReadFile("learned"); b != nil || exists || err != nil {
		t.Errorf("ReadFile: got %q, %v, %v; want nothing", b, exists, err)
	}
	must(t, d.Recover())
	must(t, d.Wipe())
	must(t, d.Close())
	if _, err := os.Stat(path); err == nil {
		t.Error("got a directory, want none before it is needed")
	}
}

// TestStaleTempFiles starts from what a kill inside Create and inside Publish leaves behind.
func TestStaleTempFiles(t *testing.T) {
	path := t.TempDir()
	d := Dir(path)
	log, err := Create(d, "n2")
	must(t, err)
	must(t, d.Publish("learned", []byte("old\n")))
	must(t, log.Close())
	write(t, path, "learned.tmp", "ne")
	write(t, path, "records.tmp", "synod")

	if b, _, err := d.ReadFile("learned"); string(b) != "old\n" || err != nil {
		t.Errorf("before recovery: got %q, %v; want old", b, err)
	}
	_, _, err = Open(d, "n2")
	must(t, err)
	if got, want := names(t, path), []string{"learned", "records"}; !slices.Equal(got, want) {
		t.Errorf("after recovery: got files %q, want %q", got, want)
	}
	write(t, path, "learned.tmp", "a longer piece of an older try")
	must(t, d.Publish("learned", []byte("new\n")))
	if b, _, err := d.ReadFile("learned"); string(b) != "new\n" || err != nil {
		t.Errorf("published over a stale file: got %q, %v; want new", b, err)
	}
}

func TestPublishDoesNotFollowLinks(t *testing.T) {
	path := t.TempDir()
	write(t, path, "precious.txt", "keep me")
	if err := os.Symlink("precious.txt", filepath.Join(path, "learned.tmp")); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	must(t, Dir(path).Publish("learned", []byte("X\n")))
	if b, err := os.ReadFile(filepath.Join(path, "precious.txt")); string(b) != "keep me" || err != nil {
		t.Errorf("what the link pointed to: got %q, %v; want it untouched", b, err)
	}
}

func TestWipeLeavesWhatIsNotTheDisks(t *testing.T) {
	path := t.TempDir()
	d := Dir(path)
	log, err := Create(d, "n2")
	must(t, err)
	must(t, log.Append([]byte("a")))
	must(t, log.Sync())
	must(t, d.Publish("learned", []byte("X\n")))
	write(t, path, "learned.tmp", "")
	write(t, path, "node.log", "not ours")
	must(t, os.Mkdir(filepath.Join(path, "folder"), 0o700))

	must(t, d.Wipe())
	if got, want := names(t, path), []string{"folder", "node.log"}; !slices.Equal(got, want) {
		t.Errorf("after a wipe: got files %q, want %q", got, want)
	}
	must(t, d.Create([]byte("header")))
	must(t, d.Append([]byte(" again")))
	if got := contents(t, d); string(got) != "header again" {
		t.Errorf("after a wipe: got %q, want what was written since", got)
	}
}

func TestErrorsOfTheDiskAreReported(t *testing.T) {
	path := t.TempDir()
	write(t, path, "file", "")
	d := Dir(filepath.Join(path, "file")) // a file where the directory should be
	for name, err := range map[string]error{
		"Create":  d.Create(nil),
		"Publish": d.Publish("learned", nil),
	} {
		if err == nil {
			t.Errorf("%s: got no error, want one", name)
		}
	}
	blocked := Dir(t.TempDir()) // a directory where the files should be
	must(t, os.MkdirAll(filepath.Join(blocked.path, "learned.tmp", "x"), 0o700))
	must(t, os.MkdirAll(filepath.Join(blocked.path, RecordFile, "x"), 0o700))
	_, _, load := blocked.Load()
	_, _, open := Open(blocked, "n2")
	for name, err := range map[string]error{
		"Publish":  blocked.Publish("learned", nil),
		"Append":   blocked.Append([]byte("a")),
		"Truncate": blocked.Truncate(0),
		"Load":     load,
		"Open":     open,
	} {
		if err == nil {
			t.Errorf("%s on a directory: got no error, want one", name)
		}
	}
}
