package wire

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"testing"

	"synod/node"
)

// The fuzzers feed bytes to each decoder. Whatever it takes must come back
// unchanged after it was written again, and whatever it refuses must be
// refused by name.

// FuzzReadBoot feeds what a node finds on its standard input.
func FuzzReadBoot(f *testing.F) {
	fuzz(f, Boot{Network: "unix", Address: "/tmp/s", Secret: []byte("secret"), Node: 1, Dir: "/tmp/n1", Tidy: []string{"/tmp/synod-1"}}, ReadBoot, WriteBoot)
}

// FuzzReadHello feeds what a controller hears from strangers.
func FuzzReadHello(f *testing.F) { fuzz(f, NewHello([]byte("secret"), 3), ReadHello, WriteHello) }

// FuzzReadAnswer feeds what a node hears from whoever took its connection.
func FuzzReadAnswer(f *testing.F) { fuzz(f, Refusal("no"), ReadAnswer, WriteAnswer) }

// FuzzReadCommand feeds what a node is asked.
func FuzzReadCommand(f *testing.F) {
	read := func(r io.Reader) (c Command, err error) { return c, over(r, nil).ReadCommand(&c) }
	write := func(w io.Writer, c Command) error { return over(nil, w).SendCommand(&c) }
	fuzz(f, Command{Op: OpStep, Event: &node.Event{Kind: node.EventDeliver, From: 2, Message: word("X")}}, read, write,
		Command{Op: OpStart, Setup: Setup{Protocol: "paxos", Program: []byte("def"), Config: node.Config{Self: 1, Nodes: 3, Rules: map[string]bool{"a": true}}}},
		Command{Op: OpStep, Event: &node.Event{Kind: node.EventRequest, Request: &node.Request{Op: "prepare", Args: node.Fields{{Name: "to", Value: []node.ID{1}}}}}})
}

// FuzzReadOutcome feeds what a controller is answered.
func FuzzReadOutcome(f *testing.F) {
	read := func(r io.Reader) (o Outcome, err error) { return o, over(r, nil).ReadOutcome(&o) }
	write := func(w io.Writer, o Outcome) error { return over(nil, w).SendOutcome(&o) }
	fuzz(f, Outcome{Err: "disk full", State: []byte{1}}, read, write, Outcome{Effects: []node.Effect{
		{Kind: node.EffectSend, To: 2, Message: word("X")},
		{Kind: node.EffectReply, Reply: &node.Reply{Final: true, Outcome: node.OutcomeOK, Result: node.Fields{{Name: "value", Value: node.Value(`"X"`)}}}},
		{Kind: node.EffectNote, Note: node.Note{Code: 3, From: 2}},
		{Kind: node.EffectSetTimer, Min: 1, Max: 2},
	}})
}

// over returns a port that reads r, writes w and speaks words.
func over(r io.Reader, w io.Writer) *Port {
	p := NewPort(struct {
		io.Reader
		io.Writer
	}{r, w})
	p.Speak(words{})
	return p
}

// fuzz feeds bytes to read, beginning with those of seeds.
func fuzz[T any](f *testing.F, seed T, read func(io.Reader) (T, error), write func(io.Writer, T) error, seeds ...T) {
	for _, v := range append(seeds, seed) {
		var buf bytes.Buffer
		if err := write(&buf, v); err != nil {
			f.Fatal(err)
		}
		f.Add(buf.Bytes())
		f.Add(buf.Bytes()[:buf.Len()/2])
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		v, err := read(bytes.NewReader(in))
		if err != nil {
			named := errors.Is(err, ErrTruncated) || errors.Is(err, ErrOversized) || errors.Is(err, ErrGarbage) || errors.Is(err, io.EOF)
			if !named {
				t.Fatalf("got %v, want an error by name", err)
			}
			return
		}
		var buf bytes.Buffer
		if err := write(&buf, v); err != nil {
			t.Fatalf("writing %+v: %v", v, err)
		}
		again, err := read(&buf)
		if err != nil || !reflect.DeepEqual(again, v) {
			t.Fatalf("got %+v, %v, want %+v", again, err, v)
		}
	})
}
