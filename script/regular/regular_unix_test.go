//go:build unix

package regular

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// TestRefused reads what is no regular file. Each would keep the reader for ever,
// or is nothing to read.
func TestRefused(t *testing.T) {
	dir := t.TempDir()
	fifo := filepath.Join(dir, "fifo")
	if err := syscall.Mkfifo(fifo, 0o666); err != nil {
		t.Skip(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(fifo, link); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir) // the path of a socket has to be short
	l, err := net.Listen("unix", "socket")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for path, want := range map[string]string{
		fifo:        "a named pipe, want a regular file",
		link:        "a named pipe, want a regular file",
		"socket":    "a socket, want a regular file",
		"/dev/zero": "a device, want a regular file",
	} {
		_, err := File(path)
		var p *fs.PathError
		if !errors.As(err, &p) || p.Err.Error() != want {
			t.Errorf("%s: got %v, want %s", path, err, want)
		}
	}
	if _, err := File(dir); !errors.Is(err, syscall.EISDIR) {
		t.Errorf("a directory: got %v, want %v", err, syscall.EISDIR)
	}
	if _, err := File(filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: got %v, want %v", err, fs.ErrNotExist)
	}
}

// TestGiven reads a pipe that the program has open, as <(command) is one.
func TestGiven(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := w.WriteString("text"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if b, err := File(fmt.Sprintf("/dev/fd/%d", r.Fd())); err != nil || string(b) != "text" {
		t.Errorf("got %q and %v", b, err)
	}
	if b, err := File(os.DevNull); err != nil || len(b) > 0 {
		t.Errorf("got %q and %v", b, err)
	}
}

// TestRegular reads a regular file.
func TestRegular(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(path, []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	if b, err := File(path); err != nil || string(b) != "text" {
		t.Errorf("got %q and %v", b, err)
	}
}
