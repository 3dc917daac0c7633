package rundir

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// makeRun makes a directory with what a run puts there.
func makeRun(t *testing.T, parent string) *Dir {
	t.Helper()
	d, err := Make(parent)
	if err != nil {
		t.Fatal(err)
	}
	if d.lock == nil {
		t.Skip("no locks here")
	}
	write(t, filepath.Join(d.Path, SocketFile))
	write(t, filepath.Join(d.Path, "n1", "records"))
	write(t, filepath.Join(d.Path, "n12", "records"))
	return d
}

// write makes a file, and the directories that it is in.
func write(t *testing.T, path string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, nil, 0o600)); err != nil {
		t.Error(err)
	}
}

// die lets go of the lock, as the death of the process does.
func die(d *Dir) {
	held.Delete(d)
	d.lock.Close()
}

// expectThere fails unless every path is there, or none.
func expectThere(t *testing.T, there bool, paths ...string) {
	t.Helper()
	for _, path := range paths {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) == there {
			t.Errorf("%s: got %v, want it there: %t", path, err, there)
		}
	}
}

// TestDeadAndLiving removes what a process left that is dead, twice, and nothing of one
// that lives.
func TestDeadAndLiving(t *testing.T) {
	parent := t.TempDir()
	dead, living := makeRun(t, parent), makeRun(t, parent)
	die(dead)
	for range 2 {
		Sweep(parent)
		expectThere(t, false, dead.Path)
		expectThere(t, true, filepath.Join(living.Path, "n1", "records"), filepath.Join(living.Path, SocketFile), filepath.Join(living.Path, lockFile))
	}
	if err := living.Remove(); err != nil {
		t.Error(err)
	}
	expectThere(t, false, living.Path)
}

// TestLaterRunSweeps expects a process to do that when it first makes a directory.
func TestLaterRunSweeps(t *testing.T) {
	parent := t.TempDir()
	dead := makeRun(t, parent)
	die(dead)
	visited.Delete(parent)
	living := makeRun(t, parent)
	expectThere(t, false, dead.Path)
	if err := living.Remove(); err != nil {
		t.Error(err)
	}
}

// TestOthersStay leaves alone what is not, or not surely, the directory of a dead
// run, and what a dead run has in it that a run does not put there.
func TestOthersStay(t *testing.T) {
	tests := map[string]func(t *testing.T, parent string, dead *Dir) (kept string){
		"another name": func(t *testing.T, parent string, dead *Dir) string {
			return rename(t, dead, filepath.Join(parent, "synod-data"))
		},
		"no digits": func(t *testing.T, parent string, dead *Dir) string {
			return rename(t, dead, filepath.Join(parent, "synod-"))
		},
		"a sign": func(t *testing.T, parent string, dead *Dir) string {
			return rename(t, dead, filepath.Join(parent, "synod-+7"))
		},
		"no lock": func(t *testing.T, _ string, dead *Dir) string {
			remove(filepath.Join(dead.Path, lockFile))
			return filepath.Join(dead.Path, "n1", "records")
		},
		"no lock yet": func(t *testing.T, _ string, dead *Dir) string {
			lock := filepath.Join(dead.Path, lockFile)
			if err := os.Rename(lock, lock+".new"); err != nil {
				t.Fatal(err)
			}
			return lock + ".new"
		},
		"another lock": func(t *testing.T, _ string, dead *Dir) string {
			if err := os.WriteFile(filepath.Join(dead.Path, lockFile), []byte("mine\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dead.Path, "n1", "records")
		},
		"a longer lock": func(t *testing.T, _ string, dead *Dir) string {
			if err := os.WriteFile(filepath.Join(dead.Path, lockFile), []byte(lockText+"mine\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dead.Path, "n1", "records")
		},
		"data of a user": func(t *testing.T, _ string, dead *Dir) string {
			write(t, filepath.Join(dead.Path, "data", "n1", "records"))
			return filepath.Join(dead.Path, "data", "n1", "records")
		},
		"a file of a user": func(t *testing.T, _ string, dead *Dir) string {
			write(t, filepath.Join(dead.Path, "notes"))
			return filepath.Join(dead.Path, "notes")
		},
		"a link": func(t *testing.T, parent string, dead *Dir) string {
			beside := rename(t, dead, filepath.Join(t.TempDir(), filepath.Base(dead.Path)))
			if err := os.Symlink(beside, dead.Path); err != nil {
				t.Skip(err)
			}
			return filepath.Join(dead.Path, "n1", "records")
		},
		"one that others can enter": func(t *testing.T, _ string, dead *Dir) string {
			if runtime.GOOS == "windows" {
				t.Skip("no such modes here")
			}
			if err := os.Chmod(dead.Path, 0o755); err != nil {
				t.Fatal(err)
			}
			return filepath.Join(dead.Path, "n1", "records")
		},
		"a file": func(t *testing.T, parent string, dead *Dir) string {
			path := filepath.Join(parent, "synod-77")
			write(t, path)
			return path
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			parent := t.TempDir()
			dead := makeRun(t, parent)
			die(dead)
			kept := change(t, parent, dead)
			Sweep(parent)
			Sweep(parent)
			expectThere(t, true, kept)
		})
	}
}

// rename gives a directory another path.
func rename(t *testing.T, d *Dir, path string) string {
	t.Helper()
	if err := os.Rename(d.Path, path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestLinkInside follows no link out of the directory.
func TestLinkInside(t *testing.T) {
	parent, beside := t.TempDir(), t.TempDir()
	write(t, filepath.Join(beside, "records"))
	dead := makeRun(t, parent)
	if err := os.Symlink(beside, filepath.Join(dead.Path, "n3")); err != nil {
		t.Skip(err)
	}
	die(dead)
	Sweep(parent)
	expectThere(t, false, dead.Path)
	expectThere(t, true, filepath.Join(beside, "records"))
}

// TestCutShort goes on with a removal that was itself cut short: the lock is the
// last to go.
func TestCutShort(t *testing.T) {
	parent := t.TempDir()
	dead := makeRun(t, parent)
	die(dead)
	for _, name := range []string{"n1", "n12", SocketFile} {
		if err := os.RemoveAll(filepath.Join(dead.Path, name)); err != nil {
			t.Fatal(err)
		}
	}
	Sweep(parent)
	expectThere(t, false, dead.Path)
}

// TestClear is what a node does that outlives its controller: the nodes'
// directories go or stay, as they should.
func TestClear(t *testing.T) {
	for _, nodes := range []bool{true, false} {
		dead := makeRun(t, t.TempDir())
		die(dead)
		Clear(dead.Path, nodes)
		expectThere(t, !nodes, dead.Path, filepath.Join(dead.Path, "n12", "records"))
		expectThere(t, false, filepath.Join(dead.Path, SocketFile))
		Clear(dead.Path, true)
		Clear(dead.Path, true)
		expectThere(t, false, dead.Path)
	}
}

// TestNothingThere makes nothing in a parent that is not there, and sweeps nothing.
func TestNothingThere(t *testing.T) {
	parent := filepath.Join(t.TempDir(), "missing")
	Sweep(parent)
	if _, err := Make(parent); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want %v", err, fs.ErrNotExist)
	}
}

// TestTogether lets many runs start, sweep, look for what is theirs and end at the
// same time, among the dead. Nothing of the living is ever missing, and in the end
// nothing is left.
func TestTogether(t *testing.T) {
	parent := t.TempDir()
	for range 20 {
		die(makeRun(t, parent))
	}
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			for j := range 25 {
				d, err := Make(parent)
				if err != nil {
					t.Error(err)
					return
				}
				write(t, filepath.Join(d.Path, "n1", "records"))
				Sweep(parent)
				expectThere(t, true, filepath.Join(d.Path, "n1", "records"), filepath.Join(d.Path, lockFile))
				if (i+j)%2 == 0 {
					die(d)
				} else if err := d.Remove(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	Sweep(parent)
	if names := namesIn(parent); len(names) > 0 {
		t.Errorf("got %v, want nothing left", names)
	}
}

// TestNames tells what a run makes from what else there is.
func TestNames(t *testing.T) {
	var runs, nodes []string
	for name := range strings.FieldsSeq("synod-1 synod-4294967295 synod synod-x synod-1x xsynod-1 Synod-1 n1 n10 n nine n1x N1 s synod.lock") {
		if isRun(name) {
			runs = append(runs, name)
		}
		if IsNode(name) {
			nodes = append(nodes, name)
		}
	}
	if want := []string{"synod-1", "synod-4294967295"}; !slices.Equal(runs, want) {
		t.Errorf("runs: got %v, want %v", runs, want)
	}
	if want := []string{"n1", "n10"}; !slices.Equal(nodes, want) {
		t.Errorf("nodes: got %v, want %v", nodes, want)
	}
}
