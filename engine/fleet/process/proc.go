package process

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync/atomic"
	"time"

	"synod/node/child"
	"synod/node/wire"
)

// killTimeout bounds the wait for a process that was killed. Only one that
// hangs inside the kernel takes longer.
const killTimeout = 10 * time.Second

// endTimeout bounds the wait for a process whose connection has ended.
const endTimeout = 3 * time.Second

// proc is one process. A goroutine waits for its end.
type proc struct {
	cmd    *exec.Cmd
	stdin  io.WriteCloser // its lifeline
	stderr *tail
	asked  atomic.Bool   // whether it is to end
	exited chan struct{} // closed at its end
	why    error         // how it ended; set before exited is closed
}

// startProc starts a process and tells it boot. It calls lost, from another
// goroutine, if the process ends without being asked to.
func startProc(f *forker, o *Options, boot wire.Boot, lost func(why error)) (*proc, error) {
	p := &proc{cmd: exec.Command(o.Program, o.Args...), stderr: &tail{}, exited: make(chan struct{})}
	p.cmd.Stderr = p.stderr
	p.cmd.SysProcAttr = attributes()
	p.cmd.WaitDelay = time.Second // for a stderr that a stranger holds open
	p.cmd.Env = append(append(os.Environ(), o.Env...), child.Variable+"="+boot.Node.String())
	stdin, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := f.start(p.cmd); err != nil {
		return nil, err
	}
	p.stdin = stdin
	welcome := p.enlist()
	go p.watch(lost)
	if !welcome {
		return nil, errors.Join(errors.New("the program is about to end"), p.kill())
	}
	if err := wire.WriteBoot(stdin, boot); err != nil {
		return nil, errors.Join(o.unmet(p.cause(err)), p.kill())
	}
	return p, nil
}

// watch waits for the end of the process.
func (p *proc) watch(lost func(why error)) {
	status := "exit status 0"
	if err := p.cmd.Wait(); err != nil {
		status = err.Error()
	}
	p.why = fmt.Errorf("its process is gone (%s)", status)
	if words := p.stderr.String(); words != "" {
		p.why = fmt.Errorf("%w: %s", p.why, words)
	}
	if !p.asked.Load() {
		lost(p.why)
	}
	p.discharge()
	close(p.exited)
}

// ended waits for the end of the process, for at most d, and reports whether
// it has come.
func (p *proc) ended(d time.Duration) bool {
	select {
	case <-p.exited:
		return true
	default:
	}
	if d <= 0 {
		return false
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-p.exited:
		return true
	case <-timer.C:
		return false
	}
}

// cause returns how the process ended, if it did, and err otherwise. The end of
// a connection is ahead of that of its process, which may have things to tidy.
func (p *proc) cause(err error) error {
	if p.ended(endTimeout) {
		return p.why
	}
	return err
}

// leave lets go of the lifeline, gives the process until grace is over to end
// by itself, and kills it then.
func (p *proc) leave(grace time.Duration) error {
	p.asked.Store(true)
	p.stdin.Close()
	if p.ended(grace) {
		return nil
	}
	return p.kill()
}

// kill ends the process with SIGKILL and waits until it is gone.
func (p *proc) kill() error {
	p.asked.Store(true)
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	if !p.ended(killTimeout) {
		return fmt.Errorf("killed, but not gone after %v", killTimeout)
	}
	return nil
}
