//go:build unix

package process

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
)

// killed is how a process ended that somebody killed.
const killed = "signal: killed"

// canStop is whether processes can be stopped here.
const canStop = true

func kill(t *testing.T, pid int)   { signal(t, pid, syscall.SIGKILL) }
func resume(t *testing.T, pid int) { signal(t, pid, syscall.SIGCONT) }

// stop stops a process and waits until each of its threads stands still.
func stop(t *testing.T, pid int) {
	t.Helper()
	signal(t, pid, syscall.SIGSTOP)
	eventually(t, "stopped process", func() bool {
		threads, _ := filepath.Glob("/proc/" + strconv.Itoa(pid) + "/task/*/stat")
		for _, path := range threads {
			if stat, err := os.ReadFile(path); err == nil && state(stat) != 'T' {
				return false
			}
		}
		return true
	})
}

// state returns the letter for a thread's state in a stat file of Linux.
func state(stat []byte) byte {
	_, rest, _ := bytes.Cut(stat, []byte(") "))
	return append(rest, 0)[0]
}

// signal sends a signal to a process.
func signal(t *testing.T, pid int, s syscall.Signal) {
	t.Helper()
	if err := syscall.Kill(pid, s); err != nil {
		t.Error(err)
	}
}

// alive reports whether a process runs. One that has ended and waits for its
// parent to look does not: an orphan's new parent may take its time.
func alive(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return !os.IsNotExist(err) || !isDir("/proc/self")
	}
	return state(stat) != 'Z' && state(stat) != 'X'
}

// isDir reports whether path is a directory.
func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
