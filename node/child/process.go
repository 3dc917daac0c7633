package child

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"synod/node"
	"synod/node/disk"
	"synod/node/host"
	"synod/node/wire"
)

// slow is how long a step may take before a line in the logs says so.
const slow = time.Second

// process is what the streams of a node share: at most one host, which events
// drive and inspection looks at.
type process struct {
	boot wire.Boot
	make node.Maker
	logf func(format string, args ...any)

	mu       sync.Mutex // held while the host works, and while it is looked at
	protocol node.Protocol
	host     *host.Host                 // nil until a start succeeds
	disk     *disk.Faulty               // the host's
	event    atomic.Pointer[node.Event] // what mu is held for; nil for a start or a bye; read without mu
}

// doing says what the host does.
func (p *process) doing() string {
	ev := p.event.Load()
	switch {
	case ev == nil:
		return "starting or ending"
	case ev.Kind == node.EventDeliver:
		return string(ev.Message.Append([]byte("delivering ")))
	case ev.Kind == node.EventTimer:
		return fmt.Sprintf("firing timer %d", ev.Timer)
	}
	return fmt.Sprintf("taking the request to %s", ev.Request.Op)
}

// start puts a new machine in place of any other. The protocol is set even if
// the machine cannot start, so that the effects performed can be told.
func (p *process) start(s *wire.Setup) ([]node.Effect, error) {
	protocol, err := p.make(s.Protocol, s.Program)
	if err != nil {
		return nil, err
	}
	p.protocol = protocol
	if err := p.close(); err != nil {
		return nil, err
	}
	p.disk = disk.NewFaulty(disk.Dir(p.boot.Dir))
	h, effects, err := host.Start(protocol, s.Config, p.disk, modes[s.Disk])
	p.host = h
	return effects, err
}

// modes are the host's words for the wire's.
var modes = [...]host.Mode{wire.Create: host.Create, wire.Keep: host.Keep, wire.Wipe: host.Wipe}

// errIdle is asked something before a machine has started.
var errIdle = errors.New("machine: got none yet, want a start first")

// step lets the host take ev.
func (p *process) step(ev *node.Event) ([]node.Effect, error) {
	if p.host == nil {
		return nil, errIdle
	}
	began := time.Now()
	effects, err := p.host.Step(ev)
	if took := time.Since(began); took > slow {
		p.logf("host: %s took %v", p.doing(), took.Round(time.Millisecond))
	}
	return effects, err
}

// fault lets faults be wrong with the disk.
func (p *process) fault(faults disk.Faults) error {
	if p.host == nil {
		return errIdle
	}
	return p.disk.Set(faults)
}

// close ends the host, if there is one.
func (p *process) close() error {
	if p.host == nil {
		return nil
	}
	err := p.host.Close()
	p.host = nil
	return err
}

// state appends the host's state to dst. While an event keeps the host busy it
// says so, and which, rather than wait.
func (p *process) state(dst []byte) ([]byte, error) {
	if !p.mu.TryLock() {
		return nil, fmt.Errorf("busy %s", p.doing())
	}
	defer p.mu.Unlock()
	if p.host == nil {
		return nil, errIdle
	}
	return p.host.AppendState(dst), nil
}
