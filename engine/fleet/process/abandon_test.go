package process

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"synod/node/child"
)

// abandoned is the role of a process that starts two fleets, one with a node that
// never answers again, and ends without closing them. It prints what there was:
// the ids of the processes, and the directories.
func abandoned() int {
	child.RunIfNodeWith(makeProtocol)
	var names []string
	for _, nodes := range []int{2, 1} {
		f := New(Options{Env: as("node"), Make: makeProtocol})
		if _, err := f.Reset(setup(nodes)); err != nil {
			fmt.Println(err)
			return 1
		}
		for _, m := range f.members {
			names = append(names, fmt.Sprint(m.proc.cmd.Process.Pid))
		}
		names = append(names, f.place.run.Path)
		if nodes == 1 {
			go func() { _, _ = f.Step(1, deliver("stuck")) }()
			continue
		}
		if err := f.Crash(1); err != nil {
			fmt.Println(err)
			return 1
		}
		if err := f.Crash(2); err != nil { // no node is left to remove the directory
			fmt.Println(err)
			return 1
		}
	}
	Abandon()
	for _, name := range names {
		_, err := os.Stat(name)
		if strings.HasPrefix(name, string(os.PathSeparator)) && !os.IsNotExist(err) {
			fmt.Println(name, "is left")
		}
	}
	late := New(Options{Env: as("node"), Make: makeProtocol})
	if _, err := late.Reset(setup(1)); err == nil || !strings.Contains(err.Error(), "about to end") {
		fmt.Printf("a late fleet: got %v\n", err)
	}
	_ = late.Close()
	fmt.Println(strings.Join(names, " "))
	return 0
}

// TestAbandon ends a program in the middle of its work: no process and no
// directory is left, whether a node is up, stuck or crashed.
func TestAbandon(t *testing.T) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), as("abandoned")...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if err != nil || len(lines) != 1 {
		t.Fatalf("got %v and\n%s", err, out)
	}
	var pids []int
	for _, name := range strings.Fields(lines[0]) {
		var pid int
		if _, err := fmt.Sscan(name, &pid); err == nil {
			pids = append(pids, pid)
		}
	}
	if len(pids) != 3 {
		t.Fatalf("got the processes %v, want 3", pids)
	}
	for _, pid := range pids {
		if alive(pid) {
			t.Errorf("process %d is left", pid)
		}
	}
}
