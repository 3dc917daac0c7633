package history

import (
	"encoding/json"
	"strings"

	"synod/node"
)

// Version is the version of the JSON form. It grows when a field changes its
// meaning or goes; a new field alone does not change it. In version 1 large whole
// numbers stood there as numbers; see node.Value.JSON.
const Version = 2

// header is the first line of the JSON form.
type header struct {
	History    string `json:"history"` // always "synod"
	Version    int    `json:"version"`
	Operations int    `json:"operations"`
	Faults     int    `json:"faults,omitempty"` // how many lines follow those of the operations
}

// line is an operation in the JSON form. Times are whole microseconds.
type line struct {
	Client   string          `json:"client"`
	Node     node.ID         `json:"node,omitempty"`
	Op       string          `json:"op"`
	Value    json.RawMessage `json:"value,omitempty"`
	Args     json.RawMessage `json:"args,omitempty"` // the other arguments by name
	Invoked  moment          `json:"invoked"`
	Returned *moment         `json:"returned,omitempty"` // left out while its client waits
	Outcome  Outcome         `json:"outcome"`
	Result   json.RawMessage `json:"result,omitempty"` // of ok: null for None
	Fields   json.RawMessage `json:"fields,omitempty"` // of ok: the other fields of the reply
	Why      string          `json:"why,omitempty"`
	Late     *lateLine       `json:"late,omitempty"` // the answer that its client did not wait for
}

// lateLine is a late answer in the JSON form.
type lateLine struct {
	Outcome Outcome         `json:"outcome"`
	Fields  json.RawMessage `json:"fields,omitempty"` // all of the reply
	Why     string          `json:"why,omitempty"`
	At      moment          `json:"at"`
}

// faultLine is a fault in the JSON form.
type faultLine struct {
	Fault string  `json:"fault"` // its kind
	Node  node.ID `json:"node,omitempty"`
	Text  string  `json:"text"`
	Began moment  `json:"began"`
	Ended *moment `json:"ended,omitempty"` // left out while it is not over
}

type moment struct {
	AtUS  int64 `json:"at_us"`
	Event int   `json:"event,omitempty"`
}

// JSON returns the history as JSON Lines: a header, and then an object for each
// operation, in order of invocation, and one for each fault, in the order in which
// they began.
func (h History) JSON(faults []Fault) string {
	var text strings.Builder
	encode(&text, header{"synod", Version, len(h), len(faults)})
	for i := range h {
		encode(&text, h[i].line())
	}
	for i := range faults {
		encode(&text, faults[i].line())
	}
	return text.String()
}

func (f *Fault) line() faultLine {
	l := faultLine{Fault: f.Kind, Node: f.Node, Text: f.Text, Began: f.Began.json()}
	if !f.Lasting {
		ended := f.Ended.json()
		l.Ended = &ended
	}
	return l
}

func (m Moment) json() moment { return moment{m.Time.Microseconds(), m.Event} }

// encode writes a line of what cannot fail: every value is JSON already.
func encode(text *strings.Builder, v any) {
	b, err := node.MarshalJSON(v)
	if err != nil {
		panic(err)
	}
	text.Write(append(b, '\n'))
}

func (o *Operation) line() line {
	l := line{
		Client: o.Client, Node: o.Node, Op: o.Op, Value: o.Value.JSON(), Args: object(o.Args), Fields: object(o.Fields),
		Invoked: o.Invoked.json(), Outcome: o.Outcome, Why: o.Why,
	}
	if !o.InFlight {
		returned := o.Returned.json()
		l.Returned = &returned
	}
	if o.Outcome == OK {
		l.Result = json.RawMessage("null")
		if !o.Result.Absent() {
			l.Result = o.Result.JSON()
		}
	}
	if late := &o.Late; late.Outcome != "" {
		l.Late = &lateLine{late.Outcome, object(late.Fields), late.Why, late.At.json()}
	}
	return l
}

// object returns named values as an object in their order, and nil for none.
func object(fields node.Fields) json.RawMessage {
	if len(fields) == 0 {
		return nil
	}
	b := []byte{'{'}
	for i, f := range fields {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(node.AppendQuoted(b, f.Name), ':')
		if v := f.Value.(node.Value); v.Absent() {
			b = append(b, "null"...)
		} else {
			b = append(b, v.JSON()...)
		}
	}
	return append(b, '}')
}
