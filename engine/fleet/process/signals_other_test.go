//go:build !unix

package process

import (
	"os"
	"testing"
)

// killed is how a process ended that somebody killed.
const killed = "exit status 1"

// canStop is whether processes can be stopped here.
const canStop = false

func kill(t *testing.T, pid int) {
	t.Helper()
	p, err := os.FindProcess(pid)
	if err == nil {
		err = p.Kill()
	}
	if err != nil {
		t.Error(err)
	}
}

func stop(t *testing.T, pid int)   { t.Skip("no process can be stopped here") }
func resume(t *testing.T, pid int) { t.Skip("no process can be stopped here") }

// alive reports whether a process runs.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	p.Release()
	return true
}
