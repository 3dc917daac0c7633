package paxos

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"

	"synod/node"
)

// maxValue bounds a value, and so a message, a record and a state.
const maxValue = 1 << 20 // bytes

// maxExtra bounds what a message or a record needs beside its value.
const maxExtra = 64 // bytes

// writer and reader are the two sides of one CBOR dialect: arrays instead of
// maps, definite lengths, no tags.
var (
	writer = must(cbor.EncOptions{NilContainers: cbor.NilContainerAsEmpty}.UserBufferEncMode())
	reader = must(cbor.DecOptions{
		IndefLength:     cbor.IndefLengthForbidden,
		TagsMd:          cbor.TagsForbidden,
		MaxNestedLevels: 8,
	}.DecMode())
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// encode appends the encoding of v to dst. Encoding plain data cannot fail.
func encode(dst []byte, v any) []byte {
	buf := buffers.Get().(*bytes.Buffer)
	*buf = *bytes.NewBuffer(dst)
	if err := writer.MarshalToBuffer(v, buf); err != nil {
		panic(err)
	}
	dst = buf.Bytes()
	*buf = bytes.Buffer{} // dst is the caller's alone
	buffers.Put(buf)
	return dst
}

var errNotCanonical = errors.New("got an encoding with redundant bytes, want the shortest one")

// decode reads into v what encode made of it, and nothing else. Encoding v
// again catches every other way to write the same thing: long forms of
// numbers, null for zero.
func decode(b []byte, v any) error {
	if err := reader.Unmarshal(b, v); err != nil {
		return err
	}
	var scratch [128]byte
	if !bytes.Equal(b, encode(scratch[:0], v)) {
		return errNotCanonical
	}
	return nil
}

// decodeMessage reads what encode made of a Message.
func decodeMessage(b []byte) (Message, error) {
	var m Message
	if len(b) > maxValue+maxExtra {
		return m, fmt.Errorf("message: got %d bytes, want at most %d", len(b), maxValue+maxExtra)
	}
	if err := decode(b, &m); err != nil {
		return m, fmt.Errorf("message: %w", err)
	}
	if err := m.check(); err != nil {
		return m, fmt.Errorf("message: %w", err)
	}
	return m, nil
}

// check returns an error unless m is a message that a machine can have made.
func (m Message) check() error {
	if int(m.What) >= len(shapes) {
		return fmt.Errorf("got kind %d, want one below %d", m.What, len(shapes))
	}
	s := &shapes[m.What]
	switch {
	case m.Voted && !s.vote:
		return fmt.Errorf("got a vote in %s", s.kind)
	case !inRange(m.Ballot) || !inRange(m.Other):
		return fmt.Errorf("got ballots %v and %v, want no negative round or node", m.Ballot, m.Other)
	case s.ballot == m.Ballot.IsZero():
		return fmt.Errorf("got ballot %v in %s", m.Ballot, s.kind)
	case !m.Other.IsZero() && !s.promised && !m.Voted:
		return fmt.Errorf("got a second ballot %v in %s", m.Other, s.kind)
	case m.Value.Absent() != !(s.value || m.Voted):
		return fmt.Errorf("got value %v in %s", m.Value, s.kind)
	case !m.Value.Absent():
		return checkValue(m.Value)
	}
	return nil
}

func inRange(b node.Ballot) bool { return b.Round >= 0 && b.Node >= 0 }

// checkValue returns an error unless v is compact JSON text that a record has
// room for. Two spellings of one value would be two values.
func checkValue(v node.Value) error {
	if v.Absent() {
		return errors.New("got no value, want one")
	}
	if len(v) > maxValue {
		return fmt.Errorf("got a value of %d bytes, want at most %d", len(v), maxValue)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, []byte(v)); err != nil {
		return fmt.Errorf("got value %.40q, want JSON: %w", string(v), err)
	}
	if compact.String() != string(v) {
		return fmt.Errorf("got value %.40q, want JSON without spaces between its parts", string(v))
	}
	if !utf8.ValidString(string(v)) {
		return fmt.Errorf("got value %.40q, want UTF-8", string(v))
	}
	return nil
}
