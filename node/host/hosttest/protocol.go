// Package hosttest has a protocol for the tests of what runs machines. Its
// messages are scripts: a list of effects, which the machine that gets one
// wants done in that order.
//
//	write a; sync; send n2 write b; publish X; set 3; stop 3; reply; reply 2 ok X; note
//
// The script after "send n2" is what node 2 is sent, and is the last of its
// list. What a client asks for with Ask is a script, too. The reply to request 2
// is "ok", "fail" or "info", or "refused" when the request makes no sense. A record is the word after "write". A machine that starts with records
// notes how many, and its state is the words that it has written, so a test
// sees what survived.
package hosttest

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"synod/node"
)

// Protocol is the protocol of scripts. Its zero value is ready to use.
type Protocol struct{}

var _ node.Protocol = Protocol{}

// Name implements [node.Protocol].
func (Protocol) Name() string { return "scripts" }

// Rules implements [node.Protocol]: there are none.
func (Protocol) Rules() []node.Rule { return nil }

// AppendRequest implements [node.Protocol].
func (Protocol) AppendRequest(dst []byte, r *node.Request) []byte { return append(dst, r.Op...) }

// Parameters implements [node.Protocol]: there are none.
func (Protocol) Parameters() []node.Parameter { return nil }

// New implements [node.Protocol]. It refuses a Self that is not one of Nodes.
func (Protocol) New(cfg node.Config) (node.Machine, error) {
	if cfg.Self < 1 || int(cfg.Self) > cfg.Nodes {
		return nil, fmt.Errorf("self: got %v, want n1 to n%d", cfg.Self, cfg.Nodes)
	}
	return &machine{}, nil
}

// Restore implements [node.Restorer].
func (p Protocol) Restore(cfg node.Config, state []byte) (node.Snapshotter, error) {
	if _, err := p.New(cfg); err != nil {
		return nil, err
	}
	m := &machine{}
	if len(state) > 0 {
		m.written = strings.Fields(string(state))
	}
	return m, nil
}

// Encode implements [node.Protocol]. A script is its own encoding.
func (Protocol) Encode(dst []byte, m node.Message) []byte { return append(dst, m.(*Script).text...) }

// Decode implements [node.Protocol]. It refuses the empty script.
func (Protocol) Decode(b []byte) (node.Message, error) {
	if len(b) == 0 {
		return nil, fmt.Errorf("script: got no bytes, want some")
	}
	return New(string(b)), nil
}

// AppendNote implements [node.Protocol].
func (Protocol) AppendNote(dst []byte, n node.Note) []byte {
	return fmt.Appendf(dst, "note %d of %d", n.Code, n.Count)
}

// TimerName implements [node.Protocol].
func (Protocol) TimerName(t node.Timer) string { return "timer " + strconv.Itoa(int(t)) }

// Script is a message: what its receiver is to do.
type Script struct {
	text    string
	effects node.Effects // what text means, ready to be copied
}

var _ node.Message = (*Script)(nil)

// New returns the message with this text. A text that cannot be understood
// means nothing but itself, which is enough for a record.
func New(text string) *Script {
	s := &Script{text: text}
	for rest := text; rest != ""; {
		var step string
		if step, rest, _ = strings.Cut(rest, "; "); strings.HasPrefix(step, "send ") && rest != "" {
			step, rest = step+"; "+rest, ""
		}
		s.parse(step)
	}
	return s
}

// parse adds the effect that step describes.
func (s *Script) parse(step string) {
	verb, arg, _ := strings.Cut(step, " ")
	number, _ := strconv.Atoi(arg)
	switch verb {
	case "write":
		s.effects.Write(&Script{text: arg})
	case "sync":
		s.effects.Sync()
	case "send":
		to, text, _ := strings.Cut(strings.TrimPrefix(arg, "n"), " ")
		number, _ = strconv.Atoi(to)
		s.effects.Send(node.ID(number), New(text))
	case "publish":
		s.effects.Publish(node.Value(arg))
	case "set":
		s.effects.SetTimer(node.Timer(number), time.Millisecond, 2*time.Millisecond)
	case "stop":
		s.effects.StopTimer(node.Timer(number))
	case "reply":
		s.effects.Reply(reply(arg))
	case "note":
		s.effects.Note(node.Note{Code: 1})
	}
}

// reply returns the reply that "2 ok X" describes; that of nothing goes on.
func reply(text string) *node.Reply {
	id, rest, _ := strings.Cut(text, " ")
	number, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return &node.Reply{ID: 1}
	}
	outcome, said, _ := strings.Cut(rest, " ")
	r := &node.Reply{ID: number, Outcome: node.Outcome(outcome), Final: outcome != "refused"}
	switch {
	case outcome == "refused":
		r.Outcome, r.Result = node.OutcomeFail, node.Fields{{Name: "why", Value: said}}
	case r.Outcome != node.OutcomeOK:
		r.Result = node.Fields{{Name: "why", Value: said}}
	case said != "":
		r.Result = node.Fields{{Name: "value", Value: node.Value(strconv.Quote(said))}}
	}
	return r
}

// Ask is the request for a node to do what a script says, by the name op.
func Ask(op, script string) *node.Request {
	return &node.Request{Op: op, Args: node.Fields{{Name: "script", Value: script}}}
}

// Kind implements [node.Message].
func (s *Script) Kind() string { return "script" }

// Fields implements [node.Message].
func (s *Script) Fields(dst []node.Field) []node.Field {
	return append(dst, node.Field{Name: "text", Value: s.text})
}

// Append implements [node.Message].
func (s *Script) Append(dst []byte) []byte { return append(append(dst, "script "...), s.text...) }

// machine does what it is told, and remembers what it wrote.
type machine struct {
	written []string
}

// Step implements [node.Machine].
func (m *machine) Step(ev *node.Event, out *node.Effects) {
	switch ev.Kind {
	case node.EventStart:
		for _, r := range ev.Records {
			m.written = append(m.written, r.(*Script).text)
		}
		out.Outcome(node.Note{Code: 2, Count: int32(len(ev.Records))})
	case node.EventDeliver:
		m.obey(ev.Message.(*Script), out)
	case node.EventRequest:
		script, _ := ev.Request.Arg("script").(string)
		m.obey(New(script), out)
	}
}

// obey appends the effects of s.
func (m *machine) obey(s *Script, out *node.Effects) {
	for _, e := range s.effects {
		if e.Kind == node.EffectWrite {
			m.written = append(m.written, e.Message.(*Script).text)
		}
		*out = append(*out, e)
	}
}

// AppendState implements [node.Snapshotter]: the words written, with spaces between.
func (m *machine) AppendState(dst []byte) []byte {
	return append(dst, strings.Join(m.written, " ")...)
}

// State implements [node.Snapshotter].
func (m *machine) State() []node.Field {
	return []node.Field{{Name: "written", Value: strings.Join(m.written, " ")}}
}
