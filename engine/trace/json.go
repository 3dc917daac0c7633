package trace

import (
	"io"
	"strconv"

	"synod/node"
)

// Version is the version of the JSON view. It grows when a field changes its
// meaning or goes; a new field alone does not change it. In version 1 large whole
// numbers stood there as numbers; see node.Value.JSON.
const Version = 2

// JSON is a Sink that writes one JSON object a line. The first line is a
// header that names the version and the cluster.
type JSON struct {
	w     io.Writer
	words Words
}

var _ Sink = (*JSON)(nil)

// Header is the first line of the JSON view.
type Header struct {
	Trace    string     `json:"trace"` // always "synod"
	Version  int        `json:"version"`
	Protocol string     `json:"protocol"`
	Nodes    int        `json:"nodes"`
	Seed     node.Count `json:"seed"`
	Forks    string     `json:"forks,omitempty"` // where draws change to another seed, such as "120:93,200:5"
}

// NewJSON writes the header to w and returns a JSON that writes to it.
func NewJSON(w io.Writer, words Words, h Header) (*JSON, error) {
	h.Trace, h.Version = "synod", Version
	j := &JSON{w: w, words: words}
	return j, j.write(h)
}

// line is a record as the JSON view shows it. Times are whole microseconds.
type line struct {
	Seq     int      `json:"seq"`
	Cause   int      `json:"cause,omitempty"`
	AtUS    int64    `json:"at_us"`
	Kind    string   `json:"kind"`
	Src     node.ID  `json:"src,omitempty"`
	Node    node.ID  `json:"node,omitempty"`
	Timer   string   `json:"timer,omitempty"`
	Message *message `json:"message,omitempty"`
	Request *request `json:"request,omitempty"`
	Refused bool     `json:"refused,omitempty"`
	Outcome string   `json:"outcome,omitempty"`
	Text    string   `json:"text,omitempty"`
}

type message struct {
	Kind   string         `json:"kind"`
	Fields map[string]any `json:"fields"` // encoding/json sorts the names
}

type request struct {
	Op   string         `json:"op"`
	ID   node.Count     `json:"id"`
	Args map[string]any `json:"args,omitempty"`
}

// Record writes the line of r.
func (j *JSON) Record(r *Record) error {
	l := line{
		Seq: r.Seq, Cause: r.Cause, AtUS: r.Time.Microseconds(), Kind: r.Kind.String(),
		Src: r.Src, Node: r.Dst, Refused: r.Outcome.Refused, Text: r.Text,
	}
	if r.Message != nil {
		l.Message = jsonMessage(r.Message)
	}
	if r.Request != nil {
		l.Request = jsonRequest(r.Request)
	}
	if r.Kind == Fire {
		l.Timer = j.words.TimerName(r.Timer)
	}
	if r.Outcome.Code != 0 {
		l.Outcome = string(j.words.AppendNote(nil, r.Outcome))
	}
	return j.write(l)
}

func (j *JSON) write(v any) error {
	b, err := node.MarshalJSON(v)
	if err != nil {
		return err
	}
	_, err = j.w.Write(append(b, '\n'))
	return err
}

func jsonMessage(m node.Message) *message {
	return &message{Kind: m.Kind(), Fields: jsonFields(m.Fields(nil))}
}

func jsonRequest(q *node.Request) *request {
	return &request{Op: q.Op, ID: node.Count(q.ID), Args: jsonFields(node.ListOf(q.Args))}
}

func jsonFields(list []node.Field) map[string]any {
	fields := map[string]any{}
	for _, f := range list {
		fields[f.Name] = jsonField(f.Value)
	}
	return fields
}

func jsonField(v any) any {
	switch v := v.(type) {
	case node.Typed:
		return string(v.Append(nil))
	case node.Value:
		if v.Absent() {
			return nil
		}
		return v.JSON()
	case int:
		return node.Value(strconv.Itoa(v)).JSON()
	}
	return v
}
