package process

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/host/hosttest"
	"synod/node/rundir"
)

// TestLife takes one cluster through everything that a fleet can do.
func TestLife(t *testing.T) {
	f := startFleet(t, 3, Options{})
	if got := f.Name(); got != "processes" {
		t.Errorf("got name %q, want processes", got)
	}
	do(t, f, 1, `write a; sync; publish "X"; set 3; stop 3; reply; note; send n2 write b`, "wypTtrns")
	do(t, f, 1, "write lost", "w")
	do(t, f, 2, "write other; sync", "wy")
	expectState(t, f, 1, "a lost")
	expectFile(t, f, 1, "\"X\"\n", true)
	expectFile(t, f, 2, "", false)

	before := records(t, f, 1)
	if err := f.Crash(1); err != nil {
		t.Fatal(err)
	}
	if got := records(t, f, 1); !bytes.Equal(got, before) {
		t.Errorf("records after a crash: got %q, want %q", got, before)
	}
	expectFile(t, f, 1, "\"X\"\n", true)
	expectRestart(t, f, 1, fleet.Keep, 1)
	expectState(t, f, 1, "a")

	if err := f.Crash(1); err != nil {
		t.Fatal(err)
	}
	expectRestart(t, f, 1, fleet.Wipe, 0)
	expectState(t, f, 1, "")
	expectFile(t, f, 1, "", false)
	expectState(t, f, 2, "other")
	if err := f.Check(); err != nil {
		t.Errorf("check: got %v, want none", err)
	}
}

// expectFile fails unless a node has published content, or nothing.
func expectFile(t *testing.T, f *Fleet, id node.ID, content string, exists bool) {
	t.Helper()
	got, ok, err := f.File(id, node.PublishedFile(hosttest.Protocol{}))
	if err != nil || ok != exists || string(got) != content {
		t.Errorf("%v: got file %q, %v, %v, want %q, %v", id, got, ok, err, content, exists)
	}
}

// expectRestart restarts a node, which must find n records.
func expectRestart(t *testing.T, f *Fleet, id node.ID, d fleet.Disk, n int32) {
	t.Helper()
	effects, err := f.Restart(id, d)
	if err != nil {
		t.Fatal(err)
	}
	if kinds(effects) != "o" || effects[0].Note.Count != n {
		t.Errorf("%v: restart: got effects %v, want the outcome of %d records", id, effects, n)
	}
}

// records returns the record file of a node.
func records(t *testing.T, f *Fleet, id node.ID) []byte {
	t.Helper()
	b, err := f.Records(id)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestResetKeepsProcesses starts over with as many nodes, fewer, and more, and
// after a crash. What runs goes on, on an empty disk; what is too much goes.
func TestResetKeepsProcesses(t *testing.T) {
	dir := t.TempDir()
	f := startFleet(t, 3, Options{DataDir: dir})
	pids := []int{pid(f, 1), pid(f, 2), pid(f, 3)}
	for _, n := range []int{3, 1, 3} {
		for id := range f.members {
			do(t, f, node.ID(id+1), "write a; sync; publish 1", "wyp")
		}
		effects, err := f.Reset(setup(n))
		if err != nil {
			t.Fatal(err)
		}
		if len(effects) != n || kinds(slices.Concat(effects...)) != strings.Repeat("o", n) {
			t.Errorf("reset to %d: got effects %v, want one outcome each", n, effects)
		}
		for id := 1; id <= n; id++ {
			expectState(t, f, node.ID(id), "")
			expectFile(t, f, node.ID(id), "", false)
		}
		if got := len(nodesIn(t, dir)); got != n {
			t.Errorf("reset to %d: got %d node directories", n, got)
		}
		if pid(f, 1) != pids[0] {
			t.Errorf("reset to %d: got another process for n1, want the same", n)
		}
	}
	if pid(f, 2) == pids[1] {
		t.Error("n2 was stopped and started: got the same process, want another")
	}
	if err := f.Crash(1); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Reset(setup(3)); err != nil {
		t.Fatal(err)
	}
	if pid(f, 1) == pids[0] {
		t.Error("n1 was crashed: got the same process, want another")
	}
}

// TestPausedNodesGoOn starts over and leaves while a node is paused. A stopped
// process does neither, so it is woken: nobody waits until patience is over.
func TestPausedNodesGoOn(t *testing.T) {
	f := startFleet(t, 3, Options{Patience: time.Minute})
	before := pid(f, 2)
	if err := f.Pause(2); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Reset(setup(3)); err != nil {
		t.Fatal(err)
	}
	if pid(f, 2) != before {
		t.Error("n2 was paused: got another process, want the same")
	}
	expectState(t, f, 2, "")
	proc := f.members[1].proc
	if err := f.Pause(2); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if state := proc.cmd.ProcessState; state == nil || !state.Success() {
		t.Errorf("got %v, want n2 to leave by itself", state)
	}
}

// nodesIn returns the names of the node directories in dir.
func nodesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if rundir.IsNode(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}

// TestCrashesAndRestarts crashes a node twenty times. It loses nothing that was
// synced, everything else, and the others notice nothing.
func TestCrashesAndRestarts(t *testing.T) {
	f := startFleet(t, 3, Options{})
	var want []string
	for i := range 20 {
		word := fmt.Sprint("w", i)
		do(t, f, 2, "write "+word+"; sync; write lost", "wyw")
		want = append(want, word)
		if err := f.Crash(2); err != nil {
			t.Fatal(err)
		}
		expectRestart(t, f, 2, fleet.Keep, int32(len(want)))
		expectState(t, f, 2, strings.Join(want, " "))
	}
	expectState(t, f, 1, "")
	if err := f.Check(); err != nil {
		t.Errorf("check: got %v, want none", err)
	}
}

// TestRefusedStart gives nodes what they cannot start from. They are down then,
// and a reset makes them good again.
func TestRefusedStart(t *testing.T) {
	dir := t.TempDir()
	f := startFleet(t, 2, Options{DataDir: dir})
	if err := f.Crash(1); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "n1", disk.RecordFile)); err != nil {
		t.Fatal(err)
	}
	_, err := f.Restart(1, fleet.Keep)
	var refused *fleet.Refused
	if !errors.As(err, &refused) || refused.Node != 1 || refused.Why != disk.ErrMissing.Error() {
		t.Errorf("got %v, want n1 refused: %v", err, disk.ErrMissing)
	}
	if _, err := f.Records(1); !errors.Is(err, disk.ErrMissing) {
		t.Errorf("records: got %v, want %v", err, disk.ErrMissing)
	}
	if _, err := f.Reset(setup(2)); err != nil {
		t.Fatal(err)
	}
	_, err = f.Reset(fleet.Setup{Protocol: "paxos", Configs: []node.Config{{Self: 1, Nodes: 1, Settings: node.Settings{"q1": "7"}}}})
	expectError(t, err, 1, "n1: starting: ")
	_, err = f.Reset(fleet.Setup{Protocol: "paxs", Configs: configs(1)})
	expectError(t, err, 0, "starting: protocol: ", "did you mean paxos?")
	if _, err := f.Reset(setup(2)); err != nil {
		t.Fatal(err)
	}
	do(t, f, 1, "write a", "w")
}

// TestProgramTravels expects nodes to run the program of the latest Reset, in the
// processes that they have and in those that they get.
func TestProgramTravels(t *testing.T) {
	f := newFleet(t, Options{})
	for _, program := range []string{"first", "second", "second", strings.Repeat("long ", 1<<16)} {
		s := fleet.Setup{Protocol: "programmed", Program: []byte(program), Configs: configs(2)}
		if _, err := f.Reset(s); err != nil {
			t.Fatal(err)
		}
		do(t, f, 2, "write a; sync", "wy")
		expectState(t, f, 1, program+": ")
		expectState(t, f, 2, program+": a")
		if err := f.Crash(2); err != nil {
			t.Fatal(err)
		}
		if _, err := f.Restart(2, fleet.Keep); err != nil {
			t.Fatal(err)
		}
		expectState(t, f, 2, program+": a")
	}
	if _, err := f.Reset(setup(2)); err != nil {
		t.Fatal(err)
	}
	expectState(t, f, 2, "")
}

// TestMisuse panics when a call is made that the engine never makes.
func TestMisuse(t *testing.T) {
	f := startFleet(t, 1, Options{})
	expectPanic(t, "n1 is up, want it down", func() { f.Restart(1, fleet.Keep) })
	if err := f.Crash(1); err != nil {
		t.Fatal(err)
	}
	expectPanic(t, "n1 is down, want it up", func() { f.Step(1, deliver("note")) })
	expectPanic(t, "n1 is down, want it up", func() { f.State(1) })
	expectPanic(t, "n1 is down, want it up", func() { f.Crash(1) })
	wrong := fleet.Setup{Protocol: "paxos", Configs: []node.Config{{Self: 2, Nodes: 2}}}
	expectPanic(t, "process: got the config of n2, want that of n1", func() { f.Reset(wrong) })
}

// expectPanic fails unless do panics with want.
func expectPanic(t *testing.T, want string, do func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got != want {
			t.Errorf("got panic %v, want %v", got, want)
		}
	}()
	do()
}
