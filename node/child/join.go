package child

import (
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/hashicorp/yamux"

	"synod/node/wire"
)

// How long a node waits for its controller: for the handshake, and for a write
// to go out. A controller may be stopped in a debugger, so the latter is long.
const (
	joinTimeout  = 10 * time.Second
	writeTimeout = time.Hour
)

// How long a node goes on dialing a door that cuts it off, and waits in between. The
// former is less than what a controller allows for a start, so that it hears why.
const (
	knockTimeout = 8 * time.Second
	knockLeast   = time.Millisecond
	knockMost    = 50 * time.Millisecond
)

// line is a node's connection to its controller.
type line struct {
	session *yamux.Session
	events  net.Conn
	inspect net.Conn
	logs    *logs
}

// join connects to the controller, shakes hands and opens the streams, unless the
// controller is gone.
func join(boot wire.Boot, gone <-chan struct{}) (*line, error) {
	conn, err := knock(boot, gone)
	if err != nil {
		return nil, err
	}
	l := &line{logs: newLogs()}
	l.session, err = wire.NewSession(conn, wire.SessionOptions{
		Node:         true,
		WriteTimeout: writeTimeout,
		Logf:         func(text string) { l.logs.printf("session: %s", text) },
	})
	if err != nil {
		conn.Close()
		return nil, err
	}
	if err := l.open(); err != nil {
		l.session.Close()
		return nil, err
	}
	return l, nil
}

// knock connects to the controller until it answers. A door that many strangers
// crowd has no room to listen, or ends the connection of whoever came first, which
// may have been the node's: neither is an answer.
func knock(boot wire.Boot, gone <-chan struct{}) (net.Conn, error) {
	began, pause := time.Now(), knockLeast
	for {
		conn, unanswered, err := enter(boot)
		if err == nil || !unanswered || time.Since(began) > knockTimeout {
			return conn, err
		}
		select {
		case <-gone:
			return nil, err
		case <-time.After(pause):
		}
		pause = min(2*pause, knockMost)
	}
}

// enter connects to the controller and waits to be let in. Unanswered says of an
// error that the controller has not said no.
func enter(boot wire.Boot) (conn net.Conn, unanswered bool, err error) {
	conn, err = net.DialTimeout(boot.Network, boot.Address, joinTimeout)
	if err != nil {
		return nil, errors.Is(err, syscall.EAGAIN), err
	}
	answer, err := shake(conn, boot)
	unanswered = err != nil
	if err == nil {
		err = answer.Check()
	}
	if err != nil {
		conn.Close()
		return nil, unanswered, fmt.Errorf("handshake: %w", err)
	}
	return conn, false, nil
}

// shake introduces the node and waits for the answer.
func shake(conn net.Conn, boot wire.Boot) (wire.Answer, error) {
	conn.SetDeadline(time.Now().Add(joinTimeout))
	if err := wire.WriteHello(conn, wire.NewHello(boot.Secret, boot.Node)); err != nil {
		return wire.Answer{}, err
	}
	answer, err := wire.ReadAnswer(conn)
	if err != nil {
		return wire.Answer{}, err
	}
	return answer, conn.SetDeadline(time.Time{})
}

// open opens the streams in the order in which the controller accepts them.
func (l *line) open() error {
	var streams [wire.Streams]net.Conn
	for i := range streams {
		var err error
		if streams[i], err = l.session.Open(); err != nil {
			return fmt.Errorf("stream %d: %w", i+1, err)
		}
	}
	l.events, l.inspect = streams[0], streams[1]
	go l.logs.copyTo(streams[2], l.session.CloseChan())
	return nil
}
