package child

import (
	"fmt"
	"net"
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

// line is a node's connection to its controller.
type line struct {
	session *yamux.Session
	events  net.Conn
	inspect net.Conn
	logs    *logs
}

// join connects to the controller, shakes hands and opens the streams.
func join(boot wire.Boot) (*line, error) {
	conn, err := net.DialTimeout(boot.Network, boot.Address, joinTimeout)
	if err != nil {
		return nil, err
	}
	if err := shake(conn, boot); err != nil {
		conn.Close()
		return nil, fmt.Errorf("handshake: %w", err)
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

// shake introduces the node and waits to be let in.
func shake(conn net.Conn, boot wire.Boot) error {
	conn.SetDeadline(time.Now().Add(joinTimeout))
	if err := wire.WriteHello(conn, wire.NewHello(boot.Secret, boot.Node)); err != nil {
		return err
	}
	answer, err := wire.ReadAnswer(conn)
	if err != nil {
		return err
	}
	if err := answer.Check(); err != nil {
		return err
	}
	return conn.SetDeadline(time.Time{})
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
