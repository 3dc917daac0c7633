package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
	"synod/node/paxos"
)

func TestJSONLines(t *testing.T) {
	var out bytes.Buffer
	j, err := NewJSON(&out, plainWords{}, Header{Trace: "else", Version: 99, Protocol: "paxos", Nodes: 3, Seed: 1<<64 - 1})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), `{"trace":"synod","version":2,"protocol":"paxos","nodes":3,"seed":{"$int":"18446744073709551615"}}`+"\n"; got != want {
		t.Errorf("header: got %s, want %s", got, want)
	}
	for i, g := range golden {
		out.Reset()
		if err := j.Record(numbered(i)); err != nil {
			t.Fatal(err)
		}
		if got := out.String(); got != g.json+"\n" {
			t.Errorf("got  %s\nwant %s", got, g.json)
		}
	}
}

// TestJSONKeepsTheData reads a line back, and finds in it what the record holds.
func TestJSONKeepsTheData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := paxos.Message{
			What:   rapid.SampledFrom([]paxos.What{paxos.Accept, paxos.Accepted, paxos.Learn}).Draw(t, "what"),
			Ballot: node.Ballot{Round: rapid.Int32Min(1).Draw(t, "round"), Node: node.ID(rapid.Int32Min(1).Draw(t, "of"))},
		}
		value, err := json.Marshal(rapid.String().Draw(t, "value"))
		if err != nil {
			t.Fatal(err)
		}
		m.Value = node.Value(value)
		r := &Record{Seq: rapid.IntMin(1).Draw(t, "seq"), Kind: Deliver, Src: 1, Dst: 2, Message: m, Text: rapid.String().Draw(t, "text")}

		var out bytes.Buffer
		j := &JSON{w: &out, words: plainWords{}}
		if err := j.Record(r); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(out.String(), "\n"); n != 1 || !strings.HasSuffix(out.String(), "\n") {
			t.Fatalf("got %d lines, want one: %q", n, out.String())
		}
		var back struct {
			Seq     int
			Kind    string
			Text    string
			Message struct {
				Kind   string
				Fields struct {
					Ballot string
					Value  json.RawMessage
				}
			}
		}
		if err := json.Unmarshal(out.Bytes(), &back); err != nil {
			t.Fatal(err)
		}
		ballot, err := node.ParseBallot(back.Message.Fields.Ballot)
		if err != nil {
			t.Fatal(err)
		}
		if back.Seq != r.Seq || back.Kind != "deliver" || back.Text != r.Text || back.Message.Kind != m.Kind() || ballot != m.Ballot {
			t.Fatalf("got %+v, want the data of %+v", back, r)
		}
		var got, want string
		if json.Unmarshal(back.Message.Fields.Value, &got) != nil || json.Unmarshal([]byte(m.Value), &want) != nil || got != want {
			t.Fatalf("got the value %s, want %s", back.Message.Fields.Value, m.Value)
		}
	})
}

func TestJSONTellsOfARefusedWrite(t *testing.T) {
	j, err := NewJSON(refusing{}, plainWords{}, Header{})
	if !errors.Is(err, errRefused) {
		t.Errorf("header: got the error %v, want %v", err, errRefused)
	}
	if err := j.Record(numbered(0)); !errors.Is(err, errRefused) {
		t.Errorf("record: got the error %v, want %v", err, errRefused)
	}
}

// odd is a message with every type of field, and one that JSON does not know.
type odd struct {
	paxos.Message
	fields []node.Field
}

func (o odd) Fields(dst []node.Field) []node.Field { return append(dst, o.fields...) }

func TestJSONFields(t *testing.T) {
	var out bytes.Buffer
	j := &JSON{w: &out, words: plainWords{}}
	m := odd{fields: []node.Field{{Name: "b", Value: true}, {Name: "ids", Value: []node.ID{2, 1}}, {Name: "id", Value: node.ID(3)}, {Name: "a", Value: "text"}, {Name: "n", Value: -4}, {Name: "big", Value: 1 << 60}}}
	if err := j.Record(&Record{Kind: Drop, Message: m}); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), `"fields":{"a":"text","b":true,"big":{"$int":"1152921504606846976"},"id":3,"ids":[2,1],"n":-4}`; !strings.Contains(got, want) {
		t.Errorf("got %s, want %s in it", got, want)
	}
	m.fields = []node.Field{{Name: "never", Value: func() {}}}
	if err := j.Record(&Record{Kind: Drop, Message: m}); err == nil {
		t.Error("a field that is no data: got no error, want one")
	}
}
