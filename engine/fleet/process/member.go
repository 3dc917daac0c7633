package process

import (
	"errors"
	"fmt"
	"time"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/wire"
)

// How long a node that has not answered may take to say what it is doing, and
// how long one may take to leave.
const (
	askTimeout = time.Second
	grace      = 2 * time.Second
)

// member is a node that is up: a process and the line to it.
type member struct {
	id       node.ID
	proc     *proc
	line     *line
	protocol node.Protocol
	paused   bool
	broken   error // why the line is of no more use; nil while it is
}

// start lets the node start a machine, and returns the effects.
func (m *member) start(p node.Protocol, s wire.Setup) ([]node.Effect, error) {
	m.protocol = p
	m.line.speak(p)
	c := wire.Command{Op: wire.OpStart, Setup: s}
	return m.act(&c)
}

// step lets the node take ev, and returns the effects performed.
func (m *member) step(ev *node.Event) ([]node.Effect, error) {
	c := wire.Command{Op: wire.OpStep, Event: ev}
	return m.act(&c)
}

// act sends a command on the stream of events. After an error the effects are
// those that were performed before it.
func (m *member) act(c *wire.Command) ([]node.Effect, error) {
	o, err := m.call(&m.line.events, c)
	if err != nil {
		return nil, err
	}
	if o.Err != "" {
		return o.Effects, m.error(c, errors.New(o.Err))
	}
	switch {
	case o.Died != "":
		return o.Effects, &node.Died{Why: o.Died}
	case o.Mistake != nil:
		return nil, o.Mistake
	case o.Choice != nil:
		return nil, o.Choice
	}
	return o.Effects, nil
}

// fault lets faults be wrong with the node's disk.
func (m *member) fault(faults disk.Faults) error {
	c := wire.Command{Op: wire.OpFault, Faults: faults}
	_, err := m.act(&c)
	return err
}

// state returns a copy of the encoding of the machine's state.
func (m *member) state() ([]byte, error) {
	c := wire.Command{Op: wire.OpState}
	o, err := m.call(&m.line.inspect, &c)
	if err != nil {
		return nil, err
	}
	if o.Err != "" {
		return nil, m.error(&c, errors.New(o.Err))
	}
	return o.State, nil
}

// call sends a command and waits for its outcome. After an error the line is
// of no more use: an answer that comes late would pass for the next one.
func (m *member) call(ch *channel, c *wire.Command) (*wire.Outcome, error) {
	if m.broken != nil {
		return nil, m.lost(c)
	}
	o, err := m.line.call(ch, c, m.line.patience)
	if err != nil {
		m.broken = m.diagnose(err)
		return nil, m.lost(c)
	}
	return o, nil
}

// lost says what was being done when the node was lost.
func (m *member) lost(c *wire.Command) error {
	err := m.error(c, m.broken)
	err.Lost = true
	return err
}

// isLost reports whether the node has ended, or its line is of no more use.
func (m *member) isLost() bool { return m.broken != nil || m.proc.ended(0) }

// loss says that the node is lost, and why.
func (m *member) loss() *fleet.Error {
	why := m.broken
	if why == nil {
		why = m.proc.why
	}
	return &fleet.Error{Node: m.id, Doing: "running", Err: why, Lost: true}
}

// diagnose finds out why a call failed with err: because the node has ended,
// because it takes too long, or for what err says.
func (m *member) diagnose(err error) error {
	switch {
	case errors.Is(err, wire.ErrOversized), errors.Is(err, wire.ErrGarbage):
		return err
	case !isTimeout(err):
		return m.proc.cause(err)
	}
	doing := "and none about its state either"
	o, err := m.line.call(&m.line.inspect, &wire.Command{Op: wire.OpState}, askTimeout)
	if err == nil && o.Err != "" {
		doing = "it is " + o.Err
	} else if err == nil {
		doing = "though it is not busy"
	}
	return fmt.Errorf("no answer within %v, %s", m.line.patience, doing)
}

// error says what was being done when err came.
func (m *member) error(c *wire.Command, err error) *fleet.Error {
	doing := "starting"
	switch c.Op {
	case wire.OpStep:
		doing = fleet.Doing(m.protocol, c.Event)
	case wire.OpFault:
		doing = "changing its disk"
	case wire.OpState:
		doing = "asking for its state"
	case wire.OpBye:
		doing = "saying bye"
	}
	return &fleet.Error{Node: m.id, Doing: doing, Err: err}
}

// kill ends the node as a crash does.
func (m *member) kill() error {
	err := m.proc.kill()
	m.line.close()
	return err
}

// leave asks the node to end, and kills it if it does not, or has already kept
// somebody waiting. The node closes its disk and answers before the line is
// cut, so the answer cannot be lost.
func (m *member) leave() error {
	if m.broken != nil {
		return m.kill()
	}
	m.proc.asked.Store(true)
	bye := wire.Command{Op: wire.OpBye}
	o, err := m.line.call(&m.line.events, &bye, grace)
	if err != nil {
		return m.kill() // it does not listen, or has gone
	}
	if o.Err != "" {
		err = m.error(&bye, errors.New(o.Err))
	}
	m.line.close()
	return errors.Join(err, m.proc.leave(grace))
}
