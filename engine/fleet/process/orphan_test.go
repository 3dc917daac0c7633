package process

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"synod/node/child"
)

// dataVariable names the data directory of a controller; empty is a temporary one.
const dataVariable = "SYNOD_TEST_DATA"

// controller is the role of a process that starts three nodes, prints their
// process ids and the directory of the run, and does nothing more.
func controller() int {
	child.RunIfNodeWith(makeProtocol)
	f := New(Options{Env: as("node"), Make: makeProtocol, DataDir: os.Getenv(dataVariable)})
	if _, err := f.Reset(setup(3)); err != nil {
		fmt.Println(err)
		return 1
	}
	for i := range 3 {
		if _, err := f.Step(f.members[i].id, deliver("write a; sync")); err != nil {
			fmt.Println(err)
			return 1
		}
	}
	fmt.Println(f.members[0].proc.cmd.Process.Pid, f.members[1].proc.cmd.Process.Pid,
		f.members[2].proc.cmd.Process.Pid, f.place.run.Path)
	time.Sleep(time.Hour)
	return 0
}

// startController starts a controller and returns it, its nodes and its run's directory.
func startController(t *testing.T, data string) (*exec.Cmd, []int, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), append(as("controller"), dataVariable+"="+data)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	text, err := bufio.NewReader(out).ReadString('\n')
	parts := strings.SplitN(strings.TrimSpace(text), " ", 4)
	if err != nil || len(parts) != 4 {
		t.Fatalf("controller: got %q, %v, want three process ids and a directory", text, err)
	}
	var pids []int
	for _, part := range parts[:3] {
		pid, err := strconv.Atoi(part)
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return cmd, pids, parts[3]
}

// TestNoOrphans kills a controller with SIGKILL and expects no node to live
// on, be it stopped, be it adopted by a process of the same session, and
// nothing of the run to be left but data that was to be kept.
func TestNoOrphans(t *testing.T) {
	tests := map[string]struct{ keep, stop, adopt bool }{
		"temporary":              {},
		"temporary, stopped":     {stop: true},
		"kept":                   {keep: true},
		"kept, stopped":          {keep: true, stop: true},
		"adopted":                {adopt: true},
		"adopted, stopped":       {adopt: true, stop: true},
		"kept, adopted, stopped": {keep: true, adopt: true, stop: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if test.stop && !canStop {
				t.Skip("no process can be stopped here")
			}
			var data string
			if test.keep {
				data = t.TempDir()
			}
			if test.adopt {
				adopt(t)
			}
			cmd, pids, run := startController(t, data)
			if test.stop {
				stop(t, pids[1])
			}
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			for _, pid := range pids {
				eventually(t, fmt.Sprintf("end of process %d", pid), func() bool { return !alive(pid) })
			}
			if test.adopt {
				bury(pids)
			}
			if _, err := os.Lstat(run); !os.IsNotExist(err) {
				t.Errorf("directory of the run: got %v, want it gone", err)
			}
			if test.keep {
				if got := len(nodesIn(t, data)); got != 3 {
					t.Errorf("got %d node directories, want 3", got)
				}
				if _, err := os.Stat(filepath.Join(data, "n2", "records")); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

// TestStopped stops a node, and expects a step not to wait for ever, nor Close.
func TestStopped(t *testing.T) {
	if !canStop {
		t.Skip("no process can be stopped here")
	}
	f := startFleet(t, 2, Options{Patience: 2 * time.Second}) // the start is to be quicker, on a busy machine too
	stop(t, pid(f, 1))
	_, err := f.Step(1, deliver("note"))
	expectError(t, err, 1, "no answer within 2s, and none about its state either")
	began := time.Now()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("close: got %v, want at most 5s", took)
	}
	expectGone(t, f)
}

// TestStoppedAndBack stops a node for a while, during which nothing is asked
// of it, and expects it to go on where it was.
func TestStoppedAndBack(t *testing.T) {
	if !canStop {
		t.Skip("no process can be stopped here")
	}
	f := startFleet(t, 2, Options{})
	do(t, f, 1, "write a", "w")
	stop(t, pid(f, 1))
	do(t, f, 2, "write b", "w")
	time.Sleep(50 * time.Millisecond)
	resume(t, pid(f, 1))
	do(t, f, 1, "write c", "w")
	expectState(t, f, 1, "a c")
}
