package wire

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"synod/node"
)

// Port is one end of a stream of commands and their outcomes. Its buffers are
// reused from frame to frame. A Port belongs to one goroutine.
type Port struct {
	rw       io.ReadWriter
	protocol node.Protocol // nil until Speak
	out      bytes.Buffer  // the frame being written
	in       []byte        // the frame being read
	messages []byte        // the messages of the frame being written
	event    event         // of the frame being written or read
	effects  []effect      // of the frame being written or read
}

// NewPort returns an end of the stream rw.
func NewPort(rw io.ReadWriter) *Port { return &Port{rw: rw} }

// Speak makes p the language of every message from now on.
func (p *Port) Speak(protocol node.Protocol) { p.protocol = protocol }

// SendCommand writes c.
func (p *Port) SendCommand(c *Command) (err error) {
	w := command{Op: c.Op}
	p.messages = p.messages[:0]
	switch c.Op {
	case OpStart:
		w.Setup = &c.Setup
	case OpStep:
		w.Event, err = p.eventOf(c.Event)
	case OpFault:
		w.Faults = &c.Faults
	}
	if err == nil {
		err = p.send(&w)
	}
	return about("command", err)
}

// ReadCommand reads what SendCommand wrote into c.
func (p *Port) ReadCommand(c *Command) error {
	p.event = event{}
	w := command{Event: &p.event}
	err := p.read(&w)
	if err == nil {
		err = w.check()
	}
	if err != nil {
		return about("command", err)
	}
	*c = Command{Op: w.Op}
	if w.Setup != nil {
		c.Setup = *w.Setup
	}
	if w.Faults != nil {
		c.Faults = *w.Faults
	}
	if w.Event != nil {
		c.Event, err = p.toEvent(w.Event)
	}
	return about("command", err)
}

// SendOutcome writes o. It writes nothing if o does not fit into a frame, so
// that the caller can send that error in its place.
func (p *Port) SendOutcome(o *Outcome) error {
	p.messages, p.effects = p.messages[:0], p.effects[:0]
	for i := range o.Effects {
		e, err := p.effectOf(&o.Effects[i])
		if err != nil {
			return about("outcome", err)
		}
		p.effects = append(p.effects, e)
	}
	return about("outcome", p.send(&outcome{Err: o.Err, Died: o.Died, Mistake: o.Mistake, Choice: o.Choice, Effects: p.effects, State: o.State}))
}

// ReadOutcome reads what SendOutcome wrote into o, whose arrays it reuses.
func (p *Port) ReadOutcome(o *Outcome) error {
	clear(p.effects[:cap(p.effects)]) // the decoder would fill in old pointers
	w := outcome{Effects: p.effects[:0]}
	if err := p.read(&w); err != nil {
		return about("outcome", err)
	}
	p.effects = w.Effects
	o.Err, o.Died, o.State, o.Effects = w.Err, w.Died, w.State, o.Effects[:0]
	o.Mistake, o.Choice = w.Mistake, w.Choice
	for i := range w.Effects {
		e, err := p.toEffect(&w.Effects[i])
		if err != nil {
			return about("outcome", err)
		}
		o.Effects = append(o.Effects, e)
	}
	return nil
}

// send writes v as one frame.
func (p *Port) send(v any) error {
	if err := appendFrame(&p.out, v, MaxFrame); err != nil {
		return err
	}
	_, err := p.rw.Write(p.out.Bytes())
	return err
}

// read reads one frame into v.
func (p *Port) read(v any) (err error) {
	if p.in, err = readFrame(p.rw, p.in, MaxFrame); err != nil {
		return err
	}
	return decode(p.in, v)
}

// errSpeechless is met before Speak.
var errSpeechless = errors.New("message: got one before a protocol was named")

// encodeMessage returns the protocol's encoding of m, valid until the frame is sent.
func (p *Port) encodeMessage(m node.Message) ([]byte, error) {
	if p.protocol == nil {
		return nil, errSpeechless
	}
	start := len(p.messages)
	p.messages = p.protocol.Encode(p.messages, m)
	return p.messages[start:], nil
}

// decodeMessage returns the message that raw encodes.
func (p *Port) decodeMessage(raw []byte) (node.Message, error) {
	if p.protocol == nil {
		return nil, errSpeechless
	}
	m, err := p.protocol.Decode(raw)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrGarbage, err)
	}
	return m, nil
}

// about says what an error is about. It leaves io.EOF as it is.
func about(what string, err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return fmt.Errorf("%s: %w", what, err)
}
