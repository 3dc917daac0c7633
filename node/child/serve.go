package child

import (
	"errors"
	"fmt"
	"io"
	"os"

	"synod/node"
	"synod/node/disk"
	"synod/node/wire"
)

// serveEvents takes one command after the other. It returns nil after a bye.
func (p *process) serveEvents(stream io.ReadWriter) error {
	port := wire.NewPort(stream)
	var c wire.Command
	for {
		if err := port.ReadCommand(&c); err != nil {
			return fmt.Errorf("events: %w", err)
		}
		effects, err := p.obey(&c)
		port.Speak(p.protocol)
		o := wire.Outcome{Effects: effects}
		var died *node.Died
		switch {
		case errors.As(err, &o.Mistake), errors.As(err, &o.Choice):
			err = nil
		case errors.As(err, &died):
			o.Died, err = died.Why, nil
		case c.Op == wire.OpStart && disk.IsUnfit(err):
			o.Died, err = err.Error(), nil
		}
		if err := answer(port, o, err); err != nil {
			return fmt.Errorf("events: %w", err)
		}
		if died != nil {
			return killSelf()
		}
		if c.Op == wire.OpBye {
			return nil
		}
	}
}

// obey does what c asks and returns the effects performed.
func (p *process) obey(c *wire.Command) ([]node.Effect, error) {
	p.event.Store(c.Event)
	p.mu.Lock()
	defer p.mu.Unlock()
	switch c.Op {
	case wire.OpStart:
		return p.start(&c.Setup)
	case wire.OpStep:
		return p.step(c.Event)
	case wire.OpFault:
		return nil, p.fault(c.Faults)
	case wire.OpBye:
		return nil, p.close()
	}
	return nil, fmt.Errorf("operation: got %d on the stream of events", c.Op)
}

// killSelf ends the process between two effects as a crash does: nothing of
// its own runs any more. It returns only if that is not possible.
func killSelf() error {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	if err != nil {
		return fmt.Errorf("killing itself: %w", err)
	}
	select {} // until the signal arrives
}

// serveInspection answers one question about the state after the other.
func (p *process) serveInspection(stream io.ReadWriter) error {
	port := wire.NewPort(stream)
	var c wire.Command
	var state []byte
	for {
		err := port.ReadCommand(&c)
		if err == nil && c.Op != wire.OpState {
			err = fmt.Errorf("operation: got %d on the stream of inspection", c.Op)
		}
		if err != nil {
			return fmt.Errorf("inspection: %w", err)
		}
		state, err = p.state(state[:0])
		if err := answer(port, wire.Outcome{State: state}, err); err != nil {
			return fmt.Errorf("inspection: %w", err)
		}
	}
}

// answer sends o, with the text of err if that is not nil. If o cannot be sent
// it sends the reason instead.
func answer(port *wire.Port, o wire.Outcome, err error) error {
	if err != nil {
		o.Err = err.Error()
	}
	if err := port.SendOutcome(&o); err != nil {
		return port.SendOutcome(&wire.Outcome{Err: err.Error()})
	}
	return nil
}
