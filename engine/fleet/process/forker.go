package process

import (
	"os/exec"
	"runtime"
)

// forker starts processes from one thread of the operating system, which lives
// as long as they do.
//
// On Linux a child can ask for a signal at the death of its parent, but means
// by that the thread that forked it. Goroutines wander between threads, and a
// thread may end while its process goes on: one that was locked by a goroutine
// which returned, for example. Then children would hear of a death that did
// not happen. So one goroutine starts them all, on a thread of its own.
type forker struct {
	jobs chan job
	done chan struct{} // closed when the goroutine has returned
}

// job asks for cmd to be started.
type job struct {
	cmd *exec.Cmd
	err chan error
}

// newForker returns a forker, which runs until close.
func newForker() *forker {
	f := &forker{jobs: make(chan job), done: make(chan struct{})}
	go f.run()
	return f
}

// run serves the jobs. It unlocks the thread at the end, when no process is
// left, because a thread ends with the goroutine that has it locked.
func (f *forker) run() {
	defer close(f.done)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for j := range f.jobs {
		j.err <- j.cmd.Start()
	}
}

// start starts cmd.
func (f *forker) start(cmd *exec.Cmd) error {
	j := job{cmd, make(chan error, 1)}
	f.jobs <- j
	return <-j.err
}

// close ends the forker. Every process that it started must have ended.
func (f *forker) close() {
	close(f.jobs)
	<-f.done
}
