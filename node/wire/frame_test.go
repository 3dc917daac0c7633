package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// frame returns a frame with the given body.
func frame(body []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), body...)
}

// TestReadFrame reads frames that are whole, cut anywhere, too long, or
// announced and never sent.
func TestReadFrame(t *testing.T) {
	whole := frame([]byte("abcdef"))
	tests := map[string]struct {
		in   []byte
		want error
	}{
		"whole":             {whole, nil},
		"empty body":        {frame(nil), nil},
		"nothing":           {nil, io.EOF},
		"half a length":     {whole[:2], ErrTruncated},
		"length only":       {whole[:4], ErrTruncated},
		"one byte short":    {whole[:len(whole)-1], ErrTruncated},
		"at the bound":      {frame(make([]byte, 100)), nil},
		"above the bound":   {frame(make([]byte, 101)), ErrOversized},
		"all ones":          {[]byte{255, 255, 255, 255}, ErrOversized},
		"text, not a frame": {[]byte("GET / HTTP/1.1\r\n"), ErrOversized},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			body, err := readFrame(bytes.NewReader(test.in), nil, 100)
			if !errors.Is(err, test.want) || (err == nil) != (test.want == nil) {
				t.Fatalf("got error %v, want %v", err, test.want)
			}
			if err == nil && !bytes.Equal(body, test.in[4:]) {
				t.Errorf("got body %q, want %q", body, test.in[4:])
			}
		})
	}
}

// TestReadFrameKeepsWhatFollows reads two frames from one stream, byte by byte.
func TestReadFrameKeepsWhatFollows(t *testing.T) {
	r := iotest.OneByteReader(bytes.NewReader(append(frame([]byte("one")), frame([]byte("two!"))...)))
	var buf []byte
	for _, want := range []string{"one", "two!"} {
		var err error
		if buf, err = readFrame(r, buf, 10); err != nil || string(buf) != want {
			t.Fatalf("got %q, %v, want %q", buf, err, want)
		}
	}
	if _, err := readFrame(r, buf, 10); err != io.EOF {
		t.Errorf("after the last frame: got %v, want %v", err, io.EOF)
	}
}

// TestReadFramePassesErrors keeps a deadline or a reset what it is.
func TestReadFramePassesErrors(t *testing.T) {
	_, err := readFrame(iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader("abcd"))), nil, 10)
	if !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("got %v, want %v", err, iotest.ErrTimeout)
	}
}

// TestFalseLengthCostsNothing announces the longest frame, a thousand times,
// and sends none of it: memory must follow the bytes, not the promise.
func TestFalseLengthCostsNothing(t *testing.T) {
	head := binary.BigEndian.AppendUint32(nil, MaxFrame)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range 1000 {
		if _, err := readFrame(bytes.NewReader(head), nil, MaxFrame); !errors.Is(err, ErrTruncated) {
			t.Fatalf("got %v, want %v", err, ErrTruncated)
		}
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / 1000; each > 3*readStep {
		t.Errorf("got %d bytes for each frame, want at most %d", each, 3*readStep)
	}
}

// TestBombs decodes bodies that are short on the wire and huge in memory.
func TestBombs(t *testing.T) {
	const size = 1 << 20
	nulls := bytes.Repeat([]byte{0xf6}, size)
	array := binary.BigEndian.AppendUint32([]byte{0x9a}, uint32(len(nulls)))
	bombs := map[string][]byte{
		"many effects": append(append([]byte{0x84, 0x60, 0x60}, array...), append(nulls, 0xf6)...),
		"deep":         bytes.Repeat([]byte{0x81}, size),
		"claims 4G":    {0x84, 0x60, 0x60, 0x9a, 0xff, 0xff, 0xff, 0xff},
		"claims 16E":   {0x84, 0x60, 0x60, 0x80, 0x5b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
	}
	for name, body := range bombs {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			var o Outcome
			err := port(frame(body)).ReadOutcome(&o)
			runtime.ReadMemStats(&after)
			if !errors.Is(err, ErrGarbage) {
				t.Errorf("got %v, want %v", err, ErrGarbage)
			}
			if got := after.TotalAlloc - before.TotalAlloc; got > 8*size {
				t.Errorf("got %d bytes allocated, want at most %d", got, 8*size)
			}
		})
	}
}

// TestOneWritePerFrame counts the writes of a frame.
func TestOneWritePerFrame(t *testing.T) {
	var w countingWriter
	p := NewPort(struct {
		io.Reader
		io.Writer
	}{nil, &w})
	if err := p.SendOutcome(&Outcome{State: make([]byte, 1000)}); err != nil {
		t.Fatal(err)
	}
	if w != 1 {
		t.Errorf("got %d writes, want 1", w)
	}
}

// TestTooLargeIsNotSent refuses to write a frame that the other end would refuse.
func TestTooLargeIsNotSent(t *testing.T) {
	var w countingWriter
	p := NewPort(struct {
		io.Reader
		io.Writer
	}{nil, &w})
	err := p.SendOutcome(&Outcome{State: make([]byte, MaxFrame)})
	if !errors.Is(err, ErrOversized) || w != 0 {
		t.Errorf("got %v and %d writes, want %v and none", err, w, ErrOversized)
	}
}

// countingWriter counts writes.
type countingWriter int

// Write implements io.Writer.
func (w *countingWriter) Write(b []byte) (int, error) { *w++; return len(b), nil }
