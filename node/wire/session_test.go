package wire

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

// TestMain fails when a session leaves a goroutine behind.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// writes is a connection that remembers each Write.
type writes struct {
	net.Conn
	all  [][]byte
	fail error
}

// Write implements net.Conn.
func (w *writes) Write(b []byte) (int, error) {
	if w.fail != nil {
		return 0, w.fail
	}
	w.all = append(w.all, bytes.Clone(b))
	return len(b), nil
}

// header returns a yamux header.
func header(kind byte, length uint32) []byte {
	return binary.BigEndian.AppendUint32([]byte{0, kind, 0, 0, 0, 0, 0, 1}, length)
}

// TestJoined checks what goes out at once: a header with its body, and every
// other header alone. A body may look like a header.
func TestJoined(t *testing.T) {
	data, update := header(muxTypeData, 12), header(1, 256)
	conn := &writes{}
	c := &joined{Conn: conn}
	for _, b := range [][]byte{update, data, data, data, update, header(muxTypeData, 0), data, []byte("abcdefghijkl")} {
		if n, err := c.Write(b); n != len(b) || err != nil {
			t.Fatalf("got %d, %v, want %d", n, err, len(b))
		}
	}
	want := [][]byte{update, append(bytes.Clone(data), data...), append(bytes.Clone(data), update...),
		header(muxTypeData, 0), append(bytes.Clone(data), "abcdefghijkl"...)}
	if len(conn.all) != len(want) {
		t.Fatalf("got %d writes, want %d", len(conn.all), len(want))
	}
	for i := range want {
		if !bytes.Equal(conn.all[i], want[i]) {
			t.Errorf("write %d: got %x, want %x", i, conn.all[i], want[i])
		}
	}
}

// TestJoinedFails passes an error on, and never counts more than it was given.
func TestJoinedFails(t *testing.T) {
	c := &joined{Conn: &writes{fail: io.ErrClosedPipe}}
	if n, err := c.Write(header(muxTypeData, 3)); n != 12 || err != nil {
		t.Fatalf("header: got %d, %v, want 12", n, err)
	}
	if n, err := c.Write([]byte("abc")); n != 0 || !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("body: got %d, %v, want 0, %v", n, err, io.ErrClosedPipe)
	}
}

// TestSessionCarriesBytes sends random pieces over two streams at once, some
// larger than a window, and reads them back unchanged.
func TestSessionCarriesBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		left, right := net.Pipe()
		silent := func(string) {}
		a, err1 := NewSession(left, SessionOptions{WriteTimeout: time.Minute, Logf: silent})
		b, err2 := NewSession(right, SessionOptions{Node: true, WriteTimeout: time.Minute, Logf: silent})
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		defer b.Close()
		sizes := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 40), rapid.IntRange(0, 400_000)), 1, 5)
		for range 2 {
			out, err := b.Open()
			if err != nil {
				t.Fatal(err)
			}
			in, err := a.Accept()
			if err != nil {
				t.Fatal(err)
			}
			carry(t, out, in, sizes.Draw(t, "sizes"))
		}
	})
}

// carry writes pieces of the given sizes to out and reads them from in.
func carry(t *rapid.T, out io.Writer, in io.Reader, sizes []int) {
	for i, size := range sizes {
		want := bytes.Repeat([]byte{byte(i + 1)}, size)
		sent := make(chan error, 1)
		go func() { _, err := out.Write(want); sent <- err }()
		got := make([]byte, size)
		if _, err := io.ReadFull(in, got); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("piece %d of %d bytes: got other bytes, %v", i, size, err)
		}
		if err := <-sent; err != nil {
			t.Fatal(err)
		}
	}
}

// TestSessionLogsToFunc breaks a session and expects its complaint as a line.
func TestSessionLogsToFunc(t *testing.T) {
	left, right := net.Pipe()
	lines := make(chan string, 10)
	s, err := NewSession(left, SessionOptions{WriteTimeout: time.Minute, Logf: func(line string) { lines <- line }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := right.Write([]byte("this is not yamux at all")); err != nil && !errors.Is(err, io.ErrClosedPipe) {
		t.Fatal(err)
	}
	<-s.CloseChan()
	if want := "[ERR] yamux: Invalid protocol version: 116"; <-lines != want {
		t.Errorf("got another line, want %q", want)
	}
	s.Close()
	right.Close()
}
