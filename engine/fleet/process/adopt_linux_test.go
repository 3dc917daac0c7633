package process

import (
	"syscall"
	"testing"
)

// adopt makes this process the new parent of every process below it whose
// parent dies. It is in the same session as they are, so their process groups
// do not become orphans, and the kernel has no other reason to wake them.
func adopt(t *testing.T) {
	t.Helper()
	const setChildSubreaper = 36 // PR_SET_CHILD_SUBREAPER
	set := func(on uintptr) {
		if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, on, 0); errno != 0 {
			t.Fatalf("prctl: %v", errno)
		}
	}
	set(1)
	t.Cleanup(func() { set(0) })
}

// bury takes leave of adopted processes that have ended.
func bury(pids []int) {
	for _, pid := range pids {
		syscall.Wait4(pid, nil, 0, nil)
	}
}
