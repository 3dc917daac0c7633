//go:build unix

package atomicfile

import (
	"errors"
	"io"
	"os"
	"syscall"
	"testing"
)

// What is no regular file is written as it is, and stays what it is.
func TestDirect(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := errors.Join(syscall.Mkfifo("fifo", 0o666), os.Symlink("fifo", "link"), os.Symlink("/dev/null", "nothing")); err != nil {
		t.Skip(err)
	}
	got := make(chan string)
	go func() {
		for range 2 {
			f, err := os.Open("fifo")
			if err != nil {
				got <- err.Error()
				continue
			}
			b, _ := io.ReadAll(f)
			f.Close()
			got <- string(b)
		}
	}()
	if err := errors.Join(Check("fifo"), Write("fifo", []byte("one"))); err != nil || <-got != "one" {
		t.Errorf("got %v", err)
	}
	if err := errors.Join(CheckNew("link"), WriteNew("link", []byte("two"))); err != nil || <-got != "two" {
		t.Errorf("got %v", err)
	}
	if err := errors.Join(Write("nothing", []byte("x")), Write(os.DevNull, []byte("x"))); err != nil {
		t.Error(err)
	}
	if info, err := os.Stat(os.DevNull); err != nil || info.Mode().IsRegular() || names(t) != "fifo link nothing" {
		t.Errorf("got %v, %v and %s", info, err, names(t))
	}
}

// A disk that is full is an error of the file that was meant.
func TestFull(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip(err)
	}
	if err := Write("/dev/full", []byte("x")); !errors.Is(err, syscall.ENOSPC) || err.Error() != "write /dev/full: no space left on device" {
		t.Errorf("got %v", err)
	}
}

// Standard output that is a file goes on where it is: it is not replaced under the
// hands of this process.
func TestStandardOutput(t *testing.T) {
	t.Chdir(t.TempDir())
	f, err := os.Create("out")
	if err != nil {
		t.Fatal(err)
	}
	before := os.Stdout
	os.Stdout = f
	defer func() { os.Stdout = before }()
	_, _ = f.WriteString("before ")
	if err := os.Symlink("/dev/stdout", "link"); err != nil {
		t.Skip(err)
	}
	if err := errors.Join(Check("/dev/stdout"), Write("/dev/stdout", []byte("report ")), Write("link", []byte("again "))); err != nil {
		t.Error(err)
	}
	_, _ = f.WriteString("after")
	if got := read(t, "out"); got != "before report again after" {
		t.Errorf("got %q", got)
	}
}
