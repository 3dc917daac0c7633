package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// MaxFrame bounds the body of a frame, in bytes. It has room for what one step
// does with a value of the largest size: a record, and a message to each of a
// dozen nodes.
const MaxFrame = 16 << 20

// The bounds of the frames that a stranger may send, in bytes.
const (
	maxHello = 1 << 10
	maxBoot  = 64 << 10
)

const (
	frameHead = 4        // bytes of the length before a body
	readStep  = 64 << 10 // what a buffer starts with; it doubles as bytes fill it
)

// What can be wrong with a frame. Every error of a read wraps one of them, or
// is io.EOF between two frames, or the error of the connection.
var (
	ErrTruncated = errors.New("frame is truncated")
	ErrOversized = errors.New("frame is oversized")
	ErrGarbage   = errors.New("frame is garbage")
)

// appendFrame makes buf one frame that holds v.
func appendFrame(buf *bytes.Buffer, v any, limit int) error {
	buf.Reset()
	buf.Write(make([]byte, frameHead))
	if err := encMode.MarshalToBuffer(v, buf); err != nil {
		return err
	}
	n := buf.Len() - frameHead
	if n > limit {
		return errOversized(n, limit)
	}
	binary.BigEndian.PutUint32(buf.Bytes(), uint32(n))
	return nil
}

// writeFrame writes v as one frame with one Write.
func writeFrame(w io.Writer, v any, limit int) error {
	var buf bytes.Buffer
	if err := appendFrame(&buf, v, limit); err != nil {
		return err
	}
	_, err := w.Write(buf.Bytes())
	return err
}

// readFrame reads the body of one frame into buf, which it may replace by a
// larger one. It reads nothing beyond the frame.
func readFrame(r io.Reader, buf []byte, limit int) ([]byte, error) {
	var head [frameHead]byte
	if n, err := io.ReadFull(r, head[:]); err != nil {
		return buf[:0], readError(err, n, frameHead)
	}
	size := int64(binary.BigEndian.Uint32(head[:]))
	if size > int64(limit) {
		return buf[:0], errOversized(size, limit)
	}
	return readBody(r, buf[:0], int(size))
}

// readBody appends size bytes to buf. It asks for memory as bytes arrive.
func readBody(r io.Reader, buf []byte, size int) ([]byte, error) {
	for len(buf) < size {
		have := len(buf)
		want := min(size, max(cap(buf), 2*have, readStep))
		buf = append(buf, make([]byte, want-have)...)
		if n, err := io.ReadFull(r, buf[have:]); err != nil {
			return buf[:0], readError(err, frameHead+have+n, frameHead+size)
		}
	}
	return buf, nil
}

// readError says how an error met a frame of which got bytes had arrived.
func readError(err error, got, want int) error {
	switch {
	case errors.Is(err, io.EOF) && got == 0:
		return io.EOF
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: got %d bytes, want %d", ErrTruncated, got, want)
	}
	return err
}

// errOversized says that a body is too long.
func errOversized[N int | int64](got N, limit int) error {
	return fmt.Errorf("%w: got %d bytes, want at most %d", ErrOversized, got, limit)
}
