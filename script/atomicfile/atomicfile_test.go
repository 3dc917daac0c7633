package atomicfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func put(t *testing.T, name, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, mode); err != nil {
		t.Fatal(err)
	}
}

// names returns what is in the folder.
func names(t *testing.T) string {
	t.Helper()
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, e := range entries {
		all = append(all, e.Name())
	}
	return strings.Join(all, " ")
}

func TestWrite(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "old", "old", 0o640)
	for _, name := range []string{"old", "new"} {
		if err := Write(name, []byte("whole")); err != nil || read(t, name) != "whole" {
			t.Errorf("%s: got %q, %v", name, read(t, name), err)
		}
	}
	if err := WriteMode("mine", []byte("x"), 0o600); err != nil {
		t.Error(err)
	}
	if runtime.GOOS != "windows" {
		for name, want := range map[string]fs.FileMode{"old": 0o640, "mine": 0o600} {
			if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
				t.Errorf("%s: got the mode %v, %v, want %v", name, info.Mode(), err, want)
			}
		}
	}
	if got := names(t); got != "mine new old" {
		t.Errorf("got %s", got)
	}
}

// A link stays one, also to a file that is not there yet, and to a link.
func TestLinks(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("a/b", 0o777); err != nil {
		t.Fatal(err)
	}
	put(t, "a/b/file", "old", 0o604)
	for link, to := range map[string]string{"one": "a/b/file", "two": "one", "a/up": "../two", "dangling": "a/new", "round": "round"} {
		if err := os.Symlink(filepath.FromSlash(to), link); err != nil {
			t.Skip(err)
		}
	}
	for i, c := range []struct{ name, file string }{{"one", "a/b/file"}, {"two", "a/b/file"}, {"a/up", "a/b/file"}, {"dangling", "a/new"}} {
		text := fmt.Sprint("new ", i)
		if err := errors.Join(Check(c.name), Write(c.name, []byte(text))); err != nil || read(t, c.file) != text {
			t.Errorf("%s: got %v, want %q in %s", c.name, err, text, c.file)
		}
		if info, err := os.Lstat(c.name); err != nil || info.Mode()&fs.ModeSymlink == 0 {
			t.Errorf("%s: got the mode %v, want a link", c.name, info.Mode())
		}
		if err := WriteNew(c.name, nil); !errors.Is(err, fs.ErrExist) {
			t.Errorf("%s: got %v, want that it exists", c.name, err)
		}
	}
	if info, err := os.Stat("a/b/file"); err != nil || info.Mode().Perm() != 0o604 {
		t.Errorf("got the mode %v, %v", info.Mode(), err)
	}
	if err := Write("round", nil); err == nil || err.Error() != "open round: too many levels of symbolic links" {
		t.Errorf("got %v", err)
	}
}

// What cannot be written is said at once, about the name that was given, and nothing
// is left lying about.
func TestRefused(t *testing.T) {
	t.Chdir(t.TempDir())
	put(t, "file", "old", 0o444)
	if err := errors.Join(os.Mkdir("folder", 0o777), os.Mkdir("closed", 0o555)); err != nil {
		t.Fatal(err)
	}
	cases := map[string]string{
		"no/where": "no such file or directory", "folder": "is a directory", "new/": "is a directory", "": "file does not exist",
		"file/x": "not a directory",
	}
	if f, err := os.OpenFile("file", os.O_WRONLY, 0); err != nil { // not for a user who may do everything
		cases["file"], cases["closed/x"] = "permission denied", "its folder takes no new file: permission denied"
	} else {
		f.Close()
	}
	if runtime.GOOS == "windows" {
		t.Skip("its errors have other words")
	}
	for name, want := range cases {
		want = "open " + name + ": " + want
		_, created := Create(name)
		for _, err := range []error{Check(name), Write(name, []byte("new")), created} {
			if err == nil || err.Error() != want {
				t.Errorf("%q: got %v, want %s", name, err, want)
			}
		}
	}
	if err := errors.Join(CheckNew("new"), WriteNew("new", []byte("x"))); err != nil || read(t, "new") != "x" {
		t.Errorf("got %v", err)
	}
	for _, name := range []string{"file", "folder", "new"} {
		for _, err := range []error{CheckNew(name), WriteNew(name, []byte("y"))} {
			if !errors.Is(err, fs.ErrExist) || err.Error() != "open "+name+": file exists" {
				t.Errorf("%q: got %v, want that it exists", name, err)
			}
		}
	}
	if read(t, "file") != "old" || read(t, "new") != "x" || names(t) != "closed file folder new" {
		t.Errorf("got %q, %q and %s", read(t, "file"), read(t, "new"), names(t))
	}
}

// A file that comes while the new one is written is not replaced.
func TestNewIsLate(t *testing.T) {
	t.Chdir(t.TempDir())
	f, err := Create("a")
	if err != nil {
		t.Fatal(err)
	}
	f.fresh = true
	put(t, "a", "theirs", 0o666)
	if err := f.Commit(); !errors.Is(err, fs.ErrExist) || read(t, "a") != "theirs" || names(t) != "a" {
		t.Errorf("got %v, %q and %s", err, read(t, "a"), names(t))
	}
}

// Whatever fails on the way, the old file stays, and nothing else.
func TestFailing(t *testing.T) {
	for name, fail := range map[string]func(*File) error{
		"discarded":       func(f *File) error { f.Discard(); return errors.New("discarded") },
		"a write fails":   func(f *File) error { f.out.Close(); _, _ = f.Write([]byte("more")); return f.Commit() },
		"the sync fails":  func(f *File) error { f.out.Close(); return f.Commit() },
		"the rename does": func(f *File) error { os.Remove(f.out.Name()); return f.Commit() },
		"ended twice":     func(f *File) error { f.Discard(); return f.Commit() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			put(t, "a", "old", 0o666)
			f, err := Create("a")
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(f, "new")
			if read(t, "a") != "old" {
				t.Errorf("got %q before the end", read(t, "a"))
			}
			if err := fail(f); err == nil {
				t.Error("got no error")
			}
			f.Discard()
			if read(t, "a") != "old" || names(t) != "a" {
				t.Errorf("got %q and %s", read(t, "a"), names(t))
			}
		})
	}
}

// A reader finds the old content or the new, and never a part.
func TestReaderSeesWholeFiles(t *testing.T) {
	t.Chdir(t.TempDir())
	texts := []string{strings.Repeat("a", 1<<16), strings.Repeat("b", 1<<10)}
	put(t, "file", texts[0], 0o666)
	done := make(chan error)
	go func() {
		var failed error
		for i := range 100 {
			failed = errors.Join(failed, Write("file", []byte(texts[i%2])))
		}
		done <- failed
	}()
	for {
		select {
		case err := <-done:
			if err != nil {
				t.Error(err)
			}
			return
		default:
			if got := read(t, "file"); got != texts[0] && got != texts[1] {
				t.Fatalf("got %d bytes of it", len(got))
			}
		}
	}
}

// TestAgainstMap does any sequence of writes to a few names, and to a map.
func TestAgainstMap(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		dir, err := os.MkdirTemp("", "")
		if err != nil {
			r.Fatal(err)
		}
		defer os.RemoveAll(dir)
		want := map[string]string{}
		for range rapid.IntRange(1, 12).Draw(r, "writes") {
			name, text := rapid.SampledFrom([]string{"a", "b"}).Draw(r, "name"), rapid.StringN(0, 5, -1).Draw(r, "text")
			_, there := want[name]
			path := filepath.Join(dir, name)
			switch rapid.IntRange(0, 2).Draw(r, "how") {
			case 0:
				if err := Write(path, []byte(text)); err != nil {
					r.Fatal(err)
				}
				want[name] = text
			case 1:
				if err := WriteNew(path, []byte(text)); there != errors.Is(err, fs.ErrExist) || !there && err != nil {
					r.Fatalf("%s: got %v", name, err)
				} else if !there {
					want[name] = text
				}
			case 2:
				f, err := Create(path)
				if err != nil {
					r.Fatal(err)
				}
				fmt.Fprint(f, text)
				f.Discard()
			}
		}
		entries, err := os.ReadDir(dir)
		if err != nil || len(entries) != len(want) {
			r.Fatalf("got %v, %v, want %v", entries, err, want)
		}
		for name, text := range want {
			if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(b) != text {
				r.Errorf("%s: got %q, %v, want %q", name, b, err, text)
			}
		}
	})
}
