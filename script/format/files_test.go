package format

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"synod/script"
	"synod/script/lineend"
)

const (
	untidy = "f( 1 )\n"
	tidy   = "f(1)\n"
)

// folder returns a new folder with some files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// run formats paths, with names in the output that do not depend on the folder.
func run(t *testing.T, dir string, mode Mode, paths ...string) (status int, out, diag string) {
	t.Helper()
	t.Chdir(dir)
	var o, d bytes.Buffer
	status, err := Files(Options{Paths: paths, Mode: mode, Out: &o, Diag: &d})
	if err != nil {
		t.Fatal(err)
	}
	return status, filepath.ToSlash(o.String()), filepath.ToSlash(d.String())
}

// TestWriting formats files in place. Their modes stay, links stay links, and
// nothing is left lying about.
func TestWriting(t *testing.T) {
	dir := folder(t, map[string]string{"a.star": untidy, "b/c.star": untidy, "b/tidy.star": tidy, "_b/d.star": untidy, "e.txt": untidy})
	if err := os.Symlink(filepath.Join("b", "c.star"), filepath.Join(dir, "link.star")); err != nil {
		t.Skip(err)
	}
	status, out, diag := run(t, dir, Write, "a.star", "link.star", "b")
	if status != script.StatusOK || out != "" || diag != "formatted a.star\nformatted b/c.star\n" {
		t.Errorf("got %d, %q and %q", status, out, diag)
	}
	for name, want := range map[string]string{"a.star": tidy, "b/c.star": tidy, "link.star": tidy, "_b/d.star": untidy, "e.txt": untidy} {
		if got := read(t, name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
	if info, err := os.Stat("a.star"); err != nil || runtime.GOOS != "windows" && info.Mode() != 0o640 {
		t.Errorf("got the mode %v, %v, want 0640", info.Mode(), err)
	}
	if info, err := os.Lstat("link.star"); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("got the mode %v, %v, want a link", info.Mode(), err)
	}
	if entries, err := os.ReadDir("."); err != nil || len(entries) != 5 {
		t.Errorf("got %v, %v, want five names", entries, err)
	}
}

// TestLink formats a file by another name alone.
func TestLink(t *testing.T) {
	dir := folder(t, map[string]string{"b/c.star": untidy})
	if err := os.Symlink(filepath.Join("b", "c.star"), filepath.Join(dir, "link.star")); err != nil {
		t.Skip(err)
	}
	status, _, diag := run(t, dir, Write, "link.star")
	info, err := os.Lstat("link.star")
	if status != script.StatusOK || diag != "formatted link.star\n" || err != nil || info.Mode()&os.ModeSymlink == 0 || read(t, "b/c.star") != tidy {
		t.Errorf("got %d, %q, %v, %v", status, diag, info.Mode(), err)
	}
}

// TestReadOnly does not write a file that must not be written, although its
// folder could have another in its place.
func TestReadOnly(t *testing.T) {
	dir := folder(t, map[string]string{"a.star": untidy, "b.star": untidy})
	path := filepath.Join(dir, "a.star")
	if err := os.Chmod(path, 0o444); err != nil {
		t.Fatal(err)
	}
	if f, err := os.OpenFile(path, os.O_WRONLY, 0); err == nil {
		f.Close()
		t.Skip("this user may write every file")
	}
	status, _, diag := run(t, dir, Write, ".")
	if status != script.StatusLab || !strings.HasPrefix(diag, "a.star: ") || !strings.HasSuffix(diag, "formatted b.star\n") {
		t.Errorf("got %d and %q", status, diag)
	}
	if read(t, "a.star") != untidy || read(t, "b.star") != tidy {
		t.Errorf("got %q and %q", read(t, "a.star"), read(t, "b.star"))
	}
}

// TestWorstStatus formats what can be, and ends with the status of what cannot.
func TestWorstStatus(t *testing.T) {
	dir := folder(t, map[string]string{"a.star": "f(", "b.star": untidy})
	for mode, want := range map[Mode]string{Check: "b.star\n", Diff: "--- b.star.orig\n+++ b.star\n@@ -1,1 +1,1 @@\n-f( 1 )\n+f(1)\n", Write: ""} {
		status, out, diag := run(t, dir, mode, "b.star", "a.star")
		if status != script.StatusScript || out != want || !strings.HasPrefix(diag, "a.star:1:3: got end of file, want ')'\n    f(\n      ^\n") {
			t.Errorf("mode %d: got %d, %q and %q", mode, status, out, diag)
		}
		if mode != Write && read(t, "b.star") != untidy {
			t.Errorf("mode %d: it was written", mode)
		}
		if read(t, "a.star") != "f(" {
			t.Errorf("mode %d: got %q", mode, read(t, "a.star"))
		}
		if mode == Write {
			if err := os.WriteFile("b.star", []byte(untidy), 0o640); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// TestStream formats what no file holds.
func TestStream(t *testing.T) {
	for _, c := range []struct {
		mode      Mode
		src       string
		status    int
		out, diag string
	}{
		{Write, untidy, script.StatusOK, tidy, ""},
		{Write, tidy, script.StatusOK, tidy, ""},
		{Write, "f(", script.StatusScript, "", "stdin:1:3: got end of file, want ')'\n    f(\n      ^\n"},
		{Check, untidy, script.StatusFailed, "stdin\n", ""},
		{Check, tidy, script.StatusOK, "", ""},
		{Diff, untidy, script.StatusFailed, "--- stdin.orig\n+++ stdin\n@@ -1,1 +1,1 @@\n-f( 1 )\n+f(1)\n", ""},
		{Diff, tidy, script.StatusOK, "", ""},
	} {
		var out, diag bytes.Buffer
		status := Stream(strings.NewReader(c.src), Options{Mode: c.mode, Out: &out, Diag: &diag})
		if status != c.status || out.String() != c.out || diag.String() != c.diag {
			t.Errorf("mode %d, %q: got %d, %q and %q", c.mode, c.src, status, out.String(), diag.String())
		}
	}
	var diag bytes.Buffer
	if status := Stream(iotest.ErrReader(os.ErrClosed), Options{Diag: &diag}); status != script.StatusLab || diag.String() != "stdin: file already closed\n" {
		t.Errorf("got %d and %q", status, diag.String())
	}
}

// TestLineEndsStay formats files from other systems. Their line ends and the mark at the
// start are nothing to format, and stay when something else is.
func TestLineEndsStay(t *testing.T) {
	const untidy, tidy = "f( 1 )\ng('''a\nb''')\n", "f(1)\ng(\"\"\"a\nb\"\"\")\n"
	windows := lineend.Windows
	for name, c := range map[string]struct{ src, want string }{
		"Windows":                  {windows(untidy), windows(tidy)},
		"Windows, tidy":            {windows(tidy), windows(tidy)},
		"a mark":                   {script.ByteOrderMark + untidy, script.ByteOrderMark + tidy},
		"a mark, Windows, tidy":    {script.ByteOrderMark + windows(tidy), script.ByteOrderMark + windows(tidy)},
		"mixed, tidy":              {"f(1)\r\ng(\"\"\"a\nb\"\"\")\r\n", "f(1)\r\ng(\"\"\"a\nb\"\"\")\r\n"},
		"mostly Windows":           {"f( 1 )\r\ng(\"\"\"a\nb\"\"\")\r\n", windows(tidy)},
		"mostly Unix":              {"f( 1 )\ng(\"\"\"a\r\nb\"\"\")\n", tidy},
		"an old Mac, tidy":         {strings.ReplaceAll(tidy, "\n", "\r"), strings.ReplaceAll(tidy, "\n", "\r")},
		"an old Mac":               {strings.ReplaceAll(untidy, "\n", "\r"), tidy},
		"Windows without last end": {strings.TrimSuffix(windows(tidy), "\r\n"), windows(tidy)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := folder(t, map[string]string{"a.star": c.src})
			changes := script.StatusOK
			if c.src != c.want {
				changes = script.StatusFailed
			}
			if status, out, _ := run(t, dir, Check, "a.star"); status != changes || (out != "") != (c.src != c.want) {
				t.Errorf("check: got %d and %q", status, out)
			}
			if status, out, _ := run(t, dir, Diff, "a.star"); status != changes || strings.Contains(out, "\n-f( 1 )") != (c.src != c.want && strings.HasPrefix(c.src, "f( 1 )")) && !strings.HasPrefix(c.src, script.ByteOrderMark) {
				t.Errorf("diff: got %d and %q", status, out)
			}
			if status, _, _ := run(t, dir, Write, "a.star"); status != script.StatusOK || read(t, "a.star") != c.want {
				t.Errorf("got %d and %q, want %q", status, read(t, "a.star"), c.want)
			}
			if status, _, _ := run(t, dir, Check, "a.star"); status != script.StatusOK {
				t.Errorf("what was written is not formatted")
			}
			var out bytes.Buffer
			if status := Stream(strings.NewReader(c.src), Options{Out: &out}); status != script.StatusOK || out.String() != c.want {
				t.Errorf("on a pipe: got %d and %q, want %q", status, out.String(), c.want)
			}
		})
	}
}
