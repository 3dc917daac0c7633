package process

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDataDir keeps what the nodes wrote in a directory that was named, makes
// it if it is missing, and refuses one with nodes in it.
func TestDataDir(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "data")
	f := startFleet(t, 2, Options{DataDir: dir})
	do(t, f, 2, "write a; sync", "wy")
	want := records(t, f, 2)
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "n2", "records"))
	if err != nil || string(got) != string(want) {
		t.Errorf("after close: got records %q, %v, want %q", got, err, want)
	}
	expectGone(t, f)

	again := newFleet(t, Options{DataDir: dir})
	_, err = again.Reset(setup(1))
	expectError(t, err, 0, "data directory "+dir+": got n1 from an earlier run, want none")
	if got, _ := os.ReadFile(filepath.Join(dir, "n2", "records")); string(got) != string(want) {
		t.Errorf("after a refusal: got records %q, want %q", got, want)
	}
}

// TestDataDirWithOtherThings takes a directory with empty nodes and with files
// that have nothing to do with nodes, and leaves the latter alone.
func TestDataDirWithOtherThings(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "n1"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"notes", "n", "n1x", "nine"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f := startFleet(t, 2, Options{DataDir: dir})
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 6 {
		t.Errorf("got %v, %v, want n1, n2 and four files", entries, err)
	}
}

// TestDataDirIsAFile refuses what is no directory.
func TestDataDirIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := newFleet(t, Options{DataDir: file}).Reset(setup(1))
	expectError(t, err, 0, "starting: ", file)
}

// TestSocketIsPrivate expects nobody else to reach the socket.
func TestSocketIsPrivate(t *testing.T) {
	f := startFleet(t, 1, Options{})
	info, err := os.Stat(f.place.run.Path)
	if err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("directory of the run: got mode %v, %v, want 0700", info.Mode(), err)
	}
	if f.door.listener.Addr().Network() != "unix" {
		t.Skip("no unix sockets here")
	}
	if dir := filepath.Dir(f.door.listener.Addr().String()); dir != f.place.run.Path {
		t.Errorf("socket: got it in %s, want it in %s", dir, f.place.run.Path)
	}
}

// TestLongTemporaryDirectory has no room for a socket's path.
func TestLongTemporaryDirectory(t *testing.T) {
	long := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	if err := os.Mkdir(long, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", long)
	f := startFleet(t, 2, Options{})
	do(t, f, 2, "write a; sync", "wy")
	if !strings.HasPrefix(f.place.node(1), long) {
		t.Errorf("nodes: got them in %s, want them in %s", f.place.node(1), long)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	expectGone(t, f)
}

// TestWithoutUnixSockets falls back to the loopback interface.
func TestWithoutUnixSockets(t *testing.T) {
	p, err := newPlace("")
	if err != nil {
		t.Fatal(err)
	}
	l, err := p.listenTCP(nil)
	if err != nil {
		t.Fatal(err)
	}
	f := newFleet(t, Options{})
	if err := f.options.fill(); err != nil {
		t.Fatal(err)
	}
	f.place, f.forker, f.door = p, newForker(), newDoor(l, f.options.Logf)
	if _, err := f.Reset(setup(3)); err != nil {
		t.Fatal(err)
	}
	do(t, f, 3, "write a; sync", "wy")
	if err := f.Crash(3); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	expectGone(t, f)
}

// TestTail keeps the last lines, or the first ones of a panic.
func TestTail(t *testing.T) {
	many := strings.Repeat("x\n", tailBytes)
	tests := map[string]struct{ in, want string }{
		"nothing":       {"", ""},
		"one line":      {"one\n", "one"},
		"no newline":    {"one\ntwo", "one | two"},
		"too many":      {"1\n2\n3\n4\n5\n6\n7\n8\n", "3 | 4 | 5 | 6 | 7 | 8"},
		"too long":      {many + "end\n", "x | x | x | x | x | end"},
		"a panic":       {"before\npanic: boom\n\ngoroutine 1 [running]:\na()\n\tb\nc\nd\ne\n", "panic: boom"},
		"a fatal error": {"fatal error: all goroutines are asleep\n", "fatal error: all goroutines are asleep"},
		"not text":      {"\xff\xfe!\n", "?!"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var tl tail
			for part := range strings.SplitAfterSeq(test.in, "3") {
				tl.Write([]byte(part))
			}
			if got := tl.String(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if len(tl.buf) > tailBytes {
				t.Errorf("got %d bytes kept, want at most %d", len(tl.buf), tailBytes)
			}
		})
	}
}
