package process

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"synod/node/wire"
)

// TestStrangers connects to a fleet at work in every wrong way. Each is
// refused by name, and the fleet goes on as if nothing had happened.
func TestStrangers(t *testing.T) {
	log := &diary{t: t}
	f := startFleet(t, 2, Options{Logf: log.printf})
	f.door.expect(7) // a node whose name nobody may take with a wrong secret
	defer f.door.forget(7)
	good := wire.NewHello(f.door.secret, 7)
	change := func(do func(h *wire.Hello)) func(net.Conn) {
		return func(conn net.Conn) {
			h := good
			do(&h)
			wire.WriteHello(conn, h)
		}
	}
	send := func(b []byte) func(net.Conn) { return func(conn net.Conn) { conn.Write(b) } }
	tests := map[string]struct {
		speak func(net.Conn)
		want  string
	}{
		"wrong secret":  {change(func(h *wire.Hello) { h.Secret = []byte("guess") }), "secret: got a wrong one"},
		"no secret":     {change(func(h *wire.Hello) { h.Secret = nil }), "secret: got a wrong one"},
		"next version":  {change(func(h *wire.Hello) { h.Version++ }), "version: got 3, want 2"},
		"other magic":   {change(func(h *wire.Hello) { h.Magic = "raft" }), `magic: got "raft", want "synod"`},
		"connected":     {change(func(h *wire.Hello) { h.Node = 1 }), "node: got n1, which is connected already"},
		"unknown node":  {change(func(h *wire.Hello) { h.Node = 9 }), "node: got n9, want one that is being started"},
		"negative node": {change(func(h *wire.Hello) { h.Node = -1 }), "node: got n-1, want one that is being started"},
		"oversized":     {send(bytes.Repeat([]byte{0xff}, 100)), wire.ErrOversized.Error()},
		"a web browser": {send([]byte("GET / HTTP/1.1\r\n\r\n")), wire.ErrOversized.Error()},
		"garbage":       {send([]byte{0, 0, 0, 3, 0x83, 0xff, 0xff}), wire.ErrGarbage.Error()},
		"truncated":     {func(conn net.Conn) { conn.Write([]byte{0, 0, 0, 30, 1}); closeWrite(conn) }, wire.ErrTruncated.Error()},
		"gone at once":  {func(conn net.Conn) { conn.Close() }, "hello: EOF"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			conn := dial(t, f)
			defer conn.Close()
			test.speak(conn)
			conn.SetDeadline(time.Now().Add(10 * time.Second))
			answer, err := wire.ReadAnswer(conn)
			if err == nil && !strings.Contains(answer.Refused, test.want) {
				t.Errorf("got answer %q, want %q in it", answer.Refused, test.want)
			}
			log.expect("door: refused a connection: ")
			log.expect(test.want)
			do(t, f, 1, "write a; sync", "wy")
			do(t, f, 2, "write a; sync", "wy")
		})
	}
	if strings.Contains(strings.Join(log.lines, "\n"), string(f.door.secret)) {
		t.Error("the log tells the secret")
	}
	if err := f.Check(); err != nil {
		t.Errorf("check: got %v, want none", err)
	}
}

// TestSlowStrangers lets more strangers stay than are heard at once, who say
// nothing, one byte, or one byte after the other. Nodes can still be crashed and
// started, closing waits for none of them, and the log does not grow with them.
func TestSlowStrangers(t *testing.T) {
	log := &diary{t: t}
	f := startFleet(t, 1, Options{Boot: shakeTimeout, Logf: log.printf})
	for i := range 2 * maxShaking {
		conn := dial(t, f)
		defer conn.Close()
		for range i % 3 {
			conn.Write([]byte{0}) // it may be over with it already
		}
	}
	if err := f.Crash(1); err != nil {
		t.Fatal(err)
	}
	expectRestart(t, f, 1, 0, 0)
	began := time.Now()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > shakeTimeout {
		t.Errorf("close: got %v, want less than %v", took, shakeTimeout)
	}
	if n := len(log.lines); n == 0 || n > maxNamed+1 {
		t.Errorf("got %d lines in the log, want 1 to %d", n, maxNamed+1)
	}
}

// TestCrowd lets strangers come and go as fast as they can while nodes are crashed and
// started again. Whatever the crowd cuts off, every node gets in.
func TestCrowd(t *testing.T) {
	f := startFleet(t, 2, Options{})
	var crowd sync.WaitGroup
	over := make(chan struct{})
	address := f.door.listener.Addr()
	for i := range 2 {
		crowd.Go(func() {
			var stay []net.Conn
			defer func() {
				for _, conn := range stay {
					conn.Close()
				}
			}()
			for {
				select {
				case <-over:
					return
				default:
				}
				conn, err := net.Dial(address.Network(), address.String())
				if err != nil {
					continue // the door has too much to do
				}
				conn.Write(make([]byte, i))
				if stay = append(stay, conn); len(stay) > 2*maxShaking {
					stay[0].Close()
					stay = stay[1:]
				}
			}
		})
	}
	for range 8 {
		if err := f.Crash(1); err != nil {
			t.Fatal(err)
		}
		expectRestart(t, f, 1, 0, 0)
	}
	close(over)
	crowd.Wait()
}

// TestCrowdedOut expects a connection that was ended in a crowd to take the place of
// no node, and one that has its place to be no part of the crowd.
func TestCrowdedOut(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d := newDoor(l, t.Logf)
	defer d.close()
	d.expect(1)
	ends := make([]net.Conn, maxShaking+2)
	for i := range ends {
		var far net.Conn
		ends[i], far = net.Pipe()
		defer far.Close()
	}
	d.begin(ends[0])
	d.begin(ends[1])
	if err := d.admit(1, ends[1]); err != nil {
		t.Errorf("got %v, want the place", err)
	}
	for _, conn := range ends[2:] {
		d.begin(conn)
	}
	d.forget(1)
	d.expect(1)
	if err := d.admit(1, ends[0]); err != errCrowded {
		t.Errorf("got %v, want %v", err, errCrowded)
	}
	ends[1].SetDeadline(time.Now())
	if _, err := ends[1].Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("got %v, want a connection that is open", err)
	}
	if err := d.admit(1, ends[2]); err != nil {
		t.Errorf("got %v, want the place to be free", err)
	}
}

// TestNameIsFreeAfterCrash refuses a connection under the name of a node that
// is down, even with the secret.
func TestNameIsFreeAfterCrash(t *testing.T) {
	f := startFleet(t, 1, Options{})
	if err := f.Crash(1); err != nil {
		t.Fatal(err)
	}
	conn := dial(t, f)
	defer conn.Close()
	if err := wire.WriteHello(conn, wire.NewHello(f.door.secret, 1)); err != nil {
		t.Fatal(err)
	}
	answer, err := wire.ReadAnswer(conn)
	if want := "node: got n1, want one that is being started"; err != nil || answer.Refused != want {
		t.Errorf("got %q, %v, want %q", answer.Refused, err, want)
	}
}

// TestSecretIsNotShown looks for the secret where everybody can look.
func TestSecretIsNotShown(t *testing.T) {
	f := startFleet(t, 1, Options{})
	for _, name := range []string{"cmdline", "environ"} {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid(f, 1), name))
		if err != nil {
			t.Skip(err)
		}
		if len(b) == 0 || bytes.Contains(b, f.door.secret) {
			t.Errorf("%s: got %q, want no secret in it", name, b)
		}
	}
}

// dial connects to a fleet's door.
func dial(t *testing.T, f *Fleet) net.Conn {
	t.Helper()
	address := f.door.listener.Addr()
	conn, err := net.Dial(address.Network(), address.String())
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// closeWrite ends what is sent, so that the answer can still be read.
func closeWrite(conn net.Conn) {
	if c, ok := conn.(interface{ CloseWrite() error }); ok {
		c.CloseWrite()
	}
}

// TestPathsThatNoNodeCanBeTold refuses them by name, before a process starts.
func TestPathsThatNoNodeCanBeTold(t *testing.T) {
	for name, c := range map[string]struct{ data, temp, want string }{
		"data":            {"a\xff", t.TempDir(), `data directory "a\xff": got a path that is not UTF-8`},
		"temporary":       {"", "/tmp/\xfe", `temporary directory "/tmp/\xfe": got a path that is not UTF-8`},
		"half a letter":   {"", "/tmp/\xc3", `temporary directory "/tmp/\xc3": got a path that is not UTF-8`},
		"not there":       {"", filepath.Join(t.TempDir(), "missing"), "missing: no such file or directory; want one in which directories can be made"},
		"no directory":    {"", os.Args[0], "not a directory; want one in which directories can be made"},
		"data, no folder": {filepath.Join(os.Args[0], "x"), t.TempDir(), "not a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("TMPDIR", c.temp)
			p, err := newPlace(c.data)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, %v; want %q", p, err, c.want)
			}
		})
	}
}

// TestDataBelowAPathThatNoNodeCanBeTold names a directory in a working directory of
// such a kind.
func TestDataBelowAPathThatNoNodeCanBeTold(t *testing.T) {
	odd := filepath.Join(t.TempDir(), "a\xff")
	if err := os.Mkdir(odd, 0o777); err != nil {
		t.Skip(err) // not every system has such names
	}
	t.Chdir(odd)
	p, err := newPlace("data")
	if want := `a\xff/data": got a path that is not UTF-8, want another one`; err == nil || !strings.Contains(filepath.ToSlash(err.Error()), want) {
		t.Errorf("got %v, %v; want %q", p, err, want)
	}
	if found, err := os.ReadDir("."); err != nil || len(found) != 0 {
		t.Errorf("got %v, %v, want nothing made", found, err)
	}
}
