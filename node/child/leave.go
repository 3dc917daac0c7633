package child

import (
	"os"
	"time"

	"synod/node/rundir"
	"synod/node/wire"
)

// grace is how long the end of a connection may be ahead of the end of
// standard input. A controller that dies ends both.
const grace = time.Second

// tidyTimeout bounds the removal of what a run leaves behind: a node does not
// outlive its controller by more, whatever its disk does.
const tidyTimeout = 2 * time.Second

// left waits a moment for the controller to be gone. If it is, left removes
// what nobody needs any more. It reports whether the controller is gone.
func left(boot wire.Boot, gone <-chan struct{}) bool {
	select {
	case <-gone:
	case <-time.After(grace):
		return false
	}
	done := make(chan struct{})
	go func() {
		tidy(boot)
		close(done)
	}()
	select {
	case <-done:
	case <-time.After(tidyTimeout):
	}
	return true
}

// tidy removes the node's own directory, if that goes with it, and then what else
// is left of the run: the directories of nodes that were down go with it too,
// since no process of theirs is there to take care of them.
func tidy(boot wire.Boot) {
	if boot.Ephemeral {
		removeForGood(boot.Dir)
	}
	for _, path := range boot.Tidy {
		rundir.Clear(path, boot.Ephemeral)
	}
}

// removeForGood removes a directory until it stays away: a host that is still
// at work may make a file, or the directory itself, once more.
func removeForGood(dir string) {
	for range 10 {
		os.RemoveAll(dir)
		time.Sleep(time.Millisecond)
		if _, err := os.Lstat(dir); os.IsNotExist(err) {
			return
		}
	}
}
