package starlark

import (
	"errors"
	"fmt"
	"strings"

	"go.starlark.net/starlark"

	"synod/node"
	"synod/node/spell"
)

// tooManySteps is why a handler is ended that does not end.
const tooManySteps = "too many steps"

// handlerError returns what is wrong with a handler, where, and when.
func (m *machine) handlerError(ev *node.Event, err error) *node.HandlerError {
	e := &node.HandlerError{Event: m.eventText(ev), State: m.stateText()}
	e.Where, e.Text, e.Calls = placeOf(err)
	return e
}

// maxCalls bounds how many calls an error shows, the innermost: a function that calls
// itself without end has thousands.
const maxCalls = 11

// placeOf returns where an error of a function arose, what it says, and the calls that
// led there.
func placeOf(err error) (where, text string, calls []string) {
	var eval *starlark.EvalError
	if !errors.As(err, &eval) {
		text = err.Error()
		var odd *misfit
		if errors.As(err, &odd) {
			where = odd.fn.Position().String()
		}
		return where, text, nil
	}
	for i := range eval.CallStack {
		frame := eval.CallStack[i]
		if frame.Pos.Filename() == "<builtin>" {
			continue
		}
		where = frame.Pos.String()
		calls = append(calls, fmt.Sprintf("%s: in %s", frame.Pos, frame.Name))
	}
	calls = calls[max(0, len(calls)-maxCalls):]
	if strings.Contains(eval.Msg, tooManySteps) {
		name := "it"
		if n := len(eval.CallStack); n > 0 {
			name = eval.CallStack[n-1].Name
		}
		return where, fmt.Sprintf("a handler may take %d steps, and has taken them, the last in %s: is there a loop that does not end?", maxSteps, name), calls
	}
	return where, explained(eval.Msg), calls
}

// explained returns what Starlark says of a mistake, with what would be right.
func explained(msg string) string {
	switch {
	case strings.Contains(msg, "frozen list"):
		return msg + ": what is read from a state or a message cannot be changed; assign anew, as in self.log = self.log + [x]"
	case strings.Contains(msg, "frozen hash table"), strings.Contains(msg, "frozen dict"), strings.Contains(msg, "frozen set"):
		return msg + ": what is read from a state or a message cannot be changed; assign anew, as in self.votes = self.votes | {k: v}"
	}
	if strings.Contains(msg, "Starlark stack overflow") {
		return msg + ": is there a function that calls itself without end?"
	}
	if strings.HasPrefix(msg, "can't assign to .") {
		return msg + ": only the fields of self can be assigned"
	}
	return msg
}

// maxShown bounds how much of a state or a message an error shows, in bytes.
const maxShown = 400

func shown(b []byte) string {
	if len(b) > maxShown {
		return strings.ToValidUTF8(string(b[:maxShown]), "") + "…"
	}
	return string(b)
}

// eventText returns what the node did, such as "n2 handled gossip count=1 from n1".
func (m *machine) eventText(ev *node.Event) string {
	id := m.from.Self
	switch ev.Kind {
	case node.EventDeliver:
		return fmt.Sprintf("%v handled %s from %v", id, shown(ev.Message.Append(nil)), ev.From)
	case node.EventTimer:
		return fmt.Sprintf("%v handled the timer %s", id, m.TimerName(ev.Timer))
	case node.EventRequest:
		return fmt.Sprintf("%v handled the request %s", id, shown(m.AppendRequest(nil, ev.Request)))
	}
	return fmt.Sprintf("%v started with %s on its disk", id, spell.Count(len(ev.Records), "record"))
}

// stateText returns the state as a person reads it, such as "count=2 leader=null".
func (m *machine) stateText() string {
	var text []byte
	for i, name := range m.fields {
		if i > 0 {
			text = append(text, ' ')
		}
		text = appendShown(append(append(text, name...), '='), m.state[i])
	}
	return shown(text)
}
